"""Opening the picture of a number for the resident of a screen."""

from functools import partial
from typing import TYPE_CHECKING

from wardtui.domain.ids import ResidentId
from wardtui.i18n import tr
from wardtui.services.notices import Caller, invitation_of
from wardtui.settings import PlainSigns
from wardtui.tui.screens.dial import DialScreen, dial_target

if TYPE_CHECKING:
    from wardtui.tui.screens.casework import CaseworkScreen


async def dial(screen: "CaseworkScreen", resident: ResidentId) -> None:
    """Show the numbers of a resident, to call them or to send an invitation."""
    detail = await screen.session.detail(resident, at_once=True)
    if detail is None:
        return
    case = detail.case
    pairing = screen.session.exchange.pairing
    caller = Caller(pairing.name if pairing else None)
    now = screen.session.now()
    invitation = await screen.session.read(
        lambda unit: invitation_of(case, unit.sessions, now, caller)
    )
    target = dial_target(case.resident, invitation)
    if not target.numbers:
        screen.tell(tr("There is no telephone number. Press e on the case's page to add one."))
        return
    signs = screen.ward_app.signs is not PlainSigns.OFF
    await screen.app.push_screen(
        DialScreen(target, partial(screen.log_for, resident), ascii_only=signs)
    )
