"""Planning a session: a new one, or another place, day, hours or seats for one that is there."""

from collections.abc import Awaitable, Callable

import msgspec

from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import EventId, SessionId
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.sessions import Session
from wardtui.i18n import ntr, tr
from wardtui.i18n.labels import label
from wardtui.services.edit_rejected import Form, record_instead
from wardtui.services.plan_session import change_session, open_session
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Saved
from wardtui.services.sessions import listed
from wardtui.tui.screens.base import WorkScreen
from wardtui.tui.screens.form import FormRow, FormScreen
from wardtui.tui.session_form import SessionForm
from wardtui.wording.errors import explain
from wardtui.wording.session_screens import session_lines
from wardtui.wording.sessions import told_text

WhenPlanned = Callable[[SessionId], Awaitable[None]]


class Refused(msgspec.Struct, frozen=True):
    """What somebody planned and the server did not take."""

    event: EventId
    said: Session
    """The session as it was to be."""


async def plan_session(
    screen: WorkScreen,
    when_planned: WhenPlanned,
    session: Session | None = None,
    refused: Refused | None = None,
) -> None:
    """Ask for the rows of a session.

    :param session: the one that is to change; a new one unless given
    :param refused: what the server did not take and what is recorded in its place
    """
    places = await screen.session.read(_places)
    said = refused.said if refused is not None else None
    form = SessionForm(screen.session.now(), places, session, said)
    await screen.app.push_screen(SessionFormScreen(screen, form, when_planned, session, refused))


def _places(unit: Unit) -> list[tuple[SessionKind, str]]:
    """Where sessions of each kind were, the newest first."""
    found = sorted(unit.sessions.all(), key=lambda one: one.start, reverse=True)
    return list(dict.fromkeys((one.kind, one.place) for one in found))


class SessionFormScreen(FormScreen):
    """The rows of a session, with the seats that they come to."""

    def __init__(
        self,
        screen: WorkScreen,
        form: SessionForm,
        when_planned: WhenPlanned,
        session: Session | None,
        refused: Refused | None = None,
    ) -> None:
        title = tr("New session") if session is None else tr("Change the session")
        if session is not None:
            title += f" · {label(session.kind)}"
        super().__init__(title, form.rows)
        self._screen = screen
        self._form = form
        self._when_planned = when_planned
        self._session = session
        self._refused = refused

    def meaning(self, row: FormRow) -> str:
        """Days, hours and areas as they are understood."""
        return self._form.meaning(row)

    def total(self) -> str:
        """How many seats there are."""
        return self._form.total()

    def changed(self, row: FormRow) -> None:
        """With another kind, what nobody touched becomes what is usual for it."""
        if row is self._form.kind:
            self._form.follow_kind()

    def _work(self) -> Callable[[Unit, Tools], Saved]:
        work, refused = self._planning(), self._refused
        if refused is None:
            return work
        return lambda unit, tools: record_instead(
            unit, refused.event, Form.SESSION, lambda same: work(same, tools), tools
        )

    def _planning(self) -> Callable[[Unit, Tools], Saved]:
        if self._session is None:
            to_open = self._form.to_open()
            return lambda unit, tools: open_session(unit, to_open, tools)
        to_change = self._form.to_change(self._session)
        return lambda unit, tools: change_session(unit, to_change, tools)

    async def save(self) -> str | None:
        """Open the session, or change it."""
        work = self._work()
        session = self._screen.session
        try:
            saved = await session.change(work)
        except WardtuiError as error:
            told = explain(error)
            return f"{told.message} {told.remedy}"
        which = self._session.id if self._session is not None else SessionId(EventId(saved.event))
        self.app.pop_screen()
        one = await session.read(lambda unit: listed(unit, which))
        what, place, *_ = session_lines(one, session.now())
        seats = ntr("{count} seat", "{count} seats", one.session.capacity)
        text = f"✓ {tr('Saved: {name}', name=what)} · {place} · {seats}"
        to_tell = told_text(len(saved.cases)) if self._session is not None else ""
        self._screen.tell_saved(saved, f"{text}. {to_tell}" if to_tell else text)
        self._screen.ward_app.changed_here()
        await self._when_planned(which)
        return None
