"""Making a vault, and opening what its owner knows."""

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec

from wardtui.domain.errors import BadInput, CannotWrite
from wardtui.domain.ids import DeviceId
from wardtui.services.ports import Ids
from wardtui.services.records import Device
from wardtui.store import key_slots
from wardtui.store.database import open_database
from wardtui.store.files import DATABASE, SHARED_MEMORY, WAL, KeysMissing, check_keys
from wardtui.store.os_calls import make_private_folder, sync_folder
from wardtui.store.schema import lay_out
from wardtui.store.sqlcipher import translated
from wardtui.store.unit import VaultUnit
from wardtui.store.wrong_tries import forgive, note_wrong_try


class VaultExists(BadInput):
    """There is a vault in this folder already."""

    CODE = "vault_exists"


class NewVault(msgspec.Struct, frozen=True):
    """What making a vault gives."""

    device: DeviceId
    recovery_code: str
    """Shown once; it stands nowhere else."""


def create_vault(
    folder: Path,
    passphrase: str,
    ids: Ids,
    calibrate: Callable[[], key_slots.Cost] = key_slots.calibrate,
) -> NewVault:
    """Make an empty vault.

    :raises VaultExists: when there is one
    :raises KeysMissing: when there is a database without its keys; it is not touched
    """
    if (folder / key_slots.FILE).exists():
        raise VaultExists(folder=str(folder))
    if (folder / DATABASE).exists():
        raise KeysMissing(folder=str(folder))
    try:
        make_private_folder(folder)
    except OSError as error:
        raise CannotWrite(file=str(folder)) from error
    data_key = key_slots.new_data_key()
    recovery_code = key_slots.new_recovery_code()
    slots = key_slots.make_slots(ids.new(), data_key, passphrase, recovery_code, calibrate())
    device = DeviceId(ids.new())
    # Made beside its place and moved there when it is whole, keys first: a crash in between leaves
    # a vault whose database is missing, never a database that nobody can open.
    with TemporaryDirectory(dir=folder, prefix=".new-") as workshop:
        made = Path(workshop) / DATABASE
        with translated(made), open_database(made, data_key) as database:
            unit = VaultUnit(database)
            lay_out(unit)
            unit.state.device = Device(id=device)
            database.settle()
        # A log that a vault before has left behind must not meet this database.
        for name in (WAL, SHARED_MEMORY):
            (folder / name).unlink(missing_ok=True)
        key_slots.write_slots(folder, slots)
        made.replace(folder / DATABASE)
    sync_folder(folder)
    return NewVault(device, recovery_code)


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
