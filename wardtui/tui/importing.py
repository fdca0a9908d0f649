"""A list file on its way into the vault: what the import screens do, and none of it blocks."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from wardtui.domain.errors import CannotWrite, WardtuiError
from wardtui.domain.moments import local_day
from wardtui.domain.neutral import unsuitable
from wardtui.domain.resident import TEXT_LIMIT, Resident
from wardtui.domain.roster.column_views import ColumnView, columns_of, layout_to_show
from wardtui.domain.roster.columns import Meaning
from wardtui.domain.roster.grid import Sheet
from wardtui.domain.roster.layout import find_layout
from wardtui.domain.roster.legacy_text import LegacyEncoding, convert_sheets, detect
from wardtui.domain.roster.mapping import Mapping
from wardtui.domain.roster.plan import ImportPlan
from wardtui.domain.roster.rows import LeftOut, ReadSheet, SkipReason, read_sheet
from wardtui.services.import_roster import (
    Wishes,
    compare_roster,
    import_roster,
    read_roster,
)
from wardtui.services.long_work import LongWork, without_collecting
from wardtui.services.ports import Tools, Unit
from wardtui.tui.background import aside
from wardtui.tui.column_wishes import with_header_row, with_meaning
from wardtui.tui.session import Session

_PREVIEWED_ROWS, _PREVIEWED = 12, 3
"""Rows that are read to show whom they give, and how many people are shown."""

NoteKey = tuple[str, int, int]
"""Sheet, row and column index of a note."""


class ListImport:
    """One file, what somebody said about it, and what importing it would change."""

    def __init__(self, session: Session, path: Path) -> None:
        self.path = path
        self.sheets: Sequence[Sheet] = ()
        """In Unicode, once the converted text was accepted."""
        self.found: LegacyEncoding | None = None
        """The encoding from before Unicode that its text is in."""
        self.mapping = Mapping()
        self.mapping_file_used = False
        self.mapping_fault: WardtuiError | None = None
        """Why the mapping file beside the list was not used."""
        self.notes: dict[NoteKey, LeftOut] = {}
        """Every note that was left out, those that were rewritten since among them."""
        self.rewritten: dict[NoteKey, str] = {}
        self.seen_columns = False
        """Somebody has looked at the columns and went on."""
        self._session = session
        self._raw: Sequence[Sheet] = ()
        self._encoding: LegacyEncoding | None = None
        self._plan: ImportPlan | None = None
        self._seen = 0
        self._planned = Wishes()
        self._written_mapping = Mapping()

    @property
    def plan(self) -> ImportPlan:
        """What importing would change, as last compared."""
        if self._plan is None:
            raise RuntimeError("nothing was compared yet")
        return self._plan

    @property
    def is_compared(self) -> bool:
        """Whether there is a plan."""
        return self._plan is not None

    @property
    def mapping_file(self) -> Path:
        """Where what was said about the columns is kept for the next time."""
        return self.path.with_name(self.path.name + ".mapping.toml")

    @property
    def rows(self) -> int:
        """Rows of all sheets, whatever stands in them."""
        return sum(len(sheet.rows) for sheet in self.sheets)

    @property
    def _wishes(self) -> Wishes:
        return Wishes(mapping=self.mapping, encoding=self._encoding, rewritten=dict(self.rewritten))

    @property
    def is_outdated(self) -> bool:
        """Whether something was said that the plan does not know."""
        return self._plan is None or self._planned != self._wishes

    @property
    def has_unsaved_work(self) -> bool:
        """Whether leaving would lose what somebody typed or chose."""
        return bool(self.rewritten) or self.mapping != self._written_mapping

    async def read(self, work: LongWork) -> None:
        """Read the file, and the mapping file when one lies beside it.

        :raises wardtui.domain.errors.WardtuiError: when it cannot be read
        :raises wardtui.services.long_work.Stopped: when it was stopped
        """

        def read() -> tuple[list[Sheet], LegacyEncoding | None]:
            from wardtui.sheets.reader import read_file

            sheets = read_file(self.path, work.stage("reading"))
            return sheets, detect(sheets)

        self._raw, self.found = await aside(read, "read-list")
        self.sheets = self._raw
        await self._read_mapping()

    async def _read_mapping(self) -> None:
        from wardtui.sheets.mapping_file import read_mapping

        def read() -> Mapping | None:
            return read_mapping(self.mapping_file) if self.mapping_file.is_file() else None

        try:
            mapping = await aside(read, "mapping")
        except WardtuiError as error:
            # The list can be read without it; the screens say so.
            self.mapping_fault = error
            return
        if mapping is not None:
            self.mapping = self._written_mapping = mapping
            self.mapping_file_used = True

    async def converted(self) -> Sequence[Sheet]:
        """The sheets as they would read in Unicode."""
        found = self.found
        if found is None:
            return self._raw
        return await aside(lambda: convert_sheets(self._raw, found), "convert")

    def accept(self, converted: Sequence[Sheet]) -> None:
        """Somebody has looked at the converted text, and it is right."""
        self._encoding, self.found = self.found, None
        self.sheets = converted

    def before_conversion(self, sheet: int) -> Sheet:
        """A sheet as it stands in the file."""
        return self._raw[sheet]

    async def compare(self, work: LongWork) -> None:
        """Make the plan.

        :raises wardtui.services.import_roster.NoListFound: when there is no list in any sheet
        :raises wardtui.services.long_work.Stopped: when it was stopped
        """
        await self._session.complete()
        wishes, raw, today = self._wishes, self._raw, local_day(self._session.now())
        tell = work.stage("understanding")
        tell(0)

        def understand() -> Sequence[ReadSheet]:
            with without_collecting():
                return read_roster(raw, today, wishes, tell)

        read = await aside(understand, "understand")
        compared = work.stage("comparing")

        def compare(unit: Unit) -> tuple[ImportPlan, int]:
            compared(0)
            return compare_roster(unit, read, compared), unit.events.count()

        made, self._seen = await self._session.read(compare)
        self._plan, self._planned = made, wishes
        self.notes |= {(one.sheet, one.row, one.index): one for one in made.left_out}

    async def save(self, work: LongWork) -> None:
        """Carry the plan out, all of it or nothing; returns when it is on the disk.

        :raises wardtui.services.import_roster.PlanStale: when it has to be made again
        :raises wardtui.services.long_work.Stopped: when it was stopped; nothing was written
        """
        plan, seen, tell = self.plan, self._seen, work.stage("writing")

        def write(unit: Unit, tools: Tools) -> None:
            tell(0)
            with without_collecting():
                import_roster(unit, plan, None, tools, tell, seen)

        await self._session.change_much(write)

    def rewrite(self, note: LeftOut, text: str) -> tuple[str, ...]:
        """Take another text in the place of a note; empty: no note.

        :return: words in it that must not be stored, when it was not taken
        """
        text = " ".join(text.split())[:TEXT_LIMIT]
        words = unsuitable(text)
        if not words:
            self.rewritten[note.sheet, note.row, note.index] = text
        return words

    def columns(self, sheet: Sheet) -> tuple[ColumnView, ...]:
        """The columns of a sheet with what they mean and hold."""
        return columns_of(sheet, self.mapping)

    def header_row(self, sheet: Sheet) -> int:
        """The number of the row of headings, as a spreadsheet shows it; 0: there are none."""
        if self.mapping.header_row is not None:
            return self.mapping.header_row
        return layout_to_show(sheet, self.mapping).header_row + sheet.first_row

    def say(self, sheet: Sheet, column: ColumnView, meaning: Meaning | None) -> None:
        """Say what a column holds; none leaves it to wardtui."""
        self.mapping = with_meaning(self.mapping, self.sheets, sheet, column, meaning)

    def say_header_row(self, row: int) -> None:
        """Say which row holds the headings; 0: there are none."""
        self.mapping = with_header_row(self.mapping, row)

    def skipped(self, sheet: Sheet) -> SkipReason | None:
        """Why nothing is read from a sheet, if that is so."""
        if not self.mapping.wants(sheet.name):
            return SkipReason.NOT_WANTED
        if not sheet.rows:
            return SkipReason.EMPTY
        if not self.is_list(sheet):
            return SkipReason.NO_LIST
        shown = any(self.is_list(one) for one in self.sheets if not one.hidden)
        return SkipReason.HIDDEN if sheet.hidden and shown else None

    def first_people(self, sheet: Sheet) -> Sequence[Resident]:
        """Whom the first rows of a sheet give, as its columns are understood now."""
        end = layout_to_show(sheet, self.mapping).data_row + _PREVIEWED_ROWS
        beginning = msgspec.structs.replace(sheet, rows=sheet.rows[:end])
        read = read_sheet(beginning, local_day(self._session.now()), self.mapping)
        return read.residents[:_PREVIEWED] if read is not None else ()

    @property
    def has_unknown_columns(self) -> bool:
        """Whether a list holds a column of which nobody knows what it is."""
        return any(
            column.meaning is None and column.samples
            for sheet in self.sheets
            if not sheet.hidden and self.mapping.wants(sheet.name) and self.is_list(sheet)
            for column in self.columns(sheet)
        )

    def is_list(self, sheet: Sheet) -> bool:
        """Whether a sheet holds a list, as its columns are understood now."""
        return find_layout(sheet, self.mapping) is not None

    async def keep_mapping(self) -> Path:
        """Write what was said about the columns beside the list, for the next time.

        :raises CannotWrite: when the file cannot be written there
        """
        from wardtui.sheets.mapping_file import write_mapping

        file, mapping = self.mapping_file, self.mapping

        def write() -> None:
            try:
                file.write_text(write_mapping(mapping), "utf-8")
            except OSError as error:
                raise CannotWrite(file=str(file)) from error

        await aside(write, "mapping")
        self._written_mapping = msgspec.structs.replace(mapping)
        return file
