"""Events of people who live elsewhere: a ward offers them to another, which takes them or not."""

from typing import Annotated, ClassVar

from msgspec import Meta

from wardtui.domain.body import Body
from wardtui.domain.ids import EventId, ResidentId
from wardtui.domain.resident import NAME_LIMIT, TEXT_LIMIT, Guardian, Phone, Text
from wardtui.domain.vocabulary import Need, Step, SupportNeed


class HandoffOffered(Body, frozen=True, kw_only=True):
    """A ward asks another to take somebody who lives there: with no more than that needs.

    The envelope's ``to_ward`` names the other ward. Its id names the offer.
    """

    TYPE: ClassVar[str] = "handoff.offered"

    name: Annotated[str, Meta(min_length=1, max_length=NAME_LIMIT)]
    birth_year: int | None = None
    phones: tuple[Phone, ...] = ()
    address: Annotated[str, Meta(min_length=1, max_length=TEXT_LIMIT)]
    """Where they live, in the other ward."""
    needs: tuple[Need, ...] = ()
    """Those that are unmet."""
    support_needs: tuple[SupportNeed, ...] = ()
    guardian: Guardian | None = None


class HandoffAccepted(Body, frozen=True):
    """The other ward takes them: their case goes on there, under another resident id.

    About the old resident; the envelope's ``to_ward`` names the old ward.
    """

    TYPE: ClassVar[str] = "handoff.accepted"

    offer: EventId
    resident: ResidentId
    """Who they are in the new ward."""


class HandoffDeclined(Body, frozen=True):
    """The other ward does not take them: the case stays with the old one.

    About the old resident; the envelope's ``to_ward`` names the old ward.
    """

    TYPE: ClassVar[str] = "handoff.declined"

    offer: EventId
    why: Text | None = None


class HandoffUpdated(Body, frozen=True):
    """What the old ward recorded late and the new one has to know. Only the server makes it.

    About the new resident.
    """

    TYPE: ClassVar[str] = "handoff.update"

    source: EventId
    """What was recorded in the old ward."""
    need: Need | None = None
    step: Step | None = None
    """The step that the need reached."""
    phones: tuple[Phone, ...] | None = None
    """All telephone numbers as they were put right."""
    died: bool = False
    """It was reported that they have died."""


BODIES: tuple[type[Body], ...] = (
    HandoffOffered,
    HandoffAccepted,
    HandoffDeclined,
    HandoffUpdated,
)
