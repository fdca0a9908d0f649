"""The closed vocabularies: every code that may be stored, and what the rules need to know of it.

Codes are contracts between devices, server and reports; labels live in ``wardtui.i18n.labels``.
Nothing here names conduct, a diagnosis, belief or politics, and nothing of that kind can be stored.
"""

from enum import StrEnum


class Channel(StrEnum):
    """How somebody was tried."""

    CALL = "call"
    VISIT = "visit"
    LETTER = "letter"
    MESSAGE = "message"


class Outcome(StrEnum):
    """What came of one attempt to reach a resident."""

    APPOINTMENT_MADE = "appointment_made"
    AGREED_NO_DATE = "agreed_no_date"
    CALLBACK_REQUESTED = "callback_requested"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    UNREACHABLE = "unreachable"
    WRONG_NUMBER = "wrong_number"
    MESSAGE_LEFT = "message_left"
    NOT_HOME = "not_home"
    LETTER_DELIVERED = "letter_delivered"
    MOVED_AWAY = "moved_away"
    HANDED_OVER = "handed_over"
    DONE_ELSEWHERE = "done_elsewhere"
    SELF_BOOKED = "self_booked"
    HOME_VISIT_REQUESTED = "home_visit_requested"
    NEEDS_DATA_FIX = "needs_data_fix"
    NOT_NOW = "not_now"
    DECLINED = "declined"
    GUARDIAN_NEEDED = "guardian_needed"
    DEATH_REPORTED = "death_reported"
    ATTENDED = "attended"
    MISSED = "missed"
    CAPTURE_FAILED = "capture_failed"
    NO_ACCESS = "no_access"
    ADDRESS_NOT_FOUND = "address_not_found"

    @property
    def failed(self) -> bool:
        """Nobody was reached."""
        return self in _FAILED

    @property
    def reached(self) -> bool:
        """Somebody was reached, whatever they said."""
        return self not in _FAILED

    def is_one_way(self, channel: Channel) -> bool:
        """A letter or a message that was sent: nobody said anything."""
        return channel in _ONE_WAY and self in _SENT

    @property
    def stops_contact(self) -> bool:
        """Nobody is to be called or visited again before this has been looked into."""
        return self in _STOPS_CONTACT


_FAILED = frozenset(
    {
        Outcome.NO_ANSWER,
        Outcome.BUSY,
        Outcome.UNREACHABLE,
        Outcome.WRONG_NUMBER,
        Outcome.MESSAGE_LEFT,
        Outcome.NOT_HOME,
        Outcome.NO_ACCESS,
        Outcome.ADDRESS_NOT_FOUND,
    }
)
_ONE_WAY = frozenset({Channel.LETTER, Channel.MESSAGE})
_SENT = frozenset({Outcome.LETTER_DELIVERED, Outcome.MESSAGE_LEFT})
_STOPS_CONTACT = frozenset(
    {Outcome.DEATH_REPORTED, Outcome.MOVED_AWAY, Outcome.HANDED_OVER, Outcome.DONE_ELSEWHERE}
)


class ContactPerson(StrEnum):
    """Who was spoken to."""

    RESIDENT = "resident"
    GUARDIAN = "guardian"
    RELATIVE = "relative"
    NEIGHBOUR = "neighbour"
    GROUP_HEAD = "group_head"


class Reason(StrEnum):
    """Why a need is not met yet, as the resident or the circumstances say."""

    PAPERS_STILL_VALID = "papers_still_valid"
    NO_NEED_SEEN = "no_need_seen"
    WORKING_HOURS = "working_hours"
    AWAY_IN_PROVINCE = "away_in_province"
    AWAY_OTHER_PROVINCE = "away_other_province"
    ABROAD = "abroad"
    HARD_TO_TRAVEL = "hard_to_travel"
    AT_FACILITY = "at_facility"
    DATA_MISMATCH = "data_mismatch"
    DUPLICATE_RECORD = "duplicate_record"
    NO_BASE_PAPERS = "no_base_papers"
    BIOMETRIC_UNREADABLE = "biometric_unreadable"
    LANGUAGE = "language"
    GUARDIAN_UNAVAILABLE = "guardian_unavailable"
    APPLICATION_PENDING = "application_pending"
    NO_SMARTPHONE = "no_smartphone"
    NO_OWN_SIM = "no_own_sim"
    ACTIVATION_FAILED = "activation_failed"
    NEEDS_EXPLANATION = "needs_explanation"
    NO_SLOT = "no_slot"
    NOT_STATED = "not_stated"
    OTHER = "other"

    @property
    def objective(self) -> bool:
        """A cause outside the resident's will ("khách quan")."""
        return self not in _NOT_OBJECTIVE


_NOT_OBJECTIVE = frozenset(
    {
        Reason.PAPERS_STILL_VALID,
        Reason.NO_NEED_SEEN,
        Reason.NEEDS_EXPLANATION,
        Reason.NOT_STATED,
        Reason.OTHER,
    }
)


class SupportNeed(StrEnum):
    """What somebody needs in order to be served: an arrangement, never a label of a person."""

    HOME_SERVICE = "home_service"
    AT_FACILITY_SERVICE = "at_facility_service"
    STEP_FREE = "step_free"
    COMPANION = "companion"
    INTERPRETER = "interpreter"
    EVENING = "evening"
    WEEKEND = "weekend"
    TRANSPORT = "transport"
    LONGER_SLOT = "longer_slot"
    QUIET_SLOT = "quiet_slot"
    LARGE_PRINT = "large_print"
    DEVICE_HELP = "device_help"
    PAPERWORK_HELP = "paperwork_help"
    VIA_GROUP_HEAD = "via_group_head"
    OFFICER_PREFERENCE = "officer_preference"
    WARM_HANDS = "warm_hands"


class Need(StrEnum):
    """What a listed resident still lacks."""

    ID_CARD = "id_card"
    CHILD_CARD = "child_card"
    VNEID_ACCOUNT = "vneid_account"
    VNEID_ACTIVATION = "vneid_activation"

    @property
    def steps(self) -> tuple["Step", ...]:
        """The steps that can be recorded for this need, in the order in which they come."""
        return _CARD_STEPS if self in (Need.ID_CARD, Need.CHILD_CARD) else _ACCOUNT_STEPS

    def is_met_by(self, step: "Step") -> bool:
        """Whether the officer's work for this need is done once ``step`` is reached."""
        return step in _MET_BY[self]


class Step(StrEnum):
    """A stage of enrolment."""

    CAPTURED = "captured"
    RETURNED_FOR_FIX = "returned_for_fix"
    ISSUED = "issued"
    DELIVERED = "delivered"
    LEVEL1 = "level1"
    LEVEL2_COLLECTED = "level2_collected"
    APPROVED = "approved"
    ACTIVATED = "activated"


_CARD_STEPS = (Step.CAPTURED, Step.RETURNED_FOR_FIX, Step.ISSUED, Step.DELIVERED)
_ACCOUNT_STEPS = (Step.LEVEL1, Step.LEVEL2_COLLECTED, Step.APPROVED, Step.ACTIVATED)
_CARD_MET = frozenset({Step.CAPTURED, Step.ISSUED, Step.DELIVERED})
_MET_BY = {
    Need.ID_CARD: _CARD_MET,
    Need.CHILD_CARD: _CARD_MET,
    Need.VNEID_ACCOUNT: frozenset({Step.LEVEL2_COLLECTED, Step.APPROVED, Step.ACTIVATED}),
    Need.VNEID_ACTIVATION: frozenset({Step.ACTIVATED}),
}


class Failure(StrEnum):
    """Why an enrolment that was tried did not succeed."""

    FINGERPRINTS_UNREADABLE = "fingerprints_unreadable"
    FACE_NOT_CAPTURED = "face_not_captured"
    IRIS_NOT_CAPTURED = "iris_not_captured"
    DATA_MISMATCH = "data_mismatch"
    MISSING_PAPERS = "missing_papers"
    GUARDIAN_ABSENT = "guardian_absent"
    DEVICE_FAULT = "device_fault"
    NETWORK_FAULT = "network_fault"
    APP_ERROR = "app_error"
    SIM_NOT_OWN = "sim_not_own"
    OTHER = "other"


class Status(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    BOOKED = "booked"
    ENROLLED = "enrolled"
    PAUSED = "paused"
    HANDED_OFF = "handed_off"
    CLOSED = "closed"

    @property
    def needs_action(self) -> bool:
        """An open case in the sense of the invariant: it has a next action, an owner, a due time.

        A case is open until its needs are met, it is closed or it is handed off.
        """
        return self in (Status.OPEN, Status.BOOKED, Status.PAUSED)


class ActionKind(StrEnum):
    """What has to be done next on a case."""

    CALL = "call"
    CALL_BACK = "call_back"
    VISIT = "visit"
    FIND_ADDRESS = "find_address"
    CHECK_PROMISE = "check_promise"
    BOOK = "book"
    ARRANGE_HOME_SERVICE = "arrange_home_service"
    REACH_GUARDIAN = "reach_guardian"
    FIX_DATA = "fix_data"
    RETRY_ENROLMENT = "retry_enrolment"
    RECORD_RESULT = "record_result"
    CHECK_BOOKING = "check_booking"
    """They are booked: note whether they came."""
    HELP_ACTIVATE = "help_activate"
    CONFIRM_STATUS = "confirm_status"
    ACCEPT = "accept"
    """A case was raised to a level, and nobody there has taken it yet."""
    ANSWER = "answer"
    """The level that took it acts and gives it back, or settles it."""
    FOLLOW_INSTRUCTION = "follow_instruction"
    """It came back from above."""
    RESUME = "resume"
    """A pause ends."""
    AWAIT_HANDOFF = "await_handoff"
    """They were offered to another ward: wait for its answer, and ring it when none comes."""


class Flag(StrEnum):
    """A fault in the data that somebody has to put right."""

    MISSING_PHONE = "missing_phone"
    INVALID_PHONE = "invalid_phone"
    CONVERTED_PHONE = "converted_phone"
    MISSING_PERSONAL_ID = "missing_personal_id"
    INVALID_PERSONAL_ID = "invalid_personal_id"
    LEGACY_ID9 = "legacy_id9"
    ID_BIRTH_YEAR_MISMATCH = "id_birth_year_mismatch"
    ID_SEX_MISMATCH = "id_sex_mismatch"
    MISSING_BIRTH_DATE = "missing_birth_date"
    INVALID_BIRTH_DATE = "invalid_birth_date"
    MISSING_ADDRESS = "missing_address"
    UNKNOWN_AREA = "unknown_area"
    POSSIBLE_DUPLICATE = "possible_duplicate"
    LIST_DIFFERS = "list_differs"


class CloseReason(StrEnum):
    """Why a case is closed although its needs are not met."""

    DECEASED = "deceased"
    EMIGRATED = "emigrated"
    DUPLICATE = "duplicate"
    NOT_IN_SCOPE = "not_in_scope"


class PauseReason(StrEnum):
    """Why nothing is to be done on a case for some time. Circumstances, never the person."""

    AWAY = "away"
    AT_FACILITY = "at_facility"
    WAITING_FOR_PAPERS = "waiting_for_papers"
    WAITING_FOR_DATA = "waiting_for_data"
    WAITING_FOR_GUARDIAN = "waiting_for_guardian"
    APPLICATION_PENDING = "application_pending"
    ASKED_FOR_TIME = "asked_for_time"
    OTHER = "other"


class RungKind(StrEnum):
    """What happened to a case on its ladder."""

    RAISED = "raised"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    RESOLVED = "resolved"
    PAUSED = "paused"
    RESUMED = "resumed"


class MergeReason(StrEnum):
    """Why two records are taken for one person."""

    SAME_NUMBER = "same_number"
    """One personal number, one name and one year of birth: the central server says so."""
    DECIDED = "decided"
    """Somebody has looked at both."""


class ValueFault(StrEnum):
    """Why a value that somebody typed cannot be taken."""

    NAME = "name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    PERSONAL_ID = "personal_id"
    LEGACY_ID9 = "legacy_id9"
    PHONE = "phone"
    AREA = "area"
    NUMBER = "number"
    YES_OR_NO = "yes_or_no"
    TOO_LONG = "too_long"
    REMARK = "remark"
    """Words about the person that must not be stored."""


class Sex(StrEnum):
    """Sex as the lists and the personal number give it."""

    MALE = "M"
    FEMALE = "F"


class Role(StrEnum):
    """What somebody may do."""

    OFFICER = "officer"
    LEADER = "leader"
    COMMANDER = "commander"
    ADMIN = "admin"

    @property
    def leads(self) -> bool:
        """May act on what other officers of the ward recorded."""
        return self is not Role.OFFICER


class Origin(StrEnum):
    """Who made an event: somebody, or a rule of the policy."""

    PERSON = "person"
    RULE = "rule"
