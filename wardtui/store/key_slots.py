"""Key slots: the random data key of a vault, wrapped under what its owner knows.

The database is encrypted with a random 256-bit key. That key is wrapped (AES-GCM) once under a key
derived from the passphrase and once under one from the printed recovery code, both by Argon2id, so
that changing the passphrase re-wraps 32 bytes and nothing else. The parameters stand in each slot.
"""

import base64
import secrets
import time
import unicodedata
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from wardtui.domain.codes import normalise, spell
from wardtui.domain.errors import BadInput, Damaged, VaultLocked
from wardtui.store.names import KEY_BYTES, KEYS
from wardtui.store.os_calls import write_durably

FILE = KEYS
FORMAT = 1

RECOVERY_BYTES = 20
"""160 random bits."""


class Cost(msgspec.Struct, frozen=True):
    """What a derivation costs. The default is OWASP's floor for Argon2id (2023)."""

    memory_kib: int = 19 * 1024
    iterations: int = 2
    lanes: int = 1


FLOOR = Cost()
_MOST_MEMORY_KIB = 1024 * 1024
"""What no slot of ours asks for: a file that does is damaged or would stop the machine."""
COSTS = (Cost(32 * 1024, 3), Cost(32 * 1024, 2), Cost(24 * 1024, 2), FLOOR)
"""The strongest first. More than 32 MiB would be felt on a laptop with 2 GiB."""

AFFORDABLE_SECONDS = 0.05
"""What a derivation may take: every command pays it; beside a first painting nobody feels it."""


class Argon2id(msgspec.Struct, frozen=True):
    """Parameters of one derivation."""

    salt: Annotated[bytes, Meta(min_length=8, max_length=64)]
    memory_kib: Annotated[int, Meta(ge=8, le=_MOST_MEMORY_KIB)] = FLOOR.memory_kib
    iterations: Annotated[int, Meta(ge=1, le=100)] = FLOOR.iterations
    lanes: Annotated[int, Meta(ge=1, le=16)] = FLOOR.lanes


Kind = Literal["passphrase", "recovery"]


class Slot(msgspec.Struct, frozen=True):
    """The data key, wrapped under one secret."""

    kind: Kind
    kdf: Argon2id
    nonce: Annotated[bytes, Meta(min_length=12, max_length=12)]
    wrapped: Annotated[bytes, Meta(max_length=1024)]


class KeySlots(msgspec.Struct, frozen=True):
    """All slots of a vault."""

    format: int
    vault: str
    """Random id of the vault, bound into every slot."""
    slots: tuple[Slot, ...]
    check: str | None = None
    """SHA-256 of everything else as JSON, so that damage is not taken for a wrong passphrase."""


class WrongSecret(VaultLocked):
    """The passphrase or recovery code opens no slot."""

    CODE = "wrong_passphrase"


class KeySlotsDamaged(Damaged):
    """The file with the key slots cannot be read."""

    CODE = "key_slots_damaged"


class EmptyPassphrase(BadInput):
    """A passphrase has no letters."""

    CODE = "empty_passphrase"


def new_recovery_code() -> str:
    """A random code that can be written down and read aloud."""
    return spell(secrets.token_bytes(RECOVERY_BYTES))


def calibrate(seconds: Callable[[Cost], float] | None = None) -> Cost:
    """The strongest cost that this machine affords, by one derivation at the floor.

    :param seconds: measures a derivation; the machine itself unless given
    """
    floor = (seconds or _measure)(FLOOR)
    work = FLOOR.memory_kib * FLOOR.iterations

    def expected(cost: Cost) -> float:
        return floor * cost.memory_kib * cost.iterations / work

    return next((cost for cost in COSTS if expected(cost) <= AFFORDABLE_SECONDS), FLOOR)


def _measure(cost: Cost) -> float:
    started = time.perf_counter()
    _derive("passphrase", "", _parameters(cost))
    return time.perf_counter() - started


def make_slots(
    vault: str, data_key: bytes, passphrase: str, recovery_code: str, cost: Cost
) -> KeySlots:
    """Slots for a new vault.

    :raises EmptyPassphrase: when there is none
    """
    empty = KeySlots(FORMAT, vault, ())
    return with_secret(
        with_secret(empty, "passphrase", data_key, passphrase, cost),
        "recovery",
        data_key,
        recovery_code,
        cost,
    )


def with_secret(slots: KeySlots, kind: Kind, data_key: bytes, secret: str, cost: Cost) -> KeySlots:
    """The slots with another secret of a kind. The data key, and so the database, stay as they are.

    :raises EmptyPassphrase: when there is none
    """
    if not secret:
        raise EmptyPassphrase
    kept = tuple(slot for slot in slots.slots if slot.kind != kind)
    made = (*kept, _wrap(slots.vault, kind, data_key, secret, cost))
    # The passphrase first: a slot that is tried costs a derivation.
    return msgspec.structs.replace(slots, slots=tuple(sorted(made, key=lambda slot: slot.kind)))


def open_slots(slots: KeySlots, secret: str) -> bytes:
    """The data key that the passphrase or the recovery code opens.

    :raises WrongSecret: when it opens none
    """
    from cryptography.exceptions import InvalidTag

    for slot in slots.slots:
        try:
            return _unwrap(slots.vault, slot, secret)
        except InvalidTag:
            continue
        except (ValueError, OverflowError) as error:
            # Each parameter is possible by itself, and together they are not.
            raise KeySlotsDamaged(file=FILE) from error
    raise WrongSecret


def read_slots(folder: Path) -> KeySlots:
    """The slots of the vault in a folder.

    :raises KeySlotsDamaged: when the file cannot be read
    """
    try:
        slots = msgspec.json.decode((folder / FILE).read_bytes(), type=KeySlots)
    except (OSError, UnicodeDecodeError, msgspec.MsgspecError) as error:
        raise KeySlotsDamaged(file=FILE) from error
    if slots.format != FORMAT or slots.check not in (None, _checksum(slots)):
        raise KeySlotsDamaged(file=FILE)
    return slots


def encode_slots(slots: KeySlots) -> bytes:
    """The slots as they stand in a file."""
    checked = msgspec.structs.replace(slots, check=_checksum(slots))
    return msgspec.json.format(msgspec.json.encode(checked), indent=2)


def _checksum(slots: KeySlots) -> str:
    return sha256(msgspec.json.encode(msgspec.structs.replace(slots, check=None))).hexdigest()


def write_slots(folder: Path, slots: KeySlots) -> None:
    """Write the slots durably."""
    write_durably(folder / FILE, encode_slots(slots))


def new_data_key() -> bytes:
    """A random data key."""
    return secrets.token_bytes(KEY_BYTES)


def _secret_bytes(kind: str, secret: str) -> bytes:
    # The same letters typed with another keyboard layout are the same passphrase.
    text = unicodedata.normalize("NFC", secret)
    if kind == "recovery":
        text = normalise(text)
    return text.encode()


def _derive(kind: str, secret: str, kdf: Argon2id) -> bytes:
    from cryptography.hazmat.primitives.kdf import argon2

    return argon2.Argon2id(
        salt=kdf.salt,
        length=KEY_BYTES,
        iterations=kdf.iterations,
        lanes=kdf.lanes,
        memory_cost=kdf.memory_kib,
    ).derive(_secret_bytes(kind, secret))


def _bound(vault: str, kind: str, kdf: Argon2id) -> bytes:
    """What a slot cannot be changed in without being refused."""
    salt = base64.b64encode(kdf.salt).decode()
    return f"wardtui|{vault}|{kind}|{kdf.memory_kib}|{kdf.iterations}|{kdf.lanes}|{salt}".encode()


def _parameters(cost: Cost) -> Argon2id:
    return Argon2id(secrets.token_bytes(16), cost.memory_kib, cost.iterations, cost.lanes)


def _wrap(vault: str, kind: Kind, data_key: bytes, secret: str, cost: Cost) -> Slot:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    kdf = _parameters(cost)
    nonce = secrets.token_bytes(12)
    wrapped = AESGCM(_derive(kind, secret, kdf)).encrypt(nonce, data_key, _bound(vault, kind, kdf))
    return Slot(kind, kdf, nonce, wrapped)


def _unwrap(vault: str, slot: Slot, secret: str) -> bytes:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    key = _derive(slot.kind, secret, slot.kdf)
    return AESGCM(key).decrypt(slot.nonce, slot.wrapped, _bound(vault, slot.kind, slot.kdf))
