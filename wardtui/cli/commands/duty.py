"""``duty``: who is on duty, shift by shift."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from wardtui.cli.options import command, group
from wardtui.cli.run import current, spoken_time
from wardtui.domain.session_codes import Duty, Shift
from wardtui.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from wardtui.domain.duties import Duties
    from wardtui.domain.ids import OfficerId
    from wardtui.services.ports import Unit

NOBODY = "none"
"""What stands for an officer when nobody is to be on duty."""


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    duty = group(app, "duty", tr("Who is on duty, shift by shift."))

    @command(duty, tr("The roster; somebody has to clean data around the clock."), name="list")
    def list_(
        from_: Annotated[
            str | None,
            typer.Option("--from", metavar="DAY", help=tr("The first day; today unless given.")),
        ] = None,
        days: Annotated[int, typer.Option(help=tr("So many days; 7 unless given."))] = 7,
    ) -> None:
        from wardtui.services.duties import roster

        run = current()
        first = _day(from_) or run.today
        with run.desk() as desk:
            found = desk.vault.read(lambda unit: roster(unit, first, days))
            names, me = desk.vault.read(_people)
        documents = [_document(post, names, me) for post in found]
        run.answer({"duties": documents}, _text(found, names, me))

    @command(duty, tr("Say who is on duty at a post, in place of whoever was (leaders)."), "set")
    def set_(
        day: Annotated[str, typer.Argument(help=tr("The day on which the shift begins."))],
        shift: Annotated[Shift, typer.Argument(help=tr("The shift."))],
        duty: Annotated[Duty, typer.Argument(help=tr("The duty."))],
        officer: Annotated[
            list[str], typer.Argument(help=tr("Officers: ids, the ends of them, names; or none."))
        ],
    ) -> None:
        from wardtui.services.directory import find_officer
        from wardtui.services.duties import AssignDuty, assign_duty, need_directory, roster
        from wardtui.wording.duties import assigned_text

        run = current()
        on = _day(day) or run.today
        with run.desk(writing="duty set") as desk:

            def wish(unit: "Unit") -> AssignDuty:
                need_directory(unit)
                named = [one for one in officer if one.strip().lower() != NOBODY]
                who = tuple(find_officer(unit, one).id for one in named)
                return AssignDuty(day=on, shift=shift, duty=duty, officers=who)

            saved = desk.vault.write(lambda unit: assign_duty(unit, wish(unit), desk.tools))
            found = desk.vault.read(lambda unit: roster(unit, on, 1))
            names, me = desk.vault.read(_people)
        post = next(one for one in found if (one.shift, one.duty) == (shift, duty))
        document = {"event": saved.event, "saved": True, **_document(post, names, me)}
        run.answer(document, assigned_text(post, names))


def _day(text: str | None) -> "date | None":
    at = spoken_time(text)
    return None if at is None else at.date()


def _people(unit: "Unit") -> "tuple[dict[OfficerId, str], OfficerId | None]":
    from wardtui.services.directory import officers

    pairing = unit.state.pairing
    return {one.id: one.name for one in officers(unit)}, pairing.officer if pairing else None


def _document(
    post: "Duties", names: "Mapping[OfficerId, str]", me: "OfficerId | None"
) -> dict[str, Any]:
    return {
        "day": post.day,
        "shift": post.shift,
        "duty": post.duty,
        "officers": [{"id": one, "name": names.get(one)} for one in post.officers],
        "open": post.is_open,
        "mine": me in post.officers,
    }


def _text(
    found: "Sequence[Duties]", names: "Mapping[OfficerId, str]", me: "OfficerId | None"
) -> str:
    from wardtui.wording.duties import MINE, open_text, post_text

    told = [one for one in found if one.officers or one.is_open]
    lines = [f"{MINE if me in one.officers else ' '} {post_text(one, names)}" for one in told]
    if me is None:
        lines.append(tr("This laptop is not paired, so nobody can be put on duty here."))
    return "\n".join(line for line in (*lines, open_text(found)) if line)
