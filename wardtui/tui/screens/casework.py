"""What the screens on which residents are worked have in common: logging, details, dialling."""

from collections.abc import Sequence

import msgspec
from textual import events, work

from wardtui.domain.errors import WardtuiError
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.i18n import tr
from wardtui.tui.action import Action
from wardtui.tui.details import time_detail
from wardtui.tui.screens.base import WorkScreen
from wardtui.tui.widgets.log_panel import LogPanel, Target
from wardtui.wording.results import saved_text

_TO_A_DOOR = (Channel.VISIT, Channel.LETTER)
"""Channels that may reach everybody behind a door at once."""


class Agreed(msgspec.Struct, frozen=True):
    """Whom an appointment was just made with."""

    targets: Sequence[Target]
    then: Target | None
    """Who came under the cursor after them."""


class CaseworkScreen(WorkScreen):
    """A screen with a log panel."""

    _panel: LogPanel | None = None
    _agreed: Agreed | None = None
    """Who has just agreed to an appointment: booking is about them until something else is done."""

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

    async def act(self, action: Action) -> None:
        """Do an action; what is neither booking nor details forgets who has just agreed."""
        if action.name not in ("book", "details"):
            self._agreed = None
        await super().act(action)

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
        panel = await self.panel()
        panel.open(chosen, targets, others)
        self._warn_on_panel(panel, chosen, targets)

    @work(exclusive=True, group="care")
    async def _warn_on_panel(
        self, panel: LogPanel, channel: Channel, targets: Sequence[Target]
    ) -> None:
        """Say what speaks against the contact. The panel takes its keys meanwhile."""
        residents = [target.resident for target in targets]
        key, width = self._details_key, panel.content_size.width
        text = await self._warning(residents, channel, key, width)
        if text and panel.channel is channel and panel.targets is targets:
            panel.warn(text)

    async def _warning(
        self, residents: Sequence[ResidentId], channel: Channel, key: str | None, width: int
    ) -> str:
        from wardtui.tui.care import warning

        return await warning(self.session, residents, channel, key, width)

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
        if outcome is Outcome.APPOINTMENT_MADE:
            self._agreed = Agreed(targets, self.target())

    def _details_hint(self, outcome: Outcome) -> str:
        book = self.ward_app.keymap.find("book")
        if outcome is Outcome.APPOINTMENT_MADE and book is not None:
            return tr(
                "{book}: book them now · {key}: set the time",
                book=book.shown,
                key=self._details_key,
            )
        if time_detail(outcome) is not None:
            return tr("{key}: set the time", key=self._details_key)
        return tr("{key}: details", key=self._details_key)

    @property
    def _details_key(self) -> str:
        action = self.ward_app.keymap.find("details")
        return action.shown if action is not None else ""

    async def do_details(self) -> None:
        """Add to what was logged last."""
        saved = self.ward_app.last_logged
        if saved is None:
            self.tell(
                tr(
                    "Details are added right after logging. Nothing was logged since the start or "
                    "the last undo."
                )
            )
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
        self._warn_on_dial(target.resident)

    @work(exclusive=True, group="care")
    async def _warn_on_dial(self, resident: ResidentId) -> None:
        from wardtui.tui.screens.dial import PANEL_COLUMNS, DialScreen

        screen = self.app.screen
        if isinstance(screen, DialScreen):
            texts = {
                channel: await self._warning([resident], channel, None, PANEL_COLUMNS)
                for channel in (Channel.CALL, Channel.MESSAGE)
            }
            screen.warn(texts)

    async def do_assign(self) -> None:
        """Give cases to an officer."""
        targets = self.targets()
        if not targets:
            return
        from wardtui.tui.assigning import ask_to_whom

        await ask_to_whom(self, [target.resident for target in targets])

    async def do_book(self) -> None:
        """Book a session for whoever has just agreed, else for those whom an action is about."""
        agreed, self._agreed = self._agreed, None
        still_there = agreed is not None and self.target() == agreed.then
        targets = agreed.targets if agreed is not None and still_there else self.targets()
        if not targets:
            return
        from wardtui.tui.screens.booking import ask_to_book

        await ask_to_book(self, targets)

    async def do_result(self) -> None:
        """Record what came of an enrolment."""
        from wardtui.tui.results import ask_for_result

        await ask_for_result(self)

    async def do_sessions(self) -> None:
        """The calendar of sessions."""
        from wardtui.tui.screens.sessions import SessionsScreen

        await self.app.push_screen(SessionsScreen())

    async def do_ladder(self) -> None:
        """Hand cases up, pause them, or let them go on."""
        from wardtui.tui.answering import ask_for_ladder

        await ask_for_ladder(self)

    async def do_board(self) -> None:
        """What was handed up, level by level."""
        from wardtui.tui.screens.board import open_board

        await open_board(self)

    async def do_report(self) -> None:
        """The daily report."""
        from wardtui.tui.screens.report import ReportScreen

        await self.app.push_screen(ReportScreen())

    async def do_progress(self) -> None:
        """How far the campaign has come."""
        from wardtui.tui.screens.progress import ProgressScreen

        await self.app.push_screen(ProgressScreen())

    async def do_household(self) -> None:
        """Everybody behind the same door."""
        from wardtui.tui.screens.household import open_household

        await open_household(self)

    async def do_home_service(self) -> None:
        """To whom the team is to go."""
        from wardtui.tui.screens.home_service import HomeServiceScreen

        await self.app.push_screen(HomeServiceScreen())

    async def do_duty(self) -> None:
        """Who is on duty."""
        from wardtui.tui.screens.duty import DutyScreen

        await self.app.push_screen(DutyScreen())

    async def do_offers(self) -> None:
        """Whom other wards offer to this one."""
        from wardtui.tui.screens.offers import OffersScreen

        await self.app.push_screen(OffersScreen())

    async def do_hand_over(self) -> None:
        """Offer somebody to the ward where they live, or take the offer back."""
        from wardtui.tui.screens.offer_form import ask_to_hand_over

        await ask_to_hand_over(self)

    async def log_for(self, resident: ResidentId, channel: Channel) -> None:
        """Ask for the outcome of a contact that was just made from another page."""
        target = self.target()
        if target is not None and target.resident == resident:
            await self.do_log(channel.value)
