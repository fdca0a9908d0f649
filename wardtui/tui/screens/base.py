"""What the list and the page of a case have in common: keys, logging, undoing, synchronising.

Keys are taken in the order in which they were pressed, each to its end: the next key waits until
what this one records is on the disk and drawn. So "c", "1", "c", "1" typed in one go logs two calls
on two cases, never two on one.
"""

from typing import TYPE_CHECKING, cast

from textual import events
from textual.screen import Screen

from wardtui.domain.errors import Refused, WardtuiError
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.i18n import tr
from wardtui.services.recording import Saved
from wardtui.tui.action import Action, Place
from wardtui.tui.actions import action_for
from wardtui.tui.screens.ask import AskScreen
from wardtui.tui.screens.help import HelpScreen
from wardtui.tui.session import Session
from wardtui.tui.widgets.bars import KeyBar
from wardtui.tui.widgets.log_panel import LogPanel, Target
from wardtui.wording.errors import explain
from wardtui.wording.results import saved_text, undone_text
from wardtui.wording.warnings import clock_text

if TYPE_CHECKING:
    from wardtui.tui.app import WardApp


class WorkScreen(Screen[None]):
    """A screen on which cases are worked."""

    PLACE: Place
    is_ready = False
    """Whether its parts are there: until then there is nothing to draw on."""

    @property
    def ward_app(self) -> "WardApp":
        """The application, with its own type."""
        return cast("WardApp", self.app)

    @property
    def session(self) -> Session:
        """The open vault."""
        return self.ward_app.session

    @property
    def panel(self) -> LogPanel:
        """The log panel."""
        return self.query_one(LogPanel)

    @property
    def _is_asking(self) -> bool:
        """Whether the log panel is open. Where nothing is logged there is none."""
        return any(panel.channel is not None for panel in self.query(LogPanel))

    def target(self) -> Target | None:
        """The resident whom an action is about."""
        raise NotImplementedError

    def after_change(self, done_with: ResidentId | None = None) -> None:
        """Draw what an action or a sync has changed; a cursor stays on its case.

        :param done_with: a case that was just worked: the one behind it comes under the cursor
        """
        raise NotImplementedError

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Show a line: what was saved, or what went wrong."""
        raise NotImplementedError

    async def take_key(self, event: events.Key) -> bool:
        """Do what a key asks for, to its end; false when it asks for nothing here."""
        try:
            await self.session.complete()
        except WardtuiError as error:
            self.tell_error(error)
            return True
        if self._is_asking:
            await self._answer_panel(event)
            return True
        action = action_for(event.key, self.PLACE)
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

    async def _answer_panel(self, event: events.Key) -> None:
        outcome = self.panel.outcome_for(event.character)
        if outcome is not None:
            await self._save(outcome)
        elif event.key == "escape":
            self.panel.close()

    async def on_log_panel_chosen(self, message: LogPanel.Chosen) -> None:
        """An outcome was clicked."""
        await self._save(message.outcome)

    async def do_log(self, channel: str) -> None:
        """Ask for the outcome of a contact."""
        target = self.target()
        if target is not None:
            self.panel.open(Channel(channel), target)

    async def _save(self, outcome: Outcome) -> None:
        channel, target = self.panel.channel, self.panel.target
        self.panel.close()
        if channel is None or target is None:
            return
        contact = ContactLogged(channel=channel, outcome=outcome)
        try:
            saved = await self.session.log(target.resident, contact)
        except WardtuiError as error:
            self.tell_error(error)
            return
        self.tell_saved(saved, saved_text(saved))
        self.ward_app.changed_here(done_with=target.resident)

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
            if error.code == "undo_needs_confirmation":
                self.app.push_screen(AskScreen(explain(error).message, self._undo_for_sure))
            else:
                self.tell_error(error)
            return
        self.tell(tr("Taken back: {what}. U brings it back.", what=undone_text(undone)))
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
        self.ward_app.changed_here()

    async def do_sync(self) -> None:
        """Exchange events with the server."""
        if self.session.exchange.pairing is None:
            self.tell_error(Refused("not_paired"))
        else:
            self.ward_app.start_sync(asked=True)

    async def do_language(self) -> None:
        """Speak the other language."""
        await self.ward_app.change_language()

    async def do_lock(self) -> None:
        """Close the vault and ask for the passphrase."""
        await self.ward_app.lock()

    async def do_help(self) -> None:
        """Show every key."""
        self.app.push_screen(HelpScreen(self.PLACE))

    async def do_leave(self) -> None:
        """Close the vault and end."""
        self.ward_app.leave()

    def tell_error(self, error: WardtuiError) -> None:
        """Say what went wrong and what to do."""
        told = explain(error)
        self.tell(f"{told.message} {told.remedy}", wrong=True)
