"""The exchange with the server beside the screens: one at a time, after changes and on a timer."""

from typing import TYPE_CHECKING

from wardtui.domain.errors import Refused, WardtuiError
from wardtui.faults import note_fault
from wardtui.settings import Places
from wardtui.tui.widgets.bars import TitleBar, exchange_text

if TYPE_CHECKING:
    from wardtui.tui.app import WardApp

AFTER_CHANGE_SECONDS = 3.0
EVERY_SECONDS = 120.0


class Exchanging:
    """Sends what waits and reads what is new, while somebody works."""

    def __init__(self, app: "WardApp", places: Places) -> None:
        self._app = app
        self._places = places
        self._running = False

    def watch(self) -> None:
        """Exchange on a timer from now on."""
        self._app.set_interval(EVERY_SECONDS, self.start)

    def soon(self) -> None:
        """Exchange when nothing more has been recorded for a moment."""
        self._app.set_timer(AFTER_CHANGE_SECONDS, self.start)

    def start(self, *, asked: bool = False) -> None:
        """Exchange now, unless that is going on.

        :param asked: somebody pressed a key for it and is told what goes wrong
        """
        app = self._app
        if not app.is_open or self._running or app.session.exchange.pairing is None:
            return
        app.run_worker(self._run(asked), exclusive=True, group="sync")

    async def _run(self, asked: bool) -> None:
        app = self._app
        if not app.is_open:
            return
        session = app.session
        self._running = True
        self.refresh_titles()
        error: WardtuiError | None = None
        try:
            await session.sync()
        except WardtuiError as caught:
            error = caught
        except Exception:  # noqa: BLE001  a fault of the exchange must not take the screen away
            error = Refused("internal", file=note_fault(self._places.config))
        finally:
            self._running = False
        if not app.has(session):
            return
        app.redraw()
        if error is not None and asked:
            app.tell_error(error)

    def text(self) -> str:
        """How it stands, in a few words."""
        session = self._app.session
        return exchange_text(session.exchange, session.now(), running=self._running)

    def refresh_titles(self) -> None:
        """Say on every screen how it stands."""
        for screen in self._app.screen_stack:
            for title in screen.query(TitleBar):
                title.state = (title.state[0], self.text())
