"""Fixtures that several kinds of tests share."""

import gc
import os
from collections.abc import Iterator
from functools import cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

import pytest
from hypothesis import settings

from tests.databases import Cluster, Kind, new_database, stop_cluster
from tests.faults.sizes import LONG
from wardtui.i18n import Language, use_language
from wardtui.store import key_slots

if TYPE_CHECKING:
    from tests.e2e.program import Server

settings.register_profile("suite", deadline=None, max_examples=40)
settings.register_profile("long", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))


Cluster.survives_power_cuts = False  # nobody cuts the power of this machine
_USERS = count(1)
PASSPHRASE = "chim sẻ xanh bay qua đồng"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mix the modules where several processes share them, always in the same way.

    Each process gets a run of them: without this one has all that wait for a terminal or a server,
    and another all that draw.
    """
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: crc32(item.path.name.encode()))


def pytest_collection_finish() -> None:
    """What was loaded for the tests stays: nobody looks through it for rubbish again and again."""
    gc.collect()
    gc.freeze()
    # Tests live for a second and leave little; looking often took an eighth of their time.
    gc.set_threshold(100_000, 50, 100)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Leave no server behind: last, for fixtures that an interruption ends still need it."""
    stop_cluster()


@pytest.fixture(autouse=True)
def _alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """No test sees the folders, language or settings of the machine or of another test."""
    # What a program does once for its own life would keep everything of every test for good.
    monkeypatch.setattr(gc, "freeze", lambda: None)
    for name in list(os.environ):
        if name.startswith("WARDTUI_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("TERM", "xterm-256color")
    # Not made here: most tests need no folder.
    user = tmp_path_factory.getbasetemp() / f"user-{next(_USERS)}"
    monkeypatch.setenv("HOME", str(user))
    monkeypatch.setenv("XDG_DATA_HOME", str(user / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(user / "config"))
    use_language(Language.VIETNAMESE)
    yield
    use_language(Language.VIETNAMESE)


@pytest.fixture(autouse=True, scope="session")
def _each_key_derived_once() -> Iterator[None]:
    """Copies of a vault are opened hundreds of times with one passphrase."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(key_slots, "_derive", cache(key_slots._derive))
        yield


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a new database of the central server: of every kind that it can use, unless
    a test or its module asks for one."""
    with new_database(request.param, tmp_path) as url:
        yield url


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """On which kinds of database a test runs: all, or in the suite the one that its module says."""
    if "server" in metafunc.fixturenames and hasattr(metafunc.module, "ON_EVERY_DATABASE"):
        metafunc.parametrize("server", list(Kind), indirect=True, scope="module")
    marks = metafunc.definition.iter_markers("parametrize")
    if "database" in metafunc.fixturenames and all(one.args[0] != "database" for one in marks):
        one_kind = getattr(metafunc.module, "ON_ONE_DATABASE", None)
        kinds = list(Kind) if one_kind is None or LONG else [one_kind]
        metafunc.parametrize("database", kinds, indirect=True)


@pytest.fixture(scope="module")
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> "Iterator[Server]":
    """A central server for all tests of a module: on SQLite unless the module asks for more."""
    from tests.e2e.program import serving

    folder = tmp_path_factory.mktemp("central")
    kind = getattr(request, "param", Kind.SQLITE)
    with new_database(kind, folder) as database, serving(folder, database) as running:
        yield running
