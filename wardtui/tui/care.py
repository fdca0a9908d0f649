"""What speaks against a contact that is about to be made or logged, as a line of a screen."""

from collections.abc import Sequence
from contextlib import suppress

from wardtui.domain.calling_care import Caution, cautions
from wardtui.domain.ids import ResidentId
from wardtui.domain.policy import ContactCare
from wardtui.domain.vocabulary import Channel
from wardtui.services.arrangement import present_arrangement
from wardtui.services.ports import Unit, VaultClosed
from wardtui.tui.session import Session
from wardtui.wording.care import care_line, care_line_of_many


async def warning(
    session: Session, residents: Sequence[ResidentId], channel: Channel, key: str | None, width: int
) -> str:
    """One line; empty when nothing speaks against it.

    :param key: opens the note, into which a reason goes; none where it means something else
    :param width: cells of the line
    """
    now = session.now()

    def read(unit: Unit) -> tuple[list[tuple[Caution, ...]], ContactCare]:
        arrangement = present_arrangement(unit)
        care = arrangement.force(None).policy.contact
        found = []
        for resident in residents:
            case = unit.cases.get(resident)
            if case is not None:
                care = arrangement.force(case.ward).policy.contact
                found.append(cautions(case, care, channel, now))
        return found, care

    with suppress(VaultClosed):
        found, care = await session.read(read)
        if len(found) == 1:
            return care_line(found[0], care, key, width)
        return care_line_of_many(found, care)
    return ""
