"""What all tests of screens share."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

from tests.faults.sizes import LONG
from wardtui.i18n import Language
from wardtui.tui.exchanging import Exchanging

_SIZES = [(80, 24), (120, 40), (200, 60)]
_LOOKED_AT = {((80, 24), Language.VIETNAMESE), ((120, 40), Language.ENGLISH)}
_IN_THE_LONG_RUN = {*product(_SIZES, Language)} - _LOOKED_AT
"""Every screen is looked at as most officers have it, with little room, and in English with more;
in all sizes and languages with ``WARDTUI_LONG=1`` and whenever pictures are made anew."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave pictures that show nothing new to the long run."""
    if LONG or config.getoption("update_snapshots"):
        return
    for item in items:
        called = getattr(item, "callspec", None)
        is_here = item.path.is_relative_to(Path(__file__).parent)
        given = called.params if called is not None and is_here else {}
        if (given.get("size"), given.get("language")) in _IN_THE_LONG_RUN:
            item.add_marker(pytest.mark.skip(reason="looked at in the long run"))


@pytest.fixture(autouse=True, scope="session")
def _styles_parsed_once() -> Iterator[None]:
    """Hundreds of applications are opened here; the style sheets of all are the same."""
    parse = Stylesheet._parse_rules
    known: dict[tuple[Any, ...], list[RuleSet]] = {}

    def remembered(sheet: Stylesheet, *arguments: Any, **named: Any) -> list[RuleSet]:
        asked = (*arguments, *named.items(), *sheet._variables.items())
        if asked not in known:
            known[asked] = parse(sheet, *arguments, **named)
        return known[asked]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", remembered)
        yield


@pytest.fixture(autouse=True)
def _nothing_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """No exchange begins while somebody looks: there is no server, and pictures must not differ.

    What goes by itself, and when, is seen in ``tests/unit/test_background_sync.py`` and in real
    terminals.
    """
    monkeypatch.setattr(Exchanging, "_in", lambda *_: None)


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a short name for whoever works at this machine: paths stand on one line."""
    with TemporaryDirectory() as folder:
        monkeypatch.setenv("HOME", folder)
        (Path(folder) / "Documents").mkdir()
        yield Path(folder)
