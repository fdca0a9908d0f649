"""Import a ward list: plan, then execute in one commit."""

from collections.abc import Sequence
from datetime import date

import msgspec

from wardtui.domain.errors import BadInput
from wardtui.domain.events import ResidentListed
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.roster.grid import Sheet
from wardtui.domain.roster.plan import ImportPlan, plan_import
from wardtui.domain.roster.rows import read_sheet
from wardtui.services.forget import forgotten_people
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, Saved, record


class NoListFound(BadInput):
    """No sheet of the file holds a list with headings that can be understood."""

    CODE = "no_list_found"


class ForeignWard(BadInput):
    """The officer does not work in the ward for which a list is imported."""

    CODE = "foreign_ward"


class Imported(msgspec.Struct, frozen=True):
    """What an import did, or would do."""

    plan: ImportPlan
    saved: Saved | None


def plan_roster(unit: Unit, sheets: Sequence[Sheet], today: date) -> ImportPlan:
    """What importing the sheets would change. Writes nothing.

    :raises NoListFound: when there is no list in any of them
    """
    read = [found for sheet in sheets if (found := read_sheet(sheet, today)) is not None]
    if not read:
        raise NoListFound
    return plan_import(read, unit.cases.all(), forgotten_people(unit))


def import_roster(unit: Unit, plan: ImportPlan, ward: WardCode | None, tools: Tools) -> Imported:
    """Carry out a plan, all of it or nothing.

    :param ward: the list's ward; without it that of the pairing or of the settings
    :raises ForeignWard: when the paired officer does not work there
    """
    pairing = unit.state.pairing
    if ward is not None and pairing is not None and ward not in pairing.wards:
        raise ForeignWard(ward=ward, wards=pairing.wards)
    if ward is not None and pairing is None:
        unit.state.settings = msgspec.structs.replace(unit.state.settings, ward=ward)
    drafts = [
        Draft(resident=ResidentId(tools.ids.new()), ward=ward, body=ResidentListed(resident=one))
        for one in plan.added
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
        Draft(resident=one.id, ward=one.ward, body=ResidentListed(resident=one.after))
        for one in plan.changed
    ]
    return Imported(plan, record(unit, drafts, tools) if drafts else None)
