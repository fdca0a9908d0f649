"""How far each need of a person has come, from what arose and what was recorded of enrolments."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import TypeGuard

import msgspec

from wardtui.domain.arising import Cards
from wardtui.domain.card_rules import AGE_OF, EARLY_YEARS, birthday, years_before
from wardtui.domain.case import NeedProgress
from wardtui.domain.events import EnrolmentRecorded, Entry, NeedArose
from wardtui.domain.ids import EventId
from wardtui.domain.moments import VIETNAM, local, local_day
from wardtui.domain.next_action import Moment, Recorded
from wardtui.domain.session_codes import EligibilityCause
from wardtui.domain.vocabulary import Need, Step

_CARDS = (Need.ID_CARD, Need.CHILD_CARD)
_Said = tuple[Moment, EventId, EnrolmentRecorded | NeedArose]
_MADE = (Step.CAPTURED, Step.ISSUED)
"""The steps with which a new card comes to be; one is handed out at any time after them."""


class Progress(msgspec.Struct, frozen=True):
    """What a person lacks or lacked, and how far that has come."""

    needs: dict[Need, NeedProgress]
    recorded: list[Recorded]
    """Enrolments by effective time, each with the progress of its need after it."""
    stands_by: dict[Need, EventId]
    """The last event that says how far a need has come; none for what only a list names."""
    made_on: dict[Need, date]
    """When each card was captured or issued last since it was due, whether or not a list names it.
    """

    @property
    def unmet(self) -> tuple[Need, ...]:
        """Needs still to be met."""
        return tuple(need for need, one in self.needs.items() if one.met_at is None)

    @property
    def cards(self) -> Cards:
        """What is known of the person's cards."""
        days = [day for need in _CARDS if (day := self.issued_on(need)) is not None]
        return Cards(frozenset(self.unmet), max(days, default=None))

    def issued_on(self, need: Need) -> date | None:
        """When the card that they have was captured or issued; else when its need was met."""
        known = self.needs.get(need)
        if known is None:
            return self.made_on.get(need)
        return known.met_at and (self.made_on.get(need) or local_day(known.met_at))


def progress_of(entries: Sequence[Entry], before: Mapping[Need, NeedProgress]) -> Progress:
    """How far each need has come.

    A need that arises is added; one that was met before is unmet again, and what was recorded of
    it earlier is about the old card. At an age that is so from two years before it on: a card that
    was issued in them serves until the next age. At 14 a child's card that is unmet is void, since
    the ID card takes its place; one that was made stays made.

    :param entries: the person's events that count, in order (``without_void``)
    :param before: what the person lacked before the entries
    """
    said = _by_time(entries)
    at_14 = next((body for _, _, body in said if _is_at_14(body)), None)
    if at_14 is None:
        return _progress(said, before)
    otherwise = _progress([one for one in said if not _is_at_14(one[2])], before)
    childs = otherwise.issued_on(Need.CHILD_CARD)
    if childs is not None and childs >= years_before(at_14.due, EARLY_YEARS):
        # Made so late that it serves beyond the birthday.
        return otherwise
    progress = _progress(said, before)
    if Need.CHILD_CARD in progress.unmet:
        del progress.needs[Need.CHILD_CARD]
        progress.stands_by.pop(Need.CHILD_CARD, None)
    return progress


def _progress(said: Sequence[_Said], before: Mapping[Need, NeedProgress]) -> Progress:
    needs, stands_by = dict(before), dict[Need, EventId]()
    recorded: list[Recorded] = []
    made_on: dict[Need, date] = {}
    for moment, event, body in said:
        known = needs.get(body.need)
        if isinstance(body, NeedArose):
            if known is None or known.met_at is not None:
                needs[body.need] = NeedProgress(body.need, cause=body.cause, due=body.due)
                stands_by[body.need] = event
                made_on.pop(body.need, None)
            continue
        if body.need in _CARDS and body.step in _MADE:
            made_on[body.need] = local_day(moment[0])
        if known is not None and not _is_of_the_old_card(known, body, moment[0]):
            needs[body.need] = advance(known, body, moment[0])
            stands_by[body.need] = event
            recorded.append(Recorded(event, moment, needs[body.need]))
    return Progress(needs, recorded, stands_by, made_on)


def advance(before: NeedProgress, body: EnrolmentRecorded, at: datetime) -> NeedProgress:
    """The progress of a need after one more enrolment at a moment."""
    if body.step is None:
        return msgspec.structs.replace(before, failure=body.failure)
    # Only what came back for a fix opens a met need again; an earlier step recorded late does not.
    met_at = None if body.step is Step.RETURNED_FOR_FIX else before.met_at
    if met_at is None and before.need.is_met_by(body.step):
        met_at = at
    return msgspec.structs.replace(before, step=body.step, met_at=met_at, failure=None)


def without_void(entries: Sequence[Entry], birth_date: str | None) -> list[Entry]:
    """The entries less what arose on a day that is no birthday, as the birth date is known now."""
    return [
        entry
        for entry in entries
        if not isinstance(entry.event.body, NeedArose)
        or entry.event.body.cause not in AGE_OF
        or birthday(birth_date, AGE_OF[entry.event.body.cause]) == entry.event.body.due
    ]


def birthdays_told(entries: Sequence[Entry]) -> tuple[date, ...]:
    """The birthdays for which a need arose, whether or not that still counts."""
    bodies = (entry.event.body for entry in entries)
    told = {one.due for one in bodies if isinstance(one, NeedArose) and one.cause in AGE_OF}
    return tuple(sorted(told))


def _by_time(entries: Sequence[Entry]) -> list[_Said]:
    """Enrolments by effective time; in between, from when on they count for what arose."""
    found: list[_Said] = []
    for order, entry in enumerate(entries):
        body = entry.event.body
        if not isinstance(body, (EnrolmentRecorded, NeedArose)):
            continue
        moment = (local(entry.event.effective_at), order)
        if isinstance(body, NeedArose) and body.cause in AGE_OF:
            day = years_before(body.due, EARLY_YEARS)
            moment = (datetime.combine(day, time(0, 0), VIETNAM), -1)
        found.append((moment, entry.event.id, body))
    found.sort(key=lambda one: one[0])
    return found


def _is_at_14(body: EnrolmentRecorded | NeedArose) -> TypeGuard[NeedArose]:
    return isinstance(body, NeedArose) and body.cause is EligibilityCause.AGE_14


def _is_of_the_old_card(known: NeedProgress, body: EnrolmentRecorded, at: datetime) -> bool:
    """Handed out before the birthday at which a new one is due, and none was made since."""
    if body.step is not Step.DELIVERED or known.step not in (None, Step.RETURNED_FOR_FIX):
        return False
    return known.cause in AGE_OF and known.due is not None and local_day(at) < known.due
