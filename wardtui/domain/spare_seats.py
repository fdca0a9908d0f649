"""Seats that are held for nothing: by somebody who has another, or whom nobody expects. Pure."""

from collections.abc import Sequence
from datetime import datetime

from wardtui.domain.booking_action import ends
from wardtui.domain.bookings import Booking, present_booking
from wardtui.domain.sessions import Sessions


def spare_bookings(
    booked: Sequence[Booking], sessions: Sessions, now: datetime, *, is_expected: bool
) -> list[Booking]:
    """Those of one person's bookings that are to be given back: all but the one that counts.

    What is over stays as it is: it has still to be noted whether they came.

    :param booked: the person's bookings as they are planned (``bookings.as_planned``)
    :param sessions: those that the bookings name, as far as they are known
    :param is_expected: false of a case that is closed, and of whom another ward has taken on
    """
    ahead = [one for one in booked if one.is_live and ends(one, sessions) > now]
    kept = present_booking(ahead) if is_expected else None
    return [one for one in ahead if one is not kept]
