"""Processes killed while they write: no repair, nothing lost, nothing half done."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.sizes import size

ROUNDS = size(suite=25, long=500)
SEED = 20261122
TRIES_TO_BE_FOUND_OUT = 200
PATIENCE = 120 + 2 * ROUNDS
"""Seconds; a machine that is busy otherwise may take long."""

ROOT = Path(__file__).parents[2]

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the writers are forked")


def kill(folder: Path, rounds: int, *how: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.killing", folder, str(rounds), str(SEED), *how],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def test_a_killed_process_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    done = kill(tmp_path / "vault", ROUNDS)
    assert done.returncode == 0, done.stderr
    counts = json.loads(done.stdout)
    print(counts)
    assert counts["rounds"] == ROUNDS
    # Else the kills would not have met what they are meant to interrupt.
    assert counts["acknowledged"] > ROUNDS
    assert counts["before it was closed"] > 0


def test_a_process_that_acknowledges_before_it_commits_is_found_out(tmp_path: Path) -> None:
    # Were this not seen, the test above would prove nothing.
    done = kill(tmp_path / "vault", TRIES_TO_BE_FOUND_OUT, "too-early")
    assert done.returncode == 1
    assert "acknowledged events are gone" in done.stderr
