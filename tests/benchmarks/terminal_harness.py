"""Programs in terminals of their own, timed from a key, or from their start, to bytes they write.

What they write is looked through for a text and not interpreted: reading costs next to nothing, and
the program has the other core to itself.
"""

import fcntl
import os
import select
import struct
import subprocess
import sys
import termios
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from typing import Self

from tests.benchmarks.rounds import Sample

COLUMNS, LINES = 80, 24

PATIENCE = 30.0
"""Seconds after which something that does not come is a fault."""

QUIET = 0.05
"""A screen is at rest when nothing has come for so many seconds."""

PRODUCT = (sys.executable, "-m", "wardtui")

BARE_TEXT = "ready"
BARE = (
    sys.executable,
    "-c",
    f"""
from textual.app import App
from textual.widgets import Static

class Bare(App):
    def compose(self):
        yield Static({BARE_TEXT!r})

Bare().run()
""",
)
"""The floor of everything that is drawn: a Textual application with one text."""

_NOT_PASSED_ON = {"COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE"}
"""An installed program has its modules compiled; without that every start would compile them."""

KEYS = {
    "down": "\x1b[B",
    "page down": "\x1b[6~",
    "start": "\x1b[H",
    "end": "\x1b[F",
    "clear": "\x15",
    "enter": "\r",
    "bottom": "\x1b[1;5F",
    "top": "\x1b[1;5H",
}


class Terminal:
    """A program in a terminal of 80 by 24. Use as a context manager."""

    patience = PATIENCE
    """Seconds after which what does not come is a fault."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], given: bytes | None = None
    ) -> None:
        """Start it.

        :param given: what it reads from its standard input, for programs that open the terminal
            themselves
        """
        self._terminal, program_side = os.openpty()
        fcntl.ioctl(program_side, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, COLUMNS, 0, 0))
        own = {name: value for name, value in os.environ.items() if name not in _NOT_PASSED_ON}
        self._process = subprocess.Popen(
            command,
            env={**own, **environment, "TERM": "xterm-256color", "COLORTERM": "truecolor"},
            stdin=program_side if given is None else subprocess.PIPE,
            stdout=program_side,
            stderr=program_side,
            preexec_fn=_take_terminal,
            start_new_session=True,
        )
        os.close(program_side)
        if given is not None and self._process.stdin is not None:
            self._process.stdin.write(given)
            self._process.stdin.close()
        self.pid = self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()

    def press(self, *keys: str) -> None:
        """Type characters, or keys by their names."""
        os.write(self._terminal, "".join(KEYS.get(key, key) for key in keys).encode())

    def wait_for(self, *wanted: str) -> bytes:
        """Everything that comes until all of these texts have come."""
        markers = [text.encode() for text in wanted]
        output = bytearray()
        while not all(marker in output for marker in markers):
            read = self._read(self.patience)
            if not read:
                raise RuntimeError(f"{wanted} never came, but {bytes(output[-500:])!r}")
            output += read
        return bytes(output)

    def settle(self) -> bytes:
        """Everything that comes until the screen is at rest."""
        output = bytearray()
        while read := self._read(QUIET):
            output += read
        return bytes(output)

    def rest(self, seconds: float) -> None:
        """Leave it alone for some time, reading what it writes."""
        end = perf_counter() + seconds
        while (left := end - perf_counter()) > 0:
            self._read(left)

    def _read(self, patience: float) -> bytes:
        if not select.select([self._terminal], [], [], patience)[0]:
            return b""
        try:
            return os.read(self._terminal, 1 << 16)
        except OSError:  # it has ended
            return b""

    @property
    def peak_memory(self) -> int:
        """The most memory that it had so far, in bytes."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        (line,) = (line for line in status.splitlines() if line.startswith("VmHWM:"))
        return int(line.split()[1]) * 1024

    @property
    def processor_time(self) -> float:
        """Seconds of processor time that its threads have taken so far."""
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9

    def hang_up(self) -> float:
        """Take the terminal away; seconds until the program was gone."""
        start = perf_counter()
        with suppress(OSError):
            os.close(self._terminal)
        try:
            self._process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        return perf_counter() - start


def _take_terminal() -> None:
    """Make it the terminal of the new session, so that its end is told by a signal."""
    fcntl.ioctl(1, termios.TIOCSCTTY, 0)


class Mebibytes(Sample):
    """Memory instead of time."""

    def __str__(self) -> str:
        low, _, high = quantiles(self.seconds, method="inclusive")
        return f"{self.median:.0f} MiB ({low:.0f}–{high:.0f})"


class Percent(Sample):
    """A share of one processor instead of a time."""

    def __str__(self) -> str:
        low, _, high = quantiles(self.seconds, method="inclusive")
        return f"{self.median:.2f} % ({low:.2f}–{high:.2f})"
