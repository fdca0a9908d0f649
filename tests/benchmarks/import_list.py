"""Importing a large list: from the spreadsheet to the committed vault, by the program itself.

The allowance is what the issue of the import gave it: three times what python-calamine alone takes
to read the file into lists, and three seconds for every ten thousand rows. The program is started
anew in every round, opens a new vault and leaves it ready to be opened; calamine is timed inside
its own process, without the start of Python.
"""

import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.rounds import Comparison, Options, Sample, Tidy, interleaved, say
from tests.conftest import PASSPHRASE

ROUNDS = 3
SECONDS_A_ROW = 3 / 10_000
READINGS = 3

_CALAMINE = """
import sys, time, python_calamine
start = time.perf_counter()
with python_calamine.CalamineWorkbook.from_path(sys.argv[1]) as book:
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()
print(time.perf_counter() - start)
"""


def run(options: Options) -> list[Comparison]:
    """Measure importing a list of so many residents."""
    folder = Path(tempfile.mkdtemp(dir=options.folder))
    try:
        return _measured(options, folder)
    finally:
        shutil.rmtree(folder)


def _measured(options: Options, folder: Path) -> list[Comparison]:
    file, fresh, home = folder / "list.xlsx", folder / "fresh", folder / "home"
    _wardtui("sample-data", "--residents", options.residents, "-o", file)
    _wardtui("init", "--home", fresh)
    readings: list[float] = []

    def read() -> None:
        done = subprocess.run(
            [sys.executable, "-c", _CALAMINE, file], capture_output=True, check=True, text=True
        )
        readings.append(float(done.stdout))

    def anew() -> None:
        shutil.rmtree(home, ignore_errors=True)
        shutil.copytree(fresh, home)

    def import_it() -> Tidy:
        _wardtui("import", file, "--home", home)
        return anew

    say("measuring import_list …")
    anew()
    taken = interleaved({"python-calamine": read, "wardtui import": import_it}, ROUNDS)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    say(f"import_list: the largest process took {peak} MB")
    allowed = [READINGS * one + options.residents * SECONDS_A_ROW for one in readings[-ROUNDS:]]
    return [
        Comparison(
            f"import {options.residents:,} rows, from xlsx to committed vault",
            taken["wardtui import"],
            Sample(f"{READINGS} × python-calamine + 3 s for 10,000 rows", allowed),
            1.0,
        ),
    ]


def _wardtui(*arguments: object) -> None:
    subprocess.run(
        [sys.executable, "-m", "wardtui", *map(str, arguments)],
        env={**os.environ, "WARDTUI_PASSPHRASE": PASSPHRASE},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=True,
    )
