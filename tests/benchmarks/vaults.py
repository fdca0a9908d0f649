"""Vaults to be measured, made through the store's own interface and kept for the next run."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple, TypeVar

import msgspec

import wardtui
from tests.benchmarks import history
from tests.benchmarks.rounds import Options, say
from tests.builders import SetClock
from wardtui.bootstrap import RandomIds
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Role
from wardtui.services.deriving import refold
from wardtui.services.moving import record_due_moves
from wardtui.services.ports import Tools, Unit
from wardtui.services.records import Pairing, StoredEvent, SyncState
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

T = TypeVar("T")

PASSPHRASE = "chim sẻ xanh bay qua đồng"
_AT_ONCE = 10_000
"""Events, or residents, in one commit."""

_SHAPED_BY = ("domain", "store", "services", "sample", "sheets", "wire.py")
"""Parts of the product that decide what a built vault looks like."""


class Vault(NamedTuple):
    """A closed vault."""

    folder: Path
    key: bytes


@contextmanager
def vault_of(residents: int, options: Options, *, changed: bool = False) -> Iterator[Vault]:
    """A vault of so many residents with five events each.

    :param changed: it will be written to, so what is kept in the cache is copied first
    """
    with TemporaryDirectory(dir=options.folder, prefix="wardtui-") as name:
        folder = Path(name) / "vault"
        if options.cache is None:
            build_vault(folder, residents)
        else:
            kept = _kept(options.cache, residents)
            if changed:
                shutil.copytree(kept, folder)
            else:
                folder = kept
        yield Vault(folder, unlock(folder, PASSPHRASE))


def _kept(cache: Path, residents: int) -> Path:
    """The vault in the cache, built when there is none that this version would build."""
    kept = cache / f"vault-{residents}-{_fingerprint()}"
    if not kept.exists():
        for outdated in cache.glob(f"vault-{residents}-*"):
            shutil.rmtree(outdated)
        with TemporaryDirectory(dir=cache, prefix="building-") as name:
            build_vault(Path(name) / "vault", residents)
            (Path(name) / "vault").rename(kept)
    return kept


def _fingerprint() -> str:
    package = Path(wardtui.__file__).parent
    files = [Path(history.__file__), Path(__file__)]
    for part in _SHAPED_BY:
        path = package / part
        files += sorted(path.rglob("*.py")) if path.is_dir() else [path]
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()[:12]


def build_vault(folder: Path, residents: int) -> None:
    """Make a vault: all events in the order of their times, then every case, then the worklist."""
    say(f"building a vault of {residents:,} residents …")
    start = perf_counter()
    device = create_vault(folder, PASSPHRASE, RandomIds()).device
    listed: dict[ResidentId, None] = {}
    with OpenVault(folder, unlock(folder, PASSPHRASE)) as vault:
        vault.start_writing("benchmark", history.LISTED)
        events = history.make_history(history.make_residents(residents), device)
        for some in _chunks(events):
            vault.write(_adding(some))
            listed.update((one.event.resident, None) for one in some if one.event.resident)
        say(f"  {residents * history.EVENTS_EACH:,} events after {perf_counter() - start:.0f} s")
        for others in _chunks(listed):
            vault.write(_folding(others))
        say(f"  cases after {perf_counter() - start:.0f} s")
        vault.write(lambda unit: _finish(unit, residents * history.EVENTS_EACH))
    size = sum(file.stat().st_size for file in folder.iterdir())
    say(f"  built after {perf_counter() - start:.0f} s, {size / 1e6:.0f} MB")


def _adding(events: list[StoredEvent]) -> Callable[[Unit], None]:
    def add(unit: Unit) -> None:
        for event in events:
            unit.events.add([event], own=True)

    return add


def _folding(residents: list[ResidentId]) -> Callable[[Unit], None]:
    def fold(unit: Unit) -> None:
        refold(unit, residents)

    return fold


def _finish(unit: Unit, events: int) -> None:
    unit.state.device = msgspec.structs.replace(unit.state.device, next_seq=events + 1)
    unit.state.pairing = Pairing(
        url="https://central.example",
        token="t" * 43,
        officer=history.OFFICER,
        name="Cán bộ Mẫu",
        role=Role.OFFICER,
        wards=(history.WARD,),
    )
    numbered = events - history.UNSENT
    unit.state.sync = SyncState(
        cursors={history.WARD: numbered}, epoch="1", last_success=history.AFTERWARDS
    )
    # As where people work: what time has decided before is recorded.
    record_due_moves(unit, Tools(SetClock(history.AFTERWARDS), RandomIds()), events)
    unit.seal_worklist()


def _chunks(items: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(items)
    while chunk := list(islice(rest, _AT_ONCE)):
        yield chunk
