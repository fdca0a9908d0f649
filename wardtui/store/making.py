"""Making a vault, and opening what its owner knows."""

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
from wardtui.store.files import DATABASE, SHARED_MEMORY, WAL, KeysMissing
from wardtui.store.os_calls import make_private_folder, sync_folder
from wardtui.store.schema import lay_out
from wardtui.store.sqlcipher import translated
from wardtui.store.unit import VaultUnit


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
