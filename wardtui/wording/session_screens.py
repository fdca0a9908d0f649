"""Sessions and bookings as the screens say them: calendar, roll, offers, refusals."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from wardtui.domain.bookings import Booking
from wardtui.domain.case import Case
from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import local, local_day
from wardtui.domain.session_codes import BookingState
from wardtui.domain.sessions import Session
from wardtui.i18n import N_, ntr, tr
from wardtui.i18n.dates import day_text, moment, weekday
from wardtui.i18n.labels import label
from wardtui.services.refusals import Refusal
from wardtui.services.sessions import Listed, Roll
from wardtui.wording.errors import explain
from wardtui.wording.sessions import booking_text, hours_text


def heading_text(day: date, now: datetime) -> str:
    """A day of the calendar; today is marked."""
    today = local_day(now)
    text = f"{weekday(day)} {day:%d/%m}" + (f"/{day.year}" if day.year != today.year else "")
    return f"{tr('Today')} · {text}" if day == today else text


def times_text(session: Session) -> str:
    """``18:00-21:00``, under the heading of its day."""
    return f"{local(session.start):%H:%M}-{local(session.end):%H:%M}"


def taken_text(one: Listed) -> str:
    """``12/20``."""
    return f"{one.taken}/{one.session.capacity}"


def room_text(one: Listed) -> str:
    """Whether somebody could still have a seat, in a few words."""
    if not one.session.takes_place:
        return tr("cancelled")
    parts = []
    if not one.free:
        parts.append(tr("full"))
    if one.waiting:
        parts.append(tr("{count} waiting", count=one.waiting))
    return " · ".join(parts)


def free_text(one: Listed) -> str:
    """How many seats are free, to choose by."""
    if one.free:
        return tr("{count} free", count=one.free)
    return room_text(one)


def calendar_summary(found: Sequence[Listed], *, with_past: bool) -> str:
    """How much is planned."""
    planned = [one for one in found if one.session.takes_place]
    parts = [ntr("{count} session", "{count} sessions", len(found))]
    free = sum(one.free for one in planned)
    parts.append(ntr("{count} free seat", "{count} free seats", free))
    waiting = sum(one.waiting for one in planned)
    if waiting:
        parts.append(tr("{count} waiting", count=waiting))
    parts.append(tr("past ones too") if with_past else tr("from today on"))
    return " · ".join(parts)


def no_sessions_text(*, with_past: bool, new: str, past: str) -> str:
    """That nothing is planned, and what to do then.

    :param new: the key that opens a session
    :param past: the key that shows past ones
    """
    first = tr("No session was ever planned.") if with_past else tr("No session is planned.")
    lines = [tr("{key}: open one, and people can be booked into it.", key=new)]
    if not with_past:
        lines.append(tr("{key}: show past ones.", key=past))
    return "\n\n".join([first, "\n".join([*lines, tr("Esc: back.")])])


def session_lines(one: Listed, now: datetime) -> list[str]:
    """A session on its own, the most useful first."""
    session = one.session
    seats = ntr("{taken}/{count} seat", "{taken}/{count} seats", session.capacity, taken=one.taken)
    devices = ntr("{count} device", "{count} devices", session.devices)
    each = tr("{count} min each", count=round(session.slot_minutes))
    lines = [
        f"{label(session.kind)} · {hours_text(session, now)}",
        session.place,
        " · ".join([seats, devices, each]),
    ]
    room = room_text(one)
    if room:
        lines[-1] += f" · {room}"
    if session.areas:
        lines.append(tr("Only for: {areas}", areas=", ".join(session.areas)))
    if session.note:
        lines.append(session.note)
    return lines


def roll_summary(roll: Roll) -> str:
    """How far it has come."""
    states = [one.state for one in (*roll.seats.taken, *roll.walk_ins)]
    counts = (
        (states.count(BookingState.BOOKED), N_("{count} expected")),
        (states.count(BookingState.ATTENDED), N_("{count} came")),
        (states.count(BookingState.MISSED), N_("{count} did not come")),
        (len(roll.seats.waiting), N_("{count} waiting")),
    )
    told = [tr(text, count=count) for count, text in counts if count]
    return " · ".join(told)


def to_cancel_text(one: Listed, now: datetime) -> str:
    """The question before a session is cancelled."""
    what = f"{label(one.session.kind)} {hours_text(one.session, now)}, {one.session.place}"
    text = tr("Cancel this session? {what}.", what=what)
    booked = one.taken + one.waiting
    if not booked:
        return " ".join((text, tr("Nobody is booked.")))
    people = ntr(
        "{count} person is booked or waits and has to be offered another one.",
        "{count} people are booked or wait and have to be offered another one.",
        booked,
    )
    return f"{text} {people}"


def at_the_door_text(case: Case, state: BookingState) -> str:
    """What was noted at the door, and what happens next."""
    action = case.next_action
    text = f"✓ {case.resident.name}: {label(state)}"
    if action is None:
        return f"{text} · {label(case.status)}"
    return f"{text} → {label(action.kind)} · {moment(action.due, case.changed_at)}"


def booked_text(case: Case, booking: Booking | None, now: datetime) -> str:
    """Who is expected when and where."""
    what = booking_text(booking, now) if booking is not None else label(case.status)
    if booking is not None and booking.state is BookingState.WAITING:
        return "✓ " + tr("Waits for a seat: {name} · {what}", name=case.resident.name, what=what)
    return "✓ " + tr("Booked: {name} · {what}", name=case.resident.name, what=what)


def booked_many_text(
    booked: int,
    session: Session,
    refused: Mapping[ResidentId, WardtuiError],
    names: Mapping[ResidentId, str],
    now: datetime,
) -> str:
    """How many were booked where, and for whom it did not work and why."""
    where = f"{label(session.kind)} {hours_text(session, now)}"
    text = "✓ " + ntr(
        "{count} person booked: {where}", "{count} people booked: {where}", booked, where=where
    )
    by_reason: dict[str, list[str]] = {}
    for resident, error in refused.items():
        by_reason.setdefault(explain(error).message, []).append(names.get(resident, "?"))
    for reason, who in by_reason.items():
        text += " · " + tr("not {names}: {reason}", names=", ".join(who), reason=reason)
    return text


def refusal_text(refusal: Refusal, now: datetime) -> str:
    """That somebody has no seat though one was promised, and why."""
    when = moment(refusal.booking.at, now)
    session = refusal.session
    where = f"{label(session.kind)}, {when}" if session is not None else when
    match refusal.code:
        case "session_full":
            why = tr("No seat: {where} was full already when the server counted.", where=where)
        case "session_cancelled":
            why = tr("No seat: {where} does not take place.", where=where)
        case _:
            why = tr("No seat: the server does not know the session {where}.", where=where)
    return f"‼ {why}"


def refused_count_text(count: int, key: str) -> str:
    """In the title of a page: how many have to be offered another session."""
    return "‼ " + ntr(
        "{count} without the seat that they were promised · {key}",
        "{count} without the seats that they were promised · {key}",
        count,
        key=key,
    )


def other_day_text(session: Session, now: datetime) -> str:
    """A session in one line, its day first."""
    day = day_text(session.start, now)
    return f"{day} {times_text(session)} {label(session.kind)} · {session.place}"
