"""``home``: services at people's place, from the proposal to the route."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wardtui.cli.options import command, group
from wardtui.cli.run import current
from wardtui.domain.home_service import HomeStage
from wardtui.i18n import tr

if TYPE_CHECKING:
    from datetime import datetime

    from wardtui.domain.bookings import Booking
    from wardtui.domain.case import Case
    from wardtui.services.home_service import Proposed
    from wardtui.services.sessions import Roll


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    home = group(app, "home", tr("Service at home or in a facility: see it, decide on it."))

    @command(home, tr("To whom the team is to go, in walking order."), name="list")
    def list_(
        stage: Annotated[
            HomeStage | None, typer.Option(help=tr("Only these; all still to be served else."))
        ] = None,
    ) -> None:
        from wardtui.services.home_service import home_list
        from wardtui.services.view import case_document

        run = current()
        with run.desk() as desk:
            found = desk.vault.read(lambda unit: home_list(unit, stage))
        now = run.tools.clock.now()
        lines = [_line(one, now) for one in found]
        documents = [
            {
                **case_document(one.case),
                "stage": one.stage,
                "comes_at": one.at,
                "comes_until": one.until,
                "support_needs": one.case.support_needs,
            }
            for one in found
        ]
        text = "\n".join(lines) or tr("Nobody is waiting for a service at home.")
        run.answer({"total": len(found), "cases": documents}, text)

    @command(home, tr("Approve that the team goes to them (leaders)."))
    def approve(
        resident: Annotated[list[str], typer.Argument(help=tr("Ids, or the ends of them."))],
        reason: Annotated[str | None, typer.Option(help=tr("Why."))] = None,
    ) -> None:
        _decide("home approve", resident, reason, approved=True)

    @command(home, tr("Decline that the team goes to them (leaders)."))
    def decline(
        resident: Annotated[list[str], typer.Argument(help=tr("Ids, or the ends of them."))],
        reason: Annotated[str | None, typer.Option(help=tr("Why."))] = None,
    ) -> None:
        _decide("home decline", resident, reason, approved=False)

    @command(home, tr("Put people on the route of a session whose team goes to them."))
    def route(
        session: Annotated[str, typer.Argument(help=tr("The session's id, or the end of it."))],
        resident: Annotated[list[str], typer.Argument(help=tr("Ids, or the ends of them."))],
        again: Annotated[
            bool,
            typer.Option("--again", help=tr("Also who is on it already gets a new time window.")),
        ] = False,
    ) -> None:
        _put_on_route(session, resident, again=again)


def _line(one: "Proposed", now: "datetime") -> str:
    """Somebody to whom the team is to go, with what they need below."""
    from wardtui.domain.ids import short_id
    from wardtui.i18n.labels import label
    from wardtui.wording.columns import cells
    from wardtui.wording.home_service import support_text, visit_text

    who = one.case.resident
    where = f"{cells(who.area or '', 10)} {cells(who.address or '', 20)}"
    stands = visit_text(one, now) or label(one.stage)
    return (
        f"{short_id(one.case.id)} {cells(who.name, 20)} {where} {stands}\n"
        f"{'':9}{support_text(one.case)}"
    )


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


def _put_on_route(session: str, residents: list[str], *, again: bool) -> None:
    from wardtui.services.find_resident import find_resident
    from wardtui.services.put_on_route import put_on_route
    from wardtui.services.sessions import find_session, roll
    from wardtui.services.view import case_document

    run = current()
    with run.desk(writing="home route") as desk:
        saved = desk.vault.write(
            lambda unit: put_on_route(
                unit,
                find_session(unit, session).id,
                [find_resident(unit, one).id for one in residents],
                desk.tools,
                again=again,
            )
        )
        found = desk.vault.read(lambda unit: roll(unit, find_session(unit, session).id))
    document = {
        "event": saved.event,
        "saved": True,
        "session": found.session.id,
        "route": _route_document(found),
        "cases": [case_document(case) for case in saved.cases],
    }
    run.answer(document, _route_text(found, run.tools.clock.now()))


def _route_document(found: "Roll") -> list[dict[str, Any]]:
    return [
        {
            "resident": case.id,
            "name": case.resident.name,
            "area": case.resident.area,
            "address": case.resident.address,
            "at": booking.at,
            "until": booking.until,
        }
        for booking, case in _doors(found)
    ]


def _route_text(found: "Roll", now: "datetime") -> str:
    from wardtui.domain.ids import short_id
    from wardtui.i18n.labels import label
    from wardtui.wording.columns import cells
    from wardtui.wording.home_service import on_route_text, window_text
    from wardtui.wording.sessions import hours_text

    session, doors = found.session, _doors(found)
    head = f"✓ {label(session.kind)} · {hours_text(session, now)} · {on_route_text(len(doors))}"
    lines = [
        f"{window_text(booking.at, booking.until):11} {short_id(case.id)} "
        f"{cells(case.resident.name, 24)} {case.resident.address or ''}"
        for booking, case in doors
    ]
    return "\n".join([head, *lines])


def _doors(found: "Roll") -> "list[tuple[Booking, Case]]":
    """Whom the team still goes to, in the order of time."""
    going = sorted((one for one in found.seats.taken if one.is_live), key=lambda one: one.at)
    return [(one, found.cases[one.id]) for one in going]
