"""Service at home or in a facility: proposed, approved by a leader, put on a route, done. Pure."""

from collections.abc import Collection, Sequence
from datetime import datetime
from enum import StrEnum

import msgspec

from wardtui.domain.events import Entry
from wardtui.domain.ids import EventId
from wardtui.domain.moments import local
from wardtui.domain.session_events import HomeServiceDecided
from wardtui.domain.vocabulary import SupportNeed

AT_THEIR_PLACE = frozenset({SupportNeed.HOME_SERVICE, SupportNeed.AT_FACILITY_SERVICE})
"""What somebody needs to whom the team has to go."""


class HomeStage(StrEnum):
    """How far a service at somebody's place has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    DECLINED = "declined"
    ON_ROUTE = "on_route"
    """Booked into a session whose team goes there."""
    DONE = "done"


class Decided(msgspec.Struct, frozen=True, gc=False):
    """What a leader decided last."""

    approved: bool
    at: datetime
    event: EventId


def decided(counted: Sequence[Entry]) -> Decided | None:
    """What was decided last, in the order of the entries.

    :param counted: the person's events that count, in order (``Entry.order``)
    """
    for entry in reversed(counted):
        body = entry.event.body
        if isinstance(body, HomeServiceDecided):
            return Decided(body.approved, local(entry.event.effective_at), entry.event.id)
    return None


def stage(
    support_needs: Collection[SupportNeed],
    decision: Decided | None,
    *,
    on_route: bool,
    all_met: bool,
) -> HomeStage | None:
    """How far it has come; none for somebody to whom nobody has to go.

    :param on_route: they are booked into a session whose team goes to people
    :param all_met: nothing is left to be done for them
    """
    if AT_THEIR_PLACE.isdisjoint(support_needs) and decision is None and not on_route:
        return None
    if all_met:
        return HomeStage.DONE
    if on_route:
        return HomeStage.ON_ROUTE
    if decision is None:
        return HomeStage.PROPOSED
    return HomeStage.APPROVED if decision.approved else HomeStage.DECLINED
