"""One person with one program: started, the whole list seen, somebody looked for, left alone.

The key for the last line is pressed again until that line is painted, as people do while a list is
loading. The clock of the search starts with its last key.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter

from tests.benchmarks.terminal_harness import QUIET, Terminal

FIRST, WHOLE, FOUND = "the first line", "the last line", "one person found"
MEMORY, REST = "peak memory by then", "processor time at rest"

ATTEMPTS = 20
"""VisiData now and then stays where it is, having found something."""

PATIENCE = 300.0
SETTLING_SECONDS = 1.5
IDLE_SECONDS = 2.0


@dataclass(frozen=True)
class Program:
    """How somebody at the keyboard uses a program, and what it paints then."""

    command: Sequence[str | Path]
    environment: Mapping[str, str]
    first: str
    """In the first line."""
    last: str
    """In the last line."""
    top: str
    """In one of the first lines, painted with them."""
    to_end: str
    to_top: str
    typed: tuple[str, ...]
    """Keys of a search, but for the last one."""
    key: str
    found: tuple[str, ...]
    """What is painted by then."""
    silence: float = PATIENCE
    """Seconds without anything painted after which a search has led nowhere."""
    entry: tuple[str, str] | None = None
    """What it shows before the list, and the key that leads on."""
    taken: dict[str, list[float]] = field(default_factory=dict)
    """By what was measured: seconds, MiB and per cent."""

    def session(self) -> None:
        """Use it once."""
        start = perf_counter()
        with _Session([*map(str, self.command)], self.environment) as screen:
            if self.entry is not None:
                screen.wait_for(self.entry[0])
                screen.press(self.entry[1])
            screen.wait_for(self.first)
            self._took(FIRST, perf_counter() - start)
            screen.press_until(self.to_end, self.last)
            self._took(WHOLE, perf_counter() - start)
            screen.settle()
            self._took(MEMORY, screen.peak_memory / 2**20)
            self._took(FOUND, self._search(screen))
            screen.rest(SETTLING_SECONDS)
            before = screen.processor_time
            screen.rest(IDLE_SECONDS)
            self._took(REST, (screen.processor_time - before) / IDLE_SECONDS * 100)

    def _search(self, screen: "_Session") -> float:
        """Seconds of a search from the top that has led to the line."""
        for _ in range(ATTEMPTS):
            screen.press(self.to_top)
            screen.wait_for(self.top)
            screen.settle()
            for key in self.typed:
                screen.press(key)
                screen.settle()
            start = perf_counter()
            screen.press(self.key)
            if screen.is_painted(self.found, self.silence):
                return perf_counter() - start
        raise RuntimeError(f"{self.found} was not found by {self.command}")

    def _took(self, what: str, value: float) -> None:
        self.taken.setdefault(what, []).append(value)


class _Session(Terminal):
    patience = PATIENCE

    def press_until(self, key: str, wanted: str) -> None:
        """Press a key again whenever nothing comes any more, until a text has come."""
        end = perf_counter() + self.patience
        while perf_counter() < end:
            self.press(key)
            output = bytearray()
            while read := self._read(QUIET):
                output += read
                if wanted.encode() in output:
                    return
        raise RuntimeError(f"{wanted} never came")

    def is_painted(self, wanted: Sequence[str], silence: float) -> bool:
        """Whether these texts come before nothing has come for so long."""
        output = bytearray()
        while read := self._read(silence):
            output += read
            if all(text.encode() in output for text in wanted):
                return True
        return False
