"""The closed vocabularies of sessions, bookings and duties."""

from enum import StrEnum


class SessionKind(StrEnum):
    """Where people are enrolled."""

    DISTRICT_OFFICE = "district_office"
    WARD_OFFICE = "ward_office"
    WARD_EVENING = "ward_evening"
    MOBILE_TEAM = "mobile_team"
    AT_HOME = "at_home"
    HOSPITAL_BED = "hospital_bed"
    SOCIAL_CENTRE = "social_centre"
    MARKET_OR_HALL = "market_or_hall"
    OTHER_PROVINCE = "other_province"

    @property
    def comes_to_people(self) -> bool:
        """The team goes to each resident, so a leader approves whom, and it has a route."""
        return self in (SessionKind.AT_HOME, SessionKind.HOSPITAL_BED, SessionKind.SOCIAL_CENTRE)


class BookingState(StrEnum):
    """What has become of a booking."""

    BOOKED = "booked"
    WAITING = "waiting"
    """On the waiting list of a full session."""
    ATTENDED = "attended"
    MISSED = "missed"


class CancelReason(StrEnum):
    """Why a booking does not hold any more."""

    ASKED = "asked"
    """The resident asked for it."""
    REBOOKED = "rebooked"
    SESSION_CANCELLED = "session_cancelled"
    NOT_NEEDED = "not_needed"
    """The needs are met, the case is closed or handed over, or another booking of theirs counts."""
    OTHER = "other"


class Shift(StrEnum):
    """The three shifts of a working day, 07:00-22:00, and the night."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    NIGHT = "night"


class Duty(StrEnum):
    """What somebody does in a shift. Data cleaning goes on around the clock."""

    CAPTURE = "capture"
    RECEPTION = "reception"
    DATA_CLEANING = "data_cleaning"


class EligibilityCause(StrEnum):
    """Why somebody lacks something that no list names yet.

    The ages are those of the Law on Identification 26/2023/QH15, articles 19 and 21.
    """

    AGE_14 = "age_14"
    AGE_25 = "age_25"
    AGE_40 = "age_40"
    AGE_60 = "age_60"
    NEWLY_ELIGIBLE = "newly_eligible"
