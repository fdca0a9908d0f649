"""What the screens on which residents are worked have in common: logging, details, dialling."""

from collections.abc import Sequence

from textual import events

from wardtui.domain.errors import WardtuiError
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.i18n import tr
from wardtui.tui.details import time_detail
from wardtui.tui.screens.base import WorkScreen
from wardtui.tui.widgets.log_panel import LogPanel, Target
from wardtui.wording.results import saved_text

_TO_A_DOOR = (Channel.VISIT, Channel.LETTER)
"""Channels that may reach everybody behind a door at once."""


class CaseworkScreen(WorkScreen):
    """A screen with a log panel."""

    _panel: LogPanel | None = None

    async def panel(self) -> LogPanel:
        """The log panel, made when it is opened first: the screen is drawn sooner without it."""
        if self._panel is None:
            self._panel = LogPanel()
            await self.mount(self._panel)
        return self._panel

    @property
    def _is_asking(self) -> bool:
        return self._panel is not None and self._panel.channel is not None

    def target(self) -> Target | None:
        """The resident whom an action is about."""
        raise NotImplementedError

    def targets(self) -> Sequence[Target]:
        """All whom an action is about that can be done for many."""
        target = self.target()
        return [] if target is None else [target]

    def done_with_targets(self) -> None:
        """What was to be done for many is done."""

    async def take_key(self, event: events.Key) -> bool:
        """Answer the log panel while it asks, else do what the key asks for."""
        if self._is_asking:
            await self._answer_panel(event)
            return True
        return await super().take_key(event)

    async def _answer_panel(self, event: events.Key) -> None:
        panel = await self.panel()
        outcome = panel.outcome_for(event.character)
        if outcome is not None:
            await self._save(outcome)
        elif event.key == "escape":
            panel.close()
        else:
            panel.take_character(event.character)

    async def on_log_panel_chosen(self, message: LogPanel.Chosen) -> None:
        """An outcome was clicked."""
        await self._save(message.outcome)

    async def do_log(self, channel: str) -> None:
        """Ask for the outcome of a contact."""
        targets = self.targets()
        if not targets:
            return
        chosen = Channel(channel)
        others = 0
        if len(targets) == 1 and chosen in _TO_A_DOOR:
            others = await self.session.others_at_door(targets[0].resident)
        (await self.panel()).open(chosen, targets, others)

    async def _save(self, outcome: Outcome) -> None:
        panel = await self.panel()
        channel, targets, household = panel.channel, panel.targets, panel.household
        panel.close()
        if channel is None or not targets:
            return
        contact = ContactLogged(channel=channel, outcome=outcome)
        residents = [target.resident for target in targets]
        try:
            saved = await self.session.log(residents, contact, household=household)
        except WardtuiError as error:
            self.tell_error(error)
            return
        self.ward_app.last_logged = saved
        self.tell_saved(saved, f"{saved_text(saved)} · {self._details_hint(outcome)}")
        if len(targets) > 1:
            self.done_with_targets()
        self.ward_app.changed_here(done_with=residents[0] if len(targets) == 1 else None)

    def _details_hint(self, outcome: Outcome) -> str:
        action = self.ward_app.keymap.find("details")
        key = action.shown if action is not None else ""
        if time_detail(outcome) is not None:
            return tr("{key}: set the time", key=key)
        return tr("{key}: details", key=key)

    async def do_details(self) -> None:
        """Add to what was logged last."""
        saved = self.ward_app.last_logged
        if saved is None:
            self.tell(tr("Nothing was logged yet to which details could be added."))
            return
        from wardtui.tui.screens.details import DetailsScreen

        await self.app.push_screen(DetailsScreen(self, saved))

    async def do_dial(self) -> None:
        """Show the number as a picture."""
        target = self.target()
        if target is None:
            return
        from wardtui.tui.dialling import dial

        await dial(self, target.resident)

    async def do_assign(self) -> None:
        """Give cases to an officer."""
        targets = self.targets()
        if not targets:
            return
        from wardtui.tui.assigning import ask_to_whom

        await ask_to_whom(self, [target.resident for target in targets])

    async def log_for(self, resident: ResidentId, channel: Channel) -> None:
        """Ask for the outcome of a contact that was just made from another page."""
        target = self.target()
        if target is not None and target.resident == resident:
            await self.do_log(channel.value)
