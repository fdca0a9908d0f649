"""``handoff``: people who live elsewhere are offered to their ward, which takes them on or not."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wardtui.cli.options import command, group
from wardtui.cli.run import current
from wardtui.domain.ids import WardCode
from wardtui.i18n import tr

if TYPE_CHECKING:
    from wardtui.domain.case import Case
    from wardtui.services.answer_offers import Offer
    from wardtui.services.ports import Tools, Unit
    from wardtui.services.recording import Saved

    Work = Callable[[Unit, Tools], Saved]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    handoff = group(app, "handoff", tr("People who live in another ward."))
    _add_offering(handoff)
    _add_answers(handoff)


def _add_offering(handoff: typer.Typer) -> None:
    @command(handoff, tr("Offer somebody to the ward where they live."))
    def offer(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        to: Annotated[str, typer.Option(metavar="WARD", help=tr("Code of that ward."))],
        address: Annotated[str, typer.Option(help=tr("Where they live there."))],
    ) -> None:
        from wardtui.services.find_resident import find_resident
        from wardtui.services.hand_over import OfferHandoff, offer_handoff
        from wardtui.wording.handoffs import offered_text

        ward = WardCode(to.strip())

        def work(unit: "Unit", tools: "Tools") -> "Saved":
            who = find_resident(unit, resident).id
            wish = OfferHandoff(resident=who, to_ward=ward, address=address)
            return offer_handoff(unit, wish, tools)

        _do("handoff offer", work, lambda saved: offered_text(saved.case, ward))

    @command(handoff, tr("Take back an offer that nobody has answered."))
    def withdraw(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
    ) -> None:
        from wardtui.services.find_resident import find_resident
        from wardtui.services.hand_over import withdraw_offer
        from wardtui.wording.handoffs import withdrawn_text

        _do(
            "handoff withdraw",
            lambda unit, tools: withdraw_offer(unit, find_resident(unit, resident).id, tools),
            lambda saved: withdrawn_text(saved.case),
        )


def _add_answers(handoff: typer.Typer) -> None:
    @command(handoff, tr("Take somebody on whom another ward offers."))
    def accept(
        resident: Annotated[str, typer.Argument(help=tr("Id of the offer, or the end of it."))],
        area: Annotated[
            str | None, typer.Option(help=tr("In which area they live here, for example Tổ 5."))
        ] = None,
    ) -> None:
        from wardtui.services.answer_offers import accept_handoff, taken_on
        from wardtui.wording.handoffs import taken_on_text

        where = _read_area(area)
        _do(
            "handoff accept",
            lambda unit, tools: accept_handoff(unit, resident, tools, where),
            lambda saved: taken_on_text(taken_on(saved)),
        )

    @command(handoff, tr("Leave somebody with the ward that offers them."))
    def decline(
        resident: Annotated[str, typer.Argument(help=tr("Id of the offer, or the end of it."))],
        reason: Annotated[
            str | None, typer.Option(help=tr("Why, for that ward; no remarks about the person."))
        ] = None,
    ) -> None:
        from wardtui.services.answer_offers import decline_handoff
        from wardtui.wording.handoffs import declined_text

        _do(
            "handoff decline",
            lambda unit, tools: decline_handoff(unit, resident, tools, reason),
            lambda saved: declined_text(saved.events[0].to_ward),
        )

    @command(handoff, tr("Whom other wards offer, the oldest offer first."), "list")
    def list_() -> None:
        from wardtui.services.answer_offers import offers_here
        from wardtui.wording.handoffs import offers_text

        run = current()
        with run.desk() as desk:
            offers = desk.vault.read(offers_here)
            now = desk.tools.clock.now()
        document = {"total": len(offers), "offers": [_offer_document(one) for one in offers]}
        run.answer(document, offers_text(offers, now))


def _do(name: str, work: "Work", told: "Callable[[Saved], str]") -> None:
    """Do one action, and tell how the case stands then; where they have none, there is none."""
    from wardtui.services.view import case_document

    run = current()
    with run.desk(writing=name) as desk:
        saved = desk.vault.write(lambda unit: work(unit, desk.tools))
    cases = _newest(saved)
    document: dict[str, Any] = {
        "event": saved.event,
        "events": [event.id for event in saved.events],
        "saved": True,
        "case": case_document(cases[0]) if cases else None,
    }
    run.answer(document, told(saved))


def _newest(saved: "Saved") -> "list[Case]":
    """The cases of an action's events, that of the last one first; an answer alone has none."""
    by_id = {who: one for one in saved.cases for who in (one.id, *one.same_as)}
    about = [event.resident for event in reversed(saved.events) if event.resident is not None]
    return [by_id[who] for who in about if who in by_id]


def _read_area(text: str | None) -> str | None:
    """An area as records write it.

    :raises BadValue: when it is none
    """
    from wardtui.domain.resident import Field
    from wardtui.domain.roster.areas import read_area
    from wardtui.domain.typed_values import BadValue
    from wardtui.domain.vocabulary import ValueFault

    if text is None or not text.strip():
        return None
    area = read_area(text)
    if area is None:
        raise BadValue(field=Field.AREA, fault=ValueFault.AREA)
    return area


def _offer_document(one: "Offer") -> dict[str, Any]:
    from wardtui.domain.phone_forms import mask_phone

    return {
        "resident": one.handoff.of,
        "offer": one.handoff.offer,
        "from_ward": one.handoff.from_ward,
        "to_ward": one.handoff.to_ward,
        "offered_at": one.handoff.offered_at,
        "name": one.body.name,
        "birth_year": one.body.birth_year,
        "address": one.body.address,
        "phones": [mask_phone(phone.number) for phone in one.body.phones],
        "needs": list(one.body.needs),
        "support_needs": list(one.body.support_needs),
    }
