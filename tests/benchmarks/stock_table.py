"""What somebody would write in an afternoon: a list read from CSV, a stock table, a filter.

``python stock_table.py LIST.csv``. ``/`` begins a search, Enter shows the lines that hold the text.
"""

import csv
import sys
from pathlib import Path
from typing import ClassVar

from textual.app import App, ComposeResult
from textual.widgets import DataTable, Input


class StockTable(App[None]):
    """All columns of the list, as wide as they need to be."""

    BINDINGS: ClassVar = [("slash", "search", "Search")]

    def compose(self) -> ComposeResult:
        yield DataTable(cursor_type="row")
        yield Input()

    def on_mount(self) -> None:
        with Path(sys.argv[1]).open(encoding="utf-8-sig", newline="") as file:
            headings, *self._rows = csv.reader(file)
        self._texts = [" ".join(row).casefold() for row in self._rows]
        table = self.query_one(DataTable)
        table.add_columns(*headings)
        table.add_rows(self._rows)
        table.focus()

    def action_search(self) -> None:
        self.query_one(Input).focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        wanted = event.value.casefold()
        table = self.query_one(DataTable)
        table.clear()
        found = zip(self._rows, self._texts, strict=True)
        table.add_rows(row for row, text in found if wanted in text)


if __name__ == "__main__":
    StockTable().run()
