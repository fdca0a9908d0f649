"""The step that writes something to print or send: into which file, then where it is."""

from collections.abc import Callable
from math import inf
from pathlib import Path
from typing import ClassVar

import msgspec
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.domain.errors import CannotWrite, WardtuiError
from wardtui.domain.ids import ResidentId
from wardtui.i18n import tr
from wardtui.reports.document_files import PAGE_SUFFIX, SUFFIX, check_name, free_file
from wardtui.services.letters import LetterHead, number_to_call
from wardtui.tui.background import aside
from wardtui.tui.list_files import path_of
from wardtui.tui.screens.base import WorkScreen
from wardtui.tui.screens.form import FormRow, FormScreen, WrongRow
from wardtui.wording.errors import explain


class Printout(msgspec.Struct, frozen=True, kw_only=True):
    """Something to print or send for which all has been read."""

    what: str
    """What it is, with how much of it."""
    note: str = ""
    """What has to be known before it is made."""
    stem: str
    """What its file is called, without the ending."""
    suffix: str = SUFFIX
    people: int | None
    """How many it is about; null when it holds counts only."""
    command: str
    """What the access log says."""
    about: ResidentId | None = None
    """Who it is about, when the log is to name them."""
    make: Callable[[LetterHead], bytes]
    """The content of the file. Blocks."""
    is_letters: bool = False
    """Whether it says who writes."""

    @property
    def title(self) -> str:
        """What is done with it."""
        return f"{tr('Save') if self.people is None else tr('Print')} · {self.what}"


async def ask_where(screen: WorkScreen, printout: Printout) -> None:
    """Ask into which file something is written, and write it."""
    folder = await aside(_documents_folder, "documents")
    file = await aside(lambda: free_file(folder, printout.stem, printout.suffix), "documents")
    await screen.app.push_screen(PrintScreen(screen, printout, file))


def _documents_folder() -> Path:
    """Where this user's documents lie; their own folder when there is none for them."""
    from platformdirs import user_documents_dir

    folder = Path(user_documents_dir())
    return folder if folder.is_dir() else Path.home()


class PrintScreen(FormScreen):
    """The file, and for letters what they say of who writes; Enter writes it."""

    def __init__(self, screen: WorkScreen, printout: Printout, file: Path) -> None:
        """Prepare the panel.

        :param file: the one that is proposed
        """
        self._file = FormRow(
            tr("File"),
            str(file),
            hint=tr("Type another name or folder here; Ctrl+U empties the line."),
        )
        rows = [self._file]
        ward, phone = screen.ward_app.letter_head
        line = tr("Left empty, there is a line to write it on.")
        self._ward = FormRow(tr("Ward's name"), ward, hint=line)
        self._phone = FormRow(tr("Phone"), phone, hint=line)
        if printout.is_letters:
            rows += [self._ward, self._phone]
        super().__init__(printout.title, rows)
        self._folder = file.parent
        self._screen = screen
        self._printout = printout

    def total(self) -> str:
        """What has to be known before the file is made."""
        open_to_all = tr("Not encrypted: whoever has the file can read names and addresses.")
        if self._printout.people is None:
            open_to_all = tr("It holds counts only; nobody is named.")
        return "\n".join(filter(None, (self._printout.note, open_to_all)))

    async def save(self) -> str | None:
        """Write the file, in a thread."""
        head, one = self._head(), self._printout
        self.query_one("#form-foot", Static).update(tr("Writing…"))
        try:
            file = await self._screen.session.take_out(
                lambda: (self._target(), one.make(head)), one.command, one.people, one.about
            )
        except WardtuiError as error:
            told = explain(error)
            return f"{told.message} {told.remedy}"
        self._screen.ward_app.letter_head = (self._ward.text, self._phone.text)
        if self.app.screen is self:
            # Otherwise it was locked meanwhile; the file is there all the same.
            self.app.switch_screen(PrintedScreen(self._printout, file))
        return None

    def _head(self) -> LetterHead:
        typed = self._phone.text.strip()
        try:
            phone = number_to_call(typed) if typed else None
        except WardtuiError as error:
            raise WrongRow(self._phone, explain(error).message) from error
        return LetterHead(self._ward.text.strip() or None, phone)

    def _target(self) -> Path:
        """The file that is meant, when it can be a new one. Blocks.

        A name alone lies in the folder that was proposed, and a folder gets the name that was.

        :raises WardtuiError: when it cannot be one
        :raises WrongRow: when it cannot be a new one
        """
        typed = self._file.text.strip()
        if not typed:
            raise WrongRow(self._file, tr("Give the file a name."))
        file, suffix = self._folder / path_of(typed), self._printout.suffix
        try:
            if file.is_dir():
                file = free_file(file, self._printout.stem, suffix)
            elif not file.suffix:
                file = file.with_name(file.name + suffix)
            check_name(file, suffix)
            is_there, has_folder = file.exists(), file.parent.is_dir()
        except OSError as error:
            raise CannotWrite(file=str(file)) from error
        if is_there:
            reason = tr("There is a file of that name already. Choose another name.")
            raise WrongRow(self._file, reason)
        if not has_folder:
            reason = tr("There is no folder {folder}. Choose another.", folder=str(file.parent))
            raise WrongRow(self._file, reason)
        return file

    async def on_click(self, event: events.Click) -> None:
        """The line that says so writes the file; others as in every form."""
        if event.widget is not None and event.widget.id == "form-foot":
            await self.take_key(events.Key("enter", None))
        else:
            await super().on_click(event)


class PrintedScreen(ModalScreen[None]):
    """Says where the file is; any key goes back that is pressed once it is there."""

    CSS_PATH: ClassVar[str] = "../styles/print_out.tcss"

    def __init__(self, printout: Printout, file: Path) -> None:
        super().__init__()
        self._printout = printout
        self._file = file
        self._shown_at = inf

    def on_mount(self, event: events.Mount) -> None:
        """Remember since when somebody can have read it."""
        self._shown_at = event.time

    def compose(self) -> ComposeResult:
        """The panel."""
        with Vertical(id="printed-panel"):
            yield Static(f"✓ {self._printout.what}", id="printed-what", markup=False)
            yield Static(str(self._file), id="printed-file", markup=False)
            yield Static(self._next_steps(), markup=False)
            yield Static(tr("Any key goes back."), id="printed-foot", markup=False)

    def _next_steps(self) -> str:
        if self._printout.people is None:
            return tr("Open it in Excel or LibreOffice to print it, or send it as it is.")
        if self._printout.suffix == PAGE_SUFFIX:
            return tr("Open it in a browser to print it. Delete it when it is printed.")
        steps = [tr("Open it in Word or LibreOffice to print it. Delete it when it is printed.")]
        if self._printout.is_letters:
            steps.append(tr("Nothing is logged yet: log each letter when it is delivered."))
        return "\n".join(steps)

    async def take_key(self, event: events.Key) -> bool:
        """Go back."""
        self._go_back(event)
        return True

    def take_press(self, event: events.MouseDown) -> None:
        """A button of the mouse goes back like a key."""
        self._go_back(event)

    def _go_back(self, event: events.InputEvent) -> None:
        # What was pressed while the file was written cannot stop it any more, and is no answer.
        if event.time >= self._shown_at:
            self.app.pop_screen()
