"""The hours of the week as a picture."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from tests.builders import MONDAY
from wardtui.domain.heat import Attempt, HeatMap, heat_map
from wardtui.i18n import Language, use_language
from wardtui.reports.hours_picture import picture
from wardtui.wording.hours import hours_notes, picture_notes

SVG = "{http://www.w3.org/2000/svg}"
NINE = MONDAY.replace(hour=9, minute=0)


@pytest.fixture(autouse=True)
def english() -> None:
    use_language(Language.ENGLISH)


def tried(hour: int, reached: int, count: int) -> list[Attempt]:
    return [Attempt(NINE.replace(hour=hour), one < reached) for one in range(count)]


def drawn(found: HeatMap) -> ElementTree.Element:
    return ElementTree.fromstring(picture(found, "A & B", picture_notes(found)))  # noqa: S314  our own


def colour_of(drawing: ElementTree.Element, words: str) -> str:
    """What lies under the cell of some words."""
    parts = list(drawing)
    place = next(n for n, one in enumerate(parts) if one.text == words)
    assert parts[place - 1].tag == f"{SVG}rect"
    return parts[place - 1].attrib["fill"]


def test_shares_are_shaded_and_few_tries_are_counts_without_a_shade() -> None:
    drawing = drawn(heat_map([*tried(9, 2, 20), *tried(18, 18, 20), *tried(20, 3, 5)]))
    few, much = colour_of(drawing, "10% (2/20)"), colour_of(drawing, "90% (18/20)")
    assert int(few[1:3], 16) > int(much[1:3], 16), "the more are reached, the darker"
    assert colour_of(drawing, "(3/5)") not in (few, much)
    colour_of(drawing, "51% (23/45)")


def test_it_names_itself_and_says_what_is_not_in_it() -> None:
    found = heat_map([*tried(9, 1, 12), Attempt(NINE - timedelta(hours=4), reached=True)])
    drawing = drawn(found)
    told = [one.text for one in drawing]
    assert told[0] == "A & B"
    assert picture_notes(found)[-1] in told
    assert set(picture_notes(found)) < set(hours_notes(found))


def test_nothing_is_drawn_beyond_its_edge() -> None:
    drawing = drawn(heat_map(tried(9, 1, 12)))
    _, _, width, height = (float(one) for one in drawing.attrib["viewBox"].split())
    for one in drawing.iter(f"{SVG}rect"):
        x, y = float(one.get("x", 0)), float(one.get("y", 0))
        assert x + float(one.attrib["width"]) <= width
        assert y + float(one.attrib["height"]) <= height
    assert all(float(one.attrib["y"]) < height for one in drawing.iter(f"{SVG}text"))
