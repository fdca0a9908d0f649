"""What lines are filtered by, compact: who is alike in all of it has one number.

A ward has tens of thousands of lines and a few thousand kinds of them, so a filter is asked once a
kind and looked up for each line.
"""

from array import array
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Self

import msgspec

from wardtui.domain.bands import birth_number
from wardtui.domain.worklist import WorklistRow
from wardtui.domain.worklist_filter import (
    Filter,
    Traits,
    asks_for_traits,
    births_of,
    fits,
    traits_of,
)

SealedTraits = tuple[bytes, bytes, bytes]
"""The kinds, the number of each line's kind, and each line's birth date."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Traits]).decode


class LineTraits:
    """Traits and birth dates by position. They come sealed and are read when somebody filters."""

    def __init__(self, kinds: bytes, kind_of: bytes, births: bytes) -> None:
        self._sealed = kinds
        self._kind_of = array("I", kind_of)
        self._births = array("I", births)

    @classmethod
    def of(cls, rows: Iterable[WorklistRow]) -> Self:
        """The traits of some lines."""
        return cls._of((_encode(traits_of(row)), birth_number(row.birth_date)) for row in rows)

    @classmethod
    def _of(cls, lines: Iterable[tuple[bytes, int]]) -> Self:
        numbers: dict[bytes, int] = {}
        kind_of, births = array("I"), array("I")
        for traits, birth in lines:
            kind_of.append(numbers.setdefault(traits, len(numbers)))
            births.append(birth)
        return cls(_encode(list(map(msgspec.Raw, numbers))), kind_of.tobytes(), births.tobytes())

    def seal(self) -> SealedTraits:
        """Everything as bytes: the same lines in the same places give the same."""
        return self._sealed, self._kind_of.tobytes(), self._births.tobytes()

    def at(self, positions: Sequence[int]) -> Self:
        """The traits at some positions, in this order."""
        encoded = list(self._numbers)
        return self._of((encoded[self._kind_of[i]], self._births[i]) for i in positions)

    @cached_property
    def _kinds(self) -> list[Traits]:
        return _decode(self._sealed)

    @cached_property
    def _numbers(self) -> dict[bytes, int]:
        """Kinds by their bytes, which are compared more quickly than the kinds."""
        return {_encode(traits): number for number, traits in enumerate(self._kinds)}

    def put(self, position: int, row: WorklistRow) -> None:
        """A line is new or has changed."""
        traits, birth = traits_of(row), birth_number(row.birth_date)
        number = self._numbers.setdefault(_encode(traits), len(self._kinds))
        if number == len(self._kinds):
            self._kinds.append(traits)
        if position == len(self._births):
            self._kind_of.append(number)
            self._births.append(birth)
        else:
            self._kind_of[position] = number
            self._births[position] = birth

    def masks(self, wanted: Filter) -> list[bytes]:
        """What a filter asks for, by position: 1 for a line that has it. All must hold."""
        found = []
        if asks_for_traits(wanted):
            fitting = [fits(traits, wanted) for traits in self._kinds]
            found.append(bytes(map(fitting.__getitem__, self._kind_of)))
        if wanted.ages:
            mask = 0
            for band in wanted.ages:
                of_age = births_of(band, wanted.today).__contains__
                mask |= int.from_bytes(bytes(map(of_age, self._births)), "little")
            found.append(mask.to_bytes(len(self._births), "little"))
        return found
