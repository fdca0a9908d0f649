"""Editing what the server did not take: the form in which it was recorded, with what it says."""

from typing import TYPE_CHECKING

from wardtui.domain.case import Case
from wardtui.domain.errors import WardtuiError
from wardtui.domain.events import ContactLogged, Event, ResidentCorrected
from wardtui.domain.ids import SessionId
from wardtui.i18n import tr
from wardtui.services.edit_rejected import Form, form_of, session_to_edit
from wardtui.services.outbox_view import NotTaken
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.services.recording import Saved
from wardtui.services.refusals import NO_SEAT

if TYPE_CHECKING:
    from wardtui.tui.screens.casework import CaseworkScreen


async def edit(screen: "CaseworkScreen", one: NotTaken) -> None:
    """Open the form of what was not taken; where there is none, say what to do instead."""
    events = [each.event for each in one.events]
    form, first = form_of(events), one.first.event
    if one.discard is not None:
        screen.tell(tr("It was discarded before; Undo brings it back."))
    elif form is Form.CONTACT:
        await _edit_contact(screen, one, events)
    elif form is Form.BOOKING and one.first.code in NO_SEAT:
        await screen.do_book()
    elif form is Form.SESSION:
        await _edit_session(screen, one)
    elif form in (Form.CORRECTION, Form.RESULT):
        case = await screen.session.read(lambda unit: _case(unit, first))
        if case is None:
            screen.tell(tr("There is no case of this person here; {ways}", ways=_ways(screen)))
        elif form is Form.RESULT:
            from wardtui.tui.results import Refused, ask_for_result_of

            await ask_for_result_of(screen, case.id, Refused(one.id, first.occurred_at))
        else:
            await _edit_correction(screen, one, case)
    else:
        screen.tell(tr("There is nothing to edit in it; {ways}", ways=_ways(screen)))


async def _edit_contact(screen: "CaseworkScreen", one: NotTaken, events: list[Event]) -> None:
    from wardtui.tui.screens.contact_anew import ContactAnewScreen

    contact = next(each.body for each in events if isinstance(each.body, ContactLogged))
    await screen.app.push_screen(ContactAnewScreen(screen, one, contact))


async def _edit_session(screen: "CaseworkScreen", one: NotTaken) -> None:
    from wardtui.tui.screens.session_form import Refused, plan_session

    async def planned(_: SessionId) -> None:
        """The page reads itself again."""

    try:
        session, said = await screen.session.read(lambda unit: session_to_edit(unit, one.id))
    except WardtuiError as error:
        screen.tell_error(error)
        return
    await plan_session(screen, planned, session, Refused(one.id, said))


async def _edit_correction(screen: "CaseworkScreen", one: NotTaken, case: Case) -> None:
    from wardtui.tui.screens.type_value import Refused, type_value

    body = one.first.event.body
    if not isinstance(body, ResidentCorrected):
        return

    def saved(done: Saved, text: str) -> None:
        screen.tell_saved(done, text)
        screen.ward_app.changed_here()

    await type_value(screen, case, body.field, saved, Refused(one.id, body.new))


def _case(unit: Unit, event: Event) -> Case | None:
    resident = event.resident
    return None if resident is None else unit.cases.get(person_of(unit, resident).id)


def _ways(screen: "CaseworkScreen") -> str:
    keymap = screen.ward_app.keymap
    shown = {name: keymap.find(name) for name in ("resend", "discard")}
    keys = {name: one.shown if one is not None else "" for name, one in shown.items()}
    return tr("{resend} sends it again as it is, {discard} discards it.", **keys)
