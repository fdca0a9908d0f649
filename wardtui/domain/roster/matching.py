"""Who a row of a list is about: certain matches, and people who are too much alike to be sure."""

from collections.abc import Iterator
from typing import Generic, TypeVar

from wardtui.domain.resident import Resident
from wardtui.domain.text import search_fold

T = TypeVar("T")

_DATE_LENGTH = 10
"""Of a whole birth date, ``YYYY-MM-DD``."""


class People(Generic[T]):
    """People by what a row may know them by.

    The same person: by personal number, else by name, birth date and address. A number alone is
    not enough: with another name or birth year it was mistyped for one of two people, and neither
    may be lost for the other.
    """

    def __init__(self) -> None:
        self._by_number: dict[str, list[tuple[Resident, T]]] = {}
        self._by_name: dict[str, list[tuple[Resident, T]]] = {}

    def add(self, resident: Resident, value: T) -> None:
        """Remember somebody."""
        if resident.personal_id:
            self._by_number.setdefault(resident.personal_id, []).append((resident, value))
        self._by_name.setdefault(_name(resident), []).append((resident, value))

    def same(self, resident: Resident) -> Iterator[T]:
        """Who this is, if they are known; the most certain first."""
        for other, value in self._by_number.get(resident.personal_id or "", ()):
            if _name(other) == _name(resident) and _years_agree(other, resident):
                yield value
        for other, value in self._by_name.get(_name(resident), ()):
            if not (other.personal_id and resident.personal_id) and _same_door(other, resident):
                yield value

    def like(self, resident: Resident) -> Iterator[T]:
        """Who this may be, of those who are not certainly the same."""
        found = [
            *self._by_number.get(resident.personal_id or "", ()),
            *(
                pair
                for pair in self._by_name.get(_name(resident), ())
                if may_be_the_same(pair[0], resident)
            ),
        ]
        yielded: list[Resident] = []
        for other, value in found:
            if not any(other is one for one in yielded):
                yielded.append(other)
                yield value


def may_be_the_same(one: Resident, other: Resident) -> bool:
    """Whether two of one name are alike enough for somebody to look.

    Two different personal numbers are two people. Else a whole birth date, a telephone number or a
    door in common is enough, unless the years of birth speak against it.
    """
    if one.personal_id and other.personal_id and one.personal_id != other.personal_id:
        return False
    if not _years_agree(one, other):
        return False
    born = one.birth_date
    if born is not None and len(born) == _DATE_LENGTH and born == other.birth_date:
        return True
    phones = {phone.number for phone in one.phones}
    if any(phone.number in phones for phone in other.phones):
        return True
    return bool(one.address) and _address(one) == _address(other)


def _name(resident: Resident) -> str:
    return search_fold(resident.name)


def _address(resident: Resident) -> str:
    return search_fold(resident.address or "")


def _same_door(one: Resident, other: Resident) -> bool:
    return one.birth_date == other.birth_date and _address(one) == _address(other)


def _years_agree(one: Resident, other: Resident) -> bool:
    years = one.birth_year, other.birth_year
    return None in years or years[0] == years[1]
