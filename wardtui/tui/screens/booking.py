"""The panel from which somebody is booked: one key for the session, and it is saved."""

from collections.abc import Awaitable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import SessionId
from wardtui.domain.moments import VIETNAM, local
from wardtui.i18n import ntr, tr
from wardtui.i18n.labels import label
from wardtui.services.book import Book
from wardtui.services.offers import is_visited
from wardtui.services.sessions import Listed
from wardtui.tui.action import DIGITS
from wardtui.tui.booking import Booker, Offers, read_offers
from wardtui.tui.composed import pressed_key
from wardtui.tui.panel_keys import PanelKeys
from wardtui.tui.typed_hours import read_hour
from wardtui.wording.columns import cells
from wardtui.wording.errors import explain
from wardtui.wording.session_screens import free_text, refusal_text, times_text
from wardtui.wording.sessions import booking_text, hours_text

if TYPE_CHECKING:
    from wardtui.tui.screens.casework import CaseworkScreen
    from wardtui.tui.widgets.log_panel import Target

_HOURS, _KIND, _FREE = 22, 17, 16
_KIND_WHEN_NARROW = 10
_NARROW = 70


async def ask_to_book(screen: "CaseworkScreen", targets: "Sequence[Target]") -> None:
    """Offer the next sessions to somebody, or to several people together."""
    booker = Booker(screen, targets)
    found = await screen.session.read(read_offers(booker.residents, screen.session.now()))
    if found.cases:
        await screen.app.push_screen(BookingScreen(screen, booker, found))


class BookingScreen(ModalScreen[None]):
    """Sessions under digits, and what else can be done about a booking."""

    CSS_PATH: ClassVar[str] = "../styles/sessions.tcss"

    def __init__(self, screen: "CaseworkScreen", booker: Booker, offers: Offers) -> None:
        super().__init__()
        self._screen = screen
        self._booker = booker
        self._offers = offers
        self._wrong = ""
        self._cursor = next((i for i, one in enumerate(offers.sessions) if one.free), 0)

    @property
    def _only(self) -> bool:
        return len(self._offers.cases) == 1

    def compose(self) -> ComposeResult:
        """The panel."""
        with Vertical(id="booking-panel"):
            yield Static(id="booking-head")
            yield Static(id="booking-lines")
            yield Static(id="booking-told")
            yield Static(id="booking-keys")
            yield Static(id="booking-foot", markup=False)

    def on_mount(self) -> None:
        """Draw it."""
        self._draw()

    def on_resize(self) -> None:
        """Columns have other widths."""
        self._draw()

    @property
    def _width(self) -> int:
        return min(100, self.app.size.width) - 4

    def _draw(self) -> None:
        self.query_one("#booking-head", Static).update(self._head())
        self.query_one("#booking-lines", Static).update(self._lines())
        told = self.query_one("#booking-told", Static)
        told.display = bool(self._told())
        told.set_class(bool(self._wrong), "wrong")
        told.update(Content(self._told()))
        self.query_one("#booking-keys", Static).update(self._keys.content(self._width))
        foot = tr("A digit or Enter books · ↑ ↓ choose · Esc goes back")
        foot = foot if self._offers.sessions else tr("Esc goes back")
        self.query_one("#booking-foot", Static).update(foot)

    def _head(self) -> Content:
        offers, now = self._offers, self._screen.session.now()
        lines = [Content.styled(cells(self._title(), self._width).rstrip(), "bold")]
        if offers.refusal is not None:
            lines.append(Content.styled(refusal_text(offers.refusal, now), "bold"))
        if offers.present is not None:
            lines.append(Content(tr("Now: {what}", what=booking_text(offers.present, now))))
        return Content("\n").join(lines)

    def _title(self) -> str:
        cases = self._offers.cases
        if not self._only:
            who = ntr("{count} person selected", "{count} people selected", len(cases))
            return f"{tr('Book')} · {who}"
        case = cases[0]
        needs = " · ".join(label(need) for need in case.unmet)
        return f"{tr('Book')} · {case.resident.name} · {needs}"

    def _why_none(self) -> str:
        if any(is_visited(case) for case in self._offers.cases):
            return tr("Home service was asked for: only a session at home fits. n opens one.")
        return tr("No session is planned for this. n opens one.")

    def _lines(self) -> Content:
        if not self._offers.sessions:
            return Content(self._why_none())
        now = self._screen.session.now()
        lines = []
        for number, one in enumerate(self._offers.sessions):
            text = cells(self._line(one, now), self._width - 4)
            look = "reverse" if number == self._cursor else ""
            lines.append(Content.assemble((f" {DIGITS[number]} ", "bold"), " ", (text, look)))
        return Content("\n").join(lines)

    def _line(self, one: Listed, now: datetime) -> str:
        session = one.session
        kind = _KIND if self._width >= _NARROW else _KIND_WHEN_NARROW
        place = self._width - 4 - _HOURS - kind - _FREE - 3
        state = free_text(one)
        present = self._offers.present
        if present is not None and self._is_present(session.id):
            state = tr("booked here") if present.stands else tr("waits here")
        parts = (
            (hours_text(session, now), _HOURS),
            (label(session.kind), kind),
            (session.place, place),
            (state, _FREE),
        )
        return " ".join(cells(text, room) for text, room in parts)

    def _is_present(self, session: SessionId) -> bool:
        present = self._offers.present
        return present is not None and present.session == session

    def _told(self) -> str:
        """What went wrong, or what booking into the session under the cursor means."""
        one = self._session
        if self._wrong or one is None or one.free or self._is_present(one.session.id):
            return self._wrong
        return tr("This one is full: whoever is booked waits until a seat falls free.")

    @property
    def _keys(self) -> PanelKeys:
        return PanelKeys(self._others())

    def _others(self) -> list[tuple[str, str, str]]:
        """Key, words and name of what else can be done."""
        found = []
        if self._only:
            found.append(("s", tr("booked it themself (VNeID)"), "self"))
            if self._offers.session is not None:
                found.append(("t", tr("another hour"), "hour"))
            if self._offers.present is not None:
                found.append(("x", tr("take it back"), "back"))
        found.append(("n", tr("new session"), "new"))
        return found

    @property
    def _session(self) -> Listed | None:
        sessions = self._offers.sessions
        return sessions[self._cursor] if self._cursor < len(sessions) else None

    async def take_key(self, event: events.Key) -> bool:
        """Book, choose, do something else, or go back."""
        self._wrong = ""
        sessions = self._offers.sessions
        letter = pressed_key(event.character or " ").lower()
        others = {key: name for key, _, name in self._others()}
        match event.key:
            case "escape":
                self.app.pop_screen()
                return True
            case "up" | "down" if sessions:
                step = 1 if event.key == "down" else -1
                self._cursor = (self._cursor + step) % len(sessions)
            case "enter" if sessions:
                await self._book(self._cursor)
                return True
            case _ if letter in DIGITS[: len(sessions)]:
                await self._book(int(letter) - 1)
                return True
            case _ if letter in others:
                await self._do(others[letter])
                return True
        self._draw()
        return True

    async def _book(self, place: int) -> None:
        self._cursor = place
        one = self._offers.sessions[place]
        if self._is_present(one.session.id):
            await self._ask_for_hour()
            return
        await self._try(self._booker.into(one))

    async def _try(self, saving: Awaitable[None]) -> None:
        try:
            await saving
        except WardtuiError as error:
            told = explain(error)
            self._wrong = f"{told.message} {told.remedy}"
            await self._read()
        else:
            self.app.pop_screen()

    async def _read(self, keep: SessionId | None = None) -> None:
        """Read again what can be offered; others have booked meanwhile, or a session was opened."""
        here = self._session
        keep = keep or (here.session.id if here is not None else None)
        session = self._screen.session
        self._offers = await session.read(read_offers(self._booker.residents, session.now()))
        ids = [one.session.id for one in self._offers.sessions]
        self._cursor = ids.index(keep) if keep in ids else 0
        self._draw()

    async def _do(self, name: str) -> None:
        match name:
            case "self":
                from wardtui.tui.screens.self_booked import ask_what_they_booked

                await ask_what_they_booked(self._screen, self._booker, self._close)
            case "hour":
                await self._ask_for_hour()
            case "back":
                await self._try(self._booker.take_back())
            case _:
                from wardtui.tui.screens.session_form import plan_session

                await plan_session(self._screen, self._read)

    def _close(self) -> None:
        if self.app.screen is self:
            self.app.pop_screen()

    async def _ask_for_hour(self) -> None:
        """Ask when in the session somebody comes."""
        session = self._offers.session
        if session is None:
            return
        from wardtui.tui.screens.edit import EditScreen

        now = self._screen.session.now()

        async def take(typed: str) -> str | None:
            day = local(session.start).date()
            try:
                at = datetime.combine(day, read_hour(typed, now), VIETNAM)
                command = Book(resident=self._booker.residents[0], session=session.id, at=at)
                await self._booker.book(command)
            except WardtuiError as error:
                told = explain(error)
                return f"{told.message} {told.remedy}"
            self.app.pop_screen()
            self._close()
            return None

        title = tr("When do they come? {hours}", hours=times_text(session))
        hint = tr("For example: 18, 18:30, 7pm")
        await self.app.push_screen(EditScreen(title, "", take, hint))

    async def on_click(self, event: events.Click) -> None:
        """Book into the session that was clicked, or do what a key does."""
        if not isinstance(event.widget, Static):
            return
        line = event.screen_y - event.widget.region.y
        if event.widget.id == "booking-lines" and line < len(self._offers.sessions):
            await self._book(line)
        elif event.widget.id == "booking-keys":
            name = self._keys.name_at(event.screen_x - event.widget.region.x, line, self._width)
            if name is not None:
                await self._do(name)
