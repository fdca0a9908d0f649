"""One section of a plan, line by line; notes that were left out are rewritten here."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.widgets import Static

from wardtui.domain.roster.rows import LeftOut
from wardtui.i18n import tr
from wardtui.tui.action import Place
from wardtui.tui.importing import ListImport
from wardtui.tui.screens.edit import EditScreen
from wardtui.tui.screens.import_base import ImportScreen
from wardtui.tui.section_lines import SectionLines
from wardtui.tui.widgets.table_list import TableList, visible
from wardtui.wording.import_report import SECTIONS, Report, Section


class LinesScreen(ImportScreen):
    """Everything that is counted in one line of a plan."""

    PLACE = Place.IMPORT_LINES

    def __init__(
        self, importing: ListImport, section: Section, report: Callable[[], Report]
    ) -> None:
        super().__init__()
        if section is Section.NOTES:
            self.PLACE = Place.IMPORT_NOTES
        self.list_import = importing
        self._importing = importing
        self._section = section
        self._make = report
        self._report = report()

    def parts(self) -> ComposeResult:
        """The lines, and the whole of the one under the cursor."""
        yield Static(id="import-summary", markup=False)
        yield TableList(id="import-list")
        yield Static(id="import-whole", markup=False)

    def draw(self) -> None:
        """Show the lines."""
        self._report = self._make()
        text = f"{self._report.items} {tr(SECTIONS[self._section])}"
        if self._section is Section.FLAGS:
            text = tr(SECTIONS[self._section])
        if self._section is Section.NOTES:
            text += "\n" + tr("Enter rewrites a note, so that it says only what has to be done.")
        self.query_one("#import-summary", Static).update(text)
        self.table.show(SectionLines(self._report), self.table.cursor)

    def on_table_list_highlighted(self) -> None:
        """Show the whole of a line that is too long for the list."""
        self._draw_whole()

    def on_resize(self) -> None:
        """Other lines are too long now."""
        if self.is_ready:
            self._draw_whole()

    def _draw_whole(self) -> None:
        whole = self.query_one("#import-whole", Static)
        whole.display = self.table.is_cut
        if self.table.is_cut:
            whole.update(visible(self._report[self.table.cursor].text.strip()))

    async def on_table_list_opened(self) -> None:
        """A line was clicked twice."""
        if self._section is Section.NOTES:
            await self.do_rewrite()

    async def do_rewrite(self) -> None:
        """Rewrite the note under the cursor."""
        key = list(self._importing.notes)[self._report[self.table.cursor].item]
        note = self._importing.notes[key]
        title = tr("Note on {name}", name=note.name)
        hint = tr(
            "Write only what has to be done, without: {words}. Empty: no note.",
            words=", ".join(note.words),
        )
        text = self._importing.rewritten.get(key, note.note)
        self.app.push_screen(EditScreen(title, text, lambda typed: self._take(note, typed), hint))

    async def _take(self, note: LeftOut, text: str) -> str | None:
        words = self._importing.rewrite(note, text)
        if words:
            return tr("This must not be stored: {words}", words=", ".join(words))
        self.draw()
        return None
