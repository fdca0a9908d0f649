"""The exchange, whatever the server says: nothing is lost, and it never goes on wrongly."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from tests.builders import AN, MONDAY, make_tools
from tests.conftest import PASSPHRASE
from wardtui.domain.errors import NetworkFailed, Refused
from wardtui.domain.events import ResidentListed
from wardtui.domain.ids import DeviceId, OfficerId, ResidentId, WardCode
from wardtui.domain.vocabulary import Role
from wardtui.remote.central_api import ServerRefused
from wardtui.services.ports import AnswerTimedOut, BatchTooLarge, Tools, Unit
from wardtui.services.recording import Draft, record
from wardtui.services.records import Pairing
from wardtui.services.sync import Synced, sync
from wardtui.store.keeping import back_up
from wardtui.store.making import create_vault
from wardtui.store.restore import restore
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.wire import (
    PairAnswer,
    PairRequest,
    Pull,
    Push,
    PushAnswer,
    PushResult,
    ReplaceAnswer,
    ReplaceRequest,
    read_event,
)

WARD = WardCode("W1")
PAIRING = Pairing(
    url="http://x", token="t", officer=OfficerId("o1"), name="-", role=Role.OFFICER, wards=(WARD,)
)


class Scripted:
    """A central API that answers as it is told."""

    server_clock = 12.5

    def __init__(self) -> None:
        self.epoch: str | None = "e1"
        self.head: int | None = 0
        self.most = 500
        self.too_much: type[NetworkFailed] = BatchTooLarge
        self.status: Callable[[int], PushResult] | None = None
        self.batches: list[int] = []
        self.replaced: list[ReplaceRequest] = []
        self.next_seq = 1
        self._seq = 0

    def pair(self, request: PairRequest) -> PairAnswer:
        raise NotImplementedError

    def replace(self, request: ReplaceRequest) -> ReplaceAnswer:
        assert not self.batches, "the place is taken before anything is sent"
        self.replaced.append(request)
        return ReplaceAnswer(next_device_seq=self.next_seq)

    def push(self, events: Push) -> PushAnswer:
        self.batches.append(len(events.events))
        if len(events.events) > self.most:
            raise self.too_much(status=413)
        results = []
        for raw in events.events:
            self._seq += 1
            self.head = self._seq
            result = PushResult(id=read_event(raw).id, status="accepted", seq=self._seq)
            if self.status is not None:
                wanted = self.status(self._seq)
                result = msgspec.structs.replace(wanted, id=result.id)
            results.append(result)
        return PushAnswer(tuple(results))

    def pull(self, after: dict[str, int], limit: int) -> Pull:
        return Pull(events=(), next={WARD: self.head or 0}, more=False)


@pytest.fixture
def tools() -> Tools:
    return make_tools(MONDAY)


@pytest.fixture
def vault(tmp_path: Path, tools: Tools) -> Iterator[OpenVault]:
    create_vault(tmp_path / "v", PASSPHRASE, tools.ids)
    with OpenVault(tmp_path / "v", unlock(tmp_path / "v", PASSPHRASE)) as opened:
        opened.start_writing("test", MONDAY)

        def prepare(unit: Unit) -> None:
            unit.state.pairing = PAIRING
            drafts = [
                Draft(
                    resident=ResidentId(tools.ids.new()),
                    body=ResidentListed(
                        resident=msgspec.structs.replace(AN, name=f"Nguyễn Văn {n}")
                    ),
                )
                for n in range(20)
            ]
            record(unit, drafts, tools)

        opened.write(prepare)
        yield opened


def run(vault: OpenVault, api: Scripted, tools: Tools) -> Synced:
    @contextmanager
    def connect(_: Pairing) -> Iterator[Scripted]:
        yield api

    return sync(vault, connect, tools, lambda _: None)


@pytest.mark.parametrize("too_much", [BatchTooLarge, AnswerTimedOut])
def test_a_batch_that_is_too_much_is_halved_until_it_goes_through(
    vault: OpenVault, tools: Tools, too_much: type[NetworkFailed]
) -> None:
    api = Scripted()
    api.most, api.too_much = 6, too_much
    assert run(vault, api, tools).pushed == 20
    assert api.batches == [20, 10, 5, 5, 5, 5]


def test_a_server_that_takes_not_even_one_is_told_and_nothing_is_lost(
    vault: OpenVault, tools: Tools
) -> None:
    api = Scripted()
    api.most = 0
    with pytest.raises(BatchTooLarge):
        run(vault, api, tools)
    assert vault.read(lambda unit: unit.events.count_waiting()) == 20
    assert vault.read(lambda unit: unit.state.sync).last_error == "batch_too_large"


def test_what_the_server_does_not_take_no_longer_counts_and_is_kept(
    vault: OpenVault, tools: Tools
) -> None:
    api = Scripted()
    api.status = lambda seq: (
        PushResult(id="-", status="accepted", seq=seq)
        if seq % 2
        else PushResult(id="-", status="rejected", code="wrong_ward")
        if seq % 4
        else PushResult(id="-", status="conflict", code="conflict")
    )
    done = run(vault, api, tools)
    assert (done.pushed, done.rejected, done.pending) == (10, 10, 0)
    kept = vault.read(lambda unit: unit.events.rejected())
    assert {one.code for one in kept} == {"wrong_ward", "conflict"}
    assert len(vault.read(lambda unit: list(unit.cases.all()))) == 10
    assert len(done.changed) == 10


def test_a_result_for_something_else_or_none_leaves_the_event_waiting(
    vault: OpenVault, tools: Tools
) -> None:
    class Forgetful(Scripted):
        def push(self, events: Push) -> PushAnswer:
            answer = super().push(events)
            other = PushResult(id=tools.ids.new(), status="accepted", seq=999)
            return PushAnswer((*answer.results[:-1], other))

    done = run(vault, Forgetful(), tools)
    assert (done.pushed, done.pending) == (19, 1)


def test_an_old_copy_of_the_server_is_not_read(vault: OpenVault, tools: Tools) -> None:
    api = Scripted()
    run(vault, api, tools)
    api.head = 3
    with pytest.raises(NetworkFailed, match="stale_server"):
        run(vault, api, tools)
    assert vault.read(lambda unit: unit.state.sync).cursors == {WARD: 20}


def test_a_server_that_was_restored_is_not_taken_for_the_one_before(
    vault: OpenVault, tools: Tools
) -> None:
    api = Scripted()
    run(vault, api, tools)
    api.epoch = "e2"
    with pytest.raises(NetworkFailed, match="restored_server"):
        run(vault, api, tools)
    assert vault.read(lambda unit: unit.state.sync).epoch == "e1"


def test_the_clock_of_the_server_goes_into_what_is_recorded_afterwards(
    vault: OpenVault, tools: Tools
) -> None:
    run(vault, Scripted(), tools)
    draft = Draft(resident=ResidentId(tools.ids.new()), body=ResidentListed(resident=AN))
    saved = vault.write(lambda unit: record(unit, [draft], tools))
    assert saved.events[0].clock_offset == 12.5


def test_without_a_pairing_there_is_nobody_to_exchange_with(vault: OpenVault, tools: Tools) -> None:
    def unpair(unit: Unit) -> None:
        unit.state.pairing = None

    vault.write(unpair)
    with pytest.raises(Refused, match="not_paired"):
        run(vault, Scripted(), tools)


def restored(vault: OpenVault, *before: DeviceId) -> DeviceId:
    """The vault as a restore leaves it."""

    def replace(unit: Unit) -> DeviceId:
        unit.state.device = msgspec.structs.replace(unit.state.device, replaces=before)
        return unit.state.device.id

    return vault.write(replace)


OLD, OLDER = (DeviceId(f"00000000-0000-7000-8000-0000000000e{n}") for n in (1, 2))


def test_after_a_restore_the_place_is_taken_once_and_before_anything_is_sent(
    vault: OpenVault, tools: Tools
) -> None:
    api = Scripted()
    me = restored(vault, OLDER, OLD)
    run(vault, api, tools)
    assert api.replaced == [ReplaceRequest(device=me, replaces=(OLDER, OLD))]
    run(vault, api, tools)
    assert len(api.replaced) == 1


@pytest.mark.parametrize(("theirs", "next_seq"), [(1, 21), (21, 21), (400, 400)])
def test_numbers_go_on_behind_what_the_server_has_seen_of_this_device(
    vault: OpenVault, tools: Tools, theirs: int, next_seq: int
) -> None:
    api = Scripted()
    api.next_seq = theirs
    restored(vault, OLD)
    run(vault, api, tools)
    assert vault.read(lambda unit: unit.state.device).next_seq == next_seq


def test_while_the_place_is_not_taken_nothing_is_sent_and_it_is_asked_for_again(
    vault: OpenVault, tools: Tools
) -> None:
    class Refusing(Scripted):
        def replace(self, request: ReplaceRequest) -> ReplaceAnswer:
            raise ServerRefused("device_taken", status=403)

    refusing = Refusing()
    restored(vault, OLD)
    with pytest.raises(NetworkFailed, match="device_taken"):
        run(vault, refusing, tools)
    assert refusing.batches == []
    assert vault.read(lambda unit: unit.events.count_waiting()) == 20
    assert vault.read(lambda unit: unit.state.sync).last_error == "device_taken"
    api = Scripted()
    assert run(vault, api, tools).pushed == 20
    assert [one.replaces for one in api.replaced] == [(OLD,)]


def test_whatever_was_restored_every_device_is_named_whose_events_wait(
    tmp_path: Path, tools: Tools
) -> None:
    home = tmp_path / "v"
    create_vault(home, PASSPHRASE, tools.ids)
    draft = Draft(resident=ResidentId(tools.ids.new()), body=ResidentListed(resident=AN))

    def work(do: Callable[[OpenVault], object]) -> Path:
        """Open the vault, do something, and make a backup."""
        with OpenVault(home, unlock(home, PASSPHRASE)) as opened:
            opened.start_writing("test", MONDAY)
            do(opened)
            return back_up(home, opened, MONDAY, tmp_path / f"{tools.ids.new()}.wardbackup").file

    def put_back(backup: Path, *, salvage: bool = False) -> None:
        restore(home, backup, PASSPHRASE, tools.ids, MONDAY, salvage=salvage)

    first = work(lambda opened: opened.write(lambda unit: setattr(unit.state, "pairing", PAIRING)))
    put_back(first)
    second = work(lambda opened: opened.write(lambda unit: record(unit, [draft], tools)))
    put_back(second)
    third = work(lambda _: None)
    put_back(first)
    work(lambda opened: run(opened, Scripted(), tools))
    put_back(third, salvage=True)
    with OpenVault(home, unlock(home, PASSPHRASE)) as opened:
        (waiting,) = opened.read(lambda unit: unit.events.waiting(10))
        assert waiting.event.device in opened.read(lambda unit: unit.state.device).replaces
