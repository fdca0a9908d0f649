"""What this evening holds: the cases that are due today, each in the section where it is worked."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

import msgspec

from wardtui.domain.directory import level_owner
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.moments import SHIFT_END, end_of_day, local, local_day
from wardtui.domain.vocabulary import ActionKind, Outcome, Role, Status
from wardtui.domain.worklist import DoorKey, WorklistRow, due_key, walk_key

EVENING_DOORS = 30
"""Doors of one evening's walk, 18:00 to 22:00 with eight minutes each."""

REMINDED = timedelta(hours=3)
"""So long after an agreed time it is still worth interrupting for; then it heads its section."""


class Section(StrEnum):
    """The parts of an evening, in the order in which they are worked."""

    CALL_BACKS = "call_backs"
    """Residents who asked to be called."""
    PROMISES = "promises"
    """Residents who said that they would come: whether they did."""
    CAME_BACK = "came_back"
    """What did not work and needs somebody again."""
    FROM_BELOW = "from_below"
    """What was handed up to the level of whoever works here."""
    BOOKINGS = "bookings"
    """Sessions that are booked, and those still to be booked."""
    VISITS = "visits"
    """Doors to knock at, as somebody walks past them."""
    CONFIRM = "confirm"
    """What is to be checked, arranged or helped with."""


_AT_A_TIME = (Section.CALL_BACKS, Section.PROMISES)
"""Sections whose times were agreed with the resident."""

APPOINTMENTS = (ActionKind.CALL_BACK, ActionKind.CHECK_PROMISE)
"""What is done at a time that was agreed with the resident."""

SECTIONS: dict[ActionKind, Section | None] = {
    ActionKind.CALL: None,
    ActionKind.CALL_BACK: Section.CALL_BACKS,
    ActionKind.CHECK_PROMISE: Section.PROMISES,
    ActionKind.RETRY_ENROLMENT: Section.CAME_BACK,
    ActionKind.RECORD_RESULT: Section.CAME_BACK,
    ActionKind.FOLLOW_INSTRUCTION: Section.CAME_BACK,
    ActionKind.ACCEPT: Section.FROM_BELOW,
    ActionKind.ANSWER: Section.FROM_BELOW,
    ActionKind.FIX_DATA: Section.CAME_BACK,
    ActionKind.BOOK: Section.BOOKINGS,
    ActionKind.CHECK_BOOKING: Section.BOOKINGS,
    ActionKind.VISIT: Section.VISITS,
    ActionKind.FIND_ADDRESS: Section.VISITS,
    ActionKind.REACH_GUARDIAN: Section.VISITS,
    ActionKind.CONFIRM_STATUS: Section.CONFIRM,
    ActionKind.RESUME: Section.CONFIRM,
    ActionKind.AWAIT_HANDOFF: Section.CONFIRM,
    ActionKind.HELP_ACTIVATE: Section.CONFIRM,
    ActionKind.ARRANGE_HOME_SERVICE: Section.CONFIRM,
}
"""Where a next action is worked; ordinary calls stay in the worklist."""


def section_of(row: WorklistRow) -> Section | None:
    """The section of a case that is due; none for an ordinary call."""
    section = SECTIONS[row.kind] if row.kind is not None else None
    if section in (*_AT_A_TIME, Section.CAME_BACK, Section.FROM_BELOW):
        return section
    if row.last_outcome is Outcome.MISSED:
        return Section.CAME_BACK
    if row.status is Status.BOOKED:
        return Section.BOOKINGS
    return section


def concerns(row: WorklistRow, me: OfficerId | None, role: Role | None) -> bool:
    """Whether somebody has to do with a case.

    What stands above the first level is for whoever holds it, and for leaders while nobody in
    particular does.

    :param role: null before the device was paired: then one officer does it all
    """
    if row.level <= FIRST_LEVEL or role is None or row.owner == me:
        return True
    return role.leads and row.owner == level_owner(row.level)


def is_untried(row: WorklistRow) -> bool:
    """Whether the first call or visit is what is due: such a case is new, never late."""
    return not row.attempts.total and section_of(row) in (None, Section.VISITS)


def has_agreed_time(row: WorklistRow) -> bool:
    """Whether it is due at a time of the day, not only by the end of a shift."""
    return row.due is not None and local(row.due).time() != SHIFT_END


Door = tuple[str, str]


def door_of(row: WorklistRow) -> Door:
    """Equal for all who share a door; without an address everybody has one of their own."""
    return row.area, row.household or row.id


class Entry(msgspec.Struct, frozen=True, gc=False):
    """A case of this evening."""

    section: Section
    row: WorklistRow

    def time_has_come(self, now: datetime) -> bool:
        """Whether what was agreed for a time is to be done now."""
        return self.section in _AT_A_TIME and self.row.due is not None and self.row.due <= now

    def may_interrupt(self, now: datetime) -> bool:
        """Whether an agreed time has come, and not so long ago that it is over."""
        due = self.row.due
        return (
            due is not None
            and self.time_has_come(now)
            and has_agreed_time(self.row)
            and now - due <= REMINDED
        )


class Agenda(msgspec.Struct, frozen=True):
    """An evening: every open case that is due that day is an entry or counted."""

    day: date
    entries: tuple[Entry, ...] = ()
    """In the order of the sections, and of their work in each."""
    calls: int = 0
    """Ordinary calls that are due."""
    doors: int = 0
    """Visits to residents whom nobody has tried yet and who are not on the walk."""

    @classmethod
    def of(cls, rows: Iterable[WorklistRow], now: datetime) -> Self:
        """What today holds.

        Nobody is alarmed about residents whom nobody has tried. Those without a phone can only be
        visited, so they fill the walk up to an evening's doors: behind doors that are visited
        anyway, then in areas where somebody walks anyway, then elsewhere.

        :param rows: lines of the worklist; those that are not due today are passed over
        """
        limit = end_of_day(now)
        sections: dict[Section, list[WorklistRow]] = {section: [] for section in Section}
        untried: list[WorklistRow] = []
        calls = 0
        for row in rows:
            if not _is_due(row, limit):
                continue
            section = section_of(row)
            if section is None:
                calls += 1
            elif is_untried(row):
                untried.append(row)
            else:
                sections[section].append(row)
        walk = sections[Section.VISITS]
        taken = _on_the_way(walk, untried)
        walk += taken
        return cls(local_day(now), _entries(sections), calls, len(untried) - len(taken))

    def in_section(self, section: Section) -> list[Entry]:
        """The entries of a section, in their order."""
        return [entry for entry in self.entries if entry.section is section]

    def place(self, resident: ResidentId | None) -> int | None:
        """Where the entry of a resident stands; none without one."""
        places = (place for place, one in enumerate(self.entries) if one.row.id == resident)
        return next(places, None)

    def next_after(self, resident: ResidentId | None, now: datetime) -> Entry | None:
        """The entry to go to from a resident's: the next whose time has come, else the next one.

        Behind the last comes the first; the one that is left is the last choice.
        """
        here = self.place(resident)
        start = 0 if here is None else here + 1
        order = [*self.entries[start:], *self.entries[:start]]
        others = (one for one in order if one.row.id != resident and one.time_has_come(now))
        return next(others, order[0] if order else None)

    def changed(self, rows: Mapping[ResidentId, WorklistRow | None], now: datetime) -> "Agenda":
        """The same evening after some cases have changed, without a look at all the others.

        The walk is not filled up again, so it gets shorter as it is walked. A case that had no
        entry before is taken to be counted already when it is counted now.

        :param rows: their lines as they are; null for residents who are no longer there
        """
        limit = end_of_day(now)
        sections: dict[Section, list[WorklistRow]] = {section: [] for section in Section}
        was: dict[ResidentId, Section] = {}
        for entry in self.entries:
            if entry.row.id in rows:
                was[entry.row.id] = entry.section
            else:
                sections[entry.section].append(entry.row)
        touched = set()
        calls, doors = self.calls, self.doors
        for resident, row in rows.items():
            if row is None or not _is_due(row, limit):
                continue
            section = section_of(row)
            if section is None:
                calls += resident in was
            elif is_untried(row) and was.get(resident) is not Section.VISITS:
                doors += resident in was
            else:
                sections[section].append(row)
                touched.add(section)
        return Agenda(self.day, _entries(sections, touched), calls, doors)


def _is_due(row: WorklistRow, limit: datetime) -> bool:
    return row.needs_action and row.due is not None and row.due < limit


def _on_the_way(walk: Sequence[WorklistRow], untried: Iterable[WorklistRow]) -> list[WorklistRow]:
    """Whom a walk takes in whom nobody has tried."""
    doors = {door_of(row) for row in walk}
    areas = {row.area for row in walk}
    if len(doors) >= EVENING_DOORS:
        return [row for row in untried if door_of(row) in doors]
    taken = []
    for row in sorted(untried, key=lambda row: (row.area not in areas, walk_key(row))):
        door = door_of(row)
        if door in doors or len(doors) < EVENING_DOORS:
            doors.add(door)
            taken.append(row)
    return taken


def _entries(
    sections: Mapping[Section, Sequence[WorklistRow]], to_order: Iterable[Section] = tuple(Section)
) -> tuple[Entry, ...]:
    wanted = set(to_order)
    return tuple(
        Entry(section, row)
        for section, rows in sections.items()
        for row in (_in_order(section, rows) if section in wanted else rows)
    )


def _in_order(section: Section, rows: Sequence[WorklistRow]) -> list[WorklistRow]:
    """By when they are due; on the walk door by door, with all who share a door together."""
    if section is not Section.VISITS:
        return sorted(rows, key=due_key)
    keys = {row.id: walk_key(row) for row in rows}
    first: dict[Door, DoorKey] = {}
    for row in rows:
        door = door_of(row)
        first[door] = min(first.get(door, keys[row.id]), keys[row.id])
    return sorted(rows, key=lambda row: (first[door_of(row)], keys[row.id]))
