"""Handoffs between wards: what another ward sees, may answer, and is told later.

An event about a handoff is in the streams of two wards. Once somebody was taken on, what the ward
before still says of their needs, their telephone and their death follows them as events of the
server's own, one ward at a time.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, insert, select

from wardtui.central.among import among
from wardtui.central.decided import is_made_id
from wardtui.central.histories import Histories
from wardtui.central.rights import (
    NO_SUCH_OFFER,
    Refusal,
    refusal_of_handoff_answer,
    refusal_of_offer,
    refusal_of_taking_back,
)
from wardtui.central.same_person import Made
from wardtui.central.tables import events, handovers, shared_events, wards
from wardtui.domain.events import Entry, Event, EventRetracted, ResidentListed
from wardtui.domain.handoff_events import (
    HandoffAccepted,
    HandoffDeclined,
    HandoffOffered,
    HandoffUpdated,
)
from wardtui.domain.handoff_news import is_news, told, update_id
from wardtui.domain.handoffs import handoffs
from wardtui.domain.ids import EventId, ResidentId, rule_made_id
from wardtui.domain.retraction import live
from wardtui.domain.same_person import counting, history, people
from wardtui.domain.vocabulary import Origin

_OFFER = HandoffOffered.TYPE
_ANSWERS = (HandoffAccepted.TYPE, HandoffDeclined.TYPE)


class _Handover(msgspec.Struct, frozen=True):
    """A ward has taken somebody on, unless that was taken back since."""

    event: EventId
    offer: EventId
    resident: ResidentId
    ward: str
    became: ResidentId
    """Who they are in the other ward."""
    to_ward: str


class Handovers:
    """The handoffs of which the events of one commit speak."""

    def __init__(self, connection: Connection, histories: Histories) -> None:
        self._connection = connection
        self._histories = histories
        self._wards: set[str] = set()
        self._shared: dict[str, tuple[str, str]] = {}
        """Of events that two wards see: their own and the other one."""
        self._of: dict[ResidentId, dict[EventId, _Handover]] = {}
        self._looked_up: set[ResidentId] = set()
        self._by_new: dict[ResidentId, _Handover] = {}
        self._seen: list[dict[str, Any]] = []
        self._taken_on: list[_Handover] = []

    def look_up(self, offered: Iterable[Event]) -> None:
        """Read what the judgement of some events rests on, at once for all."""
        offered = list(offered)
        taken_back = {one.body.event for one in offered if isinstance(one.body, EventRetracted)}
        if taken_back:
            found = self._connection.execute(
                select(events.c.id, events.c.ward, shared_events.c.ward.label("to_ward"))
                .join(shared_events, shared_events.c.seq == events.c.seq)
                .where(among(self._connection, events.c.id, taken_back - self._shared.keys()))
            )
            self._shared.update({row.id: (row.ward, row.to_ward) for row in found})
        about = {one.resident for one in offered if one.resident and is_news(one.body)}
        listed = {
            one.resident
            for one in offered
            if one.resident and one.type == ResidentListed.TYPE and is_made_id(one.resident)
        }
        self._read(handovers.c.became, listed)
        self._follow_up({*about, *listed})
        asked = {
            one.resident for one in offered if one.resident and one.type in (_OFFER, *_ANSWERS)
        }
        if asked:
            self._histories.look_up(asked)
            self._wards = self._wards or set(self._connection.scalars(select(wards.c.code)))

    def _follow_up(self, residents: set[ResidentId]) -> None:
        """Read who took some residents on, and who took them on there, and so on."""
        while residents:
            together = self._histories.linked_with(residents)
            self._read(handovers.c.resident, together - self._looked_up)
            self._looked_up |= together
            went = {one.became for who in together for one in self._of.get(who, {}).values()}
            residents = went - self._looked_up

    def _read(self, column: ColumnElement[str], residents: Iterable[ResidentId]) -> None:
        wanted = set(residents)
        if not wanted:
            return
        found = select(handovers).where(among(self._connection, column, wanted))
        for row in self._connection.execute(found):
            self._put(_Handover(**row._mapping))

    def _put(self, one: _Handover) -> None:
        self._of.setdefault(one.resident, {})[one.event] = one
        self._by_new[one.became] = one

    def refusal(self, event: Event, ward: str, ward_of_target: str | None) -> Refusal | None:
        """Why an event is not taken, as far as it is about a handoff.

        :param ward: the event's own
        :param ward_of_target: that of what it takes back, when known
        """
        if event.type == EventRetracted.TYPE:
            return self._refusal_of_retraction(event, ward, ward_of_target or ward)
        if event.resident is None:
            return None
        if event.type == ResidentListed.TYPE and is_made_id(event.resident):
            there = self._by_new.get(event.resident)
            # Whose acceptance was refused must not come in by the list beside it.
            return None if there is not None and there.to_ward == ward else NO_SUCH_OFFER
        if event.type == _OFFER:
            before = handoffs(self._counted(event.resident, ward)).values()
            return refusal_of_offer(event, ward, self._wards, list(before))
        if event.type in _ANSWERS:
            seen_from = self._counted(event.resident, event.to_ward or ward)
            return refusal_of_handoff_answer(event, ward, handoffs(seen_from))
        return None

    def _refusal_of_retraction(
        self, event: Event, ward: str, ward_of_target: str
    ) -> Refusal | None:
        target = event.body.event if isinstance(event.body, EventRetracted) else EventId("")
        seen_by = self._shared.get(target, (ward_of_target, None))
        no = refusal_of_taking_back(event, ward, seen_by)
        if no is not None or event.to_ward is None or event.resident is None:
            return no
        offer = handoffs(self._counted(event.resident, ward)).get(target)
        if offer is not None and offer.is_accepted:
            return "already_answered", "the other ward has taken them on"
        return None

    def _counted(self, resident: ResidentId, ward: str) -> list[Entry]:
        """What counts of the person whom a resident is, as a ward knows them."""
        logs = self._histories.of(resident, ward)
        members = next(members for members in people(logs).values() if resident in members)
        return counting(history(logs, members))

    def note(self, entry: Entry) -> None:
        """Take in what was numbered."""
        event = entry.event
        if event.to_ward is None:
            return
        self._shared[event.id] = (str(entry.ward), event.to_ward)
        self._seen.append({"ward": event.to_ward, "seq": entry.seq})
        if isinstance(event.body, HandoffAccepted) and event.resident is not None:
            one = _Handover(
                event=event.id,
                offer=event.body.offer,
                resident=event.resident,
                ward=event.to_ward,
                became=event.body.resident,
                to_ward=str(entry.ward),
            )
            self._put(one)
            self._taken_on.append(one)

    def follows(self, entry: Entry) -> Iterator[tuple[Made, str]]:
        """What another ward is told because of an event that was numbered, and which one."""
        event = entry.event
        if event.resident is None:
            return
        if event.type == ResidentListed.TYPE and event.resident in self._by_new:
            yield from self._news(self._by_new[event.resident], event)
        elif is_news(event.body):
            together = self._histories.linked_with([event.resident])
            # A merge may have brought in somebody just now.
            self._follow_up(together - self._looked_up)
            for one in [one for who in sorted(together) for one in self._of.get(who, {}).values()]:
                yield from self._news(one, event)

    def _news(self, one: _Handover, because: Event) -> Iterator[tuple[Made, str]]:
        """What the ward that took somebody on has to know and does not know yet.

        Until they are listed there, nothing: what was said before comes with the list.
        """
        counted = self._counted(one.resident, one.ward)
        handoff = handoffs(counted).get(one.offer)
        there = self._histories.of(one.became, one.to_ward)[one.became]
        is_listed = any(isinstance(entry.event.body, ResidentListed) for entry in there)
        if handoff is None or handoff.resident != one.became or not is_listed:
            return
        wanted, counts = told(counted, handoff), {entry.event.id for entry in live(there)}
        made = {
            entry.event.body.source: entry.event.id
            for entry in there
            if isinstance(entry.event.body, HandoffUpdated)
        }
        happened = {entry.event.id: entry.event.effective_at for entry in counted}
        for source, body in wanted.items():
            if source not in made:
                identifier = update_id(one.became, source)
                yield Made(identifier, one.became, body, happened[source]), one.to_ward
            elif made[source] not in counts:
                for taken_back in _by_rule(there, made[source], counts):
                    yield _take_back(taken_back, one, because), one.to_ward
        for source, update in made.items():
            if source not in wanted and update in counts:
                yield _take_back(update, one, because), one.to_ward

    def write(self) -> None:
        """Keep what the next commit has to find."""
        if self._seen:
            self._connection.execute(insert(shared_events), self._seen)
        if self._taken_on:
            rows = [msgspec.structs.asdict(one) for one in self._taken_on]
            self._connection.execute(insert(handovers), rows)


def _by_rule(there: Iterable[Entry], target: EventId, counts: set[EventId]) -> list[EventId]:
    """By what the server itself has taken an event back; what a person took back stays so."""
    return [
        entry.event.id
        for entry in there
        if isinstance(entry.event.body, EventRetracted)
        and entry.event.body.event == target
        and entry.event.origin is Origin.RULE
        and entry.event.id in counts
    ]


def _take_back(target: EventId, one: _Handover, because: Event) -> Made:
    identifier = rule_made_id(one.became, because.id, target, EventRetracted.TYPE)
    return Made(identifier, one.became, EventRetracted(event=target))
