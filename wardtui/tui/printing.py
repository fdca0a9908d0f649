"""What a screen can print: asked for by key, read, and handed to the step that writes it."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from wardtui.bootstrap import make_letters, make_sheet
from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import ResidentId, SessionId
from wardtui.domain.notice import Notice, SheetFor
from wardtui.i18n import ntr, tr
from wardtui.reports.document_files import PAGE_SUFFIX, letters_stem, sheet_stem, subject_stem
from wardtui.services.letters import LetterHead, Wanted, letters_due
from wardtui.services.run_sheets import export_name, run_sheet
from wardtui.services.sessions import find_session
from wardtui.services.subject import subject
from wardtui.tui.screens.choice import ChoiceScreen
from wardtui.tui.screens.print_out import Printout, ask_where

if TYPE_CHECKING:
    from wardtui.tui.screens.base import WorkScreen
    from wardtui.tui.screens.casework import CaseworkScreen
    from wardtui.tui.widgets.log_panel import Target

Way = tuple[str, Callable[[], Awaitable[None]]]
"""What can be printed: its words, and what begins it."""


async def print_letters(
    screen: "CaseworkScreen", ticked: Collection[ResidentId] = (), area: str | None = None
) -> None:
    """Ask for whom letters are printed.

    :param ticked: those who are selected; without them, all who are due can be chosen
    :param area: the one that is shown, if not all are
    """
    ways: list[Way] = []
    if ticked:
        text = ntr("Letter for {count} selected", "Letters for {count} selected", len(ticked))
        chosen = Wanted(due_only=False, residents=frozenset(ticked))
        ways.append((text, partial(_letters, screen, chosen)))
    else:
        if area is not None:
            text = tr("Letters for everybody in {area} who is due one", area=area)
            ways.append((text, partial(_letters, screen, Wanted(area=area))))
        ways.append(
            (tr("Letters for everybody who is due one"), partial(_letters, screen, Wanted()))
        )
    target = screen.target()
    if target is not None:
        here = Wanted(due_only=False, residents=frozenset({target.resident}))
        text = tr("Letter for {name}", name=target.name)
        ways.append((text, partial(_letters, screen, here)))
    await _choose(screen, tr("Print"), ways)


async def print_person(screen: "CaseworkScreen", target: "Target") -> None:
    """Ask what is printed of one person."""
    here = Wanted(due_only=False, residents=frozenset({target.resident}))
    ways: list[Way] = [
        (tr("Letter for {name}", name=target.name), partial(_letters, screen, here)),
        (
            tr("Everything that is kept about this person: numbers masked, no notes"),
            partial(_subject, screen, target, reveal=False),
        ),
        (
            tr("The same with whole numbers, notes and entries; this is recorded"),
            partial(_subject, screen, target, reveal=True),
        ),
    ]
    await _choose(screen, tr("Print"), ways)


async def print_session(screen: "WorkScreen", session: SessionId) -> None:
    """Ask what of a session is printed."""
    sheets = (
        (tr("Sheet of the team: times, doors, papers, telephones"), SheetFor.TEAM),
        (tr("List for helpers: only name, door and time"), SheetFor.HELPER),
        (tr("To confirm before a far journey: what is not known yet"), SheetFor.MOBILE),
    )
    ways: list[Way] = [(text, partial(_sheet, screen, session, whom)) for text, whom in sheets]
    booked = Wanted(due_only=False, session=session)
    text = tr("Letters for all who are booked there")
    ways.append((text, partial(_letters, screen, booked)))
    await _choose(screen, tr("Print"), ways)


async def _choose(screen: "WorkScreen", title: str, ways: Sequence[Way]) -> None:
    async def chosen(place: int) -> None:
        try:
            await ways[place][1]()
        except WardtuiError as error:
            screen.tell_error(error)

    await screen.app.push_screen(ChoiceScreen(title, [text for text, _ in ways], chosen))


async def _letters(screen: "WorkScreen", wanted: Wanted) -> None:
    now, places = screen.session.now(), screen.ward_app.places
    notices = await screen.session.read(lambda unit: letters_due(unit, now, wanted))
    if not notices:
        screen.tell(_nobody_text(wanted))
        return

    def make(head: LetterHead) -> bytes:
        return make_letters(notices, head, now, places)

    count = len(notices)
    printout = Printout(
        what=ntr("{count} letter, one page", "{count} letters, one page each", count),
        note=_left_out(wanted, notices),
        stem=letters_stem(now),
        people=count,
        command="letters",
        make=make,
        is_letters=True,
    )
    await ask_where(screen, printout)


async def _subject(screen: "WorkScreen", target: "Target", *, reveal: bool) -> None:
    now, who = screen.session.now(), target.resident
    found = await screen.session.read(lambda unit: subject(unit, who, now))

    def make(_head: LetterHead) -> bytes:
        from wardtui.reports.page_files import PageFormat, page_bytes
        from wardtui.wording.subject import subject_page

        return page_bytes(subject_page(found, now, reveal=reveal), PageFormat.HTML)

    if reveal:
        await screen.session.note_reveal("subject", 1, who)
    printout = Printout(
        what=tr("What is kept about {name}", name=target.name),
        stem=subject_stem(who, now),
        suffix=PAGE_SUFFIX,
        people=1,
        command="subject",
        about=who,
        make=make,
    )
    await ask_where(screen, printout)


def _nobody_text(wanted: Wanted) -> str:
    if wanted.residents is None:
        return tr("There is nobody to write to. No file was written.")
    return tr(
        "No letter: nothing is left to be done, contact was stopped, or they booked elsewhere."
    )


def _left_out(wanted: Wanted, notices: Sequence[Notice]) -> str:
    """That some of those who were chosen get none."""
    missing = len(wanted.residents or ()) - len(notices)
    if missing <= 0 or wanted.residents is None:
        return ""
    return ntr(
        "{count} of those selected gets none: done, stopped, or booked elsewhere.",
        "{count} of those selected get none: done, stopped, or booked elsewhere.",
        missing,
    )


async def _sheet(screen: "WorkScreen", session: SessionId, whom: SheetFor) -> None:
    now, places = screen.session.now(), screen.ward_app.places
    sheet = await screen.session.read(
        lambda unit: run_sheet(unit, find_session(unit, session).id, now)
    )
    if not sheet.stops:
        screen.tell(tr("Nobody is expected there. No file was written."))
        return

    def make(_head: LetterHead) -> bytes:
        return make_sheet(sheet, whom, places)

    count = len(sheet.stops)
    printout = Printout(
        what=ntr("A sheet with {count} person", "A sheet with {count} people", count),
        stem=sheet_stem(sheet.kind, sheet.start, whom),
        people=count,
        command=export_name(whom),
        make=make,
    )
    await ask_where(screen, printout)
