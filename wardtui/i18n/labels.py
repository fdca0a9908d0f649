"""What the codes of the closed vocabularies are called.

The Vietnamese labels are those of the field (``vi.po``); the English ones stand here. No colour or
sign carries a meaning that its label does not.
"""

from enum import Enum
from functools import cache

from wardtui.domain.bands import AgeBand, Residency
from wardtui.domain.case import Rule
from wardtui.domain.moments import TimeSlot
from wardtui.domain.resident import Field
from wardtui.domain.vocabulary import (
    ActionKind,
    Channel,
    CloseReason,
    ContactPerson,
    Failure,
    Flag,
    Need,
    Outcome,
    PauseReason,
    Reason,
    Role,
    RungKind,
    Sex,
    Status,
    Step,
    SupportNeed,
    ValueFault,
)
from wardtui.i18n import N_, tr

_LABELS: tuple[tuple[Enum, str], ...] = (
    (CloseReason.DECEASED, N_("Deceased")),
    (CloseReason.EMIGRATED, N_("Moved abroad")),
    (CloseReason.DUPLICATE, N_("Duplicate record")),
    (CloseReason.NOT_IN_SCOPE, N_("Does not belong on the list")),
    (Field.NAME, N_("name")),
    (Field.BIRTH_DATE, N_("birth date")),
    (Field.SEX, N_("sex")),
    (Field.PERSONAL_ID, N_("personal number")),
    (Field.LEGACY_ID9, N_("old card's number")),
    (Field.PHONES, N_("phone")),
    (Field.ADDRESS, N_("address")),
    (Field.LIVES_AT, N_("lives at")),
    (Field.AREA, N_("group or hamlet")),
    (Field.ROUTE_NO, N_("place on the walk")),
    (Field.REGISTERED_HERE, N_("registered here")),
    (Field.LIVES_HERE, N_("lives here")),
    (Field.GUARDIAN, N_("guardian")),
    (Field.NOTE, N_("note")),
    (ValueFault.NAME, N_("that is no name")),
    (ValueFault.BIRTH_DATE, N_("no such day, or not written like 03/02/1985 or 1985")),
    (ValueFault.SEX, N_("write Nam or Nữ")),
    (ValueFault.PERSONAL_ID, N_("a personal number has 12 digits")),
    (ValueFault.LEGACY_ID9, N_("an old card's number has 9 digits")),
    (ValueFault.PHONE, N_("that is no telephone number")),
    (ValueFault.AREA, N_("write Tổ 5 or Thôn Đoài")),
    (ValueFault.NUMBER, N_("write a number from 1 to 99999")),
    (ValueFault.YES_OR_NO, N_("write yes or no")),
    (ValueFault.TOO_LONG, N_("it is longer than what is kept")),
    (ValueFault.REMARK, N_("it holds remarks about the person; write only what has to be done")),
    (Channel.CALL, N_("Call")),
    (Channel.VISIT, N_("Visit")),
    (Channel.LETTER, N_("Letter")),
    (Channel.MESSAGE, N_("Message")),
    (Outcome.APPOINTMENT_MADE, N_("Appointment made")),
    (Outcome.AGREED_NO_DATE, N_("Agreed, no date yet")),
    (Outcome.CALLBACK_REQUESTED, N_("Asked to be called back")),
    (Outcome.NO_ANSWER, N_("No answer")),
    (Outcome.BUSY, N_("Line busy")),
    (Outcome.UNREACHABLE, N_("Cannot be reached")),
    (Outcome.WRONG_NUMBER, N_("Wrong number")),
    (Outcome.MESSAGE_LEFT, N_("Message left with family")),
    (Outcome.NOT_HOME, N_("Not at home")),
    (Outcome.LETTER_DELIVERED, N_("Invitation delivered")),
    (Outcome.MOVED_AWAY, N_("No longer lives here")),
    (Outcome.HANDED_OVER, N_("Moved to another area")),
    (Outcome.DONE_ELSEWHERE, N_("Done elsewhere")),
    (Outcome.SELF_BOOKED, N_("Booked it themself in VNeID")),
    (Outcome.HOME_VISIT_REQUESTED, N_("Asks to be served at home")),
    (Outcome.NEEDS_DATA_FIX, N_("Data must be corrected")),
    (Outcome.NOT_NOW, N_("Not convenient now")),
    (Outcome.DECLINED, N_("Does not agree yet")),
    (Outcome.GUARDIAN_NEEDED, N_("Waiting for the guardian")),
    (Outcome.DEATH_REPORTED, N_("Reported deceased")),
    (Outcome.ATTENDED, N_("Came")),
    (Outcome.MISSED, N_("Missed the appointment")),
    (Outcome.CAPTURE_FAILED, N_("Could not be captured")),
    (Outcome.NO_ACCESS, N_("No access (gate, guard)")),
    (Outcome.ADDRESS_NOT_FOUND, N_("Address not found")),
    (ContactPerson.RESIDENT, N_("The resident")),
    (ContactPerson.GUARDIAN, N_("The guardian")),
    (ContactPerson.RELATIVE, N_("A relative")),
    (ContactPerson.NEIGHBOUR, N_("A neighbour")),
    (ContactPerson.GROUP_HEAD, N_("Head of the group")),
    (Reason.PAPERS_STILL_VALID, N_("Papers still valid")),
    (Reason.NO_NEED_SEEN, N_("Sees no need")),
    (Reason.WORKING_HOURS, N_("At work in office hours")),
    (Reason.AWAY_IN_PROVINCE, N_("Elsewhere in the province")),
    (Reason.AWAY_OTHER_PROVINCE, N_("In another province")),
    (Reason.ABROAD, N_("Abroad")),
    (Reason.HARD_TO_TRAVEL, N_("Hard to travel")),
    (Reason.AT_FACILITY, N_("In a care facility")),
    (Reason.DATA_MISMATCH, N_("Data do not match")),
    (Reason.DUPLICATE_RECORD, N_("Duplicate record")),
    (Reason.NO_BASE_PAPERS, N_("Base papers missing")),
    (Reason.BIOMETRIC_UNREADABLE, N_("Fingerprints or photo not captured yet")),
    (Reason.LANGUAGE, N_("Interpreter needed")),
    (Reason.GUARDIAN_UNAVAILABLE, N_("No guardian available yet")),
    (Reason.APPLICATION_PENDING, N_("Applied, waiting for the card")),
    (Reason.NO_SMARTPHONE, N_("No suitable phone")),
    (Reason.NO_OWN_SIM, N_("SIM not in own name")),
    (Reason.ACTIVATION_FAILED, N_("Activation failed")),
    (Reason.NEEDS_EXPLANATION, N_("Needs more explanation")),
    (Reason.NO_SLOT, N_("No seat or device free")),
    (Reason.NOT_STATED, N_("No reason given")),
    (Reason.OTHER, N_("Other reason")),
    (SupportNeed.HOME_SERVICE, N_("Service at home")),
    (SupportNeed.AT_FACILITY_SERVICE, N_("Service at the facility")),
    (SupportNeed.STEP_FREE, N_("Step-free access")),
    (SupportNeed.COMPANION, N_("Comes with a companion")),
    (SupportNeed.INTERPRETER, N_("Interpreter")),
    (SupportNeed.EVENING, N_("In the evening")),
    (SupportNeed.WEEKEND, N_("At the weekend")),
    (SupportNeed.TRANSPORT, N_("Help to get there")),
    (SupportNeed.LONGER_SLOT, N_("More time")),
    (SupportNeed.QUIET_SLOT, N_("A quiet hour")),
    (SupportNeed.LARGE_PRINT, N_("Large print")),
    (SupportNeed.DEVICE_HELP, N_("Help with the phone")),
    (SupportNeed.PAPERWORK_HELP, N_("Help with the papers")),
    (SupportNeed.VIA_GROUP_HEAD, N_("Through the head of the group")),
    (SupportNeed.OFFICER_PREFERENCE, N_("Asks for a female or male officer")),
    (SupportNeed.WARM_HANDS, N_("Clean and warm the hands first")),
    (Need.ID_CARD, N_("ID card")),
    (Need.CHILD_CARD, N_("Child's card")),
    (Need.VNEID_ACCOUNT, N_("VNeID account")),
    (Need.VNEID_ACTIVATION, N_("VNeID activation")),
    (Step.CAPTURED, N_("Captured")),
    (Step.RETURNED_FOR_FIX, N_("Returned for a fix")),
    (Step.ISSUED, N_("Issued")),
    (Step.DELIVERED, N_("Delivered")),
    (Step.LEVEL1, N_("Level 1")),
    (Step.LEVEL2_COLLECTED, N_("Level 2 collected")),
    (Step.APPROVED, N_("Approved")),
    (Step.ACTIVATED, N_("Activated")),
    (Failure.FINGERPRINTS_UNREADABLE, N_("Fingerprints unreadable")),
    (Failure.FACE_NOT_CAPTURED, N_("Face not captured")),
    (Failure.IRIS_NOT_CAPTURED, N_("Iris not captured")),
    (Failure.DATA_MISMATCH, N_("Data mismatch")),
    (Failure.MISSING_PAPERS, N_("Papers missing")),
    (Failure.GUARDIAN_ABSENT, N_("Guardian absent")),
    (Failure.DEVICE_FAULT, N_("Device fault")),
    (Failure.NETWORK_FAULT, N_("Network fault")),
    (Failure.APP_ERROR, N_("VNeID app error")),
    (Failure.SIM_NOT_OWN, N_("SIM not registered to the person")),
    (Failure.OTHER, N_("Other fault")),
    (Status.OPEN, N_("Open")),
    (Status.BOOKED, N_("Booked")),
    (Status.ENROLLED, N_("Enrolled")),
    (Status.PAUSED, N_("Paused")),
    (Status.HANDED_OFF, N_("Handed off")),
    (Status.CLOSED, N_("Closed")),
    (ActionKind.CALL, N_("Call them")),
    (ActionKind.CALL_BACK, N_("Call back")),
    (ActionKind.VISIT, N_("Visit them")),
    (ActionKind.FIND_ADDRESS, N_("Find the address")),
    (ActionKind.CHECK_PROMISE, N_("See whether they came")),
    (ActionKind.BOOK, N_("Book a session")),
    (ActionKind.ARRANGE_HOME_SERVICE, N_("Arrange home service")),
    (ActionKind.REACH_GUARDIAN, N_("Reach the guardian")),
    (ActionKind.FIX_DATA, N_("Correct the data")),
    (ActionKind.RETRY_ENROLMENT, N_("Try enrolment again")),
    (ActionKind.RECORD_RESULT, N_("Record the result")),
    (ActionKind.HELP_ACTIVATE, N_("Help to activate")),
    (ActionKind.CONFIRM_STATUS, N_("Check and close")),
    (ActionKind.ACCEPT, N_("Take on")),
    (ActionKind.ANSWER, N_("Settle or give back")),
    (ActionKind.FOLLOW_INSTRUCTION, N_("Do as instructed")),
    (ActionKind.RESUME, N_("Go on after the pause")),
    (ActionKind.AWAIT_HANDOFF, N_("Wait for the other ward")),
    (PauseReason.AWAY, N_("Away for a time")),
    (PauseReason.AT_FACILITY, N_("In a care facility")),
    (PauseReason.WAITING_FOR_PAPERS, N_("Waiting for papers")),
    (PauseReason.WAITING_FOR_DATA, N_("Waiting for data to be put right")),
    (PauseReason.WAITING_FOR_GUARDIAN, N_("Waiting for the guardian")),
    (PauseReason.APPLICATION_PENDING, N_("Applied, waiting for the card")),
    (PauseReason.ASKED_FOR_TIME, N_("The family asked for time")),
    (PauseReason.OTHER, N_("Another reason")),
    (RungKind.RAISED, N_("Handed up")),
    (RungKind.ACCEPTED, N_("Taken on")),
    (RungKind.RETURNED, N_("Returned below")),
    (RungKind.RESOLVED, N_("Settled")),
    (RungKind.PAUSED, N_("Paused")),
    (RungKind.RESUMED, N_("Went on")),
    (Flag.MISSING_PHONE, N_("No phone number")),
    (Flag.INVALID_PHONE, N_("Phone number to check")),
    (Flag.CONVERTED_PHONE, N_("Phone number converted")),
    (Flag.MISSING_PERSONAL_ID, N_("No personal number")),
    (Flag.INVALID_PERSONAL_ID, N_("Personal number to check")),
    (Flag.LEGACY_ID9, N_("Old 9-digit number")),
    (Flag.ID_BIRTH_YEAR_MISMATCH, N_("Personal number and birth year differ")),
    (Flag.ID_SEX_MISMATCH, N_("Personal number and sex differ")),
    (Flag.MISSING_BIRTH_DATE, N_("No birth date")),
    (Flag.INVALID_BIRTH_DATE, N_("Birth date to check")),
    (Flag.MISSING_ADDRESS, N_("No address")),
    (Flag.UNKNOWN_AREA, N_("Area unknown")),
    (Flag.POSSIBLE_DUPLICATE, N_("Possible duplicate")),
    (Flag.LIST_DIFFERS, N_("The list says otherwise")),
    (Sex.MALE, N_("Male")),
    (Sex.FEMALE, N_("Female")),
    (Role.OFFICER, N_("Area officer")),
    (Role.LEADER, N_("Team leader")),
    (Role.COMMANDER, N_("Commander")),
    (Role.ADMIN, N_("Administrator")),
    (AgeBand.UNDER_6, N_("under 6")),
    (AgeBand.FROM_6_TO_13, N_("6 to 13")),
    (AgeBand.FROM_14, N_("14 and over")),
    (AgeBand.UNKNOWN, N_("age not known")),
    (Residency.LIVING_REGISTERED, N_("registered and living here (KT1)")),
    (Residency.AWAY_REGISTERED, N_("registered here, living elsewhere (KT2)")),
    (Residency.LIVING_UNREGISTERED, N_("living here, registered elsewhere")),
    (Residency.UNKNOWN, N_("residence not known")),
    (TimeSlot.MORNING, N_("Morning")),
    (TimeSlot.AFTERNOON, N_("Afternoon")),
    (TimeSlot.EVENING, N_("Evening")),
    (TimeSlot.WEEKEND, N_("Weekend")),
    (Rule.NEEDS_UNMET, N_("something is still to be done")),
    (Rule.NEEDS_MET, N_("everything is done")),
    (Rule.CLOSED, N_("the case was closed")),
    (Rule.NEVER_TRIED, N_("nobody has tried yet")),
    (Rule.ASKED_TO_CALL_BACK, N_("they asked to be called at that time")),
    (Rule.PROMISED, N_("they said they would come then")),
    (Rule.OUTCOME_ASKS, N_("the last contact asks for it")),
    (Rule.TRY_AGAIN, N_("the last try reached nobody")),
    (Rule.CALLS_DO_NOT_HELP, N_("two calls in a row reached nobody")),
    (Rule.NO_USABLE_PHONE, N_("there is no phone number that works")),
    (Rule.ENROLMENT_FAILED, N_("the last enrolment did not succeed")),
    (Rule.MORE_NEEDS, N_("something else is still missing")),
    (Rule.RAISED, N_("it was handed up and nobody has taken it yet")),
    (Rule.ACCEPTED, N_("it was taken on at this level")),
    (Rule.CAME_BACK, N_("it came back from above")),
    (Rule.PAUSED, N_("it is paused until then")),
    (Rule.NEEDS_SUPPORT, N_("they declined, and the way is hard for them")),
    (Rule.NEED_AROSE, N_("it has become due")),
    (Rule.ACTIVATION_CLOCK, N_("an approved account is activated within seven days")),
    (Rule.HANDED_OFF, N_("another ward has taken them on")),
    (Rule.HANDOFF_OFFERED, N_("they were offered to the ward where they live")),
    (Rule.HANDOFF_DECLINED, N_("the other ward has not taken them on")),
    (Rule.HANDOFF_DEATH, N_("the ward before was told that they have died")),
)


# Codes of two vocabularies can be the same word ("call" is a channel and an action), and such
# members are equal as strings: the class has to be part of the key.
_BY_CLASS = {(type(code), code.value): text for code, text in _LABELS}


@cache
def _further() -> dict[tuple[type[Enum], str], str]:
    """The labels that the first screen needs none of."""
    from wardtui.i18n import list_labels, session_labels

    labels = (*session_labels.LABELS, *list_labels.LABELS)
    return {(type(code), code.value): text for code, text in labels}


def _text_of(code: Enum) -> str | None:
    key = (type(code), code.value)
    return _BY_CLASS.get(key) or _further().get(key)


def label(code: Enum) -> str:
    """What a code is called in the language that is spoken."""
    text = _text_of(code)
    if text is None:
        raise KeyError(code)
    return tr(text)


_OF_A_MESSAGE = {
    Outcome.MESSAGE_LEFT: N_("Message sent"),
    Outcome.NO_ANSWER: N_("No reply"),
}


def outcome_label(channel: Channel, outcome: Outcome) -> str:
    """What came of a contact; of a message other words are used than at the telephone."""
    if channel is Channel.MESSAGE and outcome in _OF_A_MESSAGE:
        return tr(_OF_A_MESSAGE[outcome])
    return label(outcome)


def has_label(code: Enum) -> bool:
    """Whether a code can be put into words."""
    return _text_of(code) is not None
