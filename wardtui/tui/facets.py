"""What the list can be filtered by, as lines to choose from, and what a choice does to a filter."""

from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import msgspec

from wardtui.domain.bands import AgeBand, Residency
from wardtui.domain.moments import TimeSlot
from wardtui.domain.text import search_fold
from wardtui.domain.vocabulary import ActionKind, Flag, Need, Status, SupportNeed
from wardtui.domain.worklist_filter import Filter
from wardtui.i18n import N_, tr
from wardtui.i18n.labels import label

LEVELS = (1, 2, 3)


class Facet(msgspec.Struct, frozen=True):
    """One property by which lines differ."""

    field: str
    """The filter's field."""
    title: str
    values: tuple[Any, ...]
    single: bool = False
    """The field holds one value, not several."""

    def chosen(self, wanted: Filter) -> tuple[Any, ...]:
        """Which of the values are wanted."""
        value = getattr(wanted, self.field)
        if not self.single:
            return tuple(value)
        return (value,) if value else ()

    def toggled(self, wanted: Filter, value: Any) -> Filter:
        """The filter with a value chosen, or no longer."""
        before = self.chosen(wanted)
        if self.single:
            empty: Any = False if value is True else None
            after: Any = empty if value in before else value
        else:
            after = tuple(one for one in self.values if (one in before) != (one == value))
        return msgspec.structs.replace(wanted, **{self.field: after})


FACETS: tuple[Facet, ...] = (
    Facet("needs", N_("Still needs"), tuple(Need)),
    Facet("kinds", N_("Next action"), tuple(ActionKind)),
    Facet("never_tried", N_("Tried"), (True,), single=True),
    Facet("slot_not_tried", N_("Not tried yet at this time"), tuple(TimeSlot), single=True),
    Facet("ages", N_("Age"), tuple(AgeBand)),
    Facet("residencies", N_("Residence"), tuple(Residency)),
    Facet("levels", N_("Level"), LEVELS),
    Facet("statuses", N_("Status"), tuple(Status)),
    Facet("flags", N_("To correct"), tuple(Flag)),
    Facet("support_needs", N_("Support"), tuple(SupportNeed)),
)


class FacetLine(msgspec.Struct, frozen=True):
    """A title, or a value under it."""

    facet: Facet
    value: Any = None
    """None in a title."""


def value_text(facet: Facet, value: Any) -> str:
    """What a value is called."""
    if isinstance(value, StrEnum):
        return label(value)
    if facet.field == "never_tried":
        return tr("nobody has tried yet")
    return tr("level {level}", level=value)


def facet_lines(typed: str = "") -> Iterator[FacetLine]:
    """Every facet with its values; with something typed, only what is called so."""
    wanted = search_fold(typed).strip()
    for facet in FACETS:
        title = search_fold(tr(facet.title))
        found = [
            value
            for value in facet.values
            if wanted in title or wanted in search_fold(value_text(facet, value))
        ]
        if found:
            yield FacetLine(facet)
            yield from (FacetLine(facet, value) for value in found)


def filter_text(wanted: Filter) -> str:
    """What is chosen, in one line; empty when everybody is shown."""
    parts = []
    for facet in FACETS:
        values = [value_text(facet, value) for value in facet.chosen(wanted)]
        if values:
            text = ", ".join(values)
            if facet.field == "slot_not_tried":
                text = tr("not tried: {slot}", slot=text)
            parts.append(text)
    return " · ".join(parts)
