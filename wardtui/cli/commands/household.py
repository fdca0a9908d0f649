"""``household``: one door, and all who are due there."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.i18n import tr

if TYPE_CHECKING:
    from datetime import datetime

    from wardtui.domain.case import Case
    from wardtui.domain.household import Household


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(app, tr("Everybody behind one door: who is still to be reached, and who is done."))
    def household(
        resident: Annotated[
            str, typer.Argument(help=tr("Id of somebody who lives there, or the end of it."))
        ],
    ) -> None:
        from wardtui.services.find_resident import find_resident
        from wardtui.services.household import household_of

        run = current()
        now = run.tools.clock.now()
        with run.desk() as desk:
            door = desk.vault.read(
                lambda unit: household_of(unit, find_resident(unit, resident).id, now)
            )
        run.answer(_document(door, now), _text(door, now))


def _document(door: "Household", now: "datetime") -> dict[str, Any]:
    return {
        "address": door.address,
        "area": door.area,
        "to_be_reached": len(door.due),
        "done": len(door.done),
        "people": [_person(case, now) for case in door.everybody],
    }


def _person(case: "Case", now: "datetime") -> dict[str, Any]:
    import msgspec

    from wardtui.domain.moments import local_day
    from wardtui.services.view import case_document, masked

    last, guardian = case.last_contact, masked(case.resident).guardian
    return {
        **case_document(case),
        "age": case.resident.age_on(local_day(now)),
        "is_due": case.next_action is not None,
        "last_contact": None if last is None else msgspec.structs.asdict(last),
        "guardian": None if guardian is None else {"name": guardian.name, "phone": guardian.phone},
    }


def _text(door: "Household", now: "datetime") -> str:
    from wardtui.domain.ids import short_id
    from wardtui.wording.columns import cells
    from wardtui.wording.household import (
        age_text,
        count_text,
        door_text,
        further_lines,
        lacks_text,
    )

    lines = [door_text(door), count_text(door)]
    for case in door.everybody:
        lines.append(
            f"{short_id(case.id)} {cells(case.resident.name, 26)} "
            f"{cells(age_text(case, now), 9)} {lacks_text(case)}"
        )
        lines += [f"{'':9}{line}" for line in further_lines(case, now, reveal=False)]
    return "\n".join(line.rstrip() for line in lines)
