"""The details of a contact while they are being filled in: what is typed, chosen, and where."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

import msgspec

from wardtui.domain.events import NOTE_LIMIT, ContactLogged
from wardtui.domain.moments import local
from wardtui.domain.spoken_time import read_spoken
from wardtui.domain.when import BadTime
from wardtui.services.detail_contact import Details
from wardtui.tui.composed import pressed_key
from wardtui.tui.details import Detail

CHOICE_KEYS = "1234567890abcdefghijklmnopqrstuvwxyz"


def _as_typed(at: datetime) -> str:
    return f"{local(at):%d/%m/%Y %H:%M}"


Said = TypeVar("Said", bound=Details | ContactLogged)
"""What is being filled in: the details alone, or all that a contact says."""


class DetailForm(Generic[Said]):
    """Rows of details with a cursor. The screen draws it and gives it the keys."""

    def __init__(self, rows: Sequence[Detail], details: Said, now: datetime) -> None:
        """Begin with what the contact says already.

        :param rows: what is offered, in this order
        """
        self._rows = rows
        self.cursor = 0
        self._now = now
        self._before: Said = details
        self._typed: dict[Detail, str] = {}
        self._chosen: dict[Detail, tuple[StrEnum, ...]] = {}
        for row in rows:
            value = getattr(details, row.value)
            if row.is_time:
                self._typed[row] = _as_typed(value) if value else ""
            elif row is Detail.NOTE:
                self._typed[row] = value or ""
            elif row.is_single:
                self._chosen[row] = (value,) if value else ()
            else:
                self._chosen[row] = tuple(value)

    @property
    def rows(self) -> Sequence[Detail]:
        """The rows in their order."""
        return self._rows

    @property
    def row(self) -> Detail:
        """The row under the cursor."""
        return self.rows[self.cursor]

    def typed(self, row: Detail) -> str:
        """What is typed in a row."""
        return self._typed[row]

    def chosen(self, row: Detail) -> tuple[StrEnum, ...]:
        """What is chosen in a row."""
        return self._chosen[row]

    def choices(self) -> list[tuple[str, StrEnum]]:
        """Key and choice of the row under the cursor."""
        return list(zip(CHOICE_KEYS, self.row.choices, strict=False))

    def time(self, row: Detail) -> datetime | None:
        """The time that is typed in a row; none while nothing is.

        :raises BadTime: when what is typed is no time
        """
        text = self._typed[row].strip()
        before: datetime | None = getattr(self._before, row.value)
        if before is not None and text == _as_typed(before):
            return before
        return read_spoken(text, self._now) if text else None

    def move(self, step: int) -> None:
        """To another row, in a circle."""
        self.cursor = (self.cursor + step) % len(self.rows)

    def take_character(self, character: str) -> None:
        """Type a character, or choose what stands under it."""
        row = self.row
        if row.is_typed:
            self._typed[row] = (self._typed[row] + character)[:NOTE_LIMIT]
            return
        key = pressed_key(character).lower()
        choice = dict(self.choices()).get(key)
        if choice is not None:
            self.choose(choice)

    def choose(self, choice: StrEnum) -> None:
        """Choose, or take a choice back."""
        row = self.row
        before = self._chosen[row]
        if row.is_given:
            self._chosen[row] = (choice,)
        elif choice in before:
            self._chosen[row] = tuple(one for one in before if one != choice)
        elif row.is_single:
            self._chosen[row] = (choice,)
        else:
            self._chosen[row] = tuple(one for one in row.choices if one in (*before, choice))

    def erase(self, *, all_of_it: bool = False) -> None:
        """Take the last character back, or all that is typed."""
        if self.row.is_typed:
            self._typed[self.row] = "" if all_of_it else self._typed[self.row][:-1]

    def details(self) -> Said:
        """What is filled in. On a time that is none the cursor comes to stand.

        :raises BadTime: when what is typed for a time is none
        """
        values: dict[str, Any] = {}
        for number, row in enumerate(self.rows):
            if row.is_time:
                try:
                    values[row.value] = self.time(row)
                except BadTime:
                    self.cursor = number
                    raise
            elif row is Detail.NOTE:
                values[row.value] = self._typed[row].strip() or None
            elif row.is_single:
                values[row.value] = next(iter(self._chosen[row]), None)
            else:
                values[row.value] = self._chosen[row]
        return msgspec.structs.replace(self._before, **values)
