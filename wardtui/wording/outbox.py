"""What waits, what the server did not take, and why: in words."""

from collections.abc import Callable
from datetime import datetime

from wardtui.domain.ids import short_id
from wardtui.i18n import N_, ntr, tr
from wardtui.i18n.dates import moment
from wardtui.services.outbox_view import LOOKED_AT, Kind, NotTaken, Outbox, Waiting
from wardtui.wording.discards import discard_text
from wardtui.wording.history import event_text

_KINDS: dict[Kind, Callable[[int], str]] = {
    Kind.LISTED: lambda n: ntr("{count} person listed", "{count} people listed", n),
    Kind.CONTACT: lambda n: ntr("{count} contact", "{count} contacts", n),
    Kind.ENROLMENT: lambda n: ntr("{count} result", "{count} results", n),
    Kind.BOOKING: lambda n: ntr("{count} booking", "{count} bookings", n),
    Kind.SESSION: lambda n: ntr("{count} session or duty", "{count} sessions or duties", n),
    Kind.UNDONE: lambda n: ntr("{count} taken back", "{count} taken back", n),
    Kind.RECORD: lambda n: ntr("{count} correction", "{count} corrections", n),
    Kind.HANDLING: lambda n: ntr("{count} hand-over", "{count} hand-overs", n),
}

_AGAIN = N_("Ask your leader; when that is settled, send it again.")
_ANEW = N_("Record it in another way, or discard it.")

_CODES: dict[str, tuple[str, str]] = {
    "session_full": (N_("all seats were taken already"), N_("Book another session.")),
    "session_cancelled": (N_("the session does not take place"), N_("Book another session.")),
    "unknown_session": (N_("the server does not know the session"), N_("Book another session.")),
    "seats_taken": (N_("more people are booked than there would be seats"), _ANEW),
    "not_their_booking": (N_("the booking is another resident's"), _ANEW),
    "role_not_allowed": (N_("only a leader may do this"), _AGAIN),
    "officer_not_in_ward": (N_("that officer does not work in the ward"), _ANEW),
    "wrong_ward": (N_("you do not work in this ward on the server"), _AGAIN),
    "no_ward": (N_("the server knows no ward of yours"), _AGAIN),
    "wrong_device": (
        N_("it was recorded on another device"),
        N_("Synchronise the device on which it was recorded."),
    ),
    "wrong_actor": (
        N_("another officer recorded it"),
        N_("Ask your leader with which account this laptop works."),
    ),
    "not_your_event": (
        N_("another officer recorded what it takes back"),
        N_("Ask your leader to take it back, then discard this."),
    ),
    "resident_erased": (
        N_("nothing is kept of the other resident any more"),
        N_("Discard it; the resident stays on the list as they were."),
    ),
    "no_such_offer": (N_("no such offer waits for an answer"), _ANEW),
    "already_answered": (N_("the other ward has answered already"), _ANEW),
    "level_skipped": (N_("a case goes up one level at a time"), _ANEW),
    "too_large": (N_("it is too long for the server"), N_("Record it anew, shorter.")),
    "malformed": (
        N_("the server cannot read it"),
        N_("When the server was updated, send it again."),
    ),
    "conflict": (
        N_("the server has another entry under the same id"),
        N_("Record it anew if it is missing, then discard this."),
    ),
}
_OTHER = (N_("the server did not take it"), _ANEW)


def why_text(code: str) -> str:
    """Why something was not taken."""
    why, _ = _CODES.get(code, _OTHER)
    return tr(why) if code in _CODES else f"{tr(why)} ({code})"


def remedy_text(code: str) -> str:
    """What can be done about it."""
    return tr(_CODES.get(code, _OTHER)[1])


def who_text(one: NotTaken) -> str:
    """Whom it is about; of many the first, and how many more."""
    residents = {event.event.resident for event in one.events} - {None}
    if not residents:
        return tr("the ward")
    name = one.names[0] if one.names else short_id(str(one.resident))
    more = len(residents) - 1
    return name if not more else tr("{name} and {count} more", name=name, count=more)


def what_text(one: NotTaken, outbox: Outbox) -> str:
    """What was recorded, and how much more with it."""
    text = event_text(one.first.event, outbox.officers)
    more = len(one.events) - 1
    return text if not more else f"{text} (+{more})"


def waiting_text(waiting: Waiting, now: datetime) -> str:
    """How much waits, of what kinds, and since when."""
    if not waiting.count or waiting.since is None:
        return tr("nothing")
    parts = [_KINDS[kind](waiting.kinds[kind]) for kind in Kind if waiting.kinds.get(kind)]
    if waiting.count > LOOKED_AT:
        parts.append("…")
    since = tr("since {when}", when=moment(waiting.since, now))
    return f"{waiting.count} {since} · {', '.join(parts)}"


def parts_text(one: NotTaken) -> str:
    """What of the same action the server has; empty when it has nothing of it."""
    if not one.taken:
        return ""
    return ntr(
        "{count} entry of the same action was taken and stands.",
        "{count} entries of the same action were taken and stand.",
        one.taken,
    )


def outbox_lines(outbox: Outbox, now: datetime) -> list[str]:
    """The whole, for a command."""
    lines = [tr("Waiting to be sent: {what}", what=waiting_text(outbox.waiting, now))]
    if outbox.not_taken:
        lines.append(tr("Not taken:"))
    for one in outbox.not_taken:
        lines.append(f"{one.id}  {who_text(one)} · {what_text(one, outbox)}")
        lines.append(f"    {why_text(one.first.code)}. {remedy_text(one.first.code)}")
        if parts_text(one):
            lines.append(f"    {parts_text(one)}")
    if outbox.discarded:
        lines.append(tr("Discarded:"))
    for one in outbox.discarded:
        lines.append(f"{one.id}  {who_text(one)} · {what_text(one, outbox)}")
        if one.discard is not None:
            lines.append(f"    {discard_text(one.discard, outbox.officers)}")
    return lines
