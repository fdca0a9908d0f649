"""The key slots: only who knows the passphrase or the recovery code comes to the data key."""

import json
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from tests.builders import MONDAY, make_tools
from tests.conftest import PASSPHRASE
from tests.faults.small_vaults import (
    file_bytes,
    make_backup,
    make_vault,
    make_worked_with,
    put_back,
    raws,
)
from wardtui.domain.errors import CannotWrite, Damaged, VaultLocked
from wardtui.services.ports import Tools
from wardtui.store import key_slots, wrong_tries
from wardtui.store.files import DATABASE
from wardtui.store.keeping import change_passphrase, change_recovery_code
from wardtui.store.key_slots import Cost, EmptyPassphrase, KeySlotsDamaged, WrongSecret
from wardtui.store.making import NewVault, create_vault
from wardtui.store.sqlcipher import NotOurDatabase
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.store.wiping import wipe
from wardtui.wording.errors import explain

ANOTHER = "cây đa bến nước sân đình"
MIB = 1024


@pytest.fixture
def tools() -> Tools:
    return make_tools(MONDAY)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture
def made(home: Path, tools: Tools) -> NewVault:
    return make_vault(home, tools)


def opens(home: Path, secret: str, wait: Callable[[float], None] = lambda _: None) -> bool:
    try:
        unlock(home, secret, wait)
    except WrongSecret:
        return False
    return True


def changed(home: Path, **fields: object) -> None:
    """Change fields of every slot, those of its derivation among them."""
    slots = key_slots.read_slots(home)
    kdf = {
        name: value for name, value in fields.items() if name in key_slots.Argon2id.__annotations__
    }
    own = {name: value for name, value in fields.items() if name not in kdf}
    key_slots.write_slots(
        home,
        msgspec.structs.replace(
            slots,
            slots=tuple(
                msgspec.structs.replace(slot, kdf=msgspec.structs.replace(slot.kdf, **kdf), **own)
                for slot in slots.slots
            ),
        ),
    )


def test_a_new_vault_records_parameters_between_the_floor_and_32_mib(
    home: Path, tools: Tools
) -> None:
    create_vault(home, PASSPHRASE, tools.ids)
    slots = json.loads((home / key_slots.FILE).read_text("utf-8"))["slots"]
    assert [slot["kind"] for slot in slots] == ["passphrase", "recovery"]
    for slot in slots:
        assert 19 * MIB <= slot["kdf"]["memory_kib"] <= 32 * MIB
        assert slot["kdf"]["iterations"] >= 2
        assert slot["kdf"]["lanes"] == 1
    assert len({slot["kdf"]["salt"] for slot in slots}) == 2


@pytest.mark.parametrize(
    ("floor_takes", "expected"),
    [
        (0.01, Cost(32 * MIB, 3)),
        (0.39, Cost(32 * MIB, 3)),
        (0.5, Cost(32 * MIB, 2)),
        (0.7, Cost(24 * MIB, 2)),
        (0.9, Cost(19 * MIB, 2)),
        (50.0, Cost(19 * MIB, 2)),
    ],
)
def test_calibration_takes_the_strongest_cost_that_is_affordable(
    floor_takes: float, expected: Cost
) -> None:
    measured: list[Cost] = []

    def seconds(cost: Cost) -> float:
        measured.append(cost)
        return floor_takes * key_slots.AFFORDABLE_SECONDS

    assert key_slots.calibrate(seconds) == expected
    assert measured == [Cost(19 * MIB, 2, 1)]


@pytest.mark.parametrize("cost", key_slots.COSTS)
def test_a_vault_opens_at_whatever_cost_it_was_made(home: Path, tools: Tools, cost: Cost) -> None:
    code = create_vault(home, PASSPHRASE, tools.ids, lambda: cost).recovery_code
    for slot in key_slots.read_slots(home).slots:
        assert Cost(slot.kdf.memory_kib, slot.kdf.iterations, slot.kdf.lanes) == cost
    assert unlock(home, PASSPHRASE) == unlock(home, code)


def test_a_new_passphrase_opens_and_the_old_does_not(home: Path, made: NewVault) -> None:
    key, database = unlock(home, PASSPHRASE), (home / DATABASE).read_bytes()
    change_passphrase(home, PASSPHRASE, ANOTHER)
    assert unlock(home, ANOTHER) == key
    assert not opens(home, PASSPHRASE)
    assert unlock(home, made.recovery_code) == key
    assert (home / DATABASE).read_bytes() == database


def test_a_new_recovery_code_closes_the_old_one(home: Path, made: NewVault) -> None:
    key = unlock(home, PASSPHRASE)
    code = change_recovery_code(home, PASSPHRASE).recovery_code or ""
    assert unlock(home, code) == unlock(home, PASSPHRASE) == key
    assert not opens(home, made.recovery_code)


def test_who_forgot_the_passphrase_sets_another_with_the_recovery_code(
    home: Path, made: NewVault
) -> None:
    change_passphrase(home, made.recovery_code, ANOTHER)
    assert unlock(home, ANOTHER) == unlock(home, made.recovery_code)
    assert not opens(home, PASSPHRASE)


def test_who_knows_no_secret_changes_none(home: Path, made: NewVault) -> None:
    before = (home / key_slots.FILE).read_bytes()
    with pytest.raises(WrongSecret):
        change_passphrase(home, "chim sẻ", ANOTHER)
    assert (home / key_slots.FILE).read_bytes() == before


CHANGES: dict[str, Callable[[Path], None]] = {
    "less memory": lambda home: changed(home, memory_kib=8 * MIB),
    "more memory": lambda home: changed(home, memory_kib=20 * MIB),
    "fewer passes": lambda home: changed(home, iterations=1),
    "more passes": lambda home: changed(home, iterations=3),
    "lanes": lambda home: changed(home, lanes=2),
    "salt": lambda home: changed(home, salt=bytes(16)),
    "nonce": lambda home: changed(home, nonce=bytes(12)),
    "wrapped bytes": lambda home: changed(home, wrapped=bytes(48)),
    "no wrapped bytes": lambda home: changed(home, wrapped=b""),
    "kind": lambda home: changed(home, kind="recovery"),
    "vault": lambda home: _replace(home, vault="00000000-0000-7000-8000-0000000000ff"),
    "no slots": lambda home: _replace(home, slots=()),
}


def _replace(home: Path, **fields: object) -> None:
    key_slots.write_slots(home, msgspec.structs.replace(key_slots.read_slots(home), **fields))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_slot_file_that_was_changed_opens_nothing(
    home: Path, made: NewVault, change: Callable[[Path], None]
) -> None:
    change(home)
    assert not opens(home, PASSPHRASE)


def test_wrapped_bytes_do_not_open_under_another_slot(home: Path, made: NewVault) -> None:
    slots = key_slots.read_slots(home)
    first, second = slots.slots
    swapped = (
        msgspec.structs.replace(first, wrapped=second.wrapped, nonce=second.nonce),
        msgspec.structs.replace(second, wrapped=first.wrapped, nonce=first.nonce),
    )
    _replace(home, slots=swapped)
    assert not opens(home, PASSPHRASE)
    assert not opens(home, made.recovery_code)


def test_the_keys_of_another_vault_do_not_open_this_one(tmp_path: Path, tools: Tools) -> None:
    make_worked_with(tmp_path / "one", tools)
    make_worked_with(tmp_path / "other", tools)
    (tmp_path / "one" / key_slots.FILE).replace(tmp_path / "other" / key_slots.FILE)
    before = file_bytes(tmp_path / "other")
    with pytest.raises(NotOurDatabase):
        OpenVault(tmp_path / "other", unlock(tmp_path / "other", PASSPHRASE))
    assert file_bytes(tmp_path / "other") == before


IMPOSSIBLE = [
    {"iterations": 0}, {"iterations": -1}, {"lanes": 0}, {"memory_kib": 1}, {"memory_kib": 2**33},
    {"salt": b""}, {"nonce": b""},
]  # fmt: skip


@pytest.mark.parametrize("fields", IMPOSSIBLE, ids=str)
def test_a_slot_with_impossible_parameters_opens_nothing(
    home: Path, made: NewVault, fields: dict[str, object]
) -> None:
    changed(home, **fields)
    with pytest.raises((VaultLocked, Damaged)):
        unlock(home, PASSPHRASE, lambda _: None)


LATER_FORMAT = b'{"format": 2, "vault": "x", "slots": []}'


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"\x00\xff" * 300, LATER_FORMAT, None])
def test_a_key_file_that_cannot_be_read_is_explained(
    home: Path, made: NewVault, content: bytes | None
) -> None:
    file = home / key_slots.FILE
    file.write_bytes(file.read_bytes()[:-40] if content is None else content)
    before = file_bytes(home)
    with pytest.raises(KeySlotsDamaged) as caught:
        unlock(home, PASSPHRASE)
    told = explain(caught.value)
    assert key_slots.FILE in told.message
    assert "wardtui vault restore" in told.remedy
    assert file_bytes(home) == before


def test_an_empty_passphrase_is_refused(home: Path, tools: Tools) -> None:
    with pytest.raises(EmptyPassphrase):
        create_vault(home, "", tools.ids)
    assert list(home.iterdir()) == []
    make_vault(home, tools)
    before = file_bytes(home)
    with pytest.raises(EmptyPassphrase):
        change_passphrase(home, PASSPHRASE, "")
    assert file_bytes(home) == before
    assert raws(home) == set()


def test_the_answer_no_takes_longer_with_every_wrong_try(home: Path, made: NewVault) -> None:
    waited: list[float] = []
    for _ in range(10):
        with pytest.raises(WrongSecret):
            unlock(home, ANOTHER, waited.append)
    assert waited == [0, 0, 1, 2, 4, 8, 16, 30, 30, 30]


def test_the_right_passphrase_never_waits_and_is_a_new_beginning(
    home: Path, made: NewVault
) -> None:
    waited: list[float] = []
    for secret in (ANOTHER, ANOTHER, ANOTHER, PASSPHRASE, ANOTHER):
        assert opens(home, secret, waited.append) == (secret == PASSPHRASE)
    assert waited == [0, 0, 1, 0]


@pytest.mark.parametrize(
    ("later", "expected"), [(15 * 60 - 1, 2), (15 * 60, 0), (-86_400, 2), (-(10**9), 2)]
)
def test_wrong_tries_are_forgotten_by_time_and_not_by_a_clock_set_back(
    tmp_path: Path, later: float, expected: float
) -> None:
    start = MONDAY.timestamp()
    for _ in range(3):
        wrong_tries.note_wrong_try(tmp_path, lambda: start)
    assert wrong_tries.note_wrong_try(tmp_path, lambda: start + later) == expected


def test_a_count_that_cannot_be_kept_or_read_locks_nobody_out(home: Path, made: NewVault) -> None:
    for damaged in (b"\x00" * 20, b'{"count": 1, "\xff": 2}'):
        (home / wrong_tries.FILE).write_bytes(damaged)
        assert not opens(home, ANOTHER)
    (home / wrong_tries.FILE).unlink()
    (home / wrong_tries.FILE).mkdir()  # a file that cannot be written, also for root
    assert not opens(home, ANOTHER)
    assert opens(home, PASSPHRASE)


def test_a_wipe_that_is_interrupted_has_deleted_the_keys_already(home: Path, tools: Tools) -> None:
    make_worked_with(home, tools)
    make_backup(home)
    put_back(home, tools)
    (home / DATABASE).unlink()
    (home / DATABASE).mkdir()  # a file that cannot be deleted, also for root
    with pytest.raises(CannotWrite):
        wipe(home)
    assert list(home.rglob(key_slots.FILE)) == []
