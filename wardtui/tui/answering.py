"""Moving cases on their ladder from any page: take on, return, settle, hand up, pause, go on."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from wardtui.domain.errors import BadInput, WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.domain.spoken_time import read_spoken
from wardtui.domain.vocabulary import PauseReason, RungKind
from wardtui.i18n import tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label
from wardtui.services.escalate import (
    accept_cases,
    pause_cases,
    raise_cases,
    resolve_cases,
    resume_cases,
    return_cases,
    usual_pause_end,
)
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Saved
from wardtui.tui.screens.choice import ChoiceScreen
from wardtui.tui.screens.edit import EditScreen
from wardtui.tui.widgets.log_panel import Target
from wardtui.wording.board import names_text
from wardtui.wording.errors import explain
from wardtui.wording.escalating import moved_text

if TYPE_CHECKING:
    from wardtui.tui.screens.casework import CaseworkScreen

Move = Callable[[Unit, Tools], Saved]


async def accept(screen: "CaseworkScreen") -> None:
    """Take on the cases that were handed up."""
    residents = _residents(screen.targets())
    if residents:
        await _move(
            screen, RungKind.ACCEPTED, lambda unit, tools: accept_cases(unit, residents, tools)
        )


async def give_back(screen: "CaseworkScreen") -> None:
    """Return cases to the level below, with what is to be done there."""
    await _with_words(
        screen,
        RungKind.RETURNED,
        tr("Return · what is to be done?"),
        lambda unit, tools, who, text: return_cases(unit, who, text, tools),
    )


async def settle(screen: "CaseworkScreen") -> None:
    """Settle what cases were handed up for."""
    await _with_words(
        screen,
        RungKind.RESOLVED,
        tr("Settled · what was done?"),
        lambda unit, tools, who, text: resolve_cases(unit, who, text, tools),
    )


async def ask_for_ladder(screen: "CaseworkScreen") -> None:
    """Ask whether cases are handed up, pause, or go on."""
    targets = screen.targets()
    if not targets:
        return
    ways = (
        (tr("Hand up to the next level"), hand_up),
        (tr("Pause until a day"), pause),
        (tr("Let it go on after a pause"), resume),
    )

    async def chosen(place: int) -> None:
        await ways[place][1](screen)

    await screen.app.push_screen(ChoiceScreen(_who(targets), [text for text, _ in ways], chosen))


async def hand_up(screen: "CaseworkScreen") -> None:
    """Hand cases up to the next level, from where they were seen when it was asked for."""
    worklist = screen.session.worklist
    places = {one: worklist.position(one) for one in _residents(screen.targets())}
    seen = {one: worklist.row(place).level for one, place in places.items() if place is not None}
    await _with_words(
        screen,
        RungKind.RAISED,
        tr("Hand up · what do those above need to know?"),
        lambda unit, tools, who, text: raise_cases(unit, who, text, tools, seen=seen),
    )


async def resume(screen: "CaseworkScreen") -> None:
    """Let paused cases go on."""
    residents = _residents(screen.targets())
    await _move(screen, RungKind.RESUMED, lambda unit, tools: resume_cases(unit, residents, tools))


async def pause(screen: "CaseworkScreen") -> None:
    """Ask why cases pause, and until when."""
    targets = screen.targets()
    reasons = tuple(PauseReason)

    async def chosen(place: int) -> None:
        await _ask_until(screen, targets, reasons[place])

    title = tr("Why does it pause?")
    names = [label(reason) for reason in reasons]
    await screen.app.push_screen(ChoiceScreen(f"{_who(targets)} · {title}", names, chosen))


async def _ask_until(
    screen: "CaseworkScreen", targets: Sequence[Target], reason: PauseReason
) -> None:
    residents, now = _residents(targets), screen.session.now()
    usual = usual_pause_end(now)

    async def take(typed: str) -> str | None:
        try:
            until = _time(typed, now) or usual
        except BadInput as error:
            return explain(error).message
        return await _try_to_move(
            screen,
            RungKind.PAUSED,
            lambda unit, tools: pause_cases(unit, residents, until, reason, tools),
        )

    hint = tr(
        "For example: tomorrow 7pm, sat, 25/11 19:30 · nothing typed: {when}",
        when=moment(usual, now),
    )
    title = tr("Until when does it pause?")
    await screen.app.push_screen(EditScreen(f"{_who(targets)} · {title}", "", take, hint))


def _time(typed: str, now: datetime) -> datetime | None:
    return read_spoken(typed, now) if typed.strip() else None


async def _with_words(
    screen: "CaseworkScreen",
    kind: RungKind,
    question: str,
    move: Callable[[Unit, Tools, Sequence[ResidentId], str], Saved],
) -> None:
    """Ask for a text, which may be empty, and move the cases with it."""
    targets = screen.targets()
    if not targets:
        return
    residents = _residents(targets)

    async def take(typed: str) -> str | None:
        return await _try_to_move(
            screen, kind, lambda unit, tools: move(unit, tools, residents, typed)
        )

    hint = tr("Only what has to be done, no remarks about the person. It may be left empty.")
    await screen.app.push_screen(EditScreen(f"{_who(targets)} · {question}", "", take, hint))


async def _try_to_move(screen: "CaseworkScreen", kind: RungKind, move: Move) -> str | None:
    """Move the cases; what is wrong with what was typed, so that it can be put right."""
    try:
        await _moved(screen, kind, screen.session.change(move))
    except BadInput as error:
        told = explain(error)
        return f"{told.message} {told.remedy}"
    except WardtuiError as error:
        _tell_refused(screen, error)
    return None


async def _move(screen: "CaseworkScreen", kind: RungKind, move: Move) -> None:
    try:
        await _moved(screen, kind, screen.session.change(move))
    except WardtuiError as error:
        _tell_refused(screen, error)


async def _moved(screen: "CaseworkScreen", kind: RungKind, moving: Awaitable[Saved]) -> None:
    saved = await moving
    screen.done_with_targets()
    screen.tell_saved(saved, _told(kind, saved))
    screen.ward_app.changed_here()


def _told(kind: RungKind, saved: Saved) -> str:
    by_id = {case.id: case for case in saved.cases}
    moved = [(by_id[one.resident], one.id) for one in saved.events if one.resident in by_id]
    text = moved_text(kind, [case for case, _ in moved], [event for _, event in moved])
    return " · ".join(text.splitlines())


def _tell_refused(screen: "CaseworkScreen", error: WardtuiError) -> None:
    """Say for which case it was refused: of many, none was moved."""
    told = explain(error)
    worklist = screen.session.worklist
    resident = error.facts.get("resident")
    place = worklist.position(cast("ResidentId", resident)) if resident is not None else None
    who = f"{worklist.row(place).name}: " if place is not None else ""
    screen.tell(f"{who}{told.message} {told.remedy}", wrong=True)


def _residents(targets: Sequence[Target]) -> tuple[ResidentId, ...]:
    return tuple(target.resident for target in targets)


def _who(targets: Sequence[Target]) -> str:
    return names_text([target.name for target in targets])
