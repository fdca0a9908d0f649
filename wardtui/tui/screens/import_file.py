"""The first step of an import: which file."""

from pathlib import Path

from textual import events, work
from textual.app import ComposeResult
from textual.widgets import Static

from wardtui.domain.text import search_fold
from wardtui.i18n import tr
from wardtui.i18n.dates import moment
from wardtui.i18n.numbers import file_size
from wardtui.services.import_roster import NoListFound
from wardtui.tui.action import Place
from wardtui.tui.background import aside
from wardtui.tui.importing import ListImport
from wardtui.tui.list_files import ListFile, list_files, looks_like_a_path, path_of, usual_folders
from wardtui.tui.screens.import_base import ImportScreen
from wardtui.tui.screens.import_columns import ColumnsScreen
from wardtui.tui.screens.import_plan import PlanScreen
from wardtui.tui.screens.import_text import TextScreen
from wardtui.tui.widgets.table_list import Line, TableList
from wardtui.tui.widgets.typing_line import TypingLine

_FOLDER, _WHEN, _SIZE = 14, 15, 8
_PAGE_KEYS = frozenset({"home", "end", "ctrl+c"})
"""What the list or the program does and the line could do too."""


def _widths(width: int) -> tuple[int, ...]:
    folder = _FOLDER + max(0, width - 100) // 3
    return width - folder - _WHEN - _SIZE - 5, folder, _WHEN, _SIZE


class ImportFileScreen(ImportScreen):
    """Asks for a file: typed, pasted, dropped or chosen. Errors of reading it are shown here."""

    PLACE = Place.IMPORT

    def __init__(self) -> None:
        super().__init__()
        self._folders = usual_folders()
        self._found: list[ListFile] = []
        self._shown: list[ListFile] = []

    def parts(self) -> ComposeResult:
        """A line, and the files that lie around."""
        yield Static(
            tr("Type, paste or drop the file here, or choose one of the list files below:"),
            id="import-hint",
            markup=False,
        )
        yield TypingLine(id="import-path")
        yield TableList(id="import-list", widths=_widths)
        yield Static(id="import-empty", markup=False)

    def draw(self) -> None:
        """Look for files."""
        self.query_one(TypingLine).focus()
        self.query_one("#import-empty").display = False
        self._look_around(self._folders)

    @work(exclusive=True, group="look")
    async def _look_around(self, folders: list[Path]) -> None:
        self._found = await aside(lambda: list_files(folders), "list-files")
        self._narrow()

    def _narrow(self) -> None:
        """Show the files whose names hold what is typed."""
        text = self.query_one(TypingLine).value
        words = [] if looks_like_a_path(text) else search_fold(text).split()
        self._shown = [
            one for one in self._found if all(word in search_fold(one.path.name) for word in words)
        ]
        now = self.session.now()
        self.table.show(
            [
                Line(
                    (
                        one.path.name,
                        one.path.parent.name or str(one.path.parent),
                        moment(one.changed, now),
                        f"{file_size(one.size):>8}",
                    )
                )
                for one in self._shown
            ]
        )
        empty = self.query_one("#import-empty", Static)
        empty.display = not self._shown
        self.table.display = bool(self._shown)
        empty.update(
            tr("No list file lies in the folder you are in, Downloads, Desktop or Documents.")
            if not self._found
            else tr("No file's name holds that. Enter opens it as a path.")
        )

    async def take_key(self, event: events.Key) -> bool:
        """Letters and what takes them back are typed; the rest are keys."""
        if self.busy or event.key in _PAGE_KEYS:
            return await super().take_key(event)
        field = self.query_one(TypingLine)
        before = field.value
        if not await field.take_key(event):
            return await super().take_key(event)
        if field.value != before:
            self._narrow()
        return True

    def take_paste(self, text: str) -> None:
        """A path was pasted, or a file dropped."""
        if not self.busy:
            self.query_one(TypingLine).take_paste(text)
            self._narrow()

    async def do_open_file(self) -> None:
        """Read the file that was typed, or the one under the cursor; list a folder's files."""
        text = self.query_one(TypingLine).value.strip()
        if text and (looks_like_a_path(text) or not self._shown):
            path = path_of(text)
            if path.is_dir():
                self.query_one(TypingLine).value = ""
                self._look_around([path])
                return
        elif self._shown:
            path = self._shown[self.table.cursor].path
        else:
            return
        self._import(path)

    async def on_table_list_opened(self) -> None:
        """A file was clicked twice."""
        if not self.busy and self._shown:
            self._import(self._shown[self.table.cursor].path)

    async def do_language(self) -> None:
        """Speak the other language: nothing is begun yet."""
        await self.ward_app.change_language()

    @work(exclusive=True, group="import")
    async def _import(self, path: Path) -> None:
        self.busy = True
        try:
            await self._first_steps(ListImport(self.session, path))
        finally:
            self.busy = False

    async def _first_steps(self, importing: ListImport) -> None:
        error = await self.in_long(tr("Reading the file"), importing.read)
        if error is not None:
            self.tell_error(error)
            return
        if importing.found is not None:
            text = TextScreen(importing, await importing.converted())
            await self.app.push_screen_wait(text)
            if not text.accepted:
                self.tell(tr("Nothing was imported: text of an old encoding was not converted."))
                return
        while True:
            if importing.has_unknown_columns and not importing.seen_columns:
                error = None
            else:
                error = await self.in_long(tr("Comparing"), importing.compare)
                if error is None:
                    await self.app.push_screen_wait(PlanScreen(importing))
                    return
                if error.code != NoListFound.CODE:
                    self.tell_error(error)
                    return
            columns = ColumnsScreen(importing, nothing_found=error is not None)
            await self.app.push_screen_wait(columns)
            if not columns.goes_on:
                return
