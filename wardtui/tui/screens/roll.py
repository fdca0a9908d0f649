"""The page of a session: who is expected, who waits, who came; one key at the door."""

from collections.abc import Callable
from datetime import datetime

from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import ResidentId, SessionId
from wardtui.domain.session_codes import BookingState
from wardtui.i18n import tr
from wardtui.services.at_the_door import note_attended, note_missed
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Saved
from wardtui.services.sessions import roll
from wardtui.tui.roll_lines import people_of
from wardtui.tui.screens.base import WorkScreen
from wardtui.tui.screens.roll_list import RollListScreen
from wardtui.wording.session_screens import at_the_door_text

AtTheDoor = Callable[[Unit, ResidentId, SessionId, Tools, datetime | None], Saved]


async def open_roll(screen: WorkScreen, session: SessionId) -> None:
    """Show the people of a session."""
    try:
        found = await screen.session.read(lambda unit: roll(unit, session))
    except WardtuiError as error:
        screen.tell_error(error)
        return
    await screen.app.push_screen(RollScreen(found))


class RollScreen(RollListScreen):
    """One session at its door."""

    async def do_came(self) -> None:
        """Note that the person under the cursor came."""
        await self._note(note_attended, BookingState.ATTENDED)

    async def do_missed(self) -> None:
        """Note that the person under the cursor did not come."""
        await self._note(note_missed, BookingState.MISSED)

    async def _note(self, note: AtTheDoor, state: BookingState) -> None:
        resident = self._here
        if resident is None:
            return
        behind = self._next_expected(resident)
        if await self._noted(note, state, resident):
            await self._go_on_at(behind)

    async def _go_on_at(self, resident: ResidentId | None) -> None:
        """Show what was noted, with the cursor where the work goes on."""
        self._typing, self._query = False, ""
        self._keep = resident
        await self.catch_up()

    def _next_expected(self, resident: ResidentId) -> ResidentId | None:
        """Who is expected behind a person, in a circle: the work goes on there."""
        everybody = people_of(self._roll)
        expected = [one.case.id for one in everybody if one.booking.stands]
        if resident not in expected:
            return resident
        place = expected.index(resident)
        return next(iter([*expected[place + 1 :], *expected[:place]]), None)

    async def _noted(self, note: AtTheDoor, state: BookingState, resident: ResidentId) -> bool:
        session = self._which
        try:
            saved = await self.session.change(
                lambda unit, tools: note(unit, resident, session, tools, None)
            )
        except WardtuiError as error:
            self.tell_error(error)
            return False
        self.tell_saved(saved, at_the_door_text(saved.case, state))
        self.ward_app.last_logged = None
        self.ward_app.changed_here(done_with=resident)
        return True

    async def do_walk_in(self) -> None:
        """Look somebody up who came without a booking."""
        from wardtui.tui.screens.walk_in import WalkInScreen

        async def came(resident: ResidentId) -> None:
            if await self._noted(note_attended, BookingState.ATTENDED, resident):
                await self._go_on_at(resident)

        await self.app.push_screen(WalkInScreen(came))

    async def do_print(self) -> None:
        """What of the session is to be printed."""
        from wardtui.tui.printing import print_session

        await print_session(self, self._which)

    async def do_change(self) -> None:
        """Change the session."""
        if not self._roll.session.takes_place:
            self.tell(tr("It was cancelled and does not take place."), wrong=True)
            return
        from wardtui.tui.screens.session_form import plan_session

        async def planned(_session: SessionId) -> None:
            await self.catch_up()

        await plan_session(self, planned, self._roll.session)
