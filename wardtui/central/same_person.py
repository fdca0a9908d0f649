"""Who stands on several lists: the merges and suspicions that the server adds when it numbers one.

Any number of laptops may import the same list offline and end with one case a person.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from hashlib import sha256

import msgspec
from sqlalchemy import ColumnElement, Connection, delete, select

from wardtui.central.among import among
from wardtui.central.many_rows import insert_rows
from wardtui.central.tables import listed_people
from wardtui.domain.events import Body, Event, ResidentFlagged, ResidentListed, ResidentMerged
from wardtui.domain.ids import ResidentId, rule_made_id
from wardtui.domain.resident import Resident
from wardtui.domain.text import search_fold
from wardtui.domain.vocabulary import Flag, MergeReason


class Made(msgspec.Struct, frozen=True):
    """What a rule says of a resident, or the server itself of nobody."""

    id: str
    resident: ResidentId | None
    body: Body
    at: datetime | None = None
    """When it happened, for news of what is older than it; now unless given."""
    to_ward: str | None = None
    """Another ward that is told the same."""


class _Listed(msgspec.Struct):
    resident: ResidentId
    ward: str
    seq: int
    number: str | None
    name: str
    """Hash of the folded name, which has no limit and may hold any sign."""
    birth_year: int | None
    door: str
    merged_into: str | None = None
    suspected_of: str | None = None


class _Marks(msgspec.Struct, frozen=True):
    """By what a record is compared with others."""

    of: Resident
    name: str
    door: str


class People:
    """Those of whom the lists of one commit speak, and whom they may be."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._people: dict[ResidentId, _Listed] = {}
        self._by_number: dict[tuple[str, str], dict[ResidentId, _Listed]] = {}
        self._by_door: dict[tuple[str, str], dict[ResidentId, _Listed]] = {}
        self._changed: dict[ResidentId, _Listed] = {}
        self._marks: dict[str, _Marks] = {}
        """Of the lists that were looked up, by event."""

    def look_up(self, events: Iterable[Event | Made], wards: Collection[str]) -> None:
        """Read those whom the lists among some events may be about, at once for all.

        :param wards: those in which others may be the same person
        """
        listings = [
            (event.id, event.resident, event.body.resident)
            for event in events
            if event.resident is not None and isinstance(event.body, ResidentListed)
        ]
        if not listings:
            return
        marks = [(event, _marks(record)) for event, _, record in listings]
        self._marks.update(marks)
        doors = {one.door for _, one in marks}
        numbers = {record.personal_id for *_, record in listings if record.personal_id}
        row, connection = listed_people.c, self._connection
        here = row.ward.in_(wards)
        # One question an index: together they would read the whole table.
        self._read(among(connection, row.resident, {resident for _, resident, _ in listings}))
        if wards and numbers:
            self._read(here & among(connection, row.number, numbers))
        if wards:
            self._read(here & among(connection, row.door, doors))

    def _read(self, whom: ColumnElement[bool]) -> None:
        for row in self._connection.execute(select(listed_people).where(whom)).all():
            if row.resident not in self._people:
                self._put(_Listed(**row._mapping))

    def take(self, ward: str, seq: int, event: Event) -> list[Made]:
        """What follows from an event that was numbered: nothing unless it lists somebody."""
        one = self.remember(ward, seq, event)
        return [] if one is None else [*self._same_number(one), *self._same_door(one)]

    def remember(self, ward: str, seq: int, event: Event) -> _Listed | None:
        """What an event's list says of its resident, when it is one."""
        if event.resident is None or not isinstance(event.body, ResidentListed):
            return None
        record = event.body.resident
        known = self._people.get(event.resident)
        if known is not None:
            self._forget(known)
        marks = self._marks.get(event.id)
        if marks is None or marks.of is not record:  # one id may come with two contents
            marks = _marks(record)
        one = _Listed(
            resident=event.resident,
            ward=ward,
            seq=known.seq if known else seq,
            number=record.personal_id,
            name=marks.name,
            birth_year=record.birth_year,
            door=marks.door,
            merged_into=known.merged_into if known else None,
            suspected_of=known.suspected_of if known else None,
        )
        self._put(one)
        self._changed[one.resident] = one
        return one

    def _same_number(self, one: _Listed) -> list[Made]:
        if one.number is None:
            return []
        others = _without(one, self._by_number[one.ward, one.number])
        same = [other for other in others if _agree(one, other)]
        if same:
            return self._merge(one, min(same, key=lambda other: other.seq))
        return self._suspect(one, others)

    def _merge(self, one: _Listed, other: _Listed) -> list[Made]:
        later, earlier = (one, other) if one.seq > other.seq else (other, one)
        if later.merged_into is not None:
            return []
        later.merged_into = earlier.resident
        self._changed[later.resident] = later
        body = ResidentMerged(
            from_=later.resident, into=ResidentId(earlier.resident), why=MergeReason.SAME_NUMBER
        )
        identifier = rule_made_id(later.resident, MergeReason.SAME_NUMBER, earlier.resident)
        return [Made(identifier, later.resident, body)]

    def _same_door(self, one: _Listed) -> list[Made]:
        others = [
            other
            for other in _without(one, self._by_door[one.ward, one.door])
            if one.number is None or other.number is None
        ]
        return self._suspect(one, others)

    def _suspect(self, one: _Listed, others: Sequence[_Listed]) -> list[Made]:
        """Flag a resident and the first of those who look the same as each other's duplicates."""
        if not others or one.suspected_of is not None or one.merged_into is not None:
            return []
        first = min(others, key=lambda other: other.seq)
        one.suspected_of = first.resident
        first.suspected_of = first.suspected_of or one.resident
        self._changed[first.resident] = first
        return [
            Made(
                rule_made_id(flagged.resident, Flag.POSSIBLE_DUPLICATE, of.resident),
                flagged.resident,
                ResidentFlagged(flag=Flag.POSSIBLE_DUPLICATE, of=of.resident),
            )
            for flagged, of in ((one, first), (first, one))
        ]

    def _put(self, one: _Listed) -> None:
        self._people[one.resident] = one
        if one.number is not None:
            self._by_number.setdefault((one.ward, one.number), {})[one.resident] = one
        self._by_door.setdefault((one.ward, one.door), {})[one.resident] = one

    def _forget(self, one: _Listed) -> None:
        self._by_door[one.ward, one.door].pop(one.resident, None)
        if one.number is not None:
            self._by_number[one.ward, one.number].pop(one.resident, None)

    def write(self) -> None:
        """Keep what the lists of this commit say."""
        if not self._changed:
            return
        before = among(self._connection, listed_people.c.resident, self._changed)
        self._connection.execute(delete(listed_people).where(before))
        rows = [msgspec.structs.astuple(one) for one in self._changed.values()]
        insert_rows(self._connection, listed_people, rows)


def _without(one: _Listed, people: dict[ResidentId, _Listed]) -> list[_Listed]:
    return [other for other in people.values() if other is not one]


def _agree(one: _Listed, other: _Listed) -> bool:
    """A number alone may be mistyped: name and year of birth must not speak against it."""
    years = one.birth_year, other.birth_year
    return one.name == other.name and (None in years or years[0] == years[1])


def _marks(record: Resident) -> _Marks:
    name = search_fold(record.name)
    door = "|".join((name, record.birth_date or "", search_fold(record.address or "")))
    return _Marks(record, _hash(name), _hash(door))


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()
