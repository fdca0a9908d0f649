"""What each column of a list is taken for, with what stands in it; the rest is said here."""

from textual.app import ComposeResult
from textual.widgets import Static

from wardtui.domain.errors import WardtuiError
from wardtui.domain.personal_number import mask_personal_number
from wardtui.domain.roster.column_views import ColumnView
from wardtui.domain.roster.columns import DROPPED, Meaning
from wardtui.domain.roster.grid import Sheet
from wardtui.domain.roster.mapping import NO_HEADINGS
from wardtui.i18n import ntr, tr
from wardtui.i18n.labels import label
from wardtui.tui.action import Place
from wardtui.tui.importing import ListImport
from wardtui.tui.screens.edit import EditScreen
from wardtui.tui.screens.import_base import ImportScreen
from wardtui.tui.screens.import_meaning import MeaningScreen
from wardtui.tui.widgets.table_list import Line, Look, TableList
from wardtui.wording.import_report import person_text
from wardtui.wording.importing import SKIP_REASONS

_LETTER, _MEANING = 3, 24
_LAST_ROW = 1_048_576
_NUMBERS = frozenset({Meaning.PERSONAL_ID, Meaning.LEGACY_ID9})
_NUMBER_LENGTH = 12


def _widths(width: int) -> tuple[int, ...]:
    heading = max(18, (width - _LETTER - _MEANING) * 2 // 5)
    return _LETTER, heading, _MEANING, width - _LETTER - heading - _MEANING - 4


class ColumnsScreen(ImportScreen):
    """The columns of one sheet after the other."""

    PLACE = Place.IMPORT_COLUMNS

    def __init__(self, importing: ListImport, *, nothing_found: bool = False) -> None:
        super().__init__()
        self.goes_on = False
        """Somebody is content with the columns."""
        self.list_import = importing
        self._importing = importing
        self._nothing_found = nothing_found
        self._sheet = self._first_sheet()
        self._columns: tuple[ColumnView, ...] = ()

    def _first_sheet(self) -> int:
        """The one that needs somebody most: with a list, and columns that are not understood."""
        sheets = self._importing.sheets
        lists = [
            i for i, one in enumerate(sheets) if not one.hidden and self._importing.is_list(one)
        ]
        fullest = max(range(len(sheets)), key=lambda i: len(sheets[i].rows), default=0)
        unknown = [i for i in lists if _unknown(self._importing.columns(sheets[i]))]
        return (unknown or lists or [fullest])[0]

    @property
    def sheet(self) -> Sheet | None:
        """The sheet that is shown."""
        sheets = self._importing.sheets
        return sheets[self._sheet] if sheets else None

    def parts(self) -> ComposeResult:
        """Which sheet, its columns, and whom the first rows would give."""
        yield Static(id="import-summary", markup=False)
        yield TableList(id="import-list", widths=_widths)
        yield Static(id="import-preview", markup=False)

    def draw(self) -> None:
        """Show the columns of a sheet, the cursor on the first that is not understood."""
        sheet = self.sheet
        columns = self._importing.columns(sheet) if sheet is not None else ()
        self._draw(next((i for i, one in enumerate(columns) if _is_unknown(one)), 0))

    def _draw(self, cursor: int) -> None:
        sheet = self.sheet
        if sheet is None:
            self.query_one("#import-summary", Static).update(tr("The file is empty."))
            return
        self._columns = self._importing.columns(sheet)
        self.table.show([_line(one) for one in self._columns], cursor)
        self.query_one("#import-summary", Static).update(self._summary(sheet))
        self.query_one("#import-preview", Static).update(self._preview(sheet))

    def _summary(self, sheet: Sheet) -> str:
        importing = self._importing
        parts = [sheet.name]
        if len(importing.sheets) > 1:
            here, of = self._sheet + 1, len(importing.sheets)
            parts[0] = tr("Sheet {here} of {of}: {name}", here=here, of=of, name=sheet.name)
        why = importing.skipped(sheet)
        if why is not None:
            parts.append(tr("not read: {why}", why=tr(SKIP_REASONS[why])))
        row = importing.header_row(sheet)
        parts.append(
            tr("no headings") if row == NO_HEADINGS else tr("headings in row {row}", row=row)
        )
        unknown = _unknown(self._columns)
        if unknown:
            parts.append(
                ntr("{count} column not understood", "{count} columns not understood", unknown)
            )
        lines = [" · ".join(parts)]
        if self._nothing_found:
            lines.append(
                tr(
                    "No list was found. Say which row holds the headings (h), and which columns "
                    "hold the name and two more things."
                )
            )
        if importing.mapping_fault is not None:
            lines.append(tr("The mapping file beside the list is not right and was not used."))
        elif importing.mapping_file_used:
            lines.append(tr("As {file} says.", file=importing.mapping_file.name))
        return "\n".join(lines)

    def _preview(self, sheet: Sheet) -> str:
        people = [person_text(one) for one in self._importing.first_people(sheet)]
        if not people:
            return tr("So far nobody could be read from this sheet.")
        return "\n".join([tr("The first rows would give:"), *(f" {one}" for one in people)])

    async def do_sheet(self, step: str) -> None:
        """Show the sheet before or behind."""
        count = len(self._importing.sheets)
        if count > 1:
            self._sheet = (self._sheet + int(step)) % count
            self.draw()

    async def do_choose_meaning(self) -> None:
        """Say what the column under the cursor holds."""
        if not self._columns:
            return
        column = self._columns[self.table.cursor]
        if column.meaning is Meaning.FORBIDDEN:
            self.tell(
                tr(
                    "“{heading}” must not be stored: the column is dropped.", heading=column.heading
                ),
                wrong=True,
            )
            return
        self.app.push_screen(MeaningScreen(column, self._say))

    async def on_table_list_opened(self) -> None:
        """A column was clicked twice."""
        await self.do_choose_meaning()

    def _say(self, column: ColumnView, meaning: Meaning | None) -> None:
        sheet = self.sheet
        if sheet is not None:
            self._importing.say(sheet, column, meaning)
            self._nothing_found = self._nothing_found and not self._importing.is_list(sheet)
            self._draw(self.table.cursor)

    async def do_header_row(self) -> None:
        """Ask for the row of headings."""
        sheet = self.sheet
        if sheet is None:
            return
        row = str(self._importing.header_row(sheet))
        hint = tr("Its number as the spreadsheet shows it; 0: there are no headings.")
        self.app.push_screen(
            EditScreen(tr("Which row holds the headings?"), row, self._take_row, hint)
        )

    async def _take_row(self, text: str) -> str | None:
        text = text.strip()
        if not (text.isascii() and text.isdigit() and int(text) <= _LAST_ROW):
            return tr("Write the number of a row.")
        self._importing.say_header_row(int(text))
        self.draw()
        return None

    async def do_keep_mapping(self) -> None:
        """Keep what was said for the next time."""
        try:
            file = await self._importing.keep_mapping()
        except WardtuiError as error:
            self.tell_error(error)
            return
        self.tell(tr("Kept in {file}: used again whenever this file is imported.", file=file.name))

    async def do_back(self) -> None:
        """Back to the plan, which is compared anew; without one, away from this list."""
        if self._importing.is_compared:
            self.dismiss()
        else:
            await self.ask_before_losing(self._leave_list)

    async def _leave_list(self) -> None:
        self.dismiss()

    async def do_go_on(self) -> None:
        """The columns are right."""
        self._importing.seen_columns = True
        self.goes_on = True
        self.dismiss()


def _unknown(columns: tuple[ColumnView, ...]) -> int:
    return sum(map(_is_unknown, columns))


def _is_unknown(column: ColumnView) -> bool:
    return column.meaning is None and bool(column.samples)


def _line(column: ColumnView) -> Line:
    if column.meaning is None:
        meaning = tr("? not understood") if column.samples else "—"
    elif column.meaning is Meaning.FORBIDDEN:
        meaning = f"✗ {label(column.meaning)}"
    else:
        meaning = label(column.meaning)
    look = Look.PLAIN
    if _is_unknown(column):
        look = Look.STRONG
    elif column.meaning is None or column.meaning in DROPPED:
        look = Look.MUTED
    samples = " · ".join(_masked(one, column.meaning) for one in column.samples)
    return Line((column.letter, column.heading, meaning, samples), look)


def _masked(sample: str, meaning: Meaning | None) -> str:
    """A cell without the middle of what may be a personal number."""
    hidden = meaning in _NUMBERS or (meaning is None and len(sample) == _NUMBER_LENGTH)
    return mask_personal_number(sample) if hidden and sample.isdigit() else sample
