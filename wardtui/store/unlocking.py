"""From what the owner knows to the key of the vault. Little is loaded for it: it is begun first."""

import time
from collections.abc import Callable
from pathlib import Path

from wardtui.store import key_slots
from wardtui.store.files import check_keys
from wardtui.store.wrong_tries import forgive, note_wrong_try


def unlock(folder: Path, secret: str, wait: Callable[[float], None] = time.sleep) -> bytes:
    """The data key of the vault in a folder. After several wrong tries the answer *no* takes time.

    :raises NoVault: when there is none
    :raises KeysMissing: when the file with the keys is missing
    :raises wardtui.store.key_slots.WrongSecret: when the secret does not open it
    """
    check_keys(folder)
    return open_with(key_slots.read_slots(folder), secret, folder, wait)


def open_with(
    slots: key_slots.KeySlots,
    secret: str,
    folder: Path,
    wait: Callable[[float], None] = time.sleep,
) -> bytes:
    """The data key of some slots; wrong tries are counted in a folder.

    :raises wardtui.store.key_slots.WrongSecret: when the secret does not open them
    """
    try:
        data_key = key_slots.open_slots(slots, secret)
    except key_slots.WrongSecret:
        wait(note_wrong_try(folder))
        raise
    forgive(folder)
    return data_key
