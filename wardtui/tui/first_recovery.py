"""Whether the recovery code of a vault that the guided start made was ever written down.

A code is shown once. When the window closes before the officer has typed its last group, nobody
may have it: that is noted beside the vault, and said at the next start. The note names the code's
key slot, so it ends by itself when another code, or another vault, takes that place.
"""

from hashlib import sha256
from pathlib import Path

import msgspec

from wardtui.store.names import CODE_UNREAD

FILE = CODE_UNREAD


def note_unread(home: Path) -> None:
    """Note that the code was not confirmed yet.

    :raises OSError: when the note cannot be written
    """
    (home / FILE).write_text(_fingerprint(home), "ascii")


def note_read(home: Path) -> None:
    """The code was written down.

    :raises OSError: when the note cannot be deleted
    """
    (home / FILE).unlink(missing_ok=True)


def is_unread(home: Path) -> bool:
    """Whether nobody may have the code that this vault has now."""
    try:
        noted = (home / FILE).read_text("ascii")
    except (OSError, ValueError):
        return False
    from wardtui.domain.errors import WardtuiError

    try:
        return noted == _fingerprint(home)
    except WardtuiError:
        # Whoever opens the vault is told what is wrong with its keys.
        return False


def _fingerprint(home: Path) -> str:
    from wardtui.store.key_slots import read_slots

    slots = [slot for slot in read_slots(home).slots if slot.kind == "recovery"]
    return sha256(msgspec.json.encode(slots)).hexdigest()
