"""Hypothesis strategies for what is said of sessions and bookings."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from hypothesis import strategies as st

from wardtui.domain.events import Body
from wardtui.domain.ids import BookingId, EventId, SessionId
from wardtui.domain.session_codes import CancelReason, SessionKind
from wardtui.domain.session_events import (
    BookingAttended,
    BookingCancelled,
    BookingMade,
    BookingMissed,
    BookingMovedUp,
    HomeServiceDecided,
    SessionCancelled,
    SessionChanged,
    SessionOpened,
)
from wardtui.domain.vocabulary import Need

_capacities = st.integers(1, 3)


def plans(ids: Sequence[EventId], moments: st.SearchStrategy[datetime]) -> st.SearchStrategy[Body]:
    """What says which sessions there are. Few ids, so that events often name one that is there."""
    which = st.sampled_from([SessionId(one) for one in ids])
    opened = st.builds(
        lambda kind, start, hours, capacity: SessionOpened(
            kind=kind,
            place="Nhà văn hóa tổ 5",
            start=start,
            end=start + timedelta(hours=hours),
            capacity=capacity,
        ),
        st.sampled_from(SessionKind),
        moments.filter(lambda moment: 1 < moment.year < 9999),
        st.integers(1, 8),
        _capacities,
    )
    return st.one_of(
        opened,
        opened,
        st.builds(
            SessionChanged,
            session=which,
            start=st.none() | moments,
            end=st.none() | moments,
            place=st.none() | st.just("Trụ sở công an phường"),
            capacity=st.none() | _capacities,
        ),
        st.builds(SessionCancelled, session=which),
    )


def said_of_bookings(
    ids: Sequence[EventId], moments: st.SearchStrategy[datetime]
) -> st.SearchStrategy[Body]:
    """What is said of somebody's bookings, and of a service at their place."""
    which = st.sampled_from([BookingId(one) for one in ids])
    session = st.sampled_from([SessionId(one) for one in ids])
    return st.one_of(
        st.builds(
            BookingMade,
            session=st.none() | session,
            needs=st.lists(st.sampled_from(Need), min_size=1, unique=True).map(tuple),
            at=moments,
            until=st.none() | moments,
            waiting=st.booleans(),
            replaces=st.lists(which, max_size=1).map(tuple),
        ),
        st.builds(BookingMovedUp, booking=which),
        st.builds(BookingCancelled, booking=which, reason=st.sampled_from(CancelReason)),
        st.builds(BookingAttended, booking=which),
        st.builds(BookingAttended, session=session),
        st.builds(BookingMissed, booking=which),
        st.builds(HomeServiceDecided, approved=st.booleans()),
    )
