"""What the list and the page of a case have in common: logging, undoing, synchronising."""

from typing import TYPE_CHECKING, cast

from textual import work
from textual.screen import Screen

from wardtui.domain.errors import Refused, WardtuiError
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Channel
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import moment
from wardtui.i18n.errors import explain
from wardtui.i18n.history import event_text
from wardtui.i18n.labels import label
from wardtui.services.recording import Saved
from wardtui.tui.screens.ask import AskScreen
from wardtui.tui.screens.log import LogScreen, Target
from wardtui.tui.session import Session

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
        what = event_text(undone.of[0].event)
        if len(undone.of) > 1:
            what = ntr("{count} event", "{count} events", len(undone.of))
        self.tell(tr("Taken back: {what}. U brings it back.", what=what))
        self.ward_app.changed_here()

    @work(exclusive=True, group="undo")
    async def action_redo(self) -> None:
        """Bring back what was taken back last."""
        try:
            await self.session.redo()
        except WardtuiError as error:
            self._tell_error(error)
            return
        self.tell(tr("Brought back."))
        self.ward_app.changed_here()

    def action_sync(self) -> None:
        """Exchange events with the server."""
        self.ward_app.start_sync(asked=True)

    def _tell_error(self, error: Exception) -> None:
        known = error if isinstance(error, WardtuiError) else Refused("disk_full")
        told = explain(known)
        self.tell(f"{told.message} {told.remedy}", wrong=True)


def saved_text(saved: Saved) -> str:
    """What was saved, and what happens next."""
    case = saved.case
    action = case.next_action
    done = tr("Saved: {name}", name=case.resident.name)
    if action is None:
        return f"✓ {done} · {label(case.status)}"
    return f"✓ {done} → {label(action.kind)} · {moment(action.due)}"
