"""The lines of a section as a list on the screen draws them."""

from collections.abc import Sequence

from wardtui.tui.widgets.table_list import Line, Look
from wardtui.wording.import_report import Report


class SectionLines(Sequence[Line]):
    """Made one by one, as they come into view."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def __len__(self) -> int:
        return len(self._report)

    def __getitem__(self, index: int) -> Line:  # type: ignore[override]
        line = self._report[index]
        look = Look.PLAIN
        if line.head:
            look = Look.STRONG
        if line.done:
            look = Look.MUTED
        return Line((line.text,), look)
