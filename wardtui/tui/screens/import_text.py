"""Text from before Unicode: how it would read, before anything of it is used."""

from collections.abc import Iterator, Sequence
from itertools import islice

from textual.app import ComposeResult
from textual.widgets import Static

from wardtui.domain.neutral import unsuitable
from wardtui.domain.roster.column_views import layout_to_show
from wardtui.domain.roster.columns import Meaning
from wardtui.domain.roster.grid import Sheet, text_of
from wardtui.domain.roster.legacy_text import LegacyEncoding
from wardtui.i18n import N_, tr
from wardtui.tui.action import Place
from wardtui.tui.importing import ListImport
from wardtui.tui.screens.import_base import ImportScreen
from wardtui.tui.widgets.table_list import Line, Look, TableList

_ROWS = 200
"""Rows that are shown, at most."""

ENCODINGS = {
    LegacyEncoding.TCVN3: N_("TCVN3 (fonts named .Vn…)"),
    LegacyEncoding.VNI: N_("VNI (fonts named VNI-…)"),
}


class TextScreen(ImportScreen):
    """Shows rows as they stand and as they would read."""

    PLACE = Place.IMPORT_TEXT

    def __init__(self, importing: ListImport, converted: Sequence[Sheet]) -> None:
        super().__init__()
        self.accepted = False
        self.list_import = importing
        self._importing = importing
        self._converted = converted

    def parts(self) -> ComposeResult:
        """What it is, and the rows."""
        yield Static(id="import-summary", markup=False)
        yield TableList(id="import-list")

    def draw(self) -> None:
        """Show the rows."""
        found = self._importing.found
        if found is None:
            return
        self.query_one("#import-summary", Static).update(
            tr(
                "The text of this file is in the old encoding {encoding}. This is how it would "
                "read converted: check names, letters and marks. F8 converts it and goes on.",
                encoding=tr(ENCODINGS[found]),
            )
        )
        self.table.show(list(islice(self._lines(), 3 * _ROWS)))

    def _lines(self) -> Iterator[Line]:
        for number, sheet in enumerate(self._converted):
            before = self._importing.before_conversion(number)
            hidden = {
                column.index
                for column in layout_to_show(sheet).columns
                if column.meaning is Meaning.FORBIDDEN
            }
            for old, new in zip(before.rows, sheet.rows, strict=True):
                shown = [
                    (text_of(one), text_of(other))
                    for column, (one, other) in enumerate(zip(old, new, strict=True))
                    if column not in hidden and one != other and not unsuitable(text_of(other))
                ]
                if shown:
                    yield Line((" · ".join(one for one, _ in shown),), Look.MUTED)
                    yield Line(("→ " + " · ".join(other for _, other in shown),), Look.STRONG)
                    yield Line(("",), can_be_chosen=False)

    async def do_accept_text(self) -> None:
        """It reads right: go on with it."""
        self._importing.accept(self._converted)
        self.accepted = True
        self.dismiss()
