"""The laptop that most tests in a real terminal begin with."""

from pathlib import Path
from shutil import copytree

import pytest

from tests.e2e.program import SAMPLE, Laptop
from tests.once import made_once

EVENING = "2026-11-23T19:00:00+07:00"
"""A Monday."""


@pytest.fixture(scope="session")
def sample_ward(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the sample ward, listed that evening, of which every test takes a copy.

    Copies are one device: no two of them may speak to one server.
    """

    def make() -> Path:
        made = Laptop(tmp_path_factory.mktemp("sample") / "vault", EVENING).new()
        made.ask("import", SAMPLE)
        return made.home

    return made_once(tmp_path_factory, "sample_ward", make)


@pytest.fixture
def laptop(sample_ward: Path, tmp_path: Path) -> Laptop:
    """A laptop with the sample ward, on a Monday evening."""
    return Laptop(copytree(sample_ward, tmp_path / "laptop"), EVENING)
