"""What is left of a resident whom this device has forgotten: enough for figures and lists.

Personal data is kept no longer than its purpose needs (Law 91/2025/QH15, article 3). A resident
whose needs are met is replaced by this record: dates, an area, closed codes and counts, and keyed
hashes by which a later list finds that the person is done already.
"""

import hmac
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from types import MappingProxyType

import msgspec

from wardtui.domain.case import Attempts, NeedProgress
from wardtui.domain.erasure import KeptDay, ResidentErased
from wardtui.domain.events import Entry
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.moments import local_day
from wardtui.domain.resident import Resident
from wardtui.domain.sessions import Sessions
from wardtui.domain.standing import Standing, standing
from wardtui.domain.text import search_fold
from wardtui.domain.vocabulary import Status

KEY_BYTES = 32


class Marks(msgspec.Struct, frozen=True):
    """Keyed hashes (HMAC-SHA-256, hexadecimal) of what a list knows somebody by."""

    number: str | None
    """Of the personal number."""
    name: str
    """Of the folded name."""
    year: str | None
    """Of folded name and year of birth."""
    door: str
    """Of folded name, birth date and folded address; of the whole row where one is missing."""


_NO_MARKS = Marks(None, "", None, "")
"""Of somebody erased: no list finds them."""


class Day(msgspec.Struct, frozen=True, gc=False):
    """How a resident stood at the end of a day on which something changed."""

    day: date
    standing: Standing


class Forgotten(msgspec.Struct, frozen=True, kw_only=True):
    """The record that replaces a resident's events."""

    id: ResidentId
    ward: WardCode | None
    needs: tuple[NeedProgress, ...]
    """All met."""
    days: tuple[Day, ...]
    """In their order, beginning with the first of all days, when nothing had happened yet."""
    upto: int
    """The server's number of the newest event that this record stands for."""
    marks: Marks
    erased: bool = False
    """Nothing may be kept of them, so nothing that comes later brings the history back."""

    def standing(self, day: date) -> Standing:
        """How the resident stood at the end of a day."""
        last = next((one for one in reversed(self.days) if one.day <= day), self.days[0])
        return last.standing if last.day == day else last.standing.later()


def forget(
    resident: ResidentId,
    record: Resident,
    entries: Sequence[Entry],
    key: bytes,
    members: Sequence[ResidentId] = (),
) -> Forgotten | None:
    """The record that replaces the entries of a resident, or none when not all may be forgotten.

    Forgotten is only what the server has: every entry carries its number.

    :param entries: all of the resident's entries in order (``Entry.order``)
    :param key: the vault's own key for marks, 32 random bytes
    :param members: the residents whose entries these are, when several were merged
    """
    # The fold is loaded by who forgets or writes: a first screen only knows who was forgotten.
    from wardtui.domain.case_fold import fold_case

    case = fold_case(resident, entries, members=members)
    numbers = [entry.seq for entry in entries if entry.seq is not None]
    if case is None or case.unmet or len(numbers) < len(entries):
        return None
    return Forgotten(
        id=resident,
        ward=case.ward,
        needs=case.needs,
        days=days_of(resident, entries, members),
        upto=max(numbers),
        marks=marks(record, key),
    )


def days_of(
    resident: ResidentId,
    entries: Sequence[Entry],
    members: Sequence[ResidentId] = (),
    planned: Sessions = MappingProxyType({}),
) -> tuple[Day, ...]:
    """How somebody stood on the days on which something changed; nothing while no list names them.

    :param entries: all in order (``Entry.order``)
    :param members: the residents whose entries these are, when several were merged
    :param planned: the sessions that their bookings name, as far as they are known
    """
    from wardtui.domain.case_fold import fold_case

    changes = {local_day(entry.event.effective_at) for entry in entries}
    folded = (
        (day, fold_case(resident, entries, until=day, members=members, planned=planned))
        for day in sorted({date.min, *changes})
    )
    return tuple(Day(day, standing(then, day)) for day, then in folded if then is not None)


def kept_days(days: Sequence[Day], erased_on: date) -> tuple[KeptDay, ...]:
    """What stays of somebody who is erased; whose needs are unmet counts no longer from then on."""
    if days and days[-1].standing.status is not Status.ENROLLED:
        last = days[-1].standing if days[-1].day == erased_on else days[-1].standing.later()
        gone = msgspec.structs.replace(last, status=Status.CLOSED)
        days = [
            *(one for one in days if one.day < erased_on),
            Day(max(erased_on, days[-1].day), gone),
        ]
    return tuple(_kept(one) for one in days)


def _kept(one: Day) -> KeptDay:
    facts = msgspec.structs.asdict(one.standing)
    attempts = facts.pop("attempts")
    tried = {} if attempts is None else msgspec.structs.asdict(attempts)
    return KeptDay(day=one.day, **facts, **tried)


def erased(
    resident: ResidentId, ward: WardCode | None, body: ResidentErased, seq: int
) -> Forgotten | None:
    """What is left of somebody by the event that erased them: no need, no mark.

    None when its event keeps no counts.
    """
    if not body.days:
        return None
    return Forgotten(
        id=resident,
        ward=ward,
        needs=(),
        days=tuple(_day(one) for one in body.days),
        upto=seq,
        marks=_NO_MARKS,
        erased=True,
    )


def _day(one: KeptDay) -> Day:
    facts = msgspec.structs.asdict(one)
    day = facts.pop("day")
    tried = Attempts(**{name: facts.pop(name) for name in Attempts.__struct_fields__})
    return Day(day, Standing(**facts, attempts=tried if tried.total else None))


def marks(record: Resident, key: bytes) -> Marks:
    """The marks of a record under a vault's key."""

    def mark(kind: str, *values: str | None) -> str:
        text = "|".join([kind, *(value or "" for value in values)])
        return hmac.digest(key, text.encode(), "sha256").hex()

    name = search_fold(record.name)
    return Marks(
        mark("number", record.personal_id) if record.personal_id else None,
        mark("name", name),
        mark("year", name, str(record.birth_year)) if record.birth_year else None,
        _door(record, name, mark),
    )


def _door(record: Resident, name: str, mark: Callable[..., str]) -> str:
    """By what somebody without a number is known: name, birth date and address, or else the row."""
    if record.birth_date and record.address:
        return mark("door", name, record.birth_date, search_fold(record.address))
    phones = ",".join(phone.number for phone in record.phones)
    rest = (record.personal_id, record.address, record.area, record.sex, record.legacy_id9)
    return mark("row", name, record.birth_date, phones, *rest)


class ForgottenPeople:
    """Whom this device has forgotten, found again by what a list says of them."""

    def __init__(self, people: Iterable[Forgotten], key: bytes | None) -> None:
        self._key = key
        self._by_number: dict[str, list[Forgotten]] = {}
        self._by_door: dict[str, list[Forgotten]] = {}
        for one in people:
            if one.marks.number is not None:
                self._by_number.setdefault(one.marks.number, []).append(one)
            self._by_door.setdefault(one.marks.door, []).append(one)

    def shares_number(self, record: Resident) -> bool:
        """Whether somebody forgotten has the same personal number."""
        if self._key is None or record.personal_id is None:
            return False
        return marks(record, self._key).number in self._by_number

    def find(self, record: Resident) -> Forgotten | None:
        """Who this is, by the same rule as for those who are known.

        The personal number with the same name and no other year of birth; else name, birth date
        and address, unless both have a number.
        """
        if self._key is None:
            return None
        wanted = marks(record, self._key)
        for one in self._by_number.get(wanted.number or "", ()):
            years = one.marks.year, wanted.year
            if one.marks.name == wanted.name and (None in years or years[0] == years[1]):
                return one
        for one in self._by_door.get(wanted.door, ()):
            if one.marks.number is None or wanted.number is None:
                return one
        return None
