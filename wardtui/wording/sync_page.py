"""The page of the exchange in words: how it stands, and what was not taken."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from wardtui.domain.errors import NetworkFailed
from wardtui.i18n import tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label
from wardtui.services.outbox_view import NotTaken, Outbox
from wardtui.services.records import Pairing, SyncState
from wardtui.services.sync import Synced
from wardtui.wording.columns import cells
from wardtui.wording.discards import discard_text
from wardtui.wording.errors import explain
from wardtui.wording.outbox import (
    parts_text,
    remedy_text,
    waiting_text,
    what_text,
    who_text,
    why_text,
)
from wardtui.wording.sync import clock_off_text, progress_text, when_text
from wardtui.wording.troubles import TROUBLE, TROUBLES

_WHO, _WHO_WHEN_WIDE, _WIDE = 20, 28, 100


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """All that the head of the page is made of."""

    pairing: Pairing | None
    state: SyncState
    outbox: Outbox
    metered: bool
    running: bool
    stopping: bool
    so_far: Synced | None
    now: datetime


def facts(standing: Standing) -> list[tuple[str, str]]:
    """How the exchange stands: names and what they say, the most urgent below."""
    waiting = waiting_text(standing.outbox.waiting, standing.now)
    pairing, state, now = standing.pairing, standing.state, standing.now
    if pairing is None:
        how = tr(
            "with no server. Ask for a pairing code, quit, and call: wardtui pair URL CODE. "
            "Until then everything stays saved here."
        )
        return [(tr("Paired"), how), (tr("To be sent"), waiting)]
    who = f"{pairing.name}, {label(pairing.role)}, {', '.join(pairing.wards)}"
    lines = [(tr("Server"), f"{pairing.url} · {who}")]
    done = tr("not yet") if state.last_success is None else when_text(state.last_success, now)
    lines.append((tr("Last sync"), done))
    if standing.running:
        how_far = tr("stopping…") if standing.stopping else progress_text(standing.so_far)
        stop = tr("Esc stops it")
        lines.append((tr("Now"), f"⟳ {how_far} · {stop}"))
    elif state.last_error is not None:
        lines.append((tr("Trouble"), _trouble(pairing, state, now)))
    lines.append((tr("To be sent"), waiting))
    clock = clock_off_text(state)
    if clock:
        lines.append((tr("Clock"), f"‼ {clock}"))
    if standing.metered:
        saving = tr("on: by itself once a day only; else when you ask for it")
        lines.append((tr("Saving data"), saving))
    return lines


def _trouble(pairing: Pairing, state: SyncState, now: datetime) -> str:
    code = state.last_error or ""
    text = tr(TROUBLES.get(code, TROUBLE))
    contact, success = state.last_contact, state.last_success
    if contact is not None and (success is None or contact > success):
        text += " · " + tr("the server last answered {when}", when=when_text(contact, now))
    remedy = explain(NetworkFailed(code, server=pairing.url)).remedy
    return f"✗ {text}. {remedy}"


def summary_text(outbox: Outbox) -> str:
    """The title of the list."""
    open_, gone = len(outbox.not_taken), len(outbox.discarded)
    if not open_ and not gone:
        return ""
    text = tr("Not taken by the server: {count}", count=open_)
    let_go = tr("discarded: {count}", count=gone)
    return text if not gone else f"{text} · {let_go}"


def entry_widths(width: int) -> Sequence[int]:
    """The widths of the columns: whom, what, why."""
    who = _WHO_WHEN_WIDE if width >= _WIDE else _WHO
    left = max(2, width - who - 3)
    what = left * 2 // 5
    return who, what, left - what


def heading_text(width: int) -> str:
    """The names of the columns."""
    names = (tr("Whom"), tr("What was recorded"), tr("Why not"))
    parts = [cells(name, room) for name, room in zip(names, entry_widths(width), strict=True)]
    return " " + " ".join(parts)


def entry_cells(one: NotTaken, outbox: Outbox) -> tuple[str, ...]:
    """A line of the list; a sign says which need attention."""
    why = why_text(one.first.code)
    sign = "‼"
    if one.discard is not None:
        why, sign = discard_text(one.discard, outbox.officers), "✓"
    return f"{sign} {who_text(one)}", what_text(one, outbox), why


def entry_lines(one: NotTaken, outbox: Outbox, now: datetime) -> list[str]:
    """More about the one under the cursor; the first line is a title."""
    first = one.first
    recorded = tr("Recorded {when}", when=moment(first.event.recorded_at, now))
    refused = tr("refused {when}", when=moment(first.at, now))
    why = tr("Why not: {why}.", why=why_text(first.code))
    lines = [f"{who_text(one)} · {what_text(one, outbox)}"]
    if one.discard is None:
        lines.append(f"{why} {remedy_text(first.code)}")
        lines.append(" · ".join(filter(None, (recorded, refused, parts_text(one)))))
    else:
        when, reason = moment(one.discard.at, now), discard_text(one.discard, outbox.officers)
        lines.append(tr("Discarded {when}: {why}", when=when, why=reason))
        lines.append(f"{recorded} · {refused}. {why}")
    return lines
