"""``assign`` and ``officers``: who looks after whom."""

from collections.abc import Sequence
from typing import Annotated, Any

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.domain.directory import Officer, Place
from wardtui.domain.errors import BadInput
from wardtui.domain.events import HIGHEST_LEVEL, AreaAssigned
from wardtui.domain.ids import OfficerId, WardCode, short_id
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.i18n import ntr, tr
from wardtui.i18n.labels import label
from wardtui.services.recording import Saved

NOBODY = "none"
"""What ``--to`` says to give back."""


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, tr("Give cases, or an area, to an officer."))
    def assign(
        resident: Annotated[
            list[str] | None, typer.Argument(help=tr("Ids, or the ends of them."))
        ] = None,
        to: Annotated[
            str,
            typer.Option(
                metavar="OFFICER",
                help=tr("The officer's id, the end of it, or the name; none gives back."),
            ),
        ] = "",
        area: Annotated[
            str | None, typer.Option(help=tr("Everybody in this area, also who is listed later."))
        ] = None,
        level: Annotated[
            int | None,
            typer.Option(
                min=1,
                max=HIGHEST_LEVEL,
                help=tr("At which level; that of the case unless given, for an area 1."),
            ),
        ] = None,
        ward: Annotated[
            str | None, typer.Option(metavar="CODE", help=tr("Ward of the area."))
        ] = None,
    ) -> None:
        from wardtui.domain.roster.areas import read_area
        from wardtui.services.assign import AssignArea, AssignCases, assign_area, assign_cases
        from wardtui.services.directory import find_officer
        from wardtui.services.find_resident import find_resident
        from wardtui.services.ports import Unit
        from wardtui.services.view import case_document

        if not to.strip():
            raise BadInput("assign_to_whom")
        if bool(resident) == (area is not None):
            raise BadInput("assign_what")
        run = current()
        with run.desk(writing="assign") as desk:
            giving_back = to.strip().lower() == NOBODY
            officer = None if giving_back else desk.vault.read(lambda unit: find_officer(unit, to))
            receiver = officer.id if officer else None

            def work(unit: Unit) -> Saved:
                if area is not None:
                    wish = AssignArea(
                        area=read_area(area) or area.strip(),
                        to=receiver,
                        level=level or FIRST_LEVEL,
                        ward=WardCode(ward) if ward else None,
                    )
                    return assign_area(unit, wish, desk.tools)
                residents = tuple(find_resident(unit, one).id for one in resident or ())
                wishes = AssignCases(residents=residents, to=receiver, level=level)
                return assign_cases(unit, wishes, desk.tools)

            saved = desk.vault.write(work)
        document: dict[str, Any] = {
            "event": saved.event,
            "events": [event.id for event in saved.events],
            "saved": True,
            "cases": [case_document(case) for case in saved.cases],
        }
        run.answer(document, _assigned_text(saved, officer))

    @command(app, tr("Who works in this ward."))
    def officers() -> None:
        import msgspec

        from wardtui.services.directory import officers as known

        run = current()
        with run.desk() as desk:
            found = desk.vault.read(known)
            me = desk.vault.read(lambda unit: unit.state.pairing)
        documents = [
            {
                **msgspec.structs.asdict(one),
                "holds": [
                    {"ward": place_ward, "area": held, "level": at}
                    for place_ward, held, at in one.holds
                ],
                "me": me is not None and one.id == me.officer,
            }
            for one in found
        ]
        run.answer({"officers": documents}, _officers_text(found, me.officer if me else None))


def _assigned_text(saved: Saved, to: Officer | None) -> str:
    """What was given to whom; one line."""
    body = saved.events[0].body
    who = to.name if to else None
    if isinstance(body, AreaAssigned):
        area = _at_level(body.area, body.level)
        what = (
            tr("{area} is held by {name}", area=area, name=who)
            if who
            else tr("Nobody holds {area} any more", area=area)
        )
        others = ntr("{count} case changes hands", "{count} cases change hands", len(saved.cases))
        return f"✓ {what} · {others}"
    if len(saved.cases) == 1:
        name = saved.case.resident.name
        return "✓ " + (
            tr("{resident} is looked after by {name}", resident=name, name=who)
            if who
            else tr("{resident} was given back", resident=name)
        )
    count = len(saved.cases)
    if who:
        return "✓ " + ntr("{count} case for {name}", "{count} cases for {name}", count, name=who)
    return "✓ " + ntr("{count} case was given back", "{count} cases were given back", count)


def _officers_text(officers: Sequence[Officer], me: OfficerId | None) -> str:
    """One line an officer, with what they hold."""
    from wardtui.wording.columns import cells

    if not officers:
        return tr("No officer is known here. The list comes with a sync.")
    names = (tr("Id"), tr("Name"), tr("Role"), tr("Holds"))
    widths = (8, 26, 20, 22)
    lines = [" ".join(cells(name, width) for name, width in zip(names, widths, strict=True))]
    for one in officers:
        mark = " ←" if one.id == me else ""
        holds = ", ".join(_place(place, one) for place in one.holds)
        lines.append(
            f"{short_id(one.id)} {cells(one.name, 24)}{mark:2} {cells(label(one.role), 20)} {holds}"
        )
    return "\n".join(line.rstrip() for line in lines)


def _place(place: Place, officer: Officer) -> str:
    """An area; its ward where there are several, its level where it is not the first."""
    ward, area, level = place
    if len(officer.wards) > 1 and ward is not None:
        area += f" {ward}"
    return _at_level(area, level)


def _at_level(area: str, level: int) -> str:
    return area if level == FIRST_LEVEL else tr("{area} (level {level})", area=area, level=level)
