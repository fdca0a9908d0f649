"""``escalate``, ``escalations``, ``accept``, ``return``, ``resolve``, ``pause``, ``resume``."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current, spoken_time
from wardtui.domain.errors import BadInput
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.moments import local
from wardtui.domain.policy import HIGHEST
from wardtui.domain.vocabulary import PauseReason, RungKind
from wardtui.i18n import tr

if TYPE_CHECKING:
    from wardtui.domain.board import Board, Handed, Wanted
    from wardtui.domain.ids import ResidentId
    from wardtui.services.ports import Tools, Unit
    from wardtui.services.recording import Saved

    Work = Callable[[Unit, list[ResidentId], Tools], Saved]

BY_HAND = "by_hand"
"""What ``--cause`` says for those whom somebody handed up."""

ME = "me"
"""What ``--officer`` says for this device's own officer."""


class UnknownCause(BadInput):
    """No rule of a policy has this name, and no case was raised by one."""

    CODE = "unknown_cause"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    _add_raising(app)
    _add_answers(app)
    _add_pauses(app)
    _add_board(app)


def _add_raising(app: typer.Typer) -> None:
    @command(app, tr("Hand cases up to the next level."))
    def escalate(
        resident: Annotated[list[str], typer.Argument(help=tr("Ids, or the ends of them."))],
        reason: Annotated[
            str | None,
            typer.Option(help=tr("Why, for those above; no remarks about the person.")),
        ] = None,
    ) -> None:
        from wardtui.services.escalate import raise_cases

        _move(
            "escalate",
            RungKind.RAISED,
            resident,
            lambda unit, who, tools: raise_cases(unit, who, reason, tools),
        )


def _add_answers(app: typer.Typer) -> None:
    @command(app, tr("Take on cases that were handed up."))
    def accept(
        resident: Annotated[list[str], typer.Argument(help=tr("Ids, or the ends of them."))],
        reason: Annotated[
            str | None,
            typer.Option(help=tr("What is going to be done; no remarks about the person.")),
        ] = None,
    ) -> None:
        from wardtui.services.escalate import accept_cases

        _move(
            "accept",
            RungKind.ACCEPTED,
            resident,
            lambda unit, who, tools: accept_cases(unit, who, tools, reason=reason),
        )

    @command(app, tr("Return cases to a lower level, with what is to be done there."), "return")
    def return_(
        resident: Annotated[list[str], typer.Argument(help=tr("Ids, or the ends of them."))],
        reason: Annotated[
            str | None,
            typer.Option(help=tr("What is to be done there; no remarks about the person.")),
        ] = None,
        to_level: Annotated[
            int | None,
            typer.Option(
                min=FIRST_LEVEL, max=HIGHEST, help=tr("To which level; the one below unless given.")
            ),
        ] = None,
    ) -> None:
        from wardtui.services.escalate import return_cases

        _move(
            "return",
            RungKind.RETURNED,
            resident,
            lambda unit, who, tools: return_cases(unit, who, reason, tools, to_level=to_level),
        )

    @command(app, tr("Settle what cases were handed up for: the area officer goes on."))
    def resolve(
        resident: Annotated[list[str], typer.Argument(help=tr("Ids, or the ends of them."))],
        reason: Annotated[
            str | None, typer.Option(help=tr("What was settled; no remarks about the person."))
        ] = None,
    ) -> None:
        from wardtui.services.escalate import resolve_cases

        _move(
            "resolve",
            RungKind.RESOLVED,
            resident,
            lambda unit, who, tools: resolve_cases(unit, who, reason, tools),
        )


def _add_pauses(app: typer.Typer) -> None:
    @command(app, tr("Let cases rest for some time."))
    def pause(
        resident: Annotated[list[str], typer.Argument(help=tr("Ids, or the ends of them."))],
        until: Annotated[
            str | None,
            typer.Option(metavar="TIME", help=tr("Until when; a week from now unless given.")),
        ] = None,
        reason: Annotated[PauseReason, typer.Option(help=tr("Why."))] = PauseReason.OTHER,
    ) -> None:
        from wardtui.services.escalate import pause_cases, usual_pause_end

        end = spoken_time(until) or usual_pause_end(current().tools.clock.now())
        _move(
            "pause",
            RungKind.PAUSED,
            resident,
            lambda unit, who, tools: pause_cases(unit, who, end, reason, tools),
        )

    @command(app, tr("Go on with cases that rest."))
    def resume(
        resident: Annotated[list[str], typer.Argument(help=tr("Ids, or the ends of them."))],
    ) -> None:
        from wardtui.services.escalate import resume_cases

        _move("resume", RungKind.RESUMED, resident, resume_cases)


def _move(name: str, kind: RungKind, residents: list[str], work: "Work") -> None:
    """Do one action on all residents, and tell how they stand then."""
    from wardtui.services.find_resident import find_resident
    from wardtui.services.view import case_document
    from wardtui.wording.escalating import moved_text

    run = current()
    with run.desk(writing=name) as desk:

        def do(unit: "Unit") -> "Saved":
            return work(unit, [find_resident(unit, one).id for one in residents], desk.tools)

        saved = desk.vault.write(do)
    events = [event.id for event in saved.events]
    by_id = {case.id: case for case in saved.cases}
    cases = [by_id[event.resident] for event in saved.events if event.resident is not None]
    document: dict[str, Any] = {
        "event": saved.event,
        "events": events,
        "saved": True,
        "case": case_document(cases[0]),
        "cases": [case_document(case) for case in cases],
    }
    run.answer(document, moved_text(kind, cases, events))


def _add_board(app: typer.Typer) -> None:
    @command(app, tr("What was handed up, level by level, the most pressing first."))
    def escalations(
        level: Annotated[
            int | None, typer.Option(min=FIRST_LEVEL + 1, max=HIGHEST, help=tr("Only this level."))
        ] = None,
        overdue: Annotated[
            bool, typer.Option("--overdue", help=tr("Only whose answer is overdue."))
        ] = False,
        area: Annotated[str | None, typer.Option(help=tr("Only this area."))] = None,
        officer: Annotated[
            str | None,
            typer.Option(help=tr("Only this officer's: id, end of it or name; me; or level:N.")),
        ] = None,
        cause: Annotated[
            str | None,
            typer.Option(
                metavar="RULE",
                help=tr("Only what this rule handed up; by_hand for what somebody did."),
            ),
        ] = None,
        untaken: Annotated[
            bool, typer.Option("--untaken", help=tr("Only what nobody has taken on."))
        ] = False,
        limit: Annotated[int | None, typer.Option(min=1, help=tr("So many at most."))] = None,
    ) -> None:
        from wardtui.domain.board import EVERYTHING, Wanted
        from wardtui.domain.policy import RuleId
        from wardtui.domain.roster.areas import read_area
        from wardtui.services.directory import officers
        from wardtui.services.escalations import board
        from wardtui.wording.escalating import escalations_text

        run = current()
        now = run.tools.clock.now()

        def look(unit: "Unit") -> "tuple[Wanted, Board, list[dict[str, Any]]]":
            wanted = Wanted(
                level=level,
                overdue=overdue,
                untaken=untaken,
                area=read_area(area) or area if area else None,
                owner=_owner(unit, officer) if officer else None,
                rule=None if cause in (None, BY_HAND) else RuleId(cause),
                by_hand=cause == BY_HAND,
            )
            found = board(unit, now, wanted)
            _check_cause(unit, wanted, found)
            shown = found.cases[:limit] if run.json else ()
            return wanted, found, [_document(unit, one, now) for one in shown]

        with run.desk() as desk:
            wanted, found, documents = desk.vault.read(look)
            names = {one.id: one.name for one in desk.vault.read(officers)}
        document = {
            "total": len(found.cases),
            "cases": documents,
            "by_level": {
                str(one.level): {
                    "total": len(one.cases),
                    "overdue": one.overdue,
                    "untaken": one.untaken,
                }
                for one in found.columns
            },
        }
        narrowed = wanted != EVERYTHING
        shown = found.cases[:limit]
        run.answer(document, escalations_text(found, shown, now, names, narrowed=narrowed))


def _document(unit: "Unit", one: "Handed", now: datetime) -> dict[str, Any]:
    """A case of the board as of now, with how it came there."""
    from wardtui.services.moving import as_of
    from wardtui.services.view import case_document

    then = as_of(unit, one.id, now)
    assert then is not None  # noqa: S101  the board shows cases that are there
    came = one.row.ladder
    return {
        **case_document(then.case),
        "escalation": {
            "since": local(one.since),
            "rule": one.rule,
            "by_hand": one.rule is None and came is not None and not came.came_back,
            "accepted": one.accepted,
            "overdue": one.is_overdue(now),
            "probably": one.probably,
        },
    }


def _owner(unit: "Unit", text: str) -> str | None:
    """Whose next actions are meant: an officer's id, or a level. Everybody's for one alone.

    :raises wardtui.services.directory.UnknownOfficer: when there is no such officer
    :raises wardtui.services.directory.AmbiguousOfficer: when there are several
    """
    from wardtui.services.directory import find_officer

    word = text.strip().lower()
    me = unit.state.pairing
    if word == ME:
        # Before the pairing one officer works alone: everything is theirs.
        return me.officer if me is not None else None
    if word.removeprefix("level:").isdecimal() and word.startswith("level:"):
        return word
    return find_officer(unit, text).id


def _check_cause(unit: "Unit", wanted: "Wanted", found: "Board") -> None:
    """Refuse the name of a rule that nobody knows: an empty answer would hide a slip.

    :raises UnknownCause: when no policy in force has the rule and no case was raised by it
    """
    if wanted.rule is None or found.cases:
        return
    from wardtui.services.arrangement import present_arrangement
    from wardtui.services.recording import home_ward

    arrangement = present_arrangement(unit)
    forces = [arrangement.force(home_ward(unit)), *arrangement.policies.values()]
    known = sorted({rule.id for force in forces for rule in force.policy.rules})
    if wanted.rule not in known:
        raise UnknownCause(cause=wanted.rule[:40], known=(*known, BY_HAND))
