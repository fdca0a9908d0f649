"""What a disk holds after a power cut: all that was synced, and of the rest whatever it likes.

The model is harsher than most disks: every sector that was written and not yet synced holds the
old or a newer content, each on its own, in no order. Sizes and names of files are not durable
either before their file was synced.
"""

import random
from collections.abc import Iterator, Sequence
from enum import Enum

import msgspec

from tests.faults.sqlite_vfs import (
    Deleted,
    Made,
    Renamed,
    Step,
    Synced,
    Truncated,
    Wrote,
)

SECTOR = 512


class Luck(Enum):
    """What has become of that which was not yet synced."""

    NONE = "none"
    """None of it reached the disk."""
    ALL = "all"
    """All of it did."""
    SOME = "some"
    """Some sectors did, and any of the sizes and names."""


class Cut(msgspec.Struct, frozen=True):
    """One power cut. The same values always give the same disk from the same steps."""

    position: int
    """How many steps had happened."""
    luck: Luck
    seed: int


class _File:
    """A file: what is durable of it, and what was done to it since."""

    def __init__(self) -> None:
        self._durable = bytearray()
        self._waiting: list[Wrote | Truncated] = []

    def change(self, step: Wrote | Truncated) -> None:
        """Something that is not durable yet."""
        self._waiting.append(step)

    def sync(self) -> None:
        """Everything until now is durable."""
        for step in self._waiting:
            _apply(self._durable, step)
        self._waiting.clear()

    def after(self, luck: Luck, chance: random.Random) -> bytes:
        """The content after a power cut now."""
        content = bytearray(self._durable)
        if luck is Luck.ALL:
            for step in self._waiting:
                _apply(content, step)
        elif luck is Luck.SOME:
            self._apply_some(content, chance)
        return bytes(content)

    def _apply_some(self, content: bytearray, chance: random.Random) -> None:
        """Every sector as it was after some of the writes to it: none, a few or all of them."""
        writes: dict[int, int] = {}
        for step in self._waiting:
            if isinstance(step, Wrote):
                for sector in _sectors(step):
                    writes[sector] = writes.get(sector, 0) + 1
        left = {sector: chance.randint(0, count) for sector, count in writes.items()}
        for step in self._waiting:
            if isinstance(step, Truncated):
                if chance.random() < 0.5:
                    _apply(content, step)
                continue
            for sector in _sectors(step):
                if left[sector] > 0:
                    left[sector] -= 1
                    start = max(sector * SECTOR, step.offset)
                    end = min((sector + 1) * SECTOR, step.offset + len(step.data))
                    part = step.data[start - step.offset : end - step.offset]
                    _apply(content, Wrote(step.file, start, part))


class Disk:
    """Files by name, as they are built up step by step."""

    def __init__(self) -> None:
        # Under each name what it stands for durably, then what it came to stand for since. A
        # journalling file system brings the changes of one name to the disk in their order.
        self._names: dict[str, list[_File | None]] = {}

    def apply(self, step: Step) -> None:
        """Let the next step happen."""
        history = self._names.setdefault(step.file, [None])
        match step:
            case Made():
                history.append(_File())
            case Wrote() | Truncated():
                self._now(step.file).change(step)
            case Synced():
                self._now(step.file).sync()
                history[:] = history[-1:]
            case Deleted(folder_synced=synced):
                history.append(None)
                if synced:
                    history[:] = [None]
            case Renamed(to=to):
                self._names[to] = [self._now(step.file)]
                history[:] = [None]

    def after(self, cut: Cut) -> dict[str, bytes]:
        """The files that are there after a power cut now."""
        chance = random.Random(cut.seed)
        files: dict[str, bytes] = {}
        for name, history in sorted(self._names.items()):
            possible = {Luck.NONE: history[:1], Luck.ALL: history[-1:], Luck.SOME: history}
            file = chance.choice(possible[cut.luck])
            if file is not None:
                files[name] = file.after(cut.luck, chance)
        return files

    def _now(self, name: str) -> _File:
        file = self._names[name][-1]
        if file is None:
            raise AssertionError(f"{name} is not there")
        return file


def cut_power(steps: Sequence[Step], cuts: Sequence[Cut]) -> Iterator[tuple[Cut, dict[str, bytes]]]:
    """Every cut with the files that it leaves, in the order of the cuts' positions."""
    disk = Disk()
    done = 0
    for cut in sorted(cuts, key=lambda cut: cut.position):
        for step in steps[done : cut.position]:
            disk.apply(step)
        done = cut.position
        yield cut, disk.after(cut)


def _sectors(step: Wrote) -> range:
    return range(step.offset // SECTOR, -(-(step.offset + len(step.data)) // SECTOR))


def _apply(content: bytearray, step: Wrote | Truncated) -> None:
    size = step.size if isinstance(step, Truncated) else step.offset
    if size > len(content):
        content.extend(bytes(size - len(content)))
    if isinstance(step, Truncated):
        del content[step.size :]
    else:
        content[step.offset : step.offset + len(step.data)] = step.data
