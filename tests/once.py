"""What is costly to make is made by one of the processes that share the tests, for all of them."""

import atexit
import os
import pickle
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

import pytest

T = TypeVar("T")


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[], T]) -> T:
    """What ``make`` gives, the same in every process of one run.

    :param name: of one thing only
    """
    import fcntl  # where tests of this kind run at all

    base = factory.getbasetemp()
    folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    kept = folder / f"{name}.pickle"
    with (folder / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            kept.write_bytes(pickle.dumps(make()))
    return pickle.loads(kept.read_bytes())  # noqa: S301  written above


def lasting_folder(name: str, where: Path | None = None) -> Path:
    """An empty folder that is deleted with this process.

    :param name: how its own begins
    """
    folder = TemporaryDirectory(prefix=f"wardtui-{name}-", dir=where)
    atexit.register(folder.cleanup)
    return Path(folder.name)
