"""Events: the immutable facts from which everything else is derived.

The bytes of an event as its maker wrote them are the truth; they are kept, hashed and passed on
unchanged. The types here are a view on those bytes (``wardtui.wire`` makes it).
"""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any, ClassVar

import msgspec
from msgspec import Meta

from wardtui.domain import handoff_events, session_events
from wardtui.domain.body import HIGHEST_LEVEL, Area, Body, Level
from wardtui.domain.campaign import CampaignPublished
from wardtui.domain.erasure import ResidentErased
from wardtui.domain.escalation_events import (
    CasePaused,
    CaseResumed,
    EscalationAccepted,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
    PolicyPublished,
)
from wardtui.domain.ids import ActionId, DeviceId, EventId, OfficerId, ResidentId, WardCode
from wardtui.domain.resident import (
    NAME_LIMIT,
    TEXT_LIMIT,
    Field,
    Resident,
    Text,
    check_field,
)
from wardtui.domain.session_codes import EligibilityCause
from wardtui.domain.vocabulary import (
    Channel,
    CloseReason,
    ContactPerson,
    Failure,
    Flag,
    MergeReason,
    Need,
    Origin,
    Outcome,
    Reason,
    Role,
    Step,
    SupportNeed,
)

__all__ = [
    "BODIES",
    "BODY_VERSION",
    "HIGHEST_LEVEL",
    "NOTE_LIMIT",
    "SAY_WHAT_HOLDS",
    "SAY_WHICH_SESSIONS",
    "Area",
    "AreaAssigned",
    "Body",
    "CampaignPublished",
    "CaseAssigned",
    "CasePaused",
    "CaseResumed",
    "ContactLogged",
    "EnrolmentRecorded",
    "Entry",
    "Erased",
    "EscalationAccepted",
    "EscalationRaised",
    "EscalationResolved",
    "EscalationReturned",
    "Event",
    "EventRetracted",
    "Level",
    "NeedArose",
    "OfficerPublished",
    "PolicyPublished",
    "ResidentClosed",
    "ResidentCorrected",
    "ResidentErased",
    "ResidentFlagCleared",
    "ResidentFlagged",
    "ResidentListed",
    "ResidentMerged",
    "ResidentReopened",
    "Unread",
]

BODY_VERSION = 1
"""Schema version of the bodies below. A higher one is kept unread."""

NOTE_LIMIT = TEXT_LIMIT
"""Characters of a note."""


class ResidentListed(Body, frozen=True):
    """A resident stands on a list: from an import or the central list."""

    TYPE: ClassVar[str] = "resident.listed"

    resident: Resident


class ResidentCorrected(Body, frozen=True):
    """Somebody put one field of the record right. No list overwrites it any more."""

    TYPE: ClassVar[str] = "resident.corrected"

    field: Field
    old: Any
    """What stood there, as JSON."""
    new: Any
    """What is right, as JSON; null when the field is known to be empty."""
    replaces: tuple[EventId, ...] = ()
    """The corrections, or else the listing, that gave what stood there."""
    why: Text | None = None

    def __post_init__(self) -> None:
        check_field(self.field, self.new)


class ResidentFlagged(Body, frozen=True):
    """The record has a fault that somebody has to put right."""

    TYPE: ClassVar[str] = "resident.flagged"

    flag: Flag
    of: ResidentId | None = None
    """Of whom the resident may be a duplicate."""


class ResidentFlagCleared(Body, frozen=True):
    """The fault was looked into and stands as it is, until the record changes there."""

    TYPE: ClassVar[str] = "resident.flag_cleared"

    flag: Flag
    of: ResidentId | None = None
    """Whose duplicate the resident is not; null clears the flag as a whole."""
    why: Text | None = None


class ResidentClosed(Body, frozen=True):
    """Nothing more is to be done, although needs may be unmet."""

    TYPE: ClassVar[str] = "resident.closed"

    reason: CloseReason
    why: Text | None = None


class ResidentReopened(Body, frozen=True):
    """The case was closed by mistake, or there is something to be done again."""

    TYPE: ClassVar[str] = "resident.reopened"

    why: Text | None = None


class ResidentMerged(Body, frozen=True):
    """Two records are one person: every event of the one, earlier or later, is the other's.

    It counts in the history of ``from`` alone. It holds no personal data, so it may stay when the
    resident is forgotten.
    """

    TYPE: ClassVar[str] = "resident.merged"

    from_: ResidentId = msgspec.field(name="from")
    into: ResidentId
    why: MergeReason


class ContactLogged(Body, frozen=True):
    """One attempt to reach a resident, and what came of it."""

    TYPE: ClassVar[str] = "contact.logged"

    channel: Channel
    outcome: Outcome
    with_whom: ContactPerson | None = msgspec.field(default=None, name="with")
    reasons: tuple[Reason, ...] = ()
    support_needs: tuple[SupportNeed, ...] = ()
    """Learnt in this contact."""
    promised_for: datetime | None = None
    """When the resident said they would come."""
    call_back_at: datetime | None = None
    note: Text | None = None


class EnrolmentRecorded(Body, frozen=True):
    """A need reached a step, or an enrolment that was tried failed. Exactly one of the two."""

    TYPE: ClassVar[str] = "enrolment.recorded"

    need: Need
    step: Step | None = None
    failure: Failure | None = None

    def __post_init__(self) -> None:
        if (self.step is None) == (self.failure is None):
            raise ValueError("an enrolment has either a step or a failure")
        if self.step is not None and self.step not in self.need.steps:
            raise ValueError(f"{self.need} has no step {self.step}")


class NeedArose(Body, frozen=True):
    """Somebody lacks something that no list names: they reached an age, or became eligible."""

    TYPE: ClassVar[str] = "need.arose"

    need: Need
    cause: EligibilityCause
    due: date
    """From when on it is to be done: for an age, the birthday."""


class CaseAssigned(Body, frozen=True):
    """Somebody was given a case. The last one for a level counts."""

    TYPE: ClassVar[str] = "case.assigned"

    to: OfficerId | None
    """Null gives the case back to whoever holds its area."""
    level: Level | None = None
    """At which level they have it; null is the one at which the case stands."""


class AreaAssigned(Body, frozen=True):
    """Somebody holds an area of the event's ward at a level. About no resident."""

    TYPE: ClassVar[str] = "area.assigned"

    area: Area
    level: Level
    officer: OfficerId | None
    """Null when nobody holds it any more."""


class OfficerPublished(Body, frozen=True):
    """What a ward's devices know of an officer. About no resident; only the server makes it."""

    TYPE: ClassVar[str] = "officer.published"

    officer: OfficerId
    name: Annotated[str, Meta(min_length=1, max_length=NAME_LIMIT)]
    role: Role
    wards: tuple[WardCode, ...]
    """All in which they work; the event's own is missing when they have left it."""
    areas: tuple[Area, ...] = ()
    """Those that the server's own list of officers names; who holds one, ``area.assigned`` says."""


class EventRetracted(Body, frozen=True):
    """An earlier event no longer counts. Retracting a retraction makes its event count again."""

    TYPE: ClassVar[str] = "event.retracted"

    event: EventId
    reason: Text | None = None


class Unread(msgspec.Struct, frozen=True):
    """The body of an event that this version cannot read: kept and passed on untouched."""


class Erased(Unread, frozen=True):
    """What is left of the body of an event about somebody who was erased: nothing to be read."""

    sha256: str
    """Of the event as its maker wrote it, hexadecimal."""


_READ: tuple[type[Body], ...] = (
    ResidentListed,
    ResidentCorrected,
    ResidentFlagged,
    ResidentFlagCleared,
    ResidentClosed,
    ResidentReopened,
    ResidentMerged,
    ResidentErased,
    ContactLogged,
    EnrolmentRecorded,
    CaseAssigned,
    AreaAssigned,
    OfficerPublished,
    EventRetracted,
    EscalationRaised,
    EscalationAccepted,
    EscalationReturned,
    EscalationResolved,
    CasePaused,
    CaseResumed,
    PolicyPublished,
    CampaignPublished,
    NeedArose,
    *session_events.BODIES,
    *handoff_events.BODIES,
)

BODIES: dict[str, type[Body]] = {body.TYPE: body for body in _READ}
"""Event type to body type, for every type that this version reads."""


SAY_WHICH_SESSIONS = frozenset(
    {*(body.TYPE for body in session_events.SESSIONS_THEMSELVES), EventRetracted.TYPE}
)
"""The types of the events about nobody that say which sessions there are."""

SAY_WHAT_HOLDS = frozenset({AreaAssigned.TYPE, PolicyPublished.TYPE, EventRetracted.TYPE})
"""The types of the events about nobody on which rests what holds for a whole ward."""


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """One fact with its envelope."""

    id: EventId
    type: str
    action: ActionId
    """Shared by all events of one user action."""
    origin: Origin
    ward: WardCode | None
    """Null when written before the device was paired."""
    resident: ResidentId | None
    actor: OfficerId | None
    """Null when written before the device was paired."""
    device: DeviceId
    device_seq: int
    """Gapless per device, from 1."""
    occurred_at: datetime
    """When it happened, as the officer says."""
    recorded_at: datetime
    """When it was written, by the device's clock."""
    clock_offset: float | None
    """Seconds to add to the device's clock to get the server's, at their last contact."""
    v: int
    body: Body | Unread
    to_ward: WardCode | None = None

    @property
    def effective_at(self) -> datetime:
        """``occurred_at`` corrected by the clock offset: the time that counts."""
        return self._by_the_server(self.occurred_at)

    @property
    def known_at(self) -> datetime:
        """``recorded_at`` corrected by the clock offset: from then on a rule can know of it."""
        return self._by_the_server(self.recorded_at)

    def _by_the_server(self, moment: datetime) -> datetime:
        if not self.clock_offset:
            return moment
        try:
            return moment + _seconds(self.clock_offset)
        except OverflowError:
            return moment


@lru_cache(maxsize=64)
def _seconds(offset: float) -> timedelta:
    """Made once: it is asked for at every look at an event, and a device has few offsets."""
    return timedelta(seconds=offset)


class Entry(msgspec.Struct, frozen=True, gc=False):
    """An event with what travels beside it."""

    event: Event
    seq: int | None = None
    """The server's number, null while the event waits to be sent."""
    ward: WardCode | None = None
    """The ward it belongs to, as the server stamped it or the event itself says."""

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Numbered events in the server's order, then this device's unsent ones as recorded."""
        if self.seq is not None:
            return (0, self.seq, 0, self.event.id)
        return (1, 0, self.event.device_seq, self.event.id)
