"""A real terminal: the program in a pseudo-terminal, its screen as text."""

import os
import signal
import termios
import time
from collections.abc import Sequence
from typing import Self

import pexpect
import pyte

PATIENCE = 90.0
_STEP = 0.05

_OF_A_TERMINAL = ("COLUMNS", "LINES", "COLORTERM")

KEYS = {
    "enter": "\r",
    "escape": "\x1b",
    "up": "\x1b[A",
    "down": "\x1b[B",
    "right": "\x1b[C",
    "left": "\x1b[D",
    "f2": "\x1bOQ",
}


class Terminal:
    """A program in a terminal of a size. Use as a context manager."""

    def __init__(
        self,
        command: Sequence[str],
        environment: dict[str, str],
        columns: int = 80,
        lines: int = 24,
        term: str = "xterm-256color",
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.output = ""
        """Everything that the program has written."""
        self._child = pexpect.spawn(
            command[0],
            list(command[1:]),
            env={
                **{k: v for k, v in environment.items() if k not in _OF_A_TERMINAL},
                "TERM": term,
                **({"COLORTERM": "truecolor"} if term.startswith("xterm") else {}),
            },
            dimensions=(lines, columns),
            timeout=PATIENCE,
        )
        self._child.delaybeforesend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._child.close(force=True)

    @property
    def text(self) -> str:
        """The screen as it is now."""
        self._read()
        return "\n".join(line.rstrip() for line in self._screen.display)

    def _read(self, patience: float = 0.0) -> None:
        try:
            while True:
                read = self._child.read_nonblocking(65536, timeout=patience)
                self.output += read.decode("utf-8", "replace")
                self._stream.feed(read)
                patience = 0.0
        except (pexpect.TIMEOUT, pexpect.EOF):
            return

    def wait_for(self, *wanted: str) -> str:
        """The screen as soon as all of these texts stand on it."""
        deadline = time.monotonic() + PATIENCE
        while not self._shows(wanted):
            assert time.monotonic() < deadline, f"{wanted} never came:\n{self.text}"
            assert self._child.isalive() or self._shows(wanted), self.text
            self._read(_STEP)
        return self.text

    def _shows(self, wanted: Sequence[str]) -> bool:
        text = self.text
        return all(one in text for one in wanted)

    def wait_until_gone(self, unwanted: str) -> str:
        """The screen as soon as a text no longer stands on it."""
        deadline = time.monotonic() + PATIENCE
        while unwanted in self.text:
            assert time.monotonic() < deadline, f"{unwanted} never went:\n{self.text}"
            self._read(_STEP)
        return self.text

    def press(self, *keys: str | bytes) -> None:
        """Press keys: single characters, or names such as ``enter``."""
        for key in keys:
            self._child.send(KEYS.get(key, key) if isinstance(key, str) else key)

    def wait_until_unseen(self) -> None:
        """Wait until the terminal itself does not write what is typed; before a screen is up."""
        deadline = time.monotonic() + PATIENCE
        while (modes := termios.tcgetattr(self._child.child_fd)[3]) & termios.ECHO:
            assert time.monotonic() < deadline, "what is typed is seen"
            time.sleep(_STEP / 10)  # nothing tells of it
        assert modes & termios.ICANON, "only the screen itself keeps it from being seen"

    def signal(self, number: int) -> None:
        """Send a signal."""
        os.kill(self._child.pid, number)

    def hang_up(self) -> int:
        """Take the terminal away, and wait until the program has ended; its exit code."""
        self._child.ptyproc.fileobj.close()
        deadline = time.monotonic() + PATIENCE
        while (ended := os.waitpid(self._child.pid, os.WNOHANG)) == (0, 0):
            assert time.monotonic() < deadline, "the program goes on without a terminal"
            time.sleep(_STEP)  # there is nothing to wait on any more
        for process in (self._child, self._child.ptyproc):
            process.closed = process.terminated = True
        return os.waitstatus_to_exitcode(ended[1])

    def kill(self) -> None:
        """End the program as a power cut would."""
        os.kill(self._child.pid, signal.SIGKILL)
        self._child.wait()

    def wait_for_end(self) -> int:
        """Wait until the program ends; its exit code."""
        self._child.expect(pexpect.EOF)
        self.output += self._child.before.decode("utf-8", "replace")
        self._child.close()
        return int(self._child.exitstatus if self._child.exitstatus is not None else -1)
