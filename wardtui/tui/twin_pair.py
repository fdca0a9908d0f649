"""Two records side by side: what each says, where they differ, and which value is kept."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId, short_id
from wardtui.domain.resident import Field, field_value
from wardtui.i18n import tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label, outcome_label
from wardtui.wording.case import tried_text
from wardtui.wording.fault_rows import name_of, shown_value

_NUMBERS = (Field.PERSONAL_ID, Field.LEGACY_ID9)
_EMPTY = "—"


class TwinRow(msgspec.Struct, frozen=True):
    """One thing of both records."""

    name: str
    left: str
    right: str
    field: Field | None = None
    """Null for what is no field: of that both are kept."""

    @property
    def differs(self) -> bool:
        """Whether the two say different things."""
        return self.field is not None and self.left != self.right

    @property
    def is_choice(self) -> bool:
        """Whether both say something, and not the same: else there is nothing to choose."""
        return self.differs and _EMPTY not in (self.left, self.right)


class TwinPair(msgspec.Struct, frozen=True):
    """Two records that may be one person's. The left one stays when they are merged."""

    left: Case
    right: Case
    chosen: Mapping[Field, ResidentId] = {}
    """Whose value somebody chose to keep."""

    @property
    def needs_digits(self) -> bool:
        """Whether both have a number and not the same one: only its digits tell who is who."""
        pairs = [
            (getattr(self.left.resident, one), getattr(self.right.resident, one))
            for one in _NUMBERS
        ]
        return any(None not in pair and pair[0] != pair[1] for pair in pairs)

    def rows(self, now: datetime) -> list[TwinRow]:
        """Everything that one of them says."""
        return [*self._field_rows(), *self._history_rows(now)]

    def _field_rows(self) -> list[TwinRow]:
        reveal = self.needs_digits
        rows = []
        for field in Field:
            left = _text(field, field_value(self.left.resident, field), reveal=reveal)
            right = _text(field, field_value(self.right.resident, field), reveal=reveal)
            if (left, right) != (_EMPTY, _EMPTY):
                rows.append(TwinRow(name_of(field), left, right, field))
        return rows

    def _history_rows(self, now: datetime) -> list[TwinRow]:
        def both(name: str, text_of: Callable[[Case], str]) -> TwinRow:
            return TwinRow(name, text_of(self.left), text_of(self.right))

        return [
            both(tr("Needs"), _needs),
            both(tr("Status"), lambda case: label(case.status)),
            both(tr("Tried"), tried_text),
            both(tr("Last contact"), lambda case: _last(case, now)),
            both(tr("Listed on"), lambda case: moment(case.listed_at, now)),
            both(tr("Id"), lambda case: short_id(case.id)),
        ]

    def keeps_left(self, row: TwinRow) -> bool:
        """Whether the left value of a row is the one that is kept."""
        if not row.is_choice or row.field is None:
            return row.left != _EMPTY
        return self.chosen.get(row.field, self.left.id) == self.left.id

    def with_choice(self, field: Field, *, left: bool) -> "TwinPair":
        """The pair with another value kept."""
        whose = self.left.id if left else self.right.id
        return msgspec.structs.replace(self, chosen={**self.chosen, field: whose})

    @property
    def swapped(self) -> "TwinPair":
        """The pair with the other record staying; what somebody chose stays chosen."""
        return TwinPair(self.right, self.left, self.chosen)

    @property
    def taken(self) -> tuple[Field, ...]:
        """The fields of which the right value is kept."""
        return tuple(field for field, whose in self.chosen.items() if whose == self.right.id)


def _text(field: Field, value: Any, *, reveal: bool) -> str:
    if field is Field.PHONES and value:
        return ", ".join(_phone(phone) for phone in value)
    return shown_value(field, value, reveal=reveal)


def _phone(phone: dict[str, Any]) -> str:
    text = shown_value(Field.PHONES, [phone])
    return f"{text} ({phone['answers']})" if phone.get("answers") else text


def _needs(case: Case) -> str:
    return " · ".join(label(need) for need in case.unmet) or _EMPTY


def _last(case: Case, now: datetime) -> str:
    last = case.last_contact
    if last is None:
        return _EMPTY
    return (
        f"{moment(last.at, now)} {label(last.channel)}: {outcome_label(last.channel, last.outcome)}"
    )
