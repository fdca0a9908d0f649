"""What the codes of sessions, bookings and duties are called."""

from enum import Enum

from wardtui.domain.case import Rule
from wardtui.domain.home_service import HomeStage
from wardtui.domain.session_codes import (
    BookingState,
    CancelReason,
    Duty,
    EligibilityCause,
    SessionKind,
    Shift,
)
from wardtui.domain.vocabulary import ActionKind
from wardtui.i18n import N_

LABELS: tuple[tuple[Enum, str], ...] = (
    (SessionKind.DISTRICT_OFFICE, N_("District office")),
    (SessionKind.WARD_OFFICE, N_("Ward office")),
    (SessionKind.WARD_EVENING, N_("Ward evening")),
    (SessionKind.MOBILE_TEAM, N_("Mobile team")),
    (SessionKind.AT_HOME, N_("At home")),
    (SessionKind.HOSPITAL_BED, N_("At the hospital bed")),
    (SessionKind.SOCIAL_CENTRE, N_("Social protection centre")),
    (SessionKind.MARKET_OR_HALL, N_("Market or hall")),
    (SessionKind.OTHER_PROVINCE, N_("Other province")),
    (BookingState.BOOKED, N_("Has a seat")),
    (BookingState.WAITING, N_("On the waiting list")),
    (BookingState.ATTENDED, N_("Came")),
    (BookingState.MISSED, N_("Did not come")),
    (CancelReason.ASKED, N_("They asked for it")),
    (CancelReason.REBOOKED, N_("Booked elsewhere")),
    (CancelReason.SESSION_CANCELLED, N_("The session was cancelled")),
    (CancelReason.NOT_NEEDED, N_("Not needed any more")),
    (CancelReason.OTHER, N_("For another reason")),
    (Shift.MORNING, N_("Morning shift")),
    (Shift.AFTERNOON, N_("Afternoon shift")),
    (Shift.EVENING, N_("Evening shift")),
    (Shift.NIGHT, N_("Night shift")),
    (Duty.CAPTURE, N_("Capture")),
    (Duty.RECEPTION, N_("Reception")),
    (Duty.DATA_CLEANING, N_("Data cleaning")),
    (EligibilityCause.AGE_14, N_("Turned 14")),
    (EligibilityCause.AGE_25, N_("Turned 25")),
    (EligibilityCause.AGE_40, N_("Turned 40")),
    (EligibilityCause.AGE_60, N_("Turned 60")),
    (EligibilityCause.NEWLY_ELIGIBLE, N_("Newly eligible")),
    (HomeStage.PROPOSED, N_("Proposed, not decided")),
    (HomeStage.APPROVED, N_("Approved, not on a route")),
    (HomeStage.DECLINED, N_("Declined")),
    (HomeStage.ON_ROUTE, N_("On a route")),
    (HomeStage.DONE, N_("Served")),
    (ActionKind.CHECK_BOOKING, N_("Note whether they came")),
    (Rule.BOOKED, N_("they are booked until then")),
    (Rule.ATTENDED, N_("they came, and no result is recorded")),
    (Rule.MISSED_BOOKING, N_("they did not come to their appointment")),
    (Rule.SESSION_CANCELLED, N_("their session was cancelled")),
    (Rule.SESSION_MOVED, N_("their session has another time or place")),
    (Rule.SEAT_FELL_FREE, N_("a seat fell free for them, and they do not know it yet")),
    (Rule.SEAT_GIVEN_BACK, N_("an appointment of theirs was given back, and they may not know it")),
    (Rule.WAITS_FOR_A_SEAT, N_("they wait for a free seat")),
    (Rule.HOME_APPROVED, N_("a leader approved that the team goes there")),
    (Rule.HOME_DECLINED, N_("a leader declined that the team goes there")),
)
