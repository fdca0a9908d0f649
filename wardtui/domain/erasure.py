"""Erasing: the event by which nothing is kept of a resident, and the counts that stay of them.

People may ask for their data to be deleted, and it is kept no longer than its purpose needs (Law
91/2025/QH15, article 3; Decree 356/2025, article 5). What stays holds no personal data: dates, an
area, closed codes and counts, so that the figures of every day remain what they were.
"""

from datetime import date
from enum import StrEnum
from typing import ClassVar

import msgspec

from wardtui.domain.bands import AgeBand, Residency
from wardtui.domain.body import Body
from wardtui.domain.ids import OfficerId
from wardtui.domain.need_standing import NeedStanding
from wardtui.domain.vocabulary import Reason, Status

DAYS_KEPT = 180
"""How long the server keeps somebody once nothing is left to do, unless said otherwise.

Longer than a laptop keeps them: the server alone can still answer a complaint, see a card come
back, and find that somebody on the next list is done already.
"""


class ErasureReason(StrEnum):
    """Why nothing is kept of a resident."""

    REQUESTED = "requested"
    """The resident, or who acts for them, has asked for it."""
    RETENTION = "retention"
    """The purpose is served and the time for keeping is over."""
    MISTAKE = "mistake"
    """They should never have been on a list."""
    ORDERED = "ordered"
    """An authority has ordered it."""


class KeptDay(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """How a resident stood at the end of a day on which something changed, as an event says it."""

    day: date
    area: str | None = None
    listed_on: date
    status: Status
    done_on: date | None = None
    level: int = 1
    reason: Reason = Reason.NOT_STATED
    home_service: bool = False
    flags: int = 0
    call: int = 0
    visit: int = 0
    letter: int = 0
    message: int = 0
    reached: bool = False
    """On this day somebody answered."""
    needs: tuple[NeedStanding, ...] = ()
    residency: Residency = Residency.UNKNOWN
    age: AgeBand = AgeBand.UNKNOWN
    facility_service: bool = False
    flags_settled: int = 0
    contacted: bool = False
    invited: bool = False
    has_come: bool = False
    came: int = 0
    files: int = 0
    """As ``wardtui.domain.figures.Standing`` has them."""


class ResidentErased(Body, frozen=True):
    """Nothing is kept of a resident: the bodies of all their events are blanked everywhere.

    Only the server makes it, and nothing takes it back.
    """

    TYPE: ClassVar[str] = "resident.erased"

    why: ErasureReason
    by: OfficerId | None = None
    """Who decided it; null for whoever runs the server."""
    days: tuple[KeptDay, ...] = ()
    """Counts of whom the resident stood for; empty for the others who were the same person."""
