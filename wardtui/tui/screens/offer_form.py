"""Offering somebody to the ward where they live: its code, and where they live there."""

from typing import TYPE_CHECKING

from wardtui.domain.case import Case
from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.i18n import tr
from wardtui.services.find_resident import find_resident
from wardtui.services.hand_over import (
    OfferHandoff,
    case_to_offer,
    offer_handoff,
    wards_to_ask,
    withdraw_offer,
)
from wardtui.services.ports import Unit
from wardtui.tui.screens.ask import AskScreen
from wardtui.tui.screens.form import FormRow, FormScreen, WrongRow
from wardtui.wording.errors import explain
from wardtui.wording.handoffs import offered_text, withdrawn_text

if TYPE_CHECKING:
    from wardtui.tui.screens.casework import CaseworkScreen


async def ask_to_hand_over(screen: "CaseworkScreen") -> None:
    """Ask to which ward somebody is offered; whoever is offered already can be withdrawn."""
    target = screen.target()
    if target is None:
        return

    def read(unit: Unit) -> tuple[Case, tuple[WardCode, ...]]:
        case = find_resident(unit, target.resident)
        if case.handoff is None or not case.handoff.is_open:
            case_to_offer(unit, case.id)
        return case, wards_to_ask(unit, case)

    try:
        case, wards = await screen.session.read(read)
    except WardtuiError as error:
        screen.tell_error(error)
        return
    if case.handoff is not None and case.handoff.is_open:
        await _ask_to_withdraw(screen, case.id, case.resident.name, case.handoff.to_ward)
    else:
        await screen.app.push_screen(OfferFormScreen(screen, case, wards))


async def _ask_to_withdraw(
    screen: "CaseworkScreen", resident: ResidentId, name: str, ward: WardCode
) -> None:
    async def withdraw() -> None:
        try:
            saved = await screen.session.change(
                lambda unit, tools: withdraw_offer(unit, resident, tools)
            )
        except WardtuiError as error:
            screen.tell_error(error)
            return
        screen.tell_saved(saved, withdrawn_text(saved.case))
        screen.ward_app.changed_here()

    question = tr(
        "{name} was offered to {ward}, which has not answered. Take the offer back?",
        name=name,
        ward=ward,
    )
    await screen.app.push_screen(AskScreen(question, withdraw))


class OfferFormScreen(FormScreen):
    """Two rows: the ward, and the address there."""

    def __init__(self, screen: "CaseworkScreen", case: Case, wards: tuple[WardCode, ...]) -> None:
        """Prepare the form.

        :param wards: those that are known here, to choose from
        """
        self._ward = FormRow(tr("To ward"), hint=tr("The code of that ward, as its police use it."))
        self._ward.suggestions = wards
        self._address = FormRow(
            tr("Address"),
            case.resident.lives_at or "",
            hint=tr("Where they live there. No personal number and no history goes along."),
        )
        title = tr("Offer {name} to another ward", name=case.resident.name)
        super().__init__(title, (self._ward, self._address))
        self._screen = screen
        self._case = case

    def _wish(self) -> OfferHandoff:
        """What is asked for.

        :raises WrongRow: when a row is empty
        """
        ward, address = self._ward.text.strip(), self._address.text.strip()
        if not ward:
            raise WrongRow(self._ward, tr("it is empty. Ask that ward for its code."))
        if not address:
            reason = tr("it is empty. The other ward has to know where they live.")
            raise WrongRow(self._address, reason)
        return OfferHandoff(resident=self._case.id, to_ward=WardCode(ward), address=address)

    async def save(self) -> str | None:
        """Offer them."""
        wish = self._wish()
        screen = self._screen
        try:
            saved = await screen.session.change(
                lambda unit, tools: offer_handoff(unit, wish, tools)
            )
        except WardtuiError as error:
            told = explain(error)
            return f"{told.message} {told.remedy}"
        self.app.pop_screen()
        screen.tell_saved(saved, offered_text(saved.case, wish.to_ward))
        screen.ward_app.changed_here()
        return None
