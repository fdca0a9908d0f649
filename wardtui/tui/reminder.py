"""When to remind quietly of what was agreed for a time.

A reminder stays for two minutes and comes again ten minutes after it came, until the case was
worked (it is no longer due then), somebody has gone to it, or its time is over
(``wardtui.domain.agenda.REMINDED``). It takes no key and makes no sound.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from wardtui.domain.agenda import APPOINTMENTS, Entry, section_of
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import later
from wardtui.domain.worklist_index import Filter, Worklist

STAYS = timedelta(minutes=2)
AGAIN = timedelta(minutes=10)

CHECK_SECONDS = 60.0
"""How often to ask: agreed times are whole minutes."""

_Appointment = tuple[ResidentId, datetime | None]


def appointments_due(worklist: Worklist, now: datetime) -> tuple[Entry, ...]:
    """What was agreed for a time that has come, the earliest first."""
    soon = later(now, seconds=1)
    wanted = Filter(kinds=APPOINTMENTS, due_before=soon, open_only=True)
    rows = (worklist.row(position) for position in worklist.select(wanted))
    entries = (Entry(section, row) for row in rows if (section := section_of(row)) is not None)
    due = (entry for entry in entries if entry.may_interrupt(now))
    return tuple(sorted(due, key=lambda entry: (entry.row.due or now, entry.row.id)))


class Reminder:
    """What has been reminded of so far."""

    def __init__(self) -> None:
        self._came: dict[_Appointment, datetime] = {}
        """Since when it is shown, or when it was shown last."""
        self._seen: set[_Appointment] = set()

    def tick(self, due: Sequence[Entry], now: datetime) -> tuple[Entry, ...]:
        """What to show from now to the next tick.

        :param due: what is due now, in its order
        """
        waiting = [entry for entry in due if _of(entry) not in self._seen]
        self._came = {key: at for key, at in self._came.items() if key in map(_of, waiting)}
        self._seen &= set(map(_of, due))
        if any(self._is_to_come(_of(entry), now) for entry in waiting):
            # All of them at once: one line that comes, not several that take turns.
            self._came = dict.fromkeys(map(_of, waiting), now)
        return tuple(entry for entry in waiting if now - self._came[_of(entry)] < STAYS)

    def seen(self, entry: Entry) -> None:
        """Somebody has gone to a case: it does not come again for this appointment."""
        self._seen.add(_of(entry))

    def _is_to_come(self, appointment: _Appointment, now: datetime) -> bool:
        came = self._came.get(appointment)
        return came is None or not timedelta(0) <= now - came < AGAIN


def _of(entry: Entry) -> _Appointment:
    return entry.row.id, entry.row.due
