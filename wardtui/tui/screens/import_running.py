"""Long work with how far it has come, and a key that stops it."""

from collections.abc import Awaitable, Callable
from typing import ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.i18n import ntr, tr
from wardtui.services.long_work import LongWork, Stopped

_SHOWN_AFTER_SECONDS = 0.3
"""What is done in a blink needs no panel."""

_DRAWN_EVERY_SECONDS = 0.1
_STOP = ("escape", "ctrl+q", "ctrl+c")


class RunningScreen(ModalScreen[None]):
    """Waits for work. It is dismissed when that has ended, however it ended."""

    CSS_PATH: ClassVar[str] = "../styles/import.tcss"

    def __init__(
        self,
        what: str,
        run: Callable[[LongWork], Awaitable[None]],
        to_write: int = 0,
    ) -> None:
        """Prepare the panel.

        :param to_write: how many records it writes, when it changes the vault: then whoever stops
            it waits until all is taken back, and it goes on when the screen is locked
        """
        super().__init__()
        self.error: WardtuiError | None = None
        """What ended the work before its end."""
        self._what = what
        self._start = run
        self._to_write = to_write
        self._done = 0
        self._stopping = False
        self._over = False
        self._work = LongWork(self._watch)

    def compose(self) -> ComposeResult:
        """The panel."""
        with Vertical(id="running-panel"):
            yield Static(self._what, id="running-what", markup=False)
            yield Static(id="running-count", markup=False)
            yield Static(id="running-foot", markup=False)

    def on_mount(self) -> None:
        """Begin."""
        self.query_one("#running-panel").display = False
        self.set_timer(_SHOWN_AFTER_SECONDS, self._show)
        self.set_interval(_DRAWN_EVERY_SECONDS, self._draw)
        self._draw()
        self._run()

    def on_unmount(self) -> None:
        """Whoever reads for a screen that is gone need not go on."""
        if not self._to_write:
            self._work.stop()

    def _watch(self, _stage: str, done: int) -> None:
        # On the thread that works: noted here, drawn by the screen's own clock.
        self._done = done

    def _show(self) -> None:
        self.query_one("#running-panel").display = True

    def _draw(self) -> None:
        if self._to_write:
            share = min(100, self._done * 100 // self._to_write)
            count = tr(
                "{done} of {total} ({share}%)", done=self._done, total=self._to_write, share=share
            )
        else:
            count = ntr("{count} row", "{count} rows", self._done)
        self.query_one("#running-count", Static).update(count if self._done else "…")
        foot = tr("Stopping…") if self._stopping else tr("Esc stops; nothing is changed then.")
        self.query_one("#running-foot", Static).update(foot)

    @work
    async def _run(self) -> None:
        try:
            await self._start(self._work)
        except WardtuiError as error:
            self._end(error)
        else:
            self._end(None)

    def _end(self, error: WardtuiError | None) -> None:
        if not self._over:
            self._over = True
            self.error = error
            self.dismiss()

    async def take_key(self, event: events.Key) -> bool:
        """Stop; every other key waits for another screen."""
        if event.key in _STOP:
            self._stop()
        return True

    def on_click(self, event: events.Click) -> None:
        """A click on the line that says so stops it."""
        if event.widget is not None and event.widget.id == "running-foot":
            self._stop()

    def _stop(self) -> None:
        self._work.stop()
        if self._to_write:
            self._stopping = True
            self._show()
            self._draw()
        else:
            self._end(Stopped())
