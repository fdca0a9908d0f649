"""What goes on by the clock while the vault is open: the daily backup, forgetting, reminders."""

from datetime import timedelta
from typing import TYPE_CHECKING

from wardtui.domain.errors import Refused, WardtuiError
from wardtui.faults import note_fault
from wardtui.i18n import tr
from wardtui.services.ports import VaultClosed
from wardtui.settings import Places
from wardtui.tui.reminder import CHECK_SECONDS, Reminder, appointments_due
from wardtui.tui.widgets.bars import TitleBar
from wardtui.wording.agenda import reminder_text

if TYPE_CHECKING:
    from wardtui.tui.app import WardApp
    from wardtui.wording.errors import Explanation

HOUSE_AFTER_SECONDS = 30.0
HOUSE_EVERY_SECONDS = 3600.0


class Upkeep:
    """Looks after the open vault and its officer."""

    def __init__(self, app: "WardApp", places: Places, retention: timedelta) -> None:
        self._app = app
        self._places = places
        self._retention = retention
        self.reminder = Reminder()
        self._policy_fault: str | None = None
        """What kept the cases from being moved the last time."""

    def watch(self) -> None:
        """Begin; it goes on until the application ends."""
        self._app.set_interval(HOUSE_EVERY_SECONDS, self._keep_house)
        self._app.set_interval(CHECK_SECONDS, self.remind)
        self._app.set_interval(CHECK_SECONDS, self.follow_policy)

    def opened(self) -> None:
        """A vault was opened."""
        self.reminder = Reminder()
        self._app.set_timer(HOUSE_AFTER_SECONDS, self._keep_house)

    def follow_policy(self) -> None:
        """Move the cases whose time has come."""
        if self._app.is_open and self._app.session.is_complete:
            self._app.run_worker(self._follow_policy(), exclusive=True, group="policy")

    async def _follow_policy(self) -> None:
        app = self._app
        session = app.session
        try:
            if await session.follow_policy() and app.is_open and app.has(session):
                app.redraw()
        except VaultClosed:
            return
        except WardtuiError as error:
            told = _explained(error)
        except Exception:  # noqa: BLE001  nobody waits for it, and the screen must stay
            told = _explained(Refused("internal", file=note_fault(self._places.config)))
        else:
            self._policy_fault = None
            return
        if told.code != self._policy_fault:
            # Once: it is tried again every minute.
            self._policy_fault = told.code
            app.tell(f"{told.message} {told.remedy}", wrong=True)

    def remind(self) -> None:
        """Say quietly, in the title, what was agreed for now."""
        app = self._app
        if not app.is_open or not app.session.is_complete:
            return
        now = app.session.now()
        due = self.reminder.tick(appointments_due(app.session.worklist, now), now)
        key = app.keymap.find("next")
        text = reminder_text(due, key.shown if key is not None else "")
        for screen in app.screen_stack:
            for title in screen.query(TitleBar):
                title.reminder = text

    def _keep_house(self) -> None:
        if self._app.is_open:
            self._app.run_worker(self._keep(), exclusive=True, group="housekeeping")

    async def _keep(self) -> None:
        app = self._app
        if not app.is_open:
            return
        session = app.session
        try:
            done = await session.keep_house(self._places.home, self._retention)
            if done and app.has(session):
                app.redraw()
            return
        except VaultClosed:
            return
        except WardtuiError as error:
            told = _explained(error)
        except Exception:  # noqa: BLE001  nobody waits for it, and the screen must stay
            told = _explained(Refused("internal", file=note_fault(self._places.config)))
        app.tell(
            tr("There is no backup of today: {reason}", reason=f"{told.message} {told.remedy}"),
            wrong=True,
        )


def _explained(error: WardtuiError) -> "Explanation":
    # Loaded with the words of every error when there is one.
    from wardtui.wording.errors import explain

    return explain(error)
