"""A policy file against the structs of ``wardtui.domain.policy``: keys, kinds of values, ranges.

``msgspec`` stops at the first fault; here everything that is wrong is found in one go.
"""

import re
import sys
from datetime import date, time
from difflib import get_close_matches
from typing import Any, cast

import msgspec
from msgspec import inspect

from wardtui.domain.policy import Policy
from wardtui.domain.policy_faults import PolicyFault, PolicyFaultKind, ValueShape
from wardtui.domain.toml_lines import Lines, Path

_LONGEST_SHOWN = 60
"""Signs of a wrong value or of a place that a fault repeats."""

_SHAPES: dict[type[inspect.Type], tuple[type, ValueShape]] = {
    inspect.IntType: (int, ValueShape.WHOLE_NUMBER),
    inspect.StrType: (str, ValueShape.TEXT),
    inspect.BoolType: (bool, ValueShape.YES_OR_NO),
    inspect.DateType: (date, ValueShape.DATE),
    inspect.TimeType: (time, ValueShape.TIME),
    inspect.EnumType: (str, ValueShape.CODE),
}
"""What TOML gives for a kind of field, and what people call it."""


class Table(msgspec.Struct, frozen=True):
    """A table of the file, as far as its values are right."""

    path: Path
    values: dict[str, object]
    """By key: texts, numbers, dates; tuples; tables. What is wrong is not there."""

    def text(self, key: str) -> str | None:
        """A text or code."""
        value = self.values.get(key)
        return value if isinstance(value, str) else None

    def number(self, key: str) -> int | None:
        """A whole number."""
        value = self.values.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else None

    def time(self, key: str) -> time | None:
        """A time of day."""
        value = self.values.get(key)
        return value if isinstance(value, time) else None

    def table(self, key: str) -> "Table":
        """A table inside; an empty one when there is none."""
        value = self.values.get(key)
        return value if isinstance(value, Table) else Table((*self.path, key), {})

    def tables(self, key: str) -> list["Table"]:
        """The tables of an array."""
        return [one for one in self._elements(key) if isinstance(one, Table)]

    def numbers(self, key: str) -> list[tuple[int, int]]:
        """The whole numbers of a list, each after its place."""
        found = enumerate(self._elements(key))
        return [(place, one) for place, one in found if isinstance(one, int)]

    def _elements(self, key: str) -> tuple[object, ...]:
        value = self.values.get(key)
        return value if isinstance(value, tuple) else ()


class Shapes:
    """Looks through a document and keeps what is wrong with it."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self.faults: list[PolicyFault] = []
        self._doubtful: set[Path] = set()
        """The places that are wrong, and all that hold one."""

    def policy(self, document: dict[str, object]) -> Table:
        """The document as far as it is right."""
        return self._table(document, cast("inspect.StructType", inspect.type_info(Policy)), ())

    def is_doubtful(self, path: Path) -> bool:
        """Whether something there or inside is wrong, so that nothing follows from it."""
        return path in self._doubtful

    def _table(self, given: dict[str, object], kind: inspect.StructType, path: Path) -> Table:
        fields = {field.encode_name: field for field in kind.fields}
        values: dict[str, object] = {}
        for key, value in given.items():
            if key not in fields:
                self._unknown(key, (*path, key), [one for one in fields if one not in given])
                continue
            found = self._value(value, fields[key].type, (*path, key))
            if found is not None:
                values[key] = found
        for name, field in fields.items():
            if field.required and name not in given and (*path, name) not in self._doubtful:
                self.wrong((*path, name), PolicyFaultKind.MISSING_KEY)
        return Table(path, values)

    def _unknown(self, key: str, path: Path, free: list[str]) -> None:
        """A key that is none; it may be meant for one of those that the table does not have."""
        nearest = next(iter(get_close_matches(key, free, 1)), None)
        if nearest is not None:
            self._doubt((*path[:-1], nearest))
        self.wrong(path, PolicyFaultKind.UNKNOWN_KEY, nearest=nearest, allowed=tuple(free))

    def _value(self, given: object, kind: inspect.Type, path: Path) -> object | None:
        """A value that is right, or nothing."""
        if isinstance(kind, inspect.UnionType):
            (kind,) = (one for one in kind.types if not isinstance(one, inspect.NoneType))
        if isinstance(kind, inspect.StructType):
            if isinstance(given, dict):
                return self._table(given, kind, path)
            self.wrong(path, PolicyFaultKind.WRONG_TYPE, given, shape=ValueShape.TABLE)
            return None
        if isinstance(kind, inspect.VarTupleType):
            return self._list(given, kind, path)
        python, shape = _SHAPES[type(kind)]
        # A date with a time is a date to Python, and true is a number.
        if type(given) is not python:
            self.wrong(path, PolicyFaultKind.WRONG_TYPE, given, shape=shape)
            return None
        known = len(self.faults)
        self._plain(given, kind, path)
        return given if len(self.faults) == known else None

    def _list(
        self, given: object, kind: inspect.VarTupleType, path: Path
    ) -> tuple[object, ...] | None:
        of_tables = isinstance(kind.item_type, inspect.StructType)
        if not isinstance(given, list):
            shape = ValueShape.TABLES if of_tables else ValueShape.LIST
            self.wrong(path, PolicyFaultKind.WRONG_TYPE, given, shape=shape)
            return None
        least, most = kind.min_length or 0, kind.max_length
        if len(given) < least or (most is not None and len(given) > most):
            self.wrong(path, PolicyFaultKind.BAD_NUMBER, len(given), at_least=least, at_most=most)
        if not of_tables:
            self._no_two_alike(given, path)
        return tuple(
            self._value(one, kind.item_type, (*path, place)) for place, one in enumerate(given)
        )

    def _no_two_alike(self, given: list[object], path: Path) -> None:
        first: dict[object, int] = {}
        for place, one in enumerate(given):
            if not isinstance(one, str | int | date):
                continue
            before = first.setdefault((type(one), one), place)
            if before < place:
                line = self._lines.of((*path, before))
                self.wrong((*path, place), PolicyFaultKind.TWICE, one, first_line=line)

    def _plain(self, given: object, kind: inspect.Type, path: Path) -> None:
        """A value of the right kind may still be one that cannot be."""
        if isinstance(kind, inspect.IntType) and isinstance(given, int):
            least, most = kind.ge, kind.le
            if (least is not None and given < least) or (most is not None and given > most):
                why = PolicyFaultKind.OUT_OF_RANGE
                self.wrong(path, why, given, at_least=least, at_most=most)
        elif isinstance(kind, inspect.EnumType) and isinstance(given, str):
            codes = tuple(str(one.value) for one in kind.cls)
            if given not in codes:
                nearest = next(iter(get_close_matches(given, codes, 1)), None)
                why = PolicyFaultKind.NOT_IN_VOCABULARY
                self.wrong(path, why, given, nearest=nearest, allowed=codes)
        elif isinstance(kind, inspect.StrType) and isinstance(given, str):
            self._text(given, kind, path)

    def _text(self, given: str, kind: inspect.StrType, path: Path) -> None:
        least, most = kind.min_length or 0, kind.max_length
        if kind.pattern is not None and not re.fullmatch(kind.pattern, given):
            self.wrong(path, PolicyFaultKind.BAD_NAME, given)
        elif not given.isprintable():
            self.wrong(path, PolicyFaultKind.NOT_PRINTABLE)
        elif len(given.strip()) < least or (most is not None and len(given) > most):
            self.wrong(path, PolicyFaultKind.BAD_LENGTH, len(given), at_least=least, at_most=most)

    def wrong(self, path: Path, kind: PolicyFaultKind, found: object = None, **facts: Any) -> None:
        """Something there is wrong.

        :param found: what stands there
        :param facts: further ones of `PolicyFault`
        """
        self._doubt(path)
        text = shown(found)
        fault = PolicyFault(
            line=self._lines.of(path), kind=kind, path=dotted(path), found=text, **facts
        )
        self.faults.append(fault)

    def _doubt(self, path: Path) -> None:
        self._doubtful.update(path[:length] for length in range(len(path) + 1))

    def line(self, path: Path) -> int:
        """On which line something stands."""
        return self._lines.of(path)


def dotted(path: Path) -> str:
    """A place as people write it: ``rules[2].failed_attempts`` is the second rule's."""
    parts = (f"[{one + 1}]" if isinstance(one, int) else f".{one}" for one in path)
    return shortened("".join(parts).removeprefix("."))


def shown(given: object) -> str | None:
    """A value in few signs; a list or table is too much to show."""
    if given is None or isinstance(given, list | dict):
        return None
    if isinstance(given, bool):
        return str(given).lower()
    # Python writes out no number with thousands of digits, except in this way.
    text = hex(given) if isinstance(given, int) and abs(given) > sys.maxsize else str(given)
    return shortened(text)


def shortened(text: str) -> str:
    """A text in few signs, all of which can be shown."""
    text = "".join(sign if sign.isprintable() else "?" for sign in text)
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
