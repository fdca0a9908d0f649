"""How the exchange with the server stands, and how one has ended: in words."""

from datetime import datetime, timedelta

from wardtui.domain.moments import local, local_day
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import moment
from wardtui.services.records import SyncState
from wardtui.services.sync import Synced

CLOCK_MAY_DIFFER = timedelta(minutes=2)
"""A clock that is off by more is told of (protocol, version 1)."""


def ago_text(then: datetime, now: datetime) -> str:
    """How long ago something was, in the largest unit that is whole."""
    minutes = int((now - then).total_seconds() // 60)
    if minutes < 1:
        return tr("just now")
    if minutes < 60:
        return ntr("{count} minute ago", "{count} minutes ago", minutes)
    if minutes < 24 * 60:
        return ntr("{count} hour ago", "{count} hours ago", minutes // 60)
    return ntr("{count} day ago", "{count} days ago", minutes // (24 * 60))


def when_text(then: datetime, now: datetime) -> str:
    """The time, with its day unless it is today, and how long ago that was."""
    is_today = local_day(then) == local_day(now)
    when = f"{local(then):%H:%M}" if is_today else moment(then, now)
    return f"{when} ({ago_text(then, now)})"


def clock_off_text(state: SyncState) -> str:
    """By how much this machine's clock is wrong and what to do; empty while it is right enough."""
    if state.clock_offset is None or abs(state.clock_offset) <= CLOCK_MAY_DIFFER.total_seconds():
        return ""
    minutes = round(abs(state.clock_offset) / 60)
    if state.clock_offset > 0:
        off = ntr("{count} minute slow", "{count} minutes slow", minutes)
    else:
        off = ntr("{count} minute fast", "{count} minutes fast", minutes)
    return tr(
        "The clock of this laptop is {off}. Set date and time in the settings of the laptop. "
        "Nothing is refused because of it.",
        off=off,
    )


def synced_text(done: Synced, key: str) -> str:
    """How an exchange that somebody asked for has ended.

    :param key: the one that opens the page of what was not taken
    """
    sent = done.pushed + done.duplicates
    if not sent and not done.pulled and not done.rejected:
        text = tr("Synchronised: there was nothing new.")
    else:
        text = tr("Synchronised: sent {sent}, read {read}.", sent=sent, read=done.pulled)
    if not done.rejected:
        return f"✓ {text}"
    not_taken = ntr(
        "{count} entry was not taken: {key}",
        "{count} entries were not taken: {key}",
        done.rejected,
        key=key,
    )
    return f"✓ {text} ‼ {not_taken}"


def progress_text(so_far: Synced | None) -> str:
    """How far an exchange is that is going on."""
    if so_far is None:
        return tr("asking the server…")
    return tr(
        "sent {sent}, read {read}, waiting {waiting}",
        sent=so_far.pushed + so_far.duplicates,
        read=so_far.pulled,
        waiting=so_far.pending,
    )
