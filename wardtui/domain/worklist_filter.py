"""Which lines of the worklist somebody wants to see, apart from what they type."""

from datetime import date, datetime
from enum import StrEnum

import msgspec

from wardtui.domain.bands import AgeBand, Residency, birth_number, residency_of
from wardtui.domain.moments import TimeSlot
from wardtui.domain.vocabulary import ActionKind, Flag, Need, Status, SupportNeed
from wardtui.domain.worklist import WorklistRow

_NEVER = 10**8
"""A date that does not come, as YYYYMMDD."""


class Filter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Which lines to show. Empty fields let everything through.

    A line passes when it fits every field that is given; of several values of a field it needs one.
    It is kept as JSON in saved views: a new field needs a default.
    """

    area: str | None = None
    query: str = ""
    """As it was typed: with its marks, lines whose name has them so come first."""
    level: int | None = None
    due_before: datetime | None = None
    open_only: bool = False
    needs: tuple[Need, ...] = ()
    """Those that are still to be met."""
    statuses: tuple[Status, ...] = ()
    levels: tuple[int, ...] = ()
    flags: tuple[Flag, ...] = ()
    support_needs: tuple[SupportNeed, ...] = ()
    slot_not_tried: TimeSlot | None = None
    """Nobody has tried in this time slot."""
    ages: tuple[AgeBand, ...] = ()
    today: date | None = None
    """The day on which ages are counted. Without it nobody's age is known."""
    residencies: tuple[Residency, ...] = ()
    kinds: tuple[ActionKind, ...] = ()
    """What has to be done next."""
    owner: str | None = None
    """Whose the next action is: an officer's id, or ``level:N``."""
    never_tried: bool = False


class Traits(msgspec.Struct, frozen=True, array_like=True):
    """What a line is filtered by and shares with many others."""

    status: Status
    level: int
    unmet: tuple[Need, ...]
    kind: ActionKind | None
    owner: str
    flags: tuple[Flag, ...]
    residency: Residency
    support_needs: tuple[SupportNeed, ...]
    slots: tuple[TimeSlot, ...]
    tried: bool


def traits_of(row: WorklistRow) -> Traits:
    """The traits of a line."""
    return Traits(
        row.status,
        row.level,
        row.unmet,
        row.kind,
        row.owner,
        row.flags,
        residency_of(row.registered_here, row.lives_here),
        row.support_needs,
        row.slots,
        row.attempts.total > 0,
    )


def births_of(band: AgeBand, today: date | None) -> range:
    """The birth dates (``birth_number``) of an age band on a day. Without one no age is known."""
    if today is None:
        return range(_NEVER if band is AgeBand.UNKNOWN else 0)
    tomorrow = today.year * 10_000 + today.month * 100 + today.day + 1
    six, fourteen = tomorrow - 6 * 10_000, tomorrow - 14 * 10_000
    match band:
        case AgeBand.UNDER_6:
            return range(six, _NEVER)
        case AgeBand.FROM_6_TO_13:
            return range(fourteen, six)
        case AgeBand.FROM_14:
            return range(1, fourteen)
        case AgeBand.UNKNOWN:
            return range(1)


def asks_for_traits(wanted: Filter) -> bool:
    """Whether a filter depends on traits at all."""
    return bool(
        wanted.needs
        or wanted.statuses
        or wanted.level is not None
        or wanted.levels
        or wanted.flags
        or wanted.support_needs
        or wanted.slot_not_tried
        or wanted.residencies
        or wanted.kinds
        or wanted.owner is not None
        or wanted.never_tried
    )


def fits(traits: Traits, wanted: Filter) -> bool:
    """Whether traits are those that a filter asks for."""
    return (
        (not wanted.statuses or traits.status in wanted.statuses)
        and (not wanted.needs or _share(traits.unmet, wanted.needs))
        and (wanted.level is None or traits.level == wanted.level)
        and (not wanted.levels or traits.level in wanted.levels)
        and (not wanted.kinds or traits.kind in wanted.kinds)
        and (wanted.owner is None or traits.owner == wanted.owner)
        and (not wanted.flags or _share(traits.flags, wanted.flags))
        and (not wanted.residencies or traits.residency in wanted.residencies)
        and (not wanted.support_needs or _share(traits.support_needs, wanted.support_needs))
        and (wanted.slot_not_tried is None or wanted.slot_not_tried not in traits.slots)
        and not (wanted.never_tried and traits.tried)
    )


def _share(one: tuple[StrEnum, ...], other: tuple[StrEnum, ...]) -> bool:
    for value in one:  # noqa: SIM110  asked thousands of times for a filter: half the time of any()
        if value in other:
            return True
    return False


def passes(row: WorklistRow, wanted: Filter) -> bool:
    """Whether a line fits a filter. What was typed is left aside: see ``worklist_find``."""
    return (
        (wanted.area is None or row.area == wanted.area)
        and (not wanted.open_only or row.needs_action)
        and (wanted.due_before is None or (row.due is not None and row.due < wanted.due_before))
        and (not wanted.ages or _is_of_age(row, wanted))
        and fits(traits_of(row), wanted)
    )


def _is_of_age(row: WorklistRow, wanted: Filter) -> bool:
    birth = birth_number(row.birth_date)
    return any(birth in births_of(band, wanted.today) for band in wanted.ages)
