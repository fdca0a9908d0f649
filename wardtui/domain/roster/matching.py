"""Who a row of a list is about: certain matches, and people who are too much alike to be sure."""

from collections.abc import Iterator
from typing import Generic, TypeVar

import msgspec

from wardtui.domain.resident import Resident
from wardtui.domain.text import search_fold

T = TypeVar("T")

_DATE_LENGTH = 10
"""Of a whole birth date, ``YYYY-MM-DD``."""


class People(Generic[T]):
    """People by what a row may know them by.

    The same person: by personal number, else by name, birth date and address. A number alone is
    not enough: with another name or birth year it was mistyped for one of two people, and neither
    may be lost for the other. Where a list gives no address, the area stands for it as long as
    no telephone number speaks against it; a row that says less is the same only word for word.
    """

    def __init__(self) -> None:
        self._by_number: dict[str, list[tuple[Resident, T]]] = {}
        self._by_name: dict[str, dict[int | None, list[tuple[Resident, T]]]] = {}

    def add(self, resident: Resident, value: T) -> None:
        """Remember somebody."""
        if resident.personal_id:
            self._by_number.setdefault(resident.personal_id, []).append((resident, value))
        years = self._by_name.setdefault(_name(resident), {})
        years.setdefault(resident.birth_year, []).append((resident, value))

    def same(self, resident: Resident) -> Iterator[T]:
        """Who this is, if they are known; the most certain first."""
        for other, value in self._by_number.get(resident.personal_id or "", ()):
            if _name(other) == _name(resident) and _years_agree(other, resident):
                yield value
        for other, value in self._namesakes(resident):
            if not (other.personal_id and resident.personal_id) and is_the_same(other, resident):
                yield value

    def like(self, resident: Resident) -> Iterator[T]:
        """Who this may be, of those who are not certainly the same."""
        for _, value in self._by_number.get(resident.personal_id or "", ()):
            yield value
        for other, value in self._namesakes(resident):
            if may_be_the_same(other, resident):
                yield value

    def _namesakes(self, resident: Resident) -> Iterator[tuple[Resident, T]]:
        """Those of one name whose year of birth does not speak against it."""
        years = self._by_name.get(_name(resident), {})
        wanted = (resident.birth_year, None) if resident.birth_year is not None else tuple(years)
        for year in wanted:
            yield from years.get(year, ())


def is_the_same(one: Resident, other: Resident) -> bool:
    """Whether two of one name, not both with a number, are certainly one person."""
    if not _dates_agree(one.birth_date, other.birth_date):
        return _says(one) == _says(other)
    if one.address and other.address:
        return _address(one) == _address(other)
    if one.address or other.address or one.area is None or one.area != other.area:
        return _says(one) == _says(other)
    return not (one.phones and other.phones) or _share_a_phone(one, other)


def may_be_the_same(one: Resident, other: Resident) -> bool:
    """Whether two of one name are alike enough for somebody to look.

    Two different personal numbers are two people. Else a whole birth date, a telephone number, a
    door, or an area with the year of birth in common is enough.
    """
    if one.personal_id and other.personal_id and one.personal_id != other.personal_id:
        return False
    if not _years_agree(one, other):
        return False
    born = one.birth_date
    if born is not None and len(born) == _DATE_LENGTH and born == other.birth_date:
        return True
    if one.area is not None and one.area == other.area and _dates_agree(born, other.birth_date):
        return True
    if _share_a_phone(one, other):
        return True
    return bool(one.address) and _address(one) == _address(other)


def _says(resident: Resident) -> Resident:
    """All that a row says of somebody, wherever it stands."""
    return msgspec.structs.replace(
        resident,
        name=_name(resident),
        address=resident.address or None,
        source=None,
        raw=None,
        needs=(),
        flags=(),
    )


def _name(resident: Resident) -> str:
    return search_fold(resident.name)


def _address(resident: Resident) -> str:
    return search_fold(resident.address or "")


def _share_a_phone(one: Resident, other: Resident) -> bool:
    phones = {phone.number for phone in one.phones}
    return any(phone.number in phones for phone in other.phones)


def _dates_agree(one: str | None, other: str | None) -> bool:
    """Both known, and equal as far as both are: 1985 and 03/02/1985."""
    if one is None or other is None:
        return False
    return one.startswith(other) or other.startswith(one)


def _years_agree(one: Resident, other: Resident) -> bool:
    years = one.birth_year, other.birth_year
    return None in years or years[0] == years[1]
