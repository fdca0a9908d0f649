"""Recording what came of an enrolment, from any page that shows people."""

from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import EventId, ResidentId
from wardtui.domain.vocabulary import Failure, Need, Step
from wardtui.i18n import tr
from wardtui.i18n.labels import label
from wardtui.services.ports import Tools, Unit
from wardtui.services.record_enrolment import RecordEnrolment, record_enrolment
from wardtui.services.recording import Saved
from wardtui.tui.screens.choice import ChoiceScreen
from wardtui.wording.results import saved_text

if TYPE_CHECKING:
    from wardtui.domain.case import Case
    from wardtui.tui.screens.casework import CaseworkScreen

_OF_CARDS = (
    Failure.FINGERPRINTS_UNREADABLE,
    Failure.FACE_NOT_CAPTURED,
    Failure.IRIS_NOT_CAPTURED,
    Failure.DATA_MISMATCH,
    Failure.MISSING_PAPERS,
    Failure.GUARDIAN_ABSENT,
    Failure.DEVICE_FAULT,
    Failure.NETWORK_FAULT,
    Failure.OTHER,
)
_OF_ACCOUNTS = (
    Failure.APP_ERROR,
    Failure.SIM_NOT_OWN,
    Failure.DATA_MISMATCH,
    Failure.MISSING_PAPERS,
    Failure.GUARDIAN_ABSENT,
    Failure.DEVICE_FAULT,
    Failure.NETWORK_FAULT,
    Failure.OTHER,
)
"""What may go wrong, the likeliest first."""


class Refused(msgspec.Struct, frozen=True):
    """A result that the server did not take."""

    event: EventId
    at: datetime
    """When it happened; that stays."""


async def ask_for_result(screen: "CaseworkScreen") -> None:
    """Ask for which need and what came of it; two keys when one thing is missing."""
    target = screen.target()
    if target is not None:
        await ask_for_result_of(screen, target.resident)


async def ask_for_result_of(
    screen: "CaseworkScreen", resident: ResidentId, refused: Refused | None = None
) -> None:
    """The same for one resident.

    :param refused: in whose place it is recorded
    """
    case = await screen.session.read(lambda unit: unit.cases.get(resident))
    if case is None:
        return
    # What is missing comes first; a card that was captured is still issued and handed out.
    needs = [*case.unmet, *(one.need for one in case.needs if one.need not in case.unmet)]
    if not needs:
        screen.tell(tr("Nothing is listed that could be recorded for them."))
        return
    if len(needs) == 1:
        await _ask_what_came(screen, case, needs[0], refused)
        return

    async def chosen(place: int) -> None:
        await _ask_what_came(screen, case, needs[place], refused)

    title = tr("{name}: the result of which?", name=case.resident.name)
    names = [label(need) for need in needs]
    await screen.app.push_screen(ChoiceScreen(title, names, chosen))


async def _ask_what_came(
    screen: "CaseworkScreen", case: "Case", need: Need, refused: Refused | None
) -> None:
    failures = _OF_CARDS if need in (Need.ID_CARD, Need.CHILD_CARD) else _OF_ACCOUNTS
    results: list[Step | Failure] = [*need.steps, *failures]

    async def chosen(place: int) -> None:
        result = results[place]
        command = RecordEnrolment(
            resident=case.id,
            need=need,
            step=result if isinstance(result, Step) else None,
            failure=result if isinstance(result, Failure) else None,
            at=None if refused is None else refused.at,
        )

        def work(unit: Unit, tools: Tools) -> Saved:
            if refused is None:
                return record_enrolment(unit, command, tools)
            # Loaded for these only.
            from wardtui.services.edit_rejected import Form, record_instead

            return record_instead(
                unit,
                refused.event,
                Form.RESULT,
                lambda same: record_enrolment(same, command, tools),
                tools,
            )

        try:
            saved = await screen.session.change(work)
        except WardtuiError as error:
            screen.tell_error(error)
            return
        screen.tell_saved(saved, saved_text(saved))
        screen.ward_app.changed_here()

    title = f"{case.resident.name} · {label(need)}"
    names = [
        label(one) if isinstance(one, Step) else tr("Not done: {why}", why=label(one))
        for one in results
    ]
    await screen.app.push_screen(ChoiceScreen(title, names, chosen))
