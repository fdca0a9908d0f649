"""Asking to whom cases are given."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import OfficerId, ResidentId
from wardtui.i18n import ntr, tr
from wardtui.i18n.labels import label
from wardtui.services.assign import AssignCases, assign_cases
from wardtui.services.directory import officers
from wardtui.tui.screens.pick import Pick, PickScreen

if TYPE_CHECKING:
    from wardtui.tui.screens.casework import CaseworkScreen


async def ask_to_whom(screen: "CaseworkScreen", residents: Sequence[ResidentId]) -> None:
    """Ask which officer is to look after cases, and give them to whoever is chosen."""
    everybody = await screen.session.read(officers)
    if not everybody:
        screen.tell(tr("No officer is known here. The list comes with a sync."))
        return

    async def chosen(place: int) -> None:
        if place < len(everybody):
            officer = everybody[place]
            await _give(screen, residents, officer.id, officer.name)
        else:
            await _give(screen, residents, None, "")

    names = [f"{one.name} · {label(one.role)}" for one in everybody]
    back = tr("back to whoever holds the area")
    count = len(residents)
    title = ntr("To whom does {count} case go?", "To whom do {count} cases go?", count)
    picks = [Pick(text) for text in (*names, back)]
    await screen.app.push_screen(PickScreen(title, picks, chosen))


async def _give(
    screen: "CaseworkScreen",
    residents: Sequence[ResidentId],
    officer: OfficerId | None,
    name: str,
) -> None:
    wish = AssignCases(residents=tuple(residents), to=officer)
    try:
        saved = await screen.session.change(lambda unit, tools: assign_cases(unit, wish, tools))
    except WardtuiError as error:
        screen.tell_error(error)
        return
    count = len(residents)
    if officer is None:
        text = ntr("{count} case was given back", "{count} cases were given back", count)
    else:
        text = ntr("{count} case for {name}", "{count} cases for {name}", count, name=name)
    screen.done_with_targets()
    screen.tell_saved(saved, f"✓ {text}")
    screen.ward_app.changed_here()
