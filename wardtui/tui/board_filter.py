"""Choosing what the board shows: by officer, area and cause, and what is pressing."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec
from textual.app import App

from wardtui.domain.board import EVERYTHING, Board, Handed, Wanted
from wardtui.domain.ids import OfficerId
from wardtui.domain.policy import Policy, RuleId
from wardtui.domain.worklist import area_order
from wardtui.i18n import tr
from wardtui.tui.screens.pick import Pick, PickScreen
from wardtui.wording.board import area_text
from wardtui.wording.case import owner_text
from wardtui.wording.rules import raised_cause

Names = Mapping[OfficerId, str]


class Choice(msgspec.Struct, frozen=True):
    """One line to choose."""

    text: str
    wanted: Wanted
    """What is shown when it is chosen."""
    is_chosen: bool = False
    """It is chosen now, and choosing it takes it back."""


def choices(
    board: Board, wanted: Wanted, me: OfficerId | None, policy: Policy, names: Names
) -> list[Choice]:
    """What can be chosen, each with how many cases there are.

    :param board: with every case
    :param wanted: what is chosen now
    :param me: the officer of this device
    :param policy: by which rules are called
    """
    cases = board.cases
    found = [] if wanted == EVERYTHING else [Choice(tr("Show all of them again"), EVERYTHING)]
    overdue = sum(column.overdue for column in board.columns)
    untaken = sum(column.untaken for column in board.columns)
    found += [
        _choice(tr("overdue"), overdue, wanted, overdue=True),
        _choice(tr("not taken on"), untaken, wanted, untaken=True),
    ]
    if me is not None:
        mine = sum(one.row.owner == me for one in cases)
        found.append(_choice(tr("handed to me"), mine, wanted, owner=str(me)))
    return [
        *found,
        *_causes(board.rules, wanted, policy),
        *_owners(cases, wanted, me, names),
        *_areas(cases, wanted),
    ]


def _causes(rules: Counter[RuleId | None], wanted: Wanted, policy: Policy) -> Iterator[Choice]:
    for rule, count in rules.most_common():
        name = raised_cause(rule, policy)
        text = f"{tr('Cause')}: {name}"
        yield _choice(text, count, wanted, rule=rule, by_hand=rule is None)


def _owners(
    cases: tuple[Handed, ...], wanted: Wanted, me: OfficerId | None, names: Names
) -> Iterator[Choice]:
    for owner, count in Counter(one.row.owner for one in cases).most_common():
        if owner != me:
            text = f"{tr('Whose')}: {owner_text(owner, names)}"
            yield _choice(text, count, wanted, owner=owner)


def _areas(cases: tuple[Handed, ...], wanted: Wanted) -> Iterator[Choice]:
    counts = Counter(one.row.area for one in cases)
    for area in sorted(counts, key=area_order):
        yield _choice(f"{tr('Area')}: {area_text(area)}", counts[area], wanted, area=area)


def _choice(text: str, count: int, wanted: Wanted, **fields: object) -> Choice:
    """A line that gives some fields their values; chosen again, it takes them back."""
    with_it = msgspec.structs.replace(wanted, **fields)
    is_chosen = with_it == wanted
    if is_chosen:
        usual = {name: getattr(EVERYTHING, name) for name in fields}
        with_it = msgspec.structs.replace(wanted, **usual)
    return Choice(f"{text} · {count}", with_it, is_chosen)


async def ask_what_to_show(
    app: App[None], found: Sequence[Choice], when_chosen: Callable[[Wanted], None]
) -> None:
    """Ask which of the choices is wanted."""

    async def chosen(place: int) -> None:
        when_chosen(found[place].wanted)

    picks = [Pick(f"{'✓' if one.is_chosen else ' '} {one.text}") for one in found]
    await app.push_screen(PickScreen(tr("What to show"), picks, chosen))
