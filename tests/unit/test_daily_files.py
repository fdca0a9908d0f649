"""The daily report as CSV: a line an area, and the ward's."""

import csv
import io
from collections.abc import Iterator

import pytest

from tests.unit.test_daily_text import reported
from wardtui.i18n import Language, use_language
from wardtui.reports.daily_table import daily_table
from wardtui.reports.tables import comma_text


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    use_language(Language.ENGLISH)
    yield
    use_language(Language.ENGLISH)


def test_every_area_has_a_line_and_the_ward_the_last() -> None:
    lines = list(
        csv.DictReader(io.StringIO(comma_text(daily_table(reported())).decode("utf-8-sig")))
    )
    assert [line["Area"] for line in lines] == ["Tổ 5", "Tổ 10", "no area", "Total"]
    total, figures = lines[-1], reported().report.total
    assert int(total["Cards: whom it concerns"]) == figures.card.eligible
    assert int(total["Cards: done"]) == figures.card.done_total
    assert float(total["Cards: rate"]) == figures.card.done_total / figures.card.eligible
    assert int(total["Handed up to level 2"]) == 1
    assert int(total["Left for objective reasons"]) == figures.remaining_objective
