"""The fold: events in their order give cases. Pure, total, deterministic, incremental.

A person's case depends on the entries of that person alone, so the state keeps each resident's
entries and a change refolds the few people whom it touches. Only its owner and the time at which
it moves depend on more: on who holds the area and on the policy
(``wardtui.domain.arrangement``), which are put in afterwards.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from wardtui.domain.arrangement import Arrangement, arranged, policies
from wardtui.domain.case import (
    Case,
)
from wardtui.domain.case_fold import fold_case
from wardtui.domain.directory import holders
from wardtui.domain.events import (
    Entry,
)
from wardtui.domain.ids import EventId, ResidentId, SessionId
from wardtui.domain.policy import NO_POLICY, InForce
from wardtui.domain.same_person import Logs, history, link, people
from wardtui.domain.sessions import Session, Sessions, sessions


class State:
    """All cases, and the entries that they were folded from."""

    def __init__(self, shipped: InForce = NO_POLICY) -> None:
        """Begin with nothing.

        :param shipped: the policy where none was published
        """
        self.logs: dict[ResidentId, dict[EventId, Entry]] = {}
        self.cases: dict[ResidentId, Case] = {}
        self.sessions: dict[SessionId, Session] = {}
        self.arrangement = Arrangement({}, {}, shipped)
        self._directory: dict[EventId, Entry] = {}
        self._about: dict[EventId, ResidentId | None] = {}
        self._linked: dict[ResidentId, set[ResidentId]] = {}

    def apply(self, entries: Iterable[Entry]) -> "State":
        """Take in more entries.

        An event that is already there counts once; the copy that the server numbered replaces
        one that was waiting to be sent.
        """
        touched: set[ResidentId] = set()
        for entry in entries:
            resident, identifier = entry.event.resident, entry.event.id
            if identifier in self._about:
                about = self._about[identifier]
                log = self._entries_about(about)
                if log[identifier].seq is not None or entry.seq is None:
                    continue
                if about is not None:
                    touched |= self._linked_with(about)
                del log[identifier]
            self._about[identifier] = resident
            self._entries_about(resident)[identifier] = entry
            if resident is not None:
                touched.add(resident)
            pair = link(entry)
            if pair is not None:
                self._linked.setdefault(pair[0], set()).add(pair[1])
                self._linked.setdefault(pair[1], set()).add(pair[0])
        told = _in_order(self._directory)
        touched |= self._booked_into_changed(sessions(told))
        while touched:
            together = self._linked_with(next(iter(touched)))
            touched -= together
            for resident in together:
                self.cases.pop(resident, None)
            logs = {one: _in_order(self.logs.get(one, {})) for one in together}
            self.cases.update(fold_people(logs, self.sessions))
        shipped = self.arrangement.shipped
        self.arrangement = Arrangement(holders(told), policies(told), shipped)
        self.cases = {one: arranged(case, self.arrangement) for one, case in self.cases.items()}
        return self

    def _booked_into_changed(self, now: dict[SessionId, Session]) -> set[ResidentId]:
        """Take in the sessions as they are now; whose bookings name one that was another."""
        before, self.sessions = self.sessions, now
        changed = {one for one in {*before, *now} if before.get(one) != now.get(one)}
        if not changed:
            return set()
        return {
            member
            for case in self.cases.values()
            if any(booking.session in changed for booking in case.bookings)
            for member in (case.id, *case.same_as)
        }

    def _entries_about(self, resident: ResidentId | None) -> dict[EventId, Entry]:
        return self._directory if resident is None else self.logs.setdefault(resident, {})

    def _linked_with(self, resident: ResidentId) -> set[ResidentId]:
        """Everybody who is linked with a resident by merges, whether or not they still count."""
        found, new = {resident}, {resident}
        while new:
            new = {other for one in new for other in self._linked.get(one, ())} - found
            found |= new
        return found


def _in_order(log: Mapping[EventId, Entry]) -> list[Entry]:
    return sorted(log.values(), key=lambda entry: entry.order)


def fold(entries: Iterable[Entry], shipped: InForce = NO_POLICY) -> State:
    """Every case that the entries give.

    :param shipped: the policy where none was published
    """
    return State(shipped).apply(entries)


def fold_people(logs: Logs, planned: Sessions = MappingProxyType({})) -> dict[ResidentId, Case]:
    """The cases of some residents who are linked by merges.

    :param logs: the histories of all who are
    :param planned: the sessions that their bookings name
    """
    cases = {}
    for resident, members in people(logs).items():
        case = fold_case(resident, history(logs, members), members=members, planned=planned)
        if case is not None:
            cases[resident] = case
    return cases
