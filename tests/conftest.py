"""Fixtures that several kinds of tests share."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from wardtui.i18n import Language, use_language

settings.register_profile("suite", deadline=None, max_examples=100)
settings.register_profile("long", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

PASSPHRASE = "chim sẻ xanh bay qua đồng"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No test sees the folders, language or settings of the machine or of another test."""
    for name in list(os.environ):
        if name.startswith("WARDTUI_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("HOME", str(tmp_path / "user"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user" / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "user" / "config"))
    use_language(Language.VIETNAMESE)
    yield
    use_language(Language.VIETNAMESE)
