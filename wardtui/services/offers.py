"""Which sessions somebody can be offered, and booking several people into one of them."""

from collections.abc import Sequence
from datetime import datetime

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.errors import Refused
from wardtui.domain.home_service import HomeStage
from wardtui.domain.ids import ResidentId, SessionId
from wardtui.domain.sessions import Session
from wardtui.services.book import Book, book
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Saved
from wardtui.services.sessions import Listed, list_sessions

OFFERED = 5
_MOST_OFFERED = 9
"""As many as there are digits."""


class BookedMany(msgspec.Struct, frozen=True):
    """What came of booking several people."""

    saved: Saved
    """Everybody who was booked."""
    refused: dict[ResidentId, Refused]
    """For whom it did not work, and why."""


def is_visited(case: Case) -> bool:
    """Whether a team is to come to somebody, as they or an officer asked."""
    return case.home_service not in (None, HomeStage.DECLINED)


def suits(session: Session, case: Case) -> bool:
    """Whether a session is one to which somebody would go, or that comes to them."""
    for_their_area = not session.areas or case.resident.area in session.areas
    return session.kind.comes_to_people == is_visited(case) and for_their_area


def offered(unit: Unit, cases: Sequence[Case], now: datetime) -> list[Listed]:
    """The next sessions that suit all of some residents, the earliest first.

    Full ones are among them, as somebody may wait for a seat; the earliest with a free one too.
    """
    found = [
        one
        for one in list_sessions(unit, now)
        if one.session.takes_place and all(suits(one.session, case) for case in cases)
    ]
    chosen = [one for one in found if one.free][:OFFERED]
    full = [one for one in found if not one.free][: _MOST_OFFERED - len(chosen)]
    return sorted([*chosen, *full], key=lambda one: (one.session.start, one.session.id))


def book_many(
    unit: Unit,
    residents: Sequence[ResidentId],
    session: SessionId,
    tools: Tools,
    *,
    waiting: bool = False,
) -> BookedMany:
    """Book residents into one session, in one commit: all for whom it is possible.

    :raises wardtui.domain.errors.Refused: when it is possible for nobody; why not for the first
    """
    done: list[Saved] = []
    refused: dict[ResidentId, Refused] = {}
    for resident in residents:
        command = Book(resident=resident, session=session, waiting=waiting)
        try:
            done.append(book(unit, command, tools))
        except Refused as error:
            refused[resident] = error
    if not done:
        raise next(iter(refused.values()))
    return BookedMany(_together(done), refused)


def _together(done: Sequence[Saved]) -> Saved:
    """Several actions as one thing to show; each can be taken back alone."""
    cases = {case.id: case for saved in done for case in (*saved.beside, *saved.cases)}
    touched = {case.id for saved in done for case in saved.cases}
    return msgspec.structs.replace(
        done[-1],
        events=tuple(event for saved in done for event in saved.events),
        cases=tuple(case for case in cases.values() if case.id in touched),
        beside=tuple(case for case in cases.values() if case.id not in touched),
        moved=tuple(one for saved in done for one in saved.moved),
    )
