"""Opening the picture of a number for the resident of a screen."""

from functools import partial
from typing import TYPE_CHECKING

from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Need
from wardtui.i18n import tr
from wardtui.settings import PlainSigns
from wardtui.tui.screens.dial import DialScreen, dial_target
from wardtui.wording.invitation import Invitation

if TYPE_CHECKING:
    from wardtui.tui.screens.casework import CaseworkScreen


async def dial(screen: "CaseworkScreen", resident: ResidentId) -> None:
    """Show the numbers of a resident, to call them or to send an invitation."""
    detail = await screen.session.detail(resident, at_once=True)
    if detail is None:
        return
    case = detail.case
    target = dial_target(case.resident, _invitation(screen, case.unmet))
    if not target.numbers:
        screen.tell(tr("There is no telephone number. Press e on the case's page to add one."))
        return
    signs = screen.ward_app.signs is not PlainSigns.OFF
    await screen.app.push_screen(
        DialScreen(target, partial(screen.log_for, resident), ascii_only=signs)
    )


def _invitation(screen: "CaseworkScreen", unmet: tuple[Need, ...]) -> Invitation | None:
    """What a message would invite to; there is none when nothing is missing."""
    if not unmet:
        return None
    pairing = screen.session.exchange.pairing
    return Invitation(need=unmet[0], officer=pairing.name if pairing else None)
