"""Tables of a page of HTML: what many an administrative system exports as an .xls file."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import msgspec

from wardtui.domain.roster.grid import Merge
from wardtui.sheets.cells import as_text
from wardtui.sheets.encoding import decode
from wardtui.sheets.frames import Frame, Refusal, Refused, Rows, SheetHead

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?>(?>(?><!--.*?-->)\s*)*)"  # atomic, or a page of them takes forever
    r"<(?:!doctype html|html|head|meta|style|table)\b",
    re.IGNORECASE | re.DOTALL,
)

_SPAN_LIMIT = 1000
"""A cell that says it spans more is mistaken."""


def is_html(text: str) -> bool:
    """Whether a text begins like a page of HTML."""
    return _HTML.match(text) is not None


def frames_of(content: bytes) -> Iterator[Frame]:
    """Every table with a row as a sheet, which a page does not name."""
    text = decode(content)
    page = _Page()
    try:
        page.feed(text or "")
        page.close()
    except AssertionError:  # how the standard library's parser refuses a declaration
        text = None
    tables = [table for table in page.tables if table.rows]
    if text is None or not tables:
        yield Refused(Refusal.UNREADABLE)
        return
    for table in tables:
        last = len(table.rows) - 1
        merged = tuple(
            msgspec.structs.replace(one, last_row=min(one.last_row, last)) for one in table.merged
        )
        yield SheetHead("", 1, hidden=False, merged=merged)
        yield Rows(tuple(tuple(row) for row in table.rows))


class _Table:
    """One table, its spanning cells written out: filled down, empty to the right."""

    def __init__(self) -> None:
        self.rows: list[list[str | None]] = []
        self.merged: list[Merge] = []
        self._hanging: dict[tuple[int, int], str | None] = {}
        """Places that a cell of a row above reaches down to."""

    def add(self, text: str | None, width: int, height: int) -> None:
        """Put a cell into the first free place of the last row."""
        number = len(self.rows) - 1
        row = self.rows[number]
        self.complete()
        column = len(row)
        for down in range(1, height):
            for right in range(width):
                self._hanging[number + down, column + right] = None if right else text
        row += [text, *[None] * (width - 1)]
        if width > 1 or height > 1:
            self.merged.append(Merge(number, column, number + height - 1, column + width - 1))

    def complete(self) -> None:
        """Put what hangs down into the next places of the last row."""
        number = len(self.rows) - 1
        row = self.rows[number]
        while (number, len(row)) in self._hanging:
            row.append(self._hanging.pop((number, len(row))))


class _Page(HTMLParser):
    """The tables of a page. One inside another ends it: what follows is a part of the inner."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[_Table] = []
        self._text: list[str] | None = None
        self._spans = (1, 1)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "table":
            self._end_cell()
            self.tables.append(_Table())
        elif tag == "tr" and self.tables:
            self._end_cell()
            self.tables[-1].rows.append([])
        elif tag in {"td", "th"} and self.tables:
            self._end_cell()
            told = dict(attrs)
            self._spans = _span(told.get("colspan")), _span(told.get("rowspan"))
            self._text = []
        elif tag in {"br", "p", "div"} and self._text:
            self._text.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th", "tr", "table"}:
            self._end_cell()
        if tag == "tr" and self.tables and self.tables[-1].rows:
            self.tables[-1].complete()

    def handle_data(self, data: str) -> None:
        if self._text is not None:
            self._text.append(" ".join(data.splitlines()) if data.strip() else " ")

    def close(self) -> None:
        super().close()
        self._end_cell()

    def _end_cell(self) -> None:
        if self._text is None:
            return
        table = self.tables[-1]
        if not table.rows:
            table.rows.append([])
        table.add(as_text(_tidy("".join(self._text))), *self._spans)
        self._text = None


def _tidy(text: str) -> str:
    """Text as a page shows it: runs of spaces are one."""
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()


def _span(told: str | None) -> int:
    digits = (told or "").strip()
    return min(max(int(digits), 1), _SPAN_LIMIT) if digits.isascii() and digits.isdigit() else 1
