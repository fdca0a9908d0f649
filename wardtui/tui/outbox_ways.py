"""The ways out of what the server did not take, as the page of the exchange offers them."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from wardtui.domain.errors import WardtuiError
from wardtui.i18n import ntr, tr
from wardtui.services.outbox import Handled, discard, resend, take_up
from wardtui.services.outbox_view import NotTaken
from wardtui.services.ports import Tools, Unit
from wardtui.services.records import DiscardReason
from wardtui.tui.screens.choice import ChoiceScreen
from wardtui.tui.screens.edit import EditScreen
from wardtui.wording.discards import REASONS
from wardtui.wording.errors import explain

if TYPE_CHECKING:
    from wardtui.tui.screens.base import WorkScreen


class Ways:
    """Asks, does it, and says what was done, on the page from which it was asked for."""

    def __init__(self, screen: "WorkScreen") -> None:
        self._screen = screen

    async def resend(self, one: NotTaken) -> None:
        """Offer it once more, as it is."""
        done = await self._handle(lambda unit, _: resend(unit, one.id))
        if done is not None:
            self._tell(
                done,
                lambda count: ntr(
                    "✓ {count} entry waits to be sent again.",
                    "✓ {count} entries wait to be sent again.",
                    count,
                ),
            )

    async def ask_to_discard(self, one: NotTaken) -> None:
        """Ask why it is let go."""
        if one.discard is not None:
            self._screen.tell(tr("It was discarded before; Undo brings it back."))
            return
        reasons = tuple(DiscardReason)

        async def chosen(place: int) -> None:
            if reasons[place] is DiscardReason.OTHER:
                await self._ask_why(one)
                return
            try:
                await self._discard(one, reasons[place], None)
            except WardtuiError as error:
                self._screen.tell_error(error)

        names = [tr(REASONS[reason]) for reason in reasons]
        title = tr("Discard {count}: why?", count=len(one.events))
        await self._screen.app.push_screen(ChoiceScreen(title, names, chosen))

    async def _ask_why(self, one: NotTaken) -> None:
        async def take(typed: str) -> str | None:
            try:
                await self._discard(one, DiscardReason.OTHER, typed)
            except WardtuiError as error:
                told = explain(error)
                return f"{told.message} {told.remedy}"
            return None

        hint = tr("Only what has to be known later; no remarks about the person.")
        await self._screen.app.push_screen(EditScreen(tr("Discard: why?"), "", take, hint))

    async def _discard(self, one: NotTaken, reason: DiscardReason, note: str | None) -> None:
        done = await self._screen.session.change_much(
            lambda unit, tools: discard(unit, one.id, reason, tools, note)
        )
        self._tell(
            done,
            lambda count: ntr(
                "✓ {count} entry discarded; it stays in the history.",
                "✓ {count} entries discarded; they stay in the history.",
                count,
            ),
        )

    async def take_up(self, one: NotTaken | None) -> None:
        """Take a discard back."""
        if one is None or one.discard is None:
            self._screen.tell(tr("Choose something that was discarded; Undo brings it back."))
            return
        which = one.id
        done = await self._handle(lambda unit, tools: take_up(unit, which, tools))
        if done is not None:
            self._tell(
                done,
                lambda count: ntr(
                    "✓ {count} entry needs attention again.",
                    "✓ {count} entries need attention again.",
                    count,
                ),
            )

    async def _handle(self, work: Callable[[Unit, Tools], Handled]) -> Handled | None:
        try:
            return await self._screen.session.change_much(work)
        except WardtuiError as error:
            self._screen.tell_error(error)
            return None

    def _tell(self, done: Handled, text: Callable[[int], str]) -> None:
        self._screen.tell(text(len(done.events)))
        self._screen.ward_app.changed_here()
