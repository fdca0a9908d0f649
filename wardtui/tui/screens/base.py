"""What our screens have in common: keys, undoing, synchronising, help.

Keys are taken in the order in which they were pressed, each to its end: the next key waits until
what this one records is on the disk and drawn. So "c", "1", "c", "1" typed in one go logs two calls
on two cases, never two on one.
"""

from contextlib import suppress
from typing import TYPE_CHECKING, cast

from textual import events
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static
from textual.worker import WorkerCancelled

from wardtui.domain.errors import Refused, WardtuiError
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import ResidentId
from wardtui.i18n import tr
from wardtui.services.recording import Saved
from wardtui.tui.action import Action, Place
from wardtui.tui.session import Session
from wardtui.tui.widgets.bars import KeyBar
from wardtui.wording.results import undone_text
from wardtui.wording.warnings import clock_text

if TYPE_CHECKING:
    from wardtui.domain.case import Case
    from wardtui.services.undo import Undone
    from wardtui.tui.app import WardApp

MESSAGE_SECONDS = 12.0
"""How long a line about something that went well stays; what went wrong stays until the next."""


class WorkScreen(Screen[None]):
    """A screen on which cases are worked."""

    PLACE: Place
    is_ready = False
    """Whether its parts are there: until then there is nothing to draw on."""
    _fading: Timer | None = None

    @property
    def ward_app(self) -> "WardApp":
        """The application, with its own type."""
        return cast("WardApp", self.app)

    @property
    def session(self) -> Session:
        """The open vault."""
        return self.ward_app.session

    def after_change(self, done_with: ResidentId | None = None) -> None:
        """Draw what an action or a sync has changed; a cursor stays on its case.

        :param done_with: a case that was just worked: the one behind it comes under the cursor
        """
        raise NotImplementedError

    async def has_read(self, group: str) -> None:
        """Wait until a group of workers of this page has read all that it was asked to."""
        while running := [
            one
            for one in self.workers
            if one.node is self and one.group == group and not one.is_finished
        ]:
            with suppress(WorkerCancelled):  # what was asked anew meanwhile
                await running[-1].wait()

    def renew(self, case: "Case") -> None:
        """Know a case as it is now, before it is read again: the next key may be about it."""

    def go_to(self, resident: ResidentId) -> None:
        """Put the cursor on a case, where there is a list that shows it."""

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Show a line above the keys: what was saved, or what went wrong."""
        if self._fading is not None:
            self._fading.stop()
            self._fading = None
        line = self.query_one("#message", Static)
        line.set_class(wrong, "wrong")
        line.update(text)
        if text and not wrong:
            self._fading = self.set_timer(MESSAGE_SECONDS, self._fade)

    def _fade(self) -> None:
        self.tell("")

    async def do_back(self) -> None:
        """Close the page."""
        self.dismiss()

    async def take_key(self, event: events.Key) -> bool:
        """Do what a key asks for, to its end; false when it asks for nothing here."""
        try:
            await self.ward_app.show_whole_list()
        except WardtuiError as error:
            self.tell_error(error)
            return True
        action = self.ward_app.keymap.action_for(event, self.PLACE)
        if action is None:
            return False
        await self.act(action)
        return True

    async def act(self, action: Action) -> None:
        """Do an action."""
        do = getattr(self, f"do_{action.name}")
        await (do(action.argument) if action.argument is not None else do())

    async def on_key_bar_chosen(self, message: KeyBar.Chosen) -> None:
        """A key was clicked."""
        await self.act(message.action)

    def tell_saved(self, saved: Saved, text: str) -> None:
        """Say what was saved, and when the clock of this machine cannot be right."""
        if saved.clock_was is None:
            self.tell(text)
        else:
            self.tell(f"{text} {clock_text(saved.clock_was)}", wrong=True)

    async def do_undo(self, *, confirmed: bool = False) -> None:
        """Take back the newest action; a whole import only after a question."""
        try:
            undone = await self.session.undo(confirmed=confirmed)
        except WardtuiError as error:
            from wardtui.services.undo import UndoNeedsConfirmation

            if isinstance(error, UndoNeedsConfirmation):
                from wardtui.tui.screens.ask import AskScreen
                from wardtui.wording.errors import explain

                self.app.push_screen(AskScreen(explain(error).message, self._undo_for_sure))
            else:
                self.tell_error(error)
            return
        redo = self.ward_app.keymap.find("redo")
        key = redo.shown if redo is not None else ""
        self.tell(
            tr("Taken back: {what}. {key} brings it back.", what=undone_text(undone), key=key)
        )
        self._show_undone(undone)
        first = undone.of[0].event
        if first.resident is not None and (
            len(undone.saved.cases) == 1 or isinstance(first.body, ContactLogged)
        ):
            for page in self.app.screen_stack:
                if isinstance(page, WorkScreen) and page.is_ready:
                    page.go_to(first.resident)

    def _show_undone(self, undone: "Undone") -> None:
        for case in undone.saved.cases:
            self.renew(case)
        self.ward_app.last_logged = None
        self.ward_app.changed_here()

    async def _undo_for_sure(self) -> None:
        await self.do_undo(confirmed=True)

    async def do_redo(self) -> None:
        """Bring back what was taken back last."""
        try:
            redone = await self.session.redo()
        except WardtuiError as error:
            self.tell_error(error)
            return
        self.tell(tr("Brought back: {what}", what=undone_text(redone)))
        self._show_undone(redone)

    async def do_sync(self) -> None:
        """Exchange events with the server."""
        if self.session.exchange.pairing is None:
            self.tell_error(Refused("not_paired"))
        else:
            self.ward_app.exchanging.start(asked=True)

    async def do_sync_page(self) -> None:
        """How the exchange stands, and what was not taken."""
        from wardtui.tui.screens.sync import SyncScreen

        await self.app.push_screen(SyncScreen())

    async def on_title_bar_asked(self) -> None:
        """How the exchange stands was clicked."""
        await self.do_sync_page()

    async def do_language(self) -> None:
        """Speak the other language."""
        await self.ward_app.change_language()

    async def do_lock(self) -> None:
        """Close the vault and ask for the passphrase."""
        await self.ward_app.lock()

    async def do_help(self) -> None:
        """Show every key."""
        from wardtui.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.PLACE, self.ward_app.keymap))

    async def do_palette(self) -> None:
        """Find an action by its name."""
        from wardtui.tui.screens.pick import Pick, PickScreen

        actions = [one for one in self.ward_app.keymap.of_place(self.PLACE) if one.is_named]
        picks = [Pick(tr(one.text), one.shown, f"{tr(one.short)} {one.code}") for one in actions]

        async def chosen(place: int) -> None:
            await self.act(actions[place])

        await self.app.push_screen(PickScreen(tr("Commands"), picks, chosen))

    async def do_theme(self) -> None:
        """Choose the colours."""
        self.ward_app.choose_theme()

    async def do_leave(self) -> None:
        """Close the vault and end."""
        self.ward_app.leave()

    def tell_error(self, error: WardtuiError) -> None:
        """Say what went wrong and what to do."""
        # Loaded with the words of every error when there is one.
        from wardtui.wording.errors import explain

        told = explain(error)
        self.tell(f"{told.message} {told.remedy}", wrong=True)
