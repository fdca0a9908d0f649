"""What is known of one resident's case: the result of the fold, never a source."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from wardtui.domain.arising import Arising
from wardtui.domain.bookings import Booking
from wardtui.domain.handoffs import Handoff
from wardtui.domain.home_service import HomeStage
from wardtui.domain.ids import EventId, OfficerId, ResidentId, WardCode
from wardtui.domain.ladder import Ladder
from wardtui.domain.moments import TimeSlot
from wardtui.domain.resident import Field, Resident
from wardtui.domain.session_codes import EligibilityCause
from wardtui.domain.vocabulary import (
    ActionKind,
    Channel,
    CloseReason,
    Failure,
    Flag,
    Need,
    Outcome,
    Reason,
    Status,
    Step,
    SupportNeed,
)


class Attempts(msgspec.Struct, frozen=True, gc=False):
    """Attempts by channel, whatever came of them."""

    call: int = 0
    visit: int = 0
    letter: int = 0
    message: int = 0

    @property
    def total(self) -> int:
        """All channels together."""
        return self.call + self.visit + self.letter + self.message


class SlotTally(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Calls and visits in one time slot. Letters and messages tell nobody who is at home."""

    tried: int = 0
    reached: int = 0
    """Those in which the resident, or somebody who speaks for them, answered."""


Tallies = tuple[SlotTally, SlotTally, SlotTally, SlotTally]
"""By time slot, in the order of ``TimeSlot``."""

NO_TALLIES: Tallies = (SlotTally(), SlotTally(), SlotTally(), SlotTally())


class DayCount(msgspec.Struct, frozen=True, gc=False):
    """What was tried on one day."""

    day: date
    attempts: Attempts
    reached: bool
    """Somebody answered at least once."""


class NeedProgress(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """How far one need has come."""

    need: Need
    step: Step | None = None
    met_at: datetime | None = None
    """Effective time at which the need was last met; null while it is unmet."""
    failure: Failure | None = None
    """Why the last try failed, until a later step."""
    cause: EligibilityCause | None = None
    """Why it arose, or arose again, although no list names it."""
    due: date | None = None
    """From when on it was to be done, where it arose."""


class LastContact(msgspec.Struct, frozen=True, gc=False):
    """The last attempt by effective time."""

    channel: Channel
    outcome: Outcome
    at: datetime
    event: EventId


class NextAction(msgspec.Struct, frozen=True, gc=False):
    """The one thing that has to happen next."""

    kind: ActionKind
    owner: str
    """An officer's id, or ``level:N`` until somebody takes it."""
    due: datetime
    """By when; after it the action is overdue."""


class Rule(StrEnum):
    """The rule that gave a case something derived. Explained in words by the front ends."""

    NEEDS_UNMET = "needs_unmet"
    NEEDS_MET = "needs_met"
    CLOSED = "closed"
    NEVER_TRIED = "never_tried"
    ASKED_TO_CALL_BACK = "asked_to_call_back"
    PROMISED = "promised"
    OUTCOME_ASKS = "outcome_asks"
    TRY_AGAIN = "try_again"
    CALLS_DO_NOT_HELP = "calls_do_not_help"
    NO_USABLE_PHONE = "no_usable_phone"
    ENROLMENT_FAILED = "enrolment_failed"
    MORE_NEEDS = "more_needs"
    RAISED = "raised"
    ACCEPTED = "accepted"
    CAME_BACK = "came_back"
    PAUSED = "paused"
    NEEDS_SUPPORT = "needs_support"
    NEED_AROSE = "need_arose"
    ACTIVATION_CLOCK = "activation_clock"
    BOOKED = "booked"
    ATTENDED = "attended"
    MISSED_BOOKING = "missed_booking"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_MOVED = "session_moved"
    WAITS_FOR_A_SEAT = "waits_for_a_seat"
    SEAT_FELL_FREE = "seat_fell_free"
    SEAT_GIVEN_BACK = "seat_given_back"
    HOME_APPROVED = "home_approved"
    HOME_DECLINED = "home_declined"
    HANDED_OFF = "handed_off"
    HANDOFF_OFFERED = "handoff_offered"
    HANDOFF_DECLINED = "handoff_declined"
    HANDOFF_DEATH = "handoff_death"


class Why(msgspec.Struct, frozen=True, gc=False):
    """Why one derived thing is so."""

    what: str
    """The field of the case that is explained: ``status`` or ``next_action``."""
    rule: Rule
    events: tuple[EventId, ...]
    """The events whose facts fired the rule."""


class Version(msgspec.Struct, frozen=True, gc=False):
    """One of several values that people gave a field without knowing of each other."""

    event: EventId
    value: Any


class Conflict(msgspec.Struct, frozen=True, gc=False):
    """A field that was put right in different ways; a correction that names all settles it."""

    field: Field
    versions: tuple[Version, ...]
    """In their order; the last one counts meanwhile."""


class ListedRecord(msgspec.Struct, frozen=True, gc=False):
    """What the last list says of a resident, before anybody put it right."""

    resident: ResidentId
    record: Resident


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """Everything derived for one resident."""

    id: ResidentId
    ward: WardCode | None
    resident: Resident
    household: str | None
    """Equal for all who share a door."""
    status: Status
    needs: tuple[NeedProgress, ...]
    level: int
    ladder: Ladder
    attempts: Attempts
    slots: tuple[TimeSlot, ...]
    """Time slots in which somebody tried, in the order of the vocabulary."""
    tallies: Tallies
    days: tuple[DayCount, ...]
    last_contact: LastContact | None
    reasons: tuple[Reason, ...]
    """Those of the last contact that gave any."""
    support_needs: tuple[SupportNeed, ...]
    flags: tuple[Flag, ...]
    listed_at: datetime
    changed_at: datetime
    """Effective time of the newest event that counts."""
    next_action: NextAction | None
    """Null exactly when the status needs no action."""
    why: tuple[Why, ...]
    unread: int
    """Events that only a newer version can read."""
    lists: tuple[ListedRecord, ...] = ()
    """What the lists say, by resident of this person; empty when it is the record itself."""
    conflicts: tuple[Conflict, ...] = ()
    duplicate_of: tuple[ResidentId, ...] = ()
    """Who may be the same person."""
    same_as: tuple[ResidentId, ...] = ()
    """The other residents whose histories were merged into this one."""
    closed: CloseReason | None = None
    assigned: OfficerId | None = None
    """Whom the case was given to, at the level at which it stands."""
    bookings: tuple[Booking, ...] = ()
    """Those that were not cancelled, in the order in which they were made."""
    home_service: HomeStage | None = None
    """How far a service at their place has come; null when nobody has to go there."""
    handoff: Handoff | None = None
    """To which ward they were offered last, or which has taken them on."""
    activate_by: datetime | None = None
    """Until when an approved VNeID account can be activated in the app; null when no such clock
    runs."""
    arises: Arising | None = None
    """What becomes due by age if nobody acts; null when nothing does."""
    answer_by: datetime | None = None
    """When the answer of its level is due; null at the first one."""
    moves_at: datetime | None = None
    """When the policy moves it, or something arises, if nobody acts; null when nothing does."""

    @property
    def listed(self) -> tuple[ListedRecord, ...]:
        """What the last list says, by resident of this person."""
        return self.lists or (ListedRecord(self.id, self.resident),)

    @property
    def unmet(self) -> tuple[Need, ...]:
        """Needs still to be met."""
        return tuple(progress.need for progress in self.needs if progress.met_at is None)

    @property
    def done_at(self) -> datetime | None:
        """When the last of all needs was met; null while one is not."""
        met = [progress.met_at for progress in self.needs if progress.met_at is not None]
        return max(met) if met and len(met) == len(self.needs) else None
