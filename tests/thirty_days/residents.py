"""How the residents of the play live: when they answer, what they say, whether they come."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum
from random import Random

from wardtui.domain.case import Case
from wardtui.domain.events import ContactLogged
from wardtui.domain.moments import VIETNAM, TimeSlot, local_day, slot_of
from wardtui.domain.vocabulary import (
    Channel,
    CloseReason,
    ContactPerson,
    Outcome,
    Reason,
    SupportNeed,
)

SEED = 20261102
WEEKEND_SHIFT = time(14, 0)
EVENING_SHIFT = time(18, 0)
_SERVED_AT_HOME_FROM = 85
"""Years of age from which everybody in the play is served at home."""


class Way(StrEnum):
    """What makes somebody easy or hard to reach. Reasons are those of domain.md §1.7."""

    WILLING = "willing"
    BUSY = "busy"
    """Works late: rarely at home before the weekend."""
    NEVER_MET = "never_met"
    """Neither answers nor opens; those above find them through work or relatives."""
    SEES_NO_NEED = "sees_no_need"
    """Declines until somebody from above has come."""
    DECLINES = "declines"
    """Declines until the commander has come, and sometimes then."""
    FORGETS = "forgets"
    """Promises and does not come."""
    HARD_TO_COME = "hard_to_come"
    """Is to be served at home, and may decline for want of it."""
    AWAY = "away"
    """Lives or works elsewhere until some day."""
    WRONG_NUMBER = "wrong_number"
    MOVED = "moved"
    DIED = "died"


_SHARES = {
    Way.WILLING: 48,
    Way.BUSY: 20,
    Way.NEVER_MET: 8,
    Way.SEES_NO_NEED: 8,
    Way.DECLINES: 2,
    Way.FORGETS: 5,
    Way.HARD_TO_COME: 3,
    Way.WRONG_NUMBER: 3,
    Way.MOVED: 2,
    Way.DIED: 1,
}
"""In a hundred residents who live in the ward."""

_ANSWERS = {
    Way.WILLING: (0.65, 0.75),
    Way.BUSY: (0.3, 0.7),
    Way.SEES_NO_NEED: (0.6, 0.6),
    Way.DECLINES: (0.6, 0.6),
    Way.FORGETS: (0.6, 0.6),
    Way.HARD_TO_COME: (0.8, 0.8),
    Way.WRONG_NUMBER: (0.6, 0.6),
    Way.AWAY: (0.6, 0.6),
}
"""How often somebody answers, in the evening and at a weekend."""

_FOUND = {1: 0.0, 2: 0.3, 3: 0.7}
"""How often those whom nobody meets are found, by the level that looks for them."""

_AGREES = {
    Way.WILLING: {1: 0.8, 2: 0.95, 3: 1.0},
    Way.BUSY: {1: 0.6, 2: 0.8, 3: 0.9},
    Way.NEVER_MET: {1: 0.5, 2: 0.6, 3: 0.9},
    Way.SEES_NO_NEED: {1: 0.0, 2: 0.7, 3: 0.9},
    Way.DECLINES: {1: 0.0, 2: 0.0, 3: 0.6},
    Way.FORGETS: {1: 1.0, 2: 1.0, 3: 1.0},
    Way.WRONG_NUMBER: {1: 0.8, 2: 0.9, 3: 1.0},
}
"""How often somebody who is met agrees on a time, by the level that asks."""

_DECLINING = (Way.SEES_NO_NEED, Way.DECLINES)
_GONE = {Way.MOVED: CloseReason.NOT_IN_SCOPE, Way.DIED: CloseReason.DECEASED}


class Life:
    """One resident behind their line in the list."""

    def __init__(self, case: Case, first_day: date, seed: int = SEED) -> None:
        self.chance = Random(f"{seed}/{case.id}")
        self.way = self._draw(case, first_day)
        self.back_on = first_day + timedelta(days=self.chance.randint(12, 70))
        """Who is away is here again."""
        self.is_told_of_service = False
        """They know when somebody comes to serve them at home."""
        self._asked_by = 0
        """The highest level that has talked to them."""

    def _draw(self, case: Case, day: date) -> Way:
        drawn = self.chance.choices(tuple(_SHARES), tuple(_SHARES.values()))[0]
        if case.resident.lives_here is False:
            return Way.AWAY
        if (case.resident.age_on(day) or 0) >= _SERVED_AT_HOME_FROM:
            return Way.HARD_TO_COME
        return drawn

    @property
    def gone(self) -> CloseReason | None:
        """Why nothing is left to be done, once somebody has looked into the registers."""
        return _GONE.get(self.way)

    def is_away(self, day: date) -> bool:
        """Whether they are somewhere else on a day."""
        return self.way is Way.AWAY and day < self.back_on

    def comes(self) -> bool:
        """Whether they keep what they promised."""
        if self.way is Way.FORGETS:
            return self.chance.random() < (0.2 if self._asked_by == 1 else 0.8)
        return self.chance.random() < 0.88

    def answer(self, channel: Channel, at: datetime, level: int) -> ContactLogged:
        """What comes of a call or a visit by somebody of a level."""
        if self.way is Way.WRONG_NUMBER and channel is Channel.CALL:
            return ContactLogged(channel=channel, outcome=Outcome.WRONG_NUMBER)
        if not self._is_met(channel, at, level):
            return ContactLogged(channel=channel, outcome=self._nobody(channel))
        self._asked_by = max(self._asked_by, level)
        return self._words(channel, at, level)

    def _is_met(self, channel: Channel, at: datetime, level: int) -> bool:
        match self.way:
            case Way.MOVED | Way.DIED:
                return channel is Channel.VISIT
            case Way.NEVER_MET:
                return self.chance.random() < _FOUND[level]
            case Way.AWAY if channel is Channel.VISIT and not self.is_away(local_day(at)):
                return self.chance.random() < 0.5
            case _:
                at_weekend = slot_of(at) is TimeSlot.WEEKEND
                return self.chance.random() < _ANSWERS[self.way][at_weekend]

    def _nobody(self, channel: Channel) -> Outcome:
        if channel is Channel.VISIT:
            return self.chance.choices((Outcome.NOT_HOME, Outcome.NO_ACCESS), (9, 1))[0]
        outcomes = (Outcome.NO_ANSWER, Outcome.BUSY, Outcome.UNREACHABLE)
        return self.chance.choices(outcomes, (7, 1, 2))[0]

    def _words(self, channel: Channel, at: datetime, level: int) -> ContactLogged:
        if self.way in (Way.MOVED, Way.DIED):
            moved = self.way is Way.MOVED
            return ContactLogged(
                channel=channel,
                outcome=Outcome.MOVED_AWAY if moved else Outcome.DEATH_REPORTED,
                with_whom=ContactPerson.NEIGHBOUR if moved else ContactPerson.RELATIVE,
            )
        if self.is_away(local_day(at)):
            return ContactLogged(
                channel=channel,
                outcome=Outcome.NOT_NOW,
                reasons=(Reason.AWAY_OTHER_PROVINCE,),
            )
        if self.way is Way.HARD_TO_COME:
            declines = self.chance.random() < 0.5
            self.is_told_of_service = not declines
            return ContactLogged(
                channel=channel,
                outcome=Outcome.DECLINED if declines else Outcome.HOME_VISIT_REQUESTED,
                reasons=(Reason.HARD_TO_TRAVEL,),
                support_needs=(SupportNeed.HOME_SERVICE,),
            )
        if self.chance.random() < _AGREES.get(self.way, _AGREES[Way.WILLING])[level]:
            return ContactLogged(
                channel=channel,
                outcome=Outcome.APPOINTMENT_MADE,
                promised_for=self._suits(at),
            )
        if self.way in _DECLINING:
            return ContactLogged(
                channel=channel, outcome=Outcome.DECLINED, reasons=(Reason.PAPERS_STILL_VALID,)
            )
        return self._later(channel, at)

    def _later(self, channel: Channel, at: datetime) -> ContactLogged:
        outcome = self.chance.choice(
            (Outcome.AGREED_NO_DATE, Outcome.CALLBACK_REQUESTED, Outcome.NOT_NOW)
        )
        asked = outcome is Outcome.CALLBACK_REQUESTED
        day = local_day(at) + timedelta(days=self.chance.randint(1, 2))
        return ContactLogged(
            channel=channel,
            outcome=outcome,
            reasons=(Reason.WORKING_HOURS,),
            call_back_at=shift_of(day) if asked else None,
        )

    def _suits(self, at: datetime) -> datetime:
        """The time that somebody promises: a session that ends before the officers begin."""
        day = local_day(at) + timedelta(days=self.chance.randint(1, 3))
        while self.way is Way.BUSY and day.weekday() < 5:
            day += timedelta(days=1)
        hour = time(9, 0) if day.weekday() >= 5 else time(17, 0)
        return datetime.combine(day, hour, VIETNAM)


def shift_of(day: date) -> datetime:
    """When the officers begin on a day."""
    start = WEEKEND_SHIFT if day.weekday() >= 5 else EVENING_SHIFT
    return datetime.combine(day, start, VIETNAM)
