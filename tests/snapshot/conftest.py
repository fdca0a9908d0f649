"""What all tests of screens share."""

import pytest

from wardtui.tui.exchanging import Exchanging


@pytest.fixture(autouse=True)
def _nothing_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """No exchange begins while somebody looks: there is no server, and pictures must not differ.

    What goes by itself, and when, is seen in ``tests/unit/test_background_sync.py`` and in real
    terminals.
    """
    monkeypatch.setattr(Exchanging, "_in", lambda *_: None)
