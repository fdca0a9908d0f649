"""What the list and the page of a case have in common: logging, undoing, synchronising."""

from typing import TYPE_CHECKING, cast

from textual import work
from textual.screen import Screen

from wardtui.domain.errors import Refused, WardtuiError
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Channel
from wardtui.i18n import tr
from wardtui.tui.screens.ask import AskScreen
from wardtui.tui.screens.log import LogScreen, Target
from wardtui.tui.session import Session
from wardtui.wording.errors import explain
from wardtui.wording.results import saved_text, undone_text

if TYPE_CHECKING:
    from wardtui.tui.app import WardApp


class WorkScreen(Screen[None]):
    """A screen on which cases are worked."""

    @property
    def ward_app(self) -> "WardApp":
        """The application, with its own type."""
        return cast("WardApp", self.app)

    @property
    def session(self) -> Session:
        """The open vault."""
        return self.ward_app.session

    def target(self) -> Target | None:
        """The resident whom an action is about."""
        raise NotImplementedError

    def after_change(self) -> None:
        """Draw what an action or a sync has changed."""
        raise NotImplementedError

    def tell(self, text: str, *, wrong: bool = False) -> None:
        """Show a line: what was saved, or what went wrong."""
        raise NotImplementedError

    @work(exclusive=True, group="log")
    async def action_log(self, channel: str) -> None:
        """Ask for the outcome of a contact and save it."""
        target = self.target()
        if target is None:
            return
        outcome = await self.app.push_screen_wait(LogScreen(Channel(channel), target))
        if outcome is None:
            return
        contact = ContactLogged(channel=Channel(channel), outcome=outcome)
        await self._save(target.resident, contact)

    async def _save(self, resident: ResidentId, contact: ContactLogged) -> None:
        try:
            saved = await self.session.log(resident, contact)
        except (WardtuiError, OSError) as error:
            self._tell_error(error)
            return
        self.tell(saved_text(saved))
        self.ward_app.changed_here()

    @work(exclusive=True, group="undo")
    async def action_undo(self) -> None:
        """Take back the newest action; a whole import only when it is said twice."""
        try:
            undone = await self.session.undo()
        except WardtuiError as error:
            if error.code != "undo_needs_confirmation":
                self._tell_error(error)
                return
            if not await self.app.push_screen_wait(AskScreen(explain(error).message)):
                return
            try:
                undone = await self.session.undo(confirmed=True)
            except WardtuiError as second:
                self._tell_error(second)
                return
        self.tell(tr("Taken back: {what}. U brings it back.", what=undone_text(undone)))
        self.ward_app.changed_here()

    @work(exclusive=True, group="undo")
    async def action_redo(self) -> None:
        """Bring back what was taken back last."""
        try:
            redone = await self.session.redo()
        except WardtuiError as error:
            self._tell_error(error)
            return
        self.tell(tr("Brought back: {what}", what=undone_text(redone)))
        self.ward_app.changed_here()

    def action_sync(self) -> None:
        """Exchange events with the server."""
        self.ward_app.start_sync(asked=True)

    def _tell_error(self, error: Exception) -> None:
        known = error if isinstance(error, WardtuiError) else Refused("disk_full")
        told = explain(known)
        self.tell(f"{told.message} {told.remedy}", wrong=True)
