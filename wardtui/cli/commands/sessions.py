"""``sessions``, ``book``, ``unbook``, ``attended``, ``missed``."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from wardtui.cli.commands.printing import add_sheet_to
from wardtui.cli.options import command, group
from wardtui.cli.run import current, spoken_time
from wardtui.domain.errors import BadInput
from wardtui.domain.session_codes import CancelReason, SessionKind
from wardtui.domain.vocabulary import Need
from wardtui.i18n import tr

if TYPE_CHECKING:
    from wardtui.services.ports import Tools, Unit
    from wardtui.services.recording import Saved


class SessionUnasked(BadInput):
    """Neither a session nor a booking of their own was named."""

    CODE = "session_unasked"


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    sessions = group(app, "sessions", tr("Enrolment sessions: see, open, change, cancel them."))
    _add_looking(sessions)
    _add_planning(sessions)
    add_sheet_to(sessions)
    _add_booking(app)
    _add_door(app)


def _add_looking(sessions: typer.Typer) -> None:
    @command(sessions, tr("The sessions to come, and how full they are."), name="list")
    def list_(
        kind: Annotated[
            SessionKind | None, typer.Option(help=tr("Only sessions of this kind."))
        ] = None,
        past: Annotated[
            bool, typer.Option("--past", help=tr("Also those that have taken place."))
        ] = False,
    ) -> None:
        from wardtui.cli.session_texts import session_document, sessions_text
        from wardtui.services.sessions import list_sessions

        run = current()
        now = run.tools.clock.now()
        with run.desk() as desk:
            since = None if past else now
            found = desk.vault.read(lambda unit: list_sessions(unit, since, kind))
        run.answer(
            {"sessions": [session_document(one) for one in found]}, sessions_text(found, now)
        )

    @command(sessions, tr("Who is expected at a session, who waits, who came."))
    def show(
        session: Annotated[str, typer.Argument(help=tr("The session's id, or the end of it."))],
    ) -> None:
        from wardtui.cli.session_texts import roll_document, roll_text
        from wardtui.services.sessions import find_session, roll

        run = current()
        with run.desk() as desk:
            found = desk.vault.read(lambda unit: roll(unit, find_session(unit, session).id))
        run.answer(roll_document(found), roll_text(found, run.tools.clock.now()))


def _add_planning(sessions: typer.Typer) -> None:
    @command(sessions, tr("Open a session into which people can be booked."), name="open")
    def open_(
        kind: Annotated[SessionKind, typer.Option(help=tr("Where people are enrolled."))],
        place: Annotated[str, typer.Option(help=tr("The place, as people find it."))],
        start: Annotated[str, typer.Option(metavar="TIME", help=tr("When it starts."))],
        end: Annotated[str, typer.Option(metavar="TIME", help=tr("When it ends."))],
        capacity: Annotated[
            int | None, typer.Option(help=tr("Seats; devices times slots unless given."))
        ] = None,
        devices: Annotated[int, typer.Option(help=tr("Capture kits; 1 unless given."))] = 1,
        minutes: Annotated[
            int, typer.Option(help=tr("Minutes for one person at a device; 15 unless given."))
        ] = 15,
        area: Annotated[
            list[str] | None, typer.Option(help=tr("For whom it is meant; may be repeated."))
        ] = None,
        note: Annotated[str | None, typer.Option(help=tr("What has to be known about it."))] = None,
    ) -> None:
        from wardtui.domain.roster.areas import read_area
        from wardtui.services.plan_session import OpenSession, open_session

        asked = OpenSession(
            kind=kind,
            place=place,
            start=_time(start),
            end=_time(end),
            devices=devices,
            capacity=capacity,
            minutes_each=minutes,
            areas=tuple(read_area(one) or one for one in area or ()),
            note=note,
        )
        _plan("sessions open", lambda unit, tools: open_session(unit, asked, tools))

    @command(sessions, tr("Change a session; those who are booked are to be told."))
    def change(
        session: Annotated[str, typer.Argument(help=tr("The session's id, or the end of it."))],
        kind: Annotated[SessionKind | None, typer.Option(help=tr("The new kind."))] = None,
        place: Annotated[str | None, typer.Option(help=tr("The new place."))] = None,
        start: Annotated[
            str | None, typer.Option(metavar="TIME", help=tr("The new start."))
        ] = None,
        end: Annotated[str | None, typer.Option(metavar="TIME", help=tr("The new end."))] = None,
        capacity: Annotated[int | None, typer.Option(help=tr("Seats."))] = None,
        devices: Annotated[int | None, typer.Option(help=tr("Capture kits."))] = None,
        note: Annotated[str | None, typer.Option(help=tr("What has to be known about it."))] = None,
    ) -> None:
        from wardtui.services.plan_session import ChangeSession, change_session
        from wardtui.services.sessions import find_session

        starts, ends = spoken_time(start), spoken_time(end)
        _plan(
            "sessions change",
            lambda unit, tools: change_session(
                unit,
                ChangeSession(
                    session=find_session(unit, session).id,
                    kind=kind,
                    place=place,
                    start=starts,
                    end=ends,
                    devices=devices,
                    capacity=capacity,
                    note=note,
                ),
                tools,
            ),
            session,
        )

    @command(sessions, tr("Cancel a session; those who are booked are offered another."))
    def cancel(
        session: Annotated[str, typer.Argument(help=tr("The session's id, or the end of it."))],
        reason: Annotated[str | None, typer.Option(help=tr("Why."))] = None,
    ) -> None:
        from wardtui.services.plan_session import cancel_session
        from wardtui.services.sessions import find_session

        _plan(
            "sessions cancel",
            lambda unit, tools: cancel_session(unit, find_session(unit, session).id, reason, tools),
            session,
        )


def _plan(name: str, work: "Callable[[Unit, Tools], Saved]", session: str | None = None) -> None:
    from wardtui.cli.session_texts import planned_text, session_document
    from wardtui.domain.ids import SessionId
    from wardtui.services.sessions import find_session, listed

    run = current()
    with run.desk(writing=name) as desk:
        saved = desk.vault.write(lambda unit: work(unit, desk.tools))
        which = saved.event if session is None else session
        found = desk.vault.read(lambda unit: listed(unit, find_session(unit, which).id))
    document = {
        "session": SessionId(found.session.id),
        "event": saved.event,
        "saved": True,
        "details": session_document(found),
        "to_tell": [case.id for case in saved.cases],
    }
    run.answer(document, planned_text(found, len(saved.cases), run.tools.clock.now()))


def _add_booking(app: typer.Typer) -> None:
    @command(app, tr("Book somebody into a session, or note what they booked themself."))
    def book(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        session: Annotated[
            str | None, typer.Argument(help=tr("The session's id, or the end of it."))
        ] = None,
        need: Annotated[
            list[Need] | None,
            typer.Option(help=tr("For what; everything still to be done unless given.")),
        ] = None,
        at: Annotated[
            str | None,
            typer.Option(
                metavar="TIME", help=tr("When they come; the next free slot unless given.")
            ),
        ] = None,
        until: Annotated[
            str | None, typer.Option(metavar="TIME", help=tr("Until when the team may come."))
        ] = None,
        waiting: Annotated[
            bool,
            typer.Option("--waiting", help=tr("Put them on the waiting list when it is full.")),
        ] = False,
        self_: Annotated[
            bool, typer.Option("--self", help=tr("They booked it themself, in VNeID for instance."))
        ] = False,
        place: Annotated[
            str | None, typer.Option(help=tr("Where they booked it, with --self."))
        ] = None,
    ) -> None:
        from wardtui.services.book import Book
        from wardtui.services.book import book as book_into
        from wardtui.services.find_resident import find_resident
        from wardtui.services.sessions import find_session

        if self_ == (session is not None) or (place is not None and not self_):
            raise SessionUnasked
        starts, ends = spoken_time(at), spoken_time(until)
        _note(
            "book",
            lambda unit, tools: book_into(
                unit,
                Book(
                    resident=find_resident(unit, resident).id,
                    session=None if session is None else find_session(unit, session).id,
                    needs=tuple(need or ()),
                    at=starts,
                    until=ends,
                    place=place,
                    waiting=waiting,
                ),
                tools,
            ),
        )

    @command(app, tr("Somebody is not expected any more."))
    def unbook(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        session: Annotated[
            str | None,
            typer.Argument(help=tr("The session's id; everywhere unless given.")),
        ] = None,
        reason: Annotated[
            CancelReason, typer.Option(help=tr("Why; they asked for it unless given."))
        ] = CancelReason.ASKED,
    ) -> None:
        from wardtui.services.book import unbook as take_out
        from wardtui.services.find_resident import find_resident
        from wardtui.services.sessions import find_session

        _note(
            "unbook",
            lambda unit, tools: take_out(
                unit,
                find_resident(unit, resident).id,
                None if session is None else find_session(unit, session).id,
                tools,
                reason,
            ),
        )


def _add_door(app: typer.Typer) -> None:
    _add_at_the_door(app, "attended", tr("Somebody came to a session, with a booking or without."))
    _add_at_the_door(
        app, "missed", tr("Somebody did not come to the session for which they were booked.")
    )


def _add_at_the_door(app: typer.Typer, name: str, help_text: str) -> None:
    @command(app, help_text, name=name)
    def note(
        resident: Annotated[str, typer.Argument(help=tr("Id, or the end of it."))],
        session: Annotated[
            str | None,
            typer.Argument(help=tr("The session's id; not needed for what they booked themself.")),
        ] = None,
        at: Annotated[
            str | None, typer.Option(metavar="TIME", help=tr("When it happened; now unless given."))
        ] = None,
    ) -> None:
        from wardtui.services.at_the_door import note_attended, note_missed
        from wardtui.services.find_resident import find_resident
        from wardtui.services.sessions import find_session

        moment = spoken_time(at, past=True)
        work = note_attended if name == "attended" else note_missed
        _note(
            name,
            lambda unit, tools: work(
                unit,
                find_resident(unit, resident).id,
                None if session is None else find_session(unit, session).id,
                tools,
                moment,
            ),
        )


def _note(name: str, work: "Callable[[Unit, Tools], Saved]") -> None:
    from wardtui.services.view import case_document
    from wardtui.wording.results import saved_text

    run = current()
    with run.desk(writing=name) as desk:
        saved = desk.vault.write(lambda unit: work(unit, desk.tools))
    document = {"event": saved.event, "saved": True, "case": case_document(saved.case)}
    run.answer(document, saved_text(saved))


def _time(text: str) -> datetime:
    moment = spoken_time(text)
    assert moment is not None  # noqa: S101  a text gives a time or an error
    return moment
