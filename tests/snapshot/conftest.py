"""What all tests of screens share."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from wardtui.tui.exchanging import Exchanging


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
