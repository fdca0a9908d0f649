"""Small vaults with work in them, for tests and for processes that a test harms.

``python -m tests.faults.small_vaults killed HOME COUNT`` logs contacts and is killed by itself;
``... full WORK DISK PAGES...`` does ``init``, ``write``, ``backup`` or ``restore`` on a disk with
so many pages left, and says on stdout how each ended and what was there afterwards.
"""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.builders import MONDAY, make_tools
from tests.conftest import PASSPHRASE
from tests.contract.test_vault import list_people, log
from tests.faults.checks import EVERYTHING
from wardtui.domain.case import Case
from wardtui.domain.errors import WardtuiError
from wardtui.services.ports import Tools
from wardtui.services.records import Device, StoredEvent
from wardtui.services.verify import verify
from wardtui.store import key_slots, writer_lock
from wardtui.store.backup import unpack
from wardtui.store.files import DATABASE, SHARED_MEMORY, WAL
from wardtui.store.keeping import back_up
from wardtui.store.making import NewVault, create_vault
from wardtui.store.restore import ASIDE, Restored, restore
from wardtui.store.sqlcipher import connect
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

ROOT = Path(__file__).parents[2]
PAGE = 4096
PATIENCE = 120


def make_vault(home: Path, tools: Tools) -> NewVault:
    """An empty vault whose passphrase costs as little as is allowed."""
    return create_vault(home, PASSPHRASE, tools.ids, lambda: key_slots.FLOOR)


def make_worked_with(home: Path, tools: Tools, people: int = 3, contacts: int = 2) -> list[Case]:
    """A vault with an evening of work in it; its cases."""
    make_vault(home, tools)
    return work(home, tools, people, contacts)


def work(home: Path, tools: Tools, people: int = 3, contacts: int = 2) -> list[Case]:
    """An evening of work: new people, and contacts with the first of them."""
    with writing(home, tools) as vault:
        cases = list_people(vault, tools, people)
        for number in range(contacts):
            log(vault, tools, cases[0], note=f"Ghi chú {number}")
    return cases


@contextmanager
def writing(home: Path, tools: Tools, secret: str = PASSPHRASE) -> Iterator[OpenVault]:
    """The vault, open for writing."""
    with reading(home, secret) as vault:
        vault.start_writing("test", tools.clock.now())
        yield vault


@contextmanager
def reading(home: Path, secret: str = PASSPHRASE) -> Iterator[OpenVault]:
    """The vault, open for reading."""
    with OpenVault(home, unlock(home, secret)) as vault:
        yield vault


def make_backup(home: Path, now: datetime = MONDAY) -> Path:
    """Back a vault up into its own folder."""
    with reading(home) as vault:
        return back_up(home, vault, now).file


def unpacked(backup: Path, folder: Path) -> Path:
    """The files of a backup in a new folder."""
    folder.mkdir()
    unpack(backup, folder)
    return folder


def put_back(
    home: Path,
    tools: Tools,
    backup: Path | None = None,
    secret: str = PASSPHRASE,
    *,
    salvage: bool = False,
) -> Restored:
    """Restore a vault."""
    return restore(home, backup, secret, tools.ids, tools.clock.now(), salvage=salvage)


def raws(home: Path, secret: str = PASSPHRASE) -> set[str]:
    """The bytes of every event that counts."""
    with reading(home, secret) as vault:
        return vault.read(lambda unit: {one.raw for one in unit.events.all()})


def waiting(home: Path) -> list[StoredEvent]:
    """What was not sent, in the order in which it will be."""
    with reading(home) as vault:
        return vault.read(lambda unit: unit.events.waiting(EVERYTHING))


def device_of(home: Path) -> Device:
    """The device that a vault is."""
    with reading(home) as vault:
        return vault.read(lambda unit: unit.state.device)


def problems(home: Path) -> list[str]:
    """What is wrong with a vault, page by page and case by case."""
    with reading(home) as vault:
        found = [*vault.check_pages(), *map(str, vault.read(verify).problems)]
        return [*found, str(vault.lost)] if vault.lost and not found else found


def file_bytes(folder: Path) -> dict[str, bytes]:
    """Every file with its bytes, but those that say who has the vault open, and an empty log."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in files
        if file.name not in (SHARED_MEMORY, writer_lock.FILE)
        and (file.name != WAL or file.stat().st_size)
    }


def tear(home: Path, table: str, index: str = "") -> None:
    """Change a byte of the page where a table, or one of its indexes, begins."""
    connection = connect(home / DATABASE, unlock(home, PASSPHRASE), read_only=True)
    tables = dict(connection.execute("SELECT name, number FROM wardtui_tables").fetchall())
    name = f"documents_{tables[table]}" if table in tables else table
    (page,) = connection.execute(
        "SELECT rootpage FROM sqlite_master WHERE name = ?", (name + index,)
    ).fetchone()
    connection.close()
    data = (home / DATABASE).read_bytes()
    (home / DATABASE).write_bytes(flipped(data, (page - 1) * PAGE + 100, 0xFF))


def flipped(data: bytes, at: int, bits: int) -> bytes:
    """The bytes with one of them changed."""
    return data[:at] + bytes([data[at] ^ bits]) + data[at + 1 :]


def leave_log(home: Path, count: int) -> None:
    """Log contacts in a process that is killed: its work stands in the write-ahead log alone."""
    done = in_a_process("killed", home, count)
    assert done.returncode == -signal.SIGKILL, done.stderr


def on_a_small_disk(disk: Path, work_to_do: str, rooms: range) -> list[Any]:
    """Do something on a disk of 4 MiB with so many pages left, for each; how it ended."""
    if shutil.which("unshare") is None:
        pytest.skip("a small disk needs Linux with unshare")
    mount = 'mount -t tmpfs -o size=4m tmpfs "$0" && exec "$@"'
    before = ("unshare", "-rm", "sh", "-c", mount, str(disk))
    done = in_a_process("full", work_to_do, disk, *rooms, before=before)
    if done.stderr.startswith(("mount:", "unshare:")):
        pytest.skip(f"a small disk cannot be made here: {done.stderr}")
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def in_a_process(
    *arguments: object, before: tuple[str, ...] = ()
) -> "subprocess.CompletedProcess[str]":
    """Run this module as a program."""
    program = [*before, sys.executable, "-m", "tests.faults.small_vaults", *map(str, arguments)]
    return subprocess.run(
        program, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE, check=False
    )


def _be_killed(home: Path, count: int) -> None:
    tools = make_tools(MONDAY, first_id=1 << 32)
    with writing(home, tools) as vault:
        case = vault.read(lambda unit: next(unit.cases.all()))
        for number in range(count):
            log(vault, tools, case, note=f"Ghi trước khi mất điện {number}")
        os.kill(os.getpid(), signal.SIGKILL)


class _SmallDisk:
    """A vault on a disk of which so many pages are left."""

    def __init__(self, disk: Path) -> None:
        self._disk = disk
        self._home = disk / "vault"
        self._tools = make_tools(MONDAY)

    def _with_room(self, pages: int, act: Callable[[], object]) -> dict[str, object]:
        """Do something with so many pages left; how it ended, and what is there afterwards."""
        before, ended = self._look(), "done"
        state, ballast = os.statvfs(self._disk), self._disk / "ballast"
        ballast.write_bytes(bytes(max(0, state.f_bavail * state.f_bsize - pages * PAGE)))
        try:
            act()
        except WardtuiError as error:
            ended = error.code
        except OSError as error:
            ended = errno.errorcode[error.errno or 0]
        finally:
            ballast.unlink()
        files, *inside = self._look()
        unchanged = [files, *inside] == list(before)
        return {"ended": ended, "unchanged": unchanged, "problems": inside[1]}

    def _look(self) -> tuple[dict[str, bytes], object, list[str]]:
        files = {
            name: data
            for name, data in file_bytes(self._home).items()
            if name != WAL and not name.startswith(ASIDE)
        }
        try:
            return files, raws(self._home), problems(self._home)
        except WardtuiError as error:
            return files, None, [error.code]

    def init(self, pages: int) -> dict[str, object]:
        """Make a vault."""
        shutil.rmtree(self._home, ignore_errors=True)
        return self._with_room(pages, lambda: make_vault(self._home, self._tools))

    def backup(self, pages: int) -> dict[str, object]:
        """Back up."""
        self._make()
        with reading(self._home) as vault:
            return self._with_room(pages, lambda: back_up(self._home, vault, MONDAY))

    def restore(self, pages: int) -> dict[str, object]:
        """Restore from a small backup, with salvage of much more than it has."""
        self._make()
        backup = make_backup(self._home)
        work(self._home, self._tools, people=40)

        return self._with_room(
            pages, lambda: put_back(self._home, self._tools, backup, salvage=True)
        )

    def write(self, pages: int) -> dict[str, object]:
        """List many people; when there is room again, the same vault goes on."""
        self._make()
        with writing(self._home, self._tools) as vault:
            told = self._with_room(pages, lambda: list_people(vault, self._tools, 40))
            list_people(vault, self._tools)
        return {**told, "problems": problems(self._home)}

    def _make(self) -> None:
        shutil.rmtree(self._home, ignore_errors=True)
        make_worked_with(self._home, self._tools)


def main() -> int:
    """Do what the command line says."""
    match sys.argv[1:]:
        case ["killed", home, count]:
            _be_killed(Path(home), int(count))
        case ["full", work_to_do, disk, *rooms]:
            key_slots._derive = cache(key_slots._derive)  # each is looked into several times
            small = _SmallDisk(Path(disk))
            for pages in map(int, rooms):
                print(json.dumps(getattr(small, work_to_do)(pages)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
