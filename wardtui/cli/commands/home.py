"""``home``: services at people's place, from the proposal to the route."""

from typing import Annotated, Any

import typer

from wardtui.cli.options import command, group
from wardtui.cli.run import current
from wardtui.domain.home_service import HomeStage
from wardtui.i18n import tr

Residents = Annotated[list[str], typer.Argument(help=tr("Ids, or the ends of them."))]
Words = Annotated[str | None, typer.Option(help=tr("Why."))]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    home = group(app, "home", tr("Service at home or in a facility: see it, decide on it."))

    @command(home, tr("To whom the team is to go, in walking order."), name="list")
    def list_(
        stage: Annotated[
            HomeStage | None, typer.Option(help=tr("Only these; all still to be served else."))
        ] = None,
    ) -> None:
        from wardtui.domain.ids import short_id
        from wardtui.i18n.labels import label
        from wardtui.services.home_service import home_list
        from wardtui.services.view import case_document
        from wardtui.wording.columns import cells

        run = current()
        with run.desk() as desk:
            found = desk.vault.read(lambda unit: home_list(unit, stage))
        lines = [
            f"{short_id(one.case.id)} {cells(one.case.resident.name, 24)} "
            f"{cells(one.case.resident.area or '', 8)} {cells(one.case.resident.address or '', 20)} "
            f"{label(one.stage)}"
            for one in found
        ]
        documents = [
            {**case_document(one.case), "stage": one.stage, "comes_at": one.at} for one in found
        ]
        text = "\n".join(lines) or tr("Nobody is waiting for a service at home.")
        run.answer({"total": len(found), "cases": documents}, text)

    @command(home, tr("Approve that the team goes to them (leaders)."))
    def approve(resident: Residents, reason: Words = None) -> None:
        _decide("home approve", resident, reason, approved=True)

    @command(home, tr("Decline that the team goes to them (leaders)."))
    def decline(resident: Residents, reason: Words = None) -> None:
        _decide("home decline", resident, reason, approved=False)


def _decide(name: str, residents: list[str], why: str | None, *, approved: bool) -> None:
    from wardtui.services.find_resident import find_resident
    from wardtui.services.home_service import decide_home_service
    from wardtui.services.view import case_document
    from wardtui.wording.results import saved_text

    run = current()
    with run.desk(writing=name) as desk:
        saved = desk.vault.write(
            lambda unit: decide_home_service(
                unit, [find_resident(unit, one).id for one in residents], approved, why, desk.tools
            )
        )
    document: dict[str, Any] = {
        "event": saved.event,
        "saved": True,
        "cases": [case_document(case) for case in saved.cases],
    }
    run.answer(document, saved_text(saved))
