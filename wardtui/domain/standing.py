"""How one resident stood at the end of a day: all that figures need to know of them."""

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from wardtui.domain.bands import AgeBand, Residency, age_band, residency_of
from wardtui.domain.case import Attempts, Case, Tallies
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.ladder import FIRST_LEVEL
from wardtui.domain.moments import local_day
from wardtui.domain.need_standing import NeedStanding
from wardtui.domain.session_codes import BookingState
from wardtui.domain.vocabulary import Need, Reason, Status, Step, SupportNeed

if TYPE_CHECKING:
    # The fold is loaded by who folds.
    from wardtui.domain.case_told import Told

_FILES = (Need.ID_CARD, Need.CHILD_CARD, Need.VNEID_ACCOUNT)


class Standing(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, gc=False):
    """What the figures of a day need to know of one resident: no name, no number, no address."""

    area: str | None = None
    listed_on: date
    status: Status
    done_on: date | None = None
    level: int = FIRST_LEVEL
    reason: Reason = Reason.NOT_STATED
    """The first of those given last."""
    home_service: bool = False
    flags: int = 0
    attempts: Attempts | None = None
    """On this day; null when nobody tried."""
    reached: bool = False
    """On this day somebody answered."""
    needs: tuple[NeedStanding, ...] = ()
    residency: Residency = Residency.UNKNOWN
    age: AgeBand = AgeBand.UNKNOWN
    """When they were done, else when something was last said of them: so no birthday has to be
    kept of who is forgotten."""
    facility_service: bool = False
    flags_settled: int = 0
    """Faults of the last list that are there no more."""
    contacted: bool = False
    """Somebody has tried them, on this day or before."""
    invited: bool = False
    """Somebody was reached (a letter that was delivered counts), a message was sent to them, or
    they had a booking, on this day or before."""
    has_come: bool = False
    """They came to a session, or a step or a failed try of some need was recorded."""
    came: int = 0
    """How often they came to a session on this day, with a booking or without."""
    files: int = 0
    """Cards and accounts that were captured for them on this day."""

    def later(self) -> "Standing":
        """The same on a later day on which nothing happened."""
        if self.attempts is None and not self.came and not self.files:
            return self
        return msgspec.structs.replace(self, attempts=None, reached=False, came=0, files=0)


def standing(case: "Case | Told", day: date) -> Standing:
    """What counts of a case that is as it was at the end of ``day``."""
    resident, support, reasons = case.resident, case.support_needs, case.reasons
    progress, days, flags = case.needs, case.days, case.flags
    needs = tuple(
        NeedStanding(one.need, None, one.step is Step.LEVEL1)
        if one.met_at is None
        else NeedStanding(one.need, local_day(one.met_at))
        for one in progress
    )
    met = [one.met_on for one in needs if one.met_on is not None]
    done_on = max(met) if met and len(met) == len(needs) else None
    attempts, reached, invited = None, False, bool(case.bookings)
    for one in days:
        invited = invited or one.reached or one.attempts.message > 0
        if one.day == day:
            attempts, reached = one.attempts, one.reached
    attended = [one.since for one in case.bookings if one.state is BookingState.ATTENDED]
    return Standing(
        area=resident.area,
        listed_on=local_day(case.listed_at),
        status=case.status,
        done_on=done_on,
        level=case.level,
        reason=reasons[0] if reasons else Reason.NOT_STATED,
        home_service=SupportNeed.HOME_SERVICE in support,
        flags=len(flags),
        attempts=attempts,
        reached=reached,
        needs=needs,
        residency=residency_of(resident.registered_here, resident.lives_here),
        age=age_band(resident.birth_date, done_on or local_day(case.changed_at)),
        facility_service=SupportNeed.AT_FACILITY_SERVICE in support,
        flags_settled=len(set(resident.flags).difference(flags)) if resident.flags else 0,
        contacted=bool(days),
        invited=invited,
        has_come=bool(attended) or any(one.step or one.failure for one in progress),
        came=sum(local_day(since) == day for since in attended) if attended else 0,
        files=sum(one.need in _FILES and one.met_on == day for one in needs),
    )


class Stood(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How somebody stands since they changed last. No name, no number, no address."""

    id: ResidentId
    ward: WardCode | None
    on: date
    """The day of the last change."""
    then: Standing
    """At its end."""
    tallies: Tallies
    """When somebody tried to reach them."""
    same_as: tuple[ResidentId, ...] = ()
    """The other residents whose histories are this one."""

    def standing(self, day: date) -> Standing:
        """At the end of that day or of a later one."""
        return self.then if day == self.on else self.then.later()


def stood(case: "Case | Told", day: date | None = None) -> Stood:
    """How somebody stands by a case.

    :param day: the case is as it was at the end of this day
    """
    if day is None:
        # A need that was met in a history that was forgotten may be newer than all that is known.
        met = [local_day(one.met_at) for one in case.needs if one.met_at is not None]
        day = max([local_day(case.changed_at), *met])
    return Stood(case.id, case.ward, day, standing(case, day), case.tallies, case.same_as)
