"""What every outcome of a contact and every failure of an enrolment asks for, and by when.

The tables are total over their vocabularies (a test holds it), so everything leads somewhere.
"""

import msgspec

from wardtui.domain.vocabulary import ActionKind, Failure, Outcome


class FollowUp(msgspec.Struct, frozen=True):
    """What an outcome or a failure asks for."""

    kind: ActionKind
    days: int
    """Due at the end of the shift, so many days later."""


FOLLOW_UPS = {
    Outcome.APPOINTMENT_MADE: FollowUp(ActionKind.BOOK, 0),
    Outcome.AGREED_NO_DATE: FollowUp(ActionKind.BOOK, 1),
    Outcome.CALLBACK_REQUESTED: FollowUp(ActionKind.CALL_BACK, 1),
    Outcome.LETTER_DELIVERED: FollowUp(ActionKind.CALL, 2),
    Outcome.MOVED_AWAY: FollowUp(ActionKind.CONFIRM_STATUS, 1),
    Outcome.HANDED_OVER: FollowUp(ActionKind.CONFIRM_STATUS, 1),
    Outcome.DONE_ELSEWHERE: FollowUp(ActionKind.CONFIRM_STATUS, 1),
    Outcome.DEATH_REPORTED: FollowUp(ActionKind.CONFIRM_STATUS, 1),
    Outcome.SELF_BOOKED: FollowUp(ActionKind.CHECK_PROMISE, 3),
    Outcome.HOME_VISIT_REQUESTED: FollowUp(ActionKind.ARRANGE_HOME_SERVICE, 1),
    Outcome.NEEDS_DATA_FIX: FollowUp(ActionKind.FIX_DATA, 1),
    Outcome.NOT_NOW: FollowUp(ActionKind.CALL_BACK, 3),
    Outcome.DECLINED: FollowUp(ActionKind.VISIT, 3),
    Outcome.GUARDIAN_NEEDED: FollowUp(ActionKind.REACH_GUARDIAN, 1),
    Outcome.ATTENDED: FollowUp(ActionKind.RECORD_RESULT, 0),
    Outcome.MISSED: FollowUp(ActionKind.CALL, 0),
    Outcome.CAPTURE_FAILED: FollowUp(ActionKind.RETRY_ENROLMENT, 1),
    Outcome.MESSAGE_LEFT: FollowUp(ActionKind.CALL, 1),
    Outcome.NO_ANSWER: FollowUp(ActionKind.CALL, 1),
    Outcome.BUSY: FollowUp(ActionKind.CALL, 1),
    Outcome.UNREACHABLE: FollowUp(ActionKind.CALL, 1),
    Outcome.WRONG_NUMBER: FollowUp(ActionKind.CALL, 1),
    Outcome.NOT_HOME: FollowUp(ActionKind.CALL, 1),
    Outcome.NO_ACCESS: FollowUp(ActionKind.CALL, 1),
    Outcome.ADDRESS_NOT_FOUND: FollowUp(ActionKind.FIND_ADDRESS, 1),
}


AFTER_FAILURES = {
    # Hands are soaked, washed and warmed first (``SupportNeed.WARM_HANDS``, learnt by itself).
    Failure.FINGERPRINTS_UNREADABLE: FollowUp(ActionKind.RETRY_ENROLMENT, 1),
    Failure.FACE_NOT_CAPTURED: FollowUp(ActionKind.RETRY_ENROLMENT, 1),
    Failure.IRIS_NOT_CAPTURED: FollowUp(ActionKind.RETRY_ENROLMENT, 1),
    Failure.DATA_MISMATCH: FollowUp(ActionKind.FIX_DATA, 1),
    # To say what to bring: only what the law still allows to ask for.
    Failure.MISSING_PAPERS: FollowUp(ActionKind.CALL, 1),
    Failure.GUARDIAN_ABSENT: FollowUp(ActionKind.REACH_GUARDIAN, 1),
    # Nobody's fault: they come again on the next day.
    Failure.DEVICE_FAULT: FollowUp(ActionKind.BOOK, 1),
    Failure.NETWORK_FAULT: FollowUp(ActionKind.BOOK, 1),
    Failure.APP_ERROR: FollowUp(ActionKind.HELP_ACTIVATE, 1),
    # They register the SIM in their own name at a shop first.
    Failure.SIM_NOT_OWN: FollowUp(ActionKind.HELP_ACTIVATE, 3),
    Failure.OTHER: FollowUp(ActionKind.RETRY_ENROLMENT, 1),
}
