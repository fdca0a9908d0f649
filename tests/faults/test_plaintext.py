"""Nothing readable reaches the disk: every byte that SQLite ever wrote is searched for people."""

import json
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.faults.checks import EVERYTHING
from tests.faults.sqlite_vfs import Recorder, Step, Wrote, why_not_here
from tests.faults.workload import NAME, NOTE, PERSONAL_ID, PHONE, run_workload
from wardtui.domain.text import search_fold
from wardtui.store.vault import OpenVault

pytestmark = pytest.mark.skipif(why_not_here() is not None, reason=str(why_not_here()))

NATIONAL_PHONE = PHONE.removeprefix("+84")
"""What a number has in common however it is written."""

MARKERS = (NAME, NATIONAL_PHONE, PERSONAL_ID, NOTE)


def spellings(marker: str) -> Iterator[bytes]:
    """The bytes in which a text may stand in a file."""
    letters = {marker, search_fold(marker), unicodedata.normalize("NFD", marker)}
    for text in {case for one in letters for case in (one, one.upper(), one.lower())}:
        yield from (text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be"))
        yield json.dumps(text)[1:-1].encode()


def written(steps: list[Step]) -> dict[str, bytes]:
    """Everything that was ever written to each file, one write behind the other."""
    found: dict[str, list[bytes]] = {}
    for step in steps:
        if isinstance(step, Wrote):
            found.setdefault(step.file, []).append(step.data)
    return {file: b"".join(parts) for file, parts in found.items()}


def traces(contents: dict[str, bytes]) -> list[tuple[str, bytes]]:
    """Where a marker can be read, and how it is spelt there."""
    return [
        (file, spelling)
        for file, content in contents.items()
        for marker in MARKERS
        for spelling in set(spellings(marker))
        if spelling in content
    ]


def test_no_plaintext_is_ever_written(tmp_path: Path) -> None:
    folder = tmp_path / "vault"
    with Recorder() as recorder:
        data_key = run_workload(recorder, folder).data_key
        with OpenVault(folder, data_key) as vault:
            vault.copy_to(tmp_path / "copy.db")
            kept = "".join(
                one.raw for one in vault.read(lambda unit: unit.events.waiting(EVERYTHING))
            )
    assert all(marker in kept for marker in MARKERS)
    contents = written(recorder.steps)
    assert sum(map(len, contents.values())) > 1_000_000
    assert str(tmp_path / "copy.db") in contents
    assert traces(contents) == []
    beside = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert traces(beside) == []


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
def test_the_search_finds_what_a_database_without_a_key_writes(
    encoding: str, tmp_path: Path
) -> None:
    with Recorder() as recorder:
        connection = dbapi2.connect(str(tmp_path / "plain.db"))
        connection.execute(f"PRAGMA encoding = '{encoding}'")
        connection.execute("CREATE TABLE people (text)")
        connection.executemany("INSERT INTO people VALUES (?)", [(one,) for one in MARKERS])
        connection.commit()
        connection.close()
    # The journal of the empty file holds nothing of theirs; the database holds all four.
    assert len(traces(written(recorder.steps))) == len(MARKERS)


def test_the_search_reads_temporary_files_too(tmp_path: Path) -> None:
    with Recorder() as recorder:
        connection = dbapi2.connect(str(tmp_path / "plain.db"))
        connection.execute("PRAGMA temp_store = FILE")
        connection.execute("PRAGMA temp.cache_size = 1")
        connection.execute("PRAGMA temp.cache_spill = 1")
        connection.execute("CREATE TEMP TABLE people (text)")
        for _ in range(200):
            connection.executemany("INSERT INTO people VALUES (?)", [(one,) for one in MARKERS])
        connection.commit()
        connection.close()
    found = {file for file, _ in traces(written(recorder.steps))}
    assert found
    assert all(file.startswith("(temporary") for file in found)
