"""Power cuts, simulated: whatever the disk makes of a cut, the vault has all that it confirmed."""

import random
import shutil
from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from tests.builders import MONDAY, make_tools
from tests.conftest import PASSPHRASE
from tests.faults.checks import EVERYTHING, badly_derived, broken_tables, half_done, missing
from tests.faults.power_cut import Cut, Luck, cut_power
from tests.faults.sizes import size
from tests.faults.sqlite_vfs import Deleted, Recorder, Synced, Wrote, why_not_here
from tests.faults.workload import Recording, run_workload
from tests.once import made_once
from wardtui.domain.errors import WardtuiError
from wardtui.domain.events import ContactLogged
from wardtui.domain.ids import EventId
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.recording import Saved
from wardtui.store.making import create_vault
from wardtui.store.sqlcipher import DatabaseError
from wardtui.store.vault import OpenVault

pytestmark = pytest.mark.skipif(why_not_here() is not None, reason=str(why_not_here()))

CUTS = size(suite=30, long=1_000)
CONTROL_CUTS = 12
SEED = 20261122


def record(folder: Path, *pragmas: str, promises_kept: bool = False) -> Recording:
    with Recorder(promises_kept=promises_kept) as recorder:
        return run_workload(recorder, folder / "vault", *pragmas)


@pytest.fixture(scope="module")
def careful(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """The work on a disk that promises nothing."""
    folder = tmp_path_factory.mktemp("careful")
    return made_once(tmp_path_factory, "careful", lambda: record(folder))


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Recording:
    """The work as it is on a real disk."""
    folder = tmp_path_factory.mktemp("usual")
    return made_once(tmp_path_factory, "usual", lambda: record(folder, promises_kept=True))


def choose_cuts(recording: Recording, count: int, seed: int) -> list[Cut]:
    """Cuts right after an acknowledgement, within a checkpoint, and anywhere, in turn."""
    chance = random.Random(seed)
    database = str(recording.database)
    in_checkpoint = [
        position
        for position, step in enumerate(recording.steps, start=1)
        if isinstance(step, Wrote) and step.file == database and position > recording.start
    ]
    anywhere = range(recording.start, len(recording.steps) + 1)
    acknowledged = [one.position for one in recording.acknowledged]
    # Some of it is what gives most disks, so it comes twice as often.
    luck = (Luck.NONE, Luck.SOME, Luck.ALL, Luck.SOME)
    return [
        Cut(
            chance.choice((acknowledged, in_checkpoint, anywhere)[number % 3]),
            luck[number % 4],
            chance.randrange(2**32),
        )
        for number in range(count)
    ]


def choose_promises(recording: Recording, count: int, seed: int) -> list[Cut]:
    """Cuts right after an acknowledgement, with nothing more on the disk than was synced."""
    chance = random.Random(seed)
    chosen = chance.sample(recording.acknowledged, count)
    return [Cut(one.position, Luck.NONE, chance.randrange(2**32)) for one in chosen]


def promised(recording: Recording, cut: Cut) -> list[EventId]:
    """The events whose writing had returned before the cut."""
    return [
        event
        for one in recording.acknowledged
        if one.position <= cut.position
        for event in one.events
    ]


def laid_out(recording: Recording, files: dict[str, bytes], folder: Path) -> Path:
    """A vault's folder with the files that the disk has left."""
    folder.mkdir()
    for name, content in recording.keys.items():
        (folder / name).write_bytes(content)
    for path, content in files.items():
        if Path(path).parent == recording.database.parent:
            (folder / Path(path).name).write_bytes(content)
    return folder


def wrong_after(recording: Recording, cut: Cut, folder: Path) -> Iterator[str]:
    """What is wrong with the vault after a cut, from its first opening to working on."""
    actions = {one.action: len(one.events) for one in recording.acknowledged}
    with OpenVault(folder, recording.data_key) as vault:
        events = vault.read(lambda unit: unit.events.waiting(EVERYTHING))
        yield from missing(events, promised(recording, cut))
        yield from half_done(events, actions)
        yield from vault.read(lambda unit: list(badly_derived(unit, events)))
        yield from broken_tables(vault)
        saved = work_on(vault)
        if vault.lost is not None:
            yield f"the vault says of itself that it has lost something: {vault.lost}"
    # Closing has brought the log into the file, so what was torn there is mended by now.
    with OpenVault(folder, recording.data_key) as vault:
        yield from vault.check_pages()
        now = vault.read(lambda unit: unit.events.waiting(EVERYTHING))
        yield from half_done(now, actions | {saved.action: 1} if saved else actions)
        if len(now) != len(events) + (saved is not None):
            yield f"{len(now)} events where there were {len(events)} before work went on"


def work_on(vault: OpenVault) -> Saved | None:
    """Record one contact more, with somebody if anybody is there."""
    tools = make_tools(MONDAY + timedelta(days=1), first_id=1 << 32)
    vault.start_writing("test", tools.clock.now())
    case = vault.read(lambda unit: next(unit.cases.all(), None))
    if case is None:
        return None
    contact = ContactLogged(channel=Channel.VISIT, outcome=Outcome.NOT_HOME)
    command = LogContact(resident=case.id, contact=contact)
    return vault.write(lambda unit: log_contact(unit, command, tools))


def failures(recording: Recording, cuts: Sequence[Cut], folder: Path) -> dict[Cut, list[str]]:
    """The cuts after which something was wrong, with what it was."""
    found: dict[Cut, list[str]] = {}
    for number, (cut, files) in enumerate(cut_power(recording.steps, cuts)):
        place = laid_out(recording, files, folder / str(number))
        try:
            wrong = list(wrong_after(recording, cut, place))
        except (WardtuiError, DatabaseError) as error:
            wrong = [f"it cannot be used: {error!r}"]
        if wrong:
            found[cut] = wrong
        shutil.rmtree(place)
    return found


def told(found: dict[Cut, list[str]], recording: Recording) -> str:
    """Failures so that each can be made again."""
    return "\n".join(
        f"cut at {cut.position} of {len(recording.steps)}, luck {cut.luck.value}, "
        f"seed {cut.seed}: {'; '.join(line[:200] for line in wrong)}"
        for cut, wrong in found.items()
    )


def lost(found: dict[Cut, list[str]]) -> list[Cut]:
    """The cuts after which the vault could be used and something acknowledged was gone."""
    return [cut for cut, wrong in found.items() if any("are gone" in line for line in wrong)]


def test_the_recording_has_met_what_a_power_cut_can_interrupt(
    careful: Recording, usual: Recording
) -> None:
    for recording in (careful, usual):
        steps = recording.steps[recording.start :]
        database = str(recording.database)
        assert len(recording.acknowledged) >= 300
        assert sum(isinstance(step, Synced) and step.file == database for step in steps) >= 50
        assert sum(isinstance(step, Deleted) and step.file != database for step in steps) == 3
        between = zip(recording.acknowledged, recording.acknowledged[1:], strict=False)
        assert all(before.position < after.position for before, after in between)


def test_a_power_cut_loses_nothing_that_was_acknowledged(
    careful: Recording, tmp_path: Path
) -> None:
    found = failures(careful, choose_cuts(careful, CUTS, SEED), tmp_path)
    assert not found, told(found, careful)


def test_nor_does_it_on_a_disk_that_keeps_its_promises(usual: Recording, tmp_path: Path) -> None:
    found = failures(usual, choose_cuts(usual, CUTS, SEED + 1), tmp_path)
    assert not found, told(found, usual)


@pytest.mark.parametrize("synchronous", ["OFF", "NORMAL"])
def test_a_writer_that_does_not_wait_for_the_disk_loses_what_it_acknowledged(
    synchronous: str, tmp_path: Path
) -> None:
    # Were this not seen, the tests above would prove nothing.
    recording = record(tmp_path, f"synchronous = {synchronous}")
    found = failures(recording, choose_promises(recording, CONTROL_CUTS, SEED), tmp_path)
    assert lost(found), told(found, recording)


def test_a_disk_that_only_says_that_it_has_synced_loses_it_too(
    careful: Recording, tmp_path: Path
) -> None:
    # The log is begun anew once the database file is on the disk, or is said to be.
    nothing = Wrote(str(careful.database), 0, b"")
    lying = msgspec.structs.replace(
        careful,
        steps=[
            nothing if step == Synced(str(careful.database)) else step for step in careful.steps
        ],
    )
    assert failures(lying, choose_cuts(lying, CONTROL_CUTS, SEED), tmp_path)


def test_an_error_of_the_recorder_is_not_taken_for_one_of_the_disk(tmp_path: Path) -> None:
    class Broken(Recorder):
        def _write(self, *arguments: object) -> int:
            raise LookupError("not recorded")

    with pytest.raises(LookupError, match="not recorded"), Broken():
        create_vault(tmp_path / "vault", PASSPHRASE, make_tools().ids)
