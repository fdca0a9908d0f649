"""The real program, in processes of its own."""

import json
import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.conftest import PASSPHRASE
from tests.databases import sqlite_database
from tests.once import lasting_folder
from wardtui.resources import resource_folder
from wardtui.sample.list_file import write_sample_list
from wardtui.sample.people import SHIPPED_SEED

SAMPLE = resource_folder("sample_data") / "ward_list.xlsx"
SMALL = 60
WARD = "PHUONG-MAU"
COMMAND = [sys.executable, "-m", "wardtui"]
PATIENCE = 60


class Ended:
    """How a command ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err

    @property
    def json(self) -> Any:
        """The document on stdout, and nothing else may stand there."""
        return json.loads(self.out)


class _Ready:
    """Runs commands without loading the program for each (``tests.e2e.ready``)."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.ready"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(
        self, arguments: Sequence[str], environment: dict[str, str], given: str | None
    ) -> Ended:
        """Run one command to its end."""
        into, answers = self._process.stdin, self._process.stdout
        assert into is not None
        assert answers is not None
        with TemporaryDirectory(prefix="wardtui-") as name:
            out, err = Path(name) / "out", Path(name) / "err"
            for file in (out, err):
                file.touch()
            source = Path(os.devnull) if given is None else Path(name) / "in"
            if given is not None:
                source.write_text(given, encoding="utf-8")
            asked = {
                "arguments": arguments,
                "environment": environment,
                "folder": str(Path.cwd()),
                "given": str(source),
                "out": str(out),
                "err": str(err),
            }
            into.write(json.dumps(asked) + "\n")
            into.flush()
            if not select.select([answers], [], [], PATIENCE)[0]:
                os.killpg(self._process.pid, signal.SIGKILL)
                self._process.wait()
                _READY.clear()
                raise TimeoutError(f"{arguments} took longer than {PATIENCE} s")
            code = int(answers.readline())
            return Ended(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


_READY: list[_Ready] = []


def run(
    *arguments: object, environment: dict[str, str] | None = None, given: str | None = None
) -> Ended:
    """Run one command to its end."""
    if not _READY:
        _READY.append(_Ready())
    everything = {**os.environ, **(environment or {})}
    ended = _READY[0].run([*map(str, arguments)], everything, given)
    assert "Traceback" not in ended.err, ended.err
    return ended


@cache
def small_list(residents: int = SMALL) -> Path:
    """A list of few people, for tests that are not about a whole ward."""
    file = lasting_folder("list") / "small.xlsx"
    write_sample_list(file, residents, SHIPPED_SEED)
    return file


class Laptop:
    """One officer's laptop: a vault in a folder of its own."""

    def __init__(self, folder: Path, now: str | None = None) -> None:
        self.home = folder
        self._environment = {"WARDTUI_HOME": str(folder), "WARDTUI_PASSPHRASE": PASSPHRASE}
        if now is not None:
            self._environment["WARDTUI_NOW"] = now

    @property
    def environment(self) -> dict[str, str]:
        """What a program on this laptop has in its environment."""
        return {**os.environ, **self._environment}

    def run(self, *arguments: object) -> Ended:
        """Run a command, however it ends."""
        return run(*arguments, environment=self._environment)

    def ask(self, *arguments: object) -> Any:
        """Run a command that must succeed; its JSON document."""
        ended = self.run(*arguments, "--json")
        assert ended.code == 0, (arguments, ended.out, ended.err)
        return ended.json

    def new(self) -> "Laptop":
        """Make its vault."""
        self.ask("init")
        return self

    def first_case(self, *filters: object) -> Any:
        """The first case of the list."""
        return self.ask("list", "--limit", 1, *filters)["cases"][0]


class Server:
    """A central server that runs."""

    def __init__(
        self, url: str, database: str, process: "subprocess.Popen[str]", log: Path
    ) -> None:
        self.url = url
        self.database = database
        self.process = process
        self.log = log

    def logged(self, event: str) -> list[dict[str, Any]]:
        """What stands in its log, of one kind."""
        lines = map(json.loads, self.log.read_text().splitlines())
        return [line for line in lines if line["event"] == event]

    def add_officer(self, name: str, role: str = "officer", *wards: str) -> Any:
        """Add an officer; id and pairing code."""
        named = [word for ward in wards or (WARD,) for word in ("--ward", ward)]
        ended = run(
            "central", "add-officer", "--name", name, "--role", role, *named,
            "--database", self.database, "--json",
        )  # fmt: skip
        assert ended.code == 0, ended.err
        return ended.json

    def pair(self, laptop: Laptop, name: str, role: str = "officer", *wards: str) -> Any:
        """Pair a laptop with a new officer."""
        code = self.add_officer(name, role, *wards)["pairing_code"]
        return laptop.ask("pair", self.url, code)


@contextmanager
def serving(
    folder: Path, database: str | None = None, *more: str, port: int = 0
) -> Iterator[Server]:
    """A server over a database, one in a folder unless given, until the block ends."""
    database = database or sqlite_database(folder)
    log = folder / "server.log"
    named = ("--database", database, "--port", str(port))
    # A file: nobody empties a pipe, and a server that logs into a full one stands still.
    with log.open("a") as written:
        process = subprocess.Popen(
            [*COMMAND, "central", "serve", *named, *more, "--json"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=written,
            text=True,
        )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        assert line, log.read_text()
        yield Server(json.loads(line)["url"], database, process, log)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        process.stdout.close()
