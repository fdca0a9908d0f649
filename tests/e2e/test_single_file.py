"""Where the single file starts: it is the program, and the interpreter that the program calls.

The file itself takes minutes to build (``make single-file``, which tries it at its end).
"""

import subprocess
import sys

import pytest

import wardtui
from tests.e2e.program import SAMPLE
from tests.e2e.test_wheel import ROOT

START = [sys.executable, str(ROOT / "installer" / "start.py")]
PATIENCE = 60


def said(*words: str, given: bytes = b"") -> bytes:
    done = subprocess.run(
        [*START, *words], input=given, capture_output=True, check=True, timeout=PATIENCE
    )
    return done.stdout


@pytest.mark.parametrize("words", [["--version"], ["-m", "wardtui", "--version"]])
def test_it_is_the_program(words: list[str]) -> None:
    assert said(*words).decode() == f"wardtui {wardtui.__version__}\n"


def test_it_reads_a_workbook_as_the_program_asks_for_it() -> None:
    frames = said("-P", "-m", "wardtui.sheets.workbook_process", given=SAMPLE.read_bytes())
    assert len(frames) > 10_000
