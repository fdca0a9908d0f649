"""What importing a list would change, counted; nothing is written before F8."""

from textual import events, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from wardtui.domain.ids import ResidentId
from wardtui.i18n import ntr, tr
from wardtui.services.import_roster import PlanStale
from wardtui.services.long_work import Stopped
from wardtui.tui.action import Place
from wardtui.tui.importing import ListImport
from wardtui.tui.screens.import_base import ImportScreen
from wardtui.tui.screens.import_columns import ColumnsScreen
from wardtui.tui.screens.import_lines import LinesScreen
from wardtui.tui.screens.worklist import DETAIL_FROM_COLUMNS, WorklistScreen
from wardtui.tui.section_lines import SectionLines
from wardtui.tui.widgets.table_list import Line, Look, TableList
from wardtui.wording.errors import explain
from wardtui.wording.import_report import (
    COUNTED,
    NOT_LISTED,
    SECTIONS,
    Report,
    Section,
    report,
    section_sizes,
)
from wardtui.wording.importing import imported_text


class PlanScreen(ImportScreen):
    """The counts of a plan, with a way into each."""

    PLACE = Place.IMPORT_PLAN

    def __init__(self, importing: ListImport) -> None:
        super().__init__()
        self.list_import = importing
        self._importing = importing
        self._sections: list[Section | None] = []
        self._reports: dict[Section, Report] = {}

    def parts(self) -> ComposeResult:
        """The counts, what stands behind the one under the cursor, and how to import."""
        yield Static(id="import-summary", markup=False)
        with Horizontal(id="import-body"):
            yield TableList(id="import-list")
            with Vertical(id="import-side"):
                yield Static(id="import-side-title", markup=False)
                yield TableList(id="import-side-list", with_cursor=False)
        yield Static(id="import-go", markup=False)

    def draw(self) -> None:
        """Show the counts."""
        plan = self._importing.plan
        self._reports.clear()
        sizes = section_sizes(plan, len(self._importing.notes))
        lines = [_counted(plan.rows, tr("rows in the list, which are"), look=Look.STRONG)]
        self._sections = [None]
        for section in COUNTED:
            self._add(lines, section, sizes[section])
        others = [one for one in Section if one not in COUNTED and sizes[one]]
        if others:
            lines += [Line(("",), can_be_chosen=False)]
            lines += [Line((tr("To look at:"),), Look.STRONG, can_be_chosen=False)]
            self._sections += [None, None]
        for section in others:
            self._add(lines, section, sizes[section])
        self.table.show(lines, max(1, self.table.cursor))
        self.query_one("#import-summary", Static).update(self._summary())
        go = self.query_one("#import-go", Static)
        go.update(self._go_text())
        go.set_class(not plan.writes, "off")
        self._draw_side()

    def _add(self, lines: list[Line], section: Section, size: int) -> None:
        text = tr(SECTIONS[section])
        done = len(self._importing.rewritten)
        if section is Section.NOTES and done:
            text += " · " + tr("{done} rewritten", done=done)
        can_open = size > 0 and section not in NOT_LISTED
        lines.append(_counted(size, text + (" →" if can_open else ""), can_be_chosen=can_open))
        self._sections.append(section)

    def _summary(self) -> str:
        importing = self._importing
        parts = [tr("Nothing is written yet. This would happen:")]
        if importing.mapping_fault is not None:
            told = explain(importing.mapping_fault)
            parts.append(
                tr("The mapping file beside the list was not used. {why}", why=told.message)
            )
        elif importing.mapping_file_used:
            parts.append(tr("Columns as {file} says.", file=importing.mapping_file.name))
        return "\n".join(parts)

    def _go_text(self) -> str:
        plan = self._importing.plan
        if not plan.writes:
            return tr("Everything is there already: nothing to import. Esc goes back.")
        return "F8 " + ntr("import {count} record", "import {count} records", plan.writes)

    @property
    def _section(self) -> Section | None:
        return self._sections[self.table.cursor] if self._sections else None

    def _report_of(self, section: Section) -> Report:
        """The lines of a section. What changes in 20,000 records is looked up once."""
        importing = self._importing
        if section not in self._reports or section is Section.NOTES:
            notes = [(note, importing.rewritten.get(key)) for key, note in importing.notes.items()]
            self._reports[section] = report(importing.plan, section, notes, self._who)
        return self._reports[section]

    def _who(self, resident: ResidentId) -> str:
        worklist = self.session.worklist
        position = worklist.position(resident)
        if position is None:
            return "—"
        row = worklist.row(position)
        parts = [row.name, str(row.birth_year or ""), row.area, row.address, row.phone]
        return " · ".join(part for part in parts if part)

    def on_resize(self) -> None:
        """Room beside the counts may have come or gone."""
        if self.is_ready:
            self._draw_side()

    def on_table_list_highlighted(self) -> None:
        """Show beside the counts what is in the one under the cursor."""
        self._draw_side()

    def _draw_side(self) -> None:
        side, section = self.query_one("#import-side"), self._section
        side.display = self.app.size.width >= DETAIL_FROM_COLUMNS and section is not None
        if side.display and section is not None:
            self.query_one("#import-side-title", Static).update(tr(SECTIONS[section]))
            table = self.query_one("#import-side-list", TableList)
            table.show(SectionLines(self._report_of(section)))

    async def do_open_section(self) -> None:
        """Look at a section."""
        section = self._section
        if section is None or section in NOT_LISTED or not len(self._report_of(section)):
            return
        screen = LinesScreen(self._importing, section, lambda: self._report_of(section))
        await self.app.push_screen(screen, lambda _: self._compare_again())

    async def on_table_list_opened(self) -> None:
        """A section was clicked twice."""
        await self.do_open_section()

    async def on_click(self, event: events.Click) -> None:
        """The line that imports was clicked."""
        if event.widget is not None and event.widget.id == "import-go" and not self.busy:
            await self.do_carry_out()

    async def do_columns(self) -> None:
        """See and change what the columns are taken for."""
        columns = ColumnsScreen(self._importing)
        await self.app.push_screen(columns, lambda _: self._compare_again())

    async def do_carry_out(self) -> None:
        """Import the list."""
        if self._importing.is_outdated:
            self._compare_again()
        elif self._importing.plan.writes:
            self._carry_out()
        else:
            self.tell(tr("Everything is there already: nothing to import. Esc goes back."))

    async def do_back(self) -> None:
        """Leave this list; asked first when something would be lost."""
        await self.ask_before_losing(self._leave_list)

    async def _leave_list(self) -> None:
        self.dismiss()

    def _compare_again(self) -> None:
        """After something was said about the list that the plan does not know."""
        if self._importing.is_outdated:
            self._compare()
        else:
            self.draw()

    @work(exclusive=True, group="import")
    async def _compare(self, why: str = "") -> None:
        await self._make_plan(why)

    async def _make_plan(self, why: str) -> None:
        self.busy = True
        try:
            error = await self.in_long(tr("Comparing"), self._importing.compare)
        finally:
            self.busy = False
        self.draw()
        if error is None:
            self.tell(why, wrong=bool(why))
        elif isinstance(error, Stopped):
            self.tell(
                tr("Stopped. These counts do not know the last changes; F8 compares again."),
                wrong=True,
            )
        else:
            self.tell_error(error)

    @work(exclusive=True, group="import")
    async def _carry_out(self) -> None:
        self.busy = True
        plan = self._importing.plan
        try:
            error = await self.in_long(tr("Saving"), self._importing.save, to_write=plan.writes)
        finally:
            self.busy = False
        if isinstance(error, PlanStale):
            await self._make_plan(
                tr("The residents have changed meanwhile: this is compared anew. Look again.")
            )
        elif error is not None:
            self.tell_error(error)
        else:
            self._finish(imported_text(plan))

    def _finish(self, text: str) -> None:
        app = self.ward_app
        while not isinstance(app.screen, WorklistScreen):
            app.pop_screen()
        app.changed_here()
        app.screen.tell(f"{text} · {tr('u takes it back')}")


def _counted(
    count: int, text: str, *, look: Look = Look.PLAIN, can_be_chosen: bool = False
) -> Line:
    return Line((f"{count:6}  {text}",), look, can_be_chosen)
