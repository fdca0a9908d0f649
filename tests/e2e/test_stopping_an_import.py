"""An import that is stopped leaves nothing behind, and says so."""

import signal
import subprocess
from pathlib import Path

from tests.e2e.program import COMMAND, PATIENCE, Laptop, run

RESIDENTS = 15_000
"""So many that it tells how far it has come before it is done."""


def _with_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_import_that_is_stopped_writes_nothing_and_says_so(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    assert run("sample-data", "--residents", RESIDENTS, "-o", file).code == 0
    laptop = Laptop(tmp_path / "laptop").new()
    importing = subprocess.Popen(
        [*COMMAND, "import", str(file)],
        env=laptop.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that runs the tests in the background has switched Ctrl+C off for its children.
        preexec_fn=_with_interrupts,
    )
    assert importing.stderr is not None
    assert "…" in importing.stderr.readline()
    importing.send_signal(signal.SIGINT)
    out, told = importing.communicate(timeout=PATIENCE)
    assert importing.returncode == 130
    assert out == ""
    assert "Đã dừng" in told
    assert "Traceback" not in told
    assert laptop.ask("list")["total"] == 0
    assert laptop.ask("vault", "verify")
