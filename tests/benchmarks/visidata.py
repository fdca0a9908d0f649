"""VisiData in an environment of its own, with what comes from the Python package index."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.rounds import Options, say

PACKAGES = ("visidata==3.4", "openpyxl==3.1.5")
"""openpyxl is what it reads spreadsheets with."""


@contextmanager
def installed(options: Options) -> Iterator[Path | None]:
    """Its program; none where it does not install."""
    with TemporaryDirectory(prefix="wardtui-") as name:
        folder = (options.cache or Path(name)) / "-".join(PACKAGES).replace("==", "-")
        if not folder.exists() and not _install(folder):
            say("  VisiData does not install here: left out")
            shutil.rmtree(folder, ignore_errors=True)
            yield None
            return
        yield folder / "bin" / "vd"


def _install(folder: Path) -> bool:
    say("installing VisiData …")
    making = [sys.executable, "-m", "venv", folder]
    filling = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", *PACKAGES]
    return subprocess.call(making) == 0 and subprocess.call(filling) == 0
