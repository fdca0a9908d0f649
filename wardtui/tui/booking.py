"""Booking residents from any page: what can be offered, and what is saved and said."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from wardtui.domain.bookings import Booking, present_booking
from wardtui.domain.case import Case
from wardtui.domain.ids import ResidentId
from wardtui.domain.sessions import Session
from wardtui.i18n import tr
from wardtui.services.book import Book, book, unbook
from wardtui.services.offers import BookedMany, book_many, offered
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Saved
from wardtui.services.refusals import Refusal, refusal_of
from wardtui.services.sessions import Listed
from wardtui.wording.session_screens import booked_many_text, booked_text

if TYPE_CHECKING:
    from wardtui.tui.screens.casework import CaseworkScreen
    from wardtui.tui.widgets.log_panel import Target


class Offers(msgspec.Struct, frozen=True):
    """What somebody, or several together, can be offered."""

    cases: tuple[Case, ...]
    sessions: tuple[Listed, ...]
    present: Booking | None
    """Where the only one is expected now."""
    session: Session | None
    """Of the present booking, when it is one of ours."""
    refusal: Refusal | None
    """Of the only one, when the server did not take the last booking."""


def read_offers(residents: Sequence[ResidentId], now: datetime) -> Callable[[Unit], Offers]:
    """Reads what can be offered."""

    def read(unit: Unit) -> Offers:
        found = (unit.cases.get(one) for one in residents)
        cases = tuple(case for case in found if case is not None)
        only = cases[0] if len(cases) == 1 else None
        present = present_booking(only.bookings) if only is not None else None
        which = present.session if present is not None else None
        refusal = None if only is None else refusal_of(unit, only)
        sessions = offered(unit, cases, now)
        return Offers(
            cases,
            tuple(sessions if refusal is None else refusal.offers(sessions)),
            present,
            None if which is None else unit.sessions.get(which),
            refusal,
        )

    return read


class Booker:
    """Saves bookings for the page from which they were asked for."""

    def __init__(self, screen: "CaseworkScreen", targets: "Sequence[Target]") -> None:
        self._screen = screen
        self._targets = targets

    @property
    def residents(self) -> list[ResidentId]:
        """Whom it is about."""
        return [target.resident for target in self._targets]

    async def into(self, one: Listed) -> None:
        """Book into a session; of a full one, onto its waiting list.

        :raises wardtui.domain.errors.WardtuiError: when it is possible for nobody
        """
        which, waiting = one.session.id, not one.free
        if len(self._targets) == 1:
            await self.book(Book(resident=self.residents[0], session=which, waiting=waiting))
            return
        found: list[BookedMany] = []

        def work(unit: Unit, tools: Tools) -> Saved:
            found.append(book_many(unit, self.residents, which, tools, waiting=waiting))
            return found[-1].saved

        saved = await self._screen.session.change(work)
        names = {target.resident: target.name for target in self._targets}
        refused, now = found[-1].refused, self._screen.session.now()
        count = len(self._targets) - len(refused)
        self._screen.done_with_targets()
        self._tell(saved, booked_many_text(count, one.session, refused, names, now), None)

    async def book(self, command: Book) -> None:
        """Book one resident.

        :raises wardtui.domain.errors.WardtuiError: when that is not possible
        """
        saved = await self._screen.session.change(lambda unit, tools: book(unit, command, tools))
        case = saved.case
        text = booked_text(case, present_booking(case.bookings), self._screen.session.now())
        self._tell(saved, text, case.id)

    async def take_back(self) -> None:
        """Nobody expects the resident any more.

        :raises wardtui.domain.errors.WardtuiError: when they are not booked
        """
        resident = self.residents[0]
        saved = await self._screen.session.change(
            lambda unit, tools: unbook(unit, resident, None, tools)
        )
        name = saved.case.resident.name
        self._tell(saved, "✓ " + tr("{name} is not expected any more.", name=name), None)

    def _tell(self, saved: Saved, text: str, done_with: ResidentId | None) -> None:
        self._screen.tell_saved(saved, text)
        self._screen.ward_app.changed_here(done_with=done_with)
