"""Import a ward list: plan, then execute in one commit."""

from collections.abc import Callable, Sequence
from datetime import date

import msgspec

from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.events import ResidentFlagged, ResidentListed
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.roster.grid import Sheet
from wardtui.domain.roster.layout import HeadingFinder
from wardtui.domain.roster.legacy_text import LegacyEncoding, convert_sheets, detect
from wardtui.domain.roster.mapping import Mapping
from wardtui.domain.roster.plan import ImportPlan, plan_import
from wardtui.domain.roster.rows import ReadSheet, Rewritten, read_sheets
from wardtui.domain.vocabulary import Flag
from wardtui.services.forget import forgotten_people
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record

_SAMPLED_HEADINGS = 6


class NoListFound(BadInput):
    """No sheet of the file holds a list with headings that can be understood."""

    CODE = "no_list_found"


class ForeignWard(BadInput):
    """The officer does not work in the ward for which a list is imported."""

    CODE = "foreign_ward"


class LegacyText(Refused):
    """The text is in an encoding from before Unicode, and nobody has looked at it converted.

    Facts: ``encoding``, and ``sample``, some headings as they would read.
    """

    CODE = "legacy_text"


class PlanStale(Refused):
    """What the plan was made from has changed, by a sync for example: it has to be made again."""

    CODE = "plan_stale"


class Imported(msgspec.Struct, frozen=True):
    """What an import did, or would do."""

    plan: ImportPlan
    saved: Saved | None


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """How a file is to be understood, as somebody said."""

    mapping: Mapping | None = None
    encoding: LegacyEncoding | None = None
    """What its text is converted from; given once the converted text was looked at."""
    rewritten: Rewritten = {}
    """Notes in the place of those with words that must not be stored."""


_NO_WISHES = Wishes()


def in_unicode(sheets: Sequence[Sheet], encoding: LegacyEncoding | None) -> Sequence[Sheet]:
    """The sheets as Unicode text.

    :param encoding: what to convert from; without it nothing is converted
    :raises LegacyText: when there is text in an encoding from before Unicode that nobody named
    """
    if encoding is not None:
        return convert_sheets(sheets, encoding)
    found = detect(sheets)
    if found is not None:
        raise LegacyText(encoding=found.value, sample=heading_sample(sheets, found))
    return sheets


def heading_sample(sheets: Sequence[Sheet], encoding: LegacyEncoding) -> str:
    """The first headings as they read after conversion. They are about nobody."""
    layouts = (HeadingFinder(one, None).first() for one in convert_sheets(sheets, encoding))
    headings = [column.heading for layout in layouts if layout for column in layout.columns]
    return " · ".join(headings[:_SAMPLED_HEADINGS])


def read_roster(
    sheets: Sequence[Sheet],
    today: date,
    wishes: Wishes = _NO_WISHES,
    tell: Callable[[int], None] = lambda _: None,
) -> tuple[ReadSheet, ...]:
    """What the sheets say. Needs no vault, so that nobody waits for it.

    :param tell: told now and then how many rows are read; what it raises ends the reading
    :raises LegacyText: when the text is not Unicode and nobody named its encoding
    :raises NoListFound: when there is no list in any of them
    """
    understood = in_unicode(sheets, wishes.encoding)
    read = read_sheets(
        understood, today, wishes.mapping, rewritten=dict(wishes.rewritten), tell=tell
    )
    if all(sheet.skipped for sheet in read):
        raise NoListFound
    return read


def compare_roster(
    unit: Unit, read: Sequence[ReadSheet], tell: Callable[[int], None] = lambda _: None
) -> ImportPlan:
    """What importing what was read would change. Writes nothing.

    :param tell: told now and then how many rows are compared
    """
    return plan_import(read, unit.cases.all(), forgotten_people(unit), tell)


def plan_roster(
    unit: Unit, sheets: Sequence[Sheet], today: date, wishes: Wishes = _NO_WISHES
) -> ImportPlan:
    """Read and compare at once.

    :raises LegacyText: when the text is not Unicode and nobody named its encoding
    :raises NoListFound: when there is no list in any of them
    """
    return compare_roster(unit, read_roster(sheets, today, wishes))


def import_roster(
    unit: Unit,
    plan: ImportPlan,
    ward: WardCode | None,
    tools: Tools,
    tell: Callable[[int], None] = lambda _: None,
    seen: int | None = None,
) -> Imported:
    """Carry out a plan, all of it or nothing.

    :param ward: the list's ward; without it that of the pairing or of the settings
    :param tell: told now and then how many records are written; what it raises takes all back
    :param seen: how many events there were when it was made
    :raises PlanStale: when there are others now
    :raises ForeignWard: when the paired officer does not work there
    """
    if seen is not None and unit.events.count() != seen:
        raise PlanStale
    pairing = unit.state.pairing
    if ward is not None and pairing is not None and ward not in pairing.wards:
        raise ForeignWard(ward=ward, wards=pairing.wards)
    if ward is not None and pairing is None:
        unit.state.settings = msgspec.structs.replace(unit.state.settings, ward=ward)
    added = [ResidentId(tools.ids.new()) for _ in plan.added]
    drafts = [
        Draft(resident=resident, ward=ward, body=ResidentListed(resident=one))
        for resident, one in zip(added, plan.added, strict=True)
    ]
    drafts += [
        Draft(
            resident=one.before.id,
            ward=one.before.ward,
            body=ResidentListed(resident=one.resident),
        )
        for one in plan.returned
    ]
    drafts += [
        Draft(resident=one.id, ward=one.ward, body=ResidentListed(resident=one.row))
        for one in plan.changed
    ]
    drafts += _suspicions(unit, plan, added, ward)
    if not drafts:
        return Imported(plan, None)
    return Imported(plan, record(unit, drafts, tools, fresh=frozenset(added), tell=tell))


def _suspicions(
    unit: Unit, plan: ImportPlan, added: Sequence[ResidentId], ward: WardCode | None
) -> list[Draft]:
    """The events that flag who may be the same person, both of them."""
    pairs: dict[tuple[ResidentId, ResidentId], WardCode | None] = {}
    for suspect in plan.suspects:
        one = added[suspect.added]
        other, other_ward = suspect.other, ward
        if isinstance(other, int):
            other = added[other]
        else:
            case = unit.cases.get(other)
            other_ward = case.ward if case is not None else ward
        pairs[one, other] = ward
        pairs[other, one] = other_ward
    return [
        Draft(
            resident=flagged,
            ward=of_ward,
            body=ResidentFlagged(flag=Flag.POSSIBLE_DUPLICATE, of=of),
        )
        for (flagged, of), of_ward in pairs.items()
    ]
