"""How often the wrong passphrase was tried, and how long the next answer therefore takes.

Only the answer *no* is delayed. Whoever has the file can try offline as fast as Argon2id lets them,
so nothing is gained by making the owner wait; a colleague at an unattended keyboard is slowed down.
"""

import contextlib
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

FILE = "wrong-tries"
FREE = 2
"""Wrong tries that anybody makes."""

LONGEST_SECONDS = 30.0
FORGOTTEN_AFTER_SECONDS = 15 * 60.0


class _Tries(msgspec.Struct, frozen=True):
    count: int
    at: float
    """Seconds since 1970, by this machine's clock."""


def delay_after(count: int) -> float:
    """Seconds until the answer to the wrong try that is the ``count``-th in a row."""
    if count <= FREE:
        return 0.0
    return float(min(2 ** (count - FREE - 1), LONGEST_SECONDS))


def note_wrong_try(folder: Path, now: Callable[[], float] = time.time) -> float:
    """Count a wrong try; seconds to wait before it is answered."""
    file = folder / FILE
    before = _read(file)
    moment = now()
    # A clock that has gone back forgets nothing.
    recent = before is not None and moment - before.at < FORGOTTEN_AFTER_SECONDS
    count = before.count + 1 if before is not None and recent else 1
    with contextlib.suppress(OSError):
        file.write_bytes(msgspec.json.encode(_Tries(count, moment)))
    return delay_after(count)


def forgive(folder: Path) -> None:
    """The right passphrase was given."""
    with contextlib.suppress(OSError):
        (folder / FILE).unlink(missing_ok=True)


def _read(file: Path) -> _Tries | None:
    try:
        return msgspec.json.decode(file.read_bytes(), type=_Tries)
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError):
        return None
