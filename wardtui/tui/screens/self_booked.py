"""What a resident booked themself, in VNeID or at an office: when, and where."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from wardtui.domain.errors import WardtuiError
from wardtui.domain.spoken_time import read_spoken
from wardtui.domain.when import BadTime
from wardtui.i18n import tr
from wardtui.i18n.dates import moment
from wardtui.services.book import Book
from wardtui.services.ports import Unit
from wardtui.tui.booking import Booker
from wardtui.tui.screens.form import FormRow, FormScreen, WrongRow
from wardtui.wording.errors import explain

if TYPE_CHECKING:
    from wardtui.tui.screens.casework import CaseworkScreen


async def ask_what_they_booked(
    screen: "CaseworkScreen", booker: Booker, when_saved: Callable[[], None]
) -> None:
    """Ask for time and place of a booking of their own."""
    places = await screen.session.read(_places)
    await screen.app.push_screen(SelfBookedScreen(screen, booker, places, when_saved))


def _places(unit: Unit) -> tuple[str, ...]:
    """Places to which people come, the newest first."""
    found = (one for one in unit.sessions.all() if not one.kind.comes_to_people)
    in_order = sorted(found, key=lambda one: one.start, reverse=True)
    return tuple(dict.fromkeys(one.place for one in in_order))


class SelfBookedScreen(FormScreen):
    """Two rows: the time, and the place as far as it is known."""

    def __init__(
        self,
        screen: "CaseworkScreen",
        booker: Booker,
        places: tuple[str, ...],
        when_saved: Callable[[], None],
    ) -> None:
        self._when = FormRow(tr("When"), hint=tr("For example: tomorrow 8h, sat 9:30, 25/11 14:00"))
        self._place = FormRow(tr("Place"), hint=tr("As far as it is known; it may be left empty."))
        self._place.suggestions = places
        super().__init__(tr("They booked it themself (VNeID)"), (self._when, self._place))
        self._screen = screen
        self._booker = booker
        self._when_saved = when_saved

    @property
    def _now(self) -> datetime:
        return self._screen.session.now()

    def _at(self) -> datetime:
        try:
            return read_spoken(self._when.text.strip(), self._now)
        except BadTime as error:
            text = self._when.text
            reason = tr("“{text}” is no time. Write it like sat 9:30 or 25/11 14:00.", text=text)
            raise WrongRow(self._when, reason) from error

    def meaning(self, row: FormRow) -> str:
        """The time as it is understood."""
        if row is not self._when or not row.text.strip():
            return ""
        try:
            return moment(self._at(), self._now)
        except WrongRow:
            return "?"

    async def save(self) -> str | None:
        """Note the booking."""
        resident, place = self._booker.residents[0], self._place.text.strip() or None
        command = Book(resident=resident, session=None, at=self._at(), place=place)
        try:
            await self._booker.book(command)
        except WardtuiError as error:
            told = explain(error)
            return f"{told.message} {told.remedy}"
        self.app.pop_screen()
        self._when_saved()
        return None
