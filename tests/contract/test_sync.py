"""The exchange, whatever the server says: nothing is lost, and it never goes on wrongly."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

import msgspec
import pytest

from tests.builders import AN, MONDAY, Story, make_tools
from tests.conftest import PASSPHRASE
from tests.scripted_api import SilentApi
from wardtui.domain.errors import NetworkFailed, Refused
from wardtui.domain.events import ResidentListed
from wardtui.domain.ids import DeviceId, OfficerId, ResidentId, WardCode
from wardtui.domain.vocabulary import Role
from wardtui.messages import (
    Access,
    AccessesAnswer,
    Me,
    Numbered,
    Pull,
    Push,
    PushAnswer,
    PushResult,
    ReplaceAnswer,
    ReplaceRequest,
)
from wardtui.remote.errors import ServerRefused
from wardtui.services import sync as exchange
from wardtui.services.access_log import note_reveal
from wardtui.services.outbox import resend
from wardtui.services.ports import AnswerTimedOut, BatchTooLarge, DeviceRevoked, Tools, Unit
from wardtui.services.recording import Draft, record
from wardtui.services.records import Pairing
from wardtui.services.sync import Synced, sync
from wardtui.services.verify import verify
from wardtui.store.keeping import back_up
from wardtui.store.making import create_vault
from wardtui.store.restore import restore
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.wire import read_event, write_event

WARD = WardCode("W1")
PAIRING = Pairing(
    url="http://x", token="t", officer=OfficerId("o1"), name="-", role=Role.OFFICER, wards=(WARD,)
)


class Scripted(SilentApi):
    """A central API that answers as it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.server_clock = 12.5
        self.epoch = "e1"
        self.head = 0
        self.most = 500
        self.too_much: type[NetworkFailed] = BatchTooLarge
        self.status: Callable[[int], PushResult] | None = None
        self.batches: list[int] = []
        self.replaced: list[ReplaceRequest] = []
        self.next_seq = 1
        self._seq = 0

    def replace(self, request: ReplaceRequest) -> ReplaceAnswer:
        is_said_anew = request.device in request.replaces
        assert is_said_anew or not self.batches, "the place is taken before anything is sent"
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


def test_what_has_no_result_counts_behind_what_was_numbered_before_it(
    vault: OpenVault, tools: Tools
) -> None:
    class Forgetful(Scripted):
        def push(self, events: Push) -> PushAnswer:
            return PushAnswer(super().push(events).results[1:])

    [who, *_] = vault.read(lambda unit: unit.events.waiting(1))
    again = msgspec.structs.replace(AN, name="Lê Thị Mẫu")
    listed = Draft(resident=who.event.resident, body=ResidentListed(resident=again))
    vault.write(lambda unit: record(unit, [listed], tools))
    assert run(vault, Forgetful(), tools).pending == 1
    assert vault.read(verify).problems == ()


def test_what_is_sent_again_meanwhile_counts_behind_what_was_on_its_way(
    vault: OpenVault, tools: Tools
) -> None:
    [first, *_] = vault.read(lambda unit: unit.events.waiting(1))
    api = Scripted()
    api.status = lambda seq: (
        PushResult(id="-", status="accepted", seq=seq)
        if seq > 1
        else PushResult(id="-", status="rejected", code="wrong_ward")
    )
    run(vault, api, tools)
    again = msgspec.structs.replace(AN, name="Lê Thị Mẫu")
    listed = Draft(resident=first.event.resident, body=ResidentListed(resident=again))
    vault.write(lambda unit: record(unit, [listed], tools))

    class Meanwhile(Scripted):
        def push(self, events: Push) -> PushAnswer:
            if not self.batches:
                vault.write(lambda unit: resend(unit, first.event.id))
            return super().push(events)

    meanwhile = Meanwhile()
    meanwhile._seq = 20
    assert run(vault, meanwhile, tools).pending == 1
    assert vault.read(verify).problems == ()


def test_an_old_copy_of_the_server_is_not_read(vault: OpenVault, tools: Tools) -> None:
    api = Scripted()
    run(vault, api, tools)
    api.head = 3
    with pytest.raises(NetworkFailed, match="stale_server"):
        run(vault, api, tools)
    assert vault.read(lambda unit: unit.state.sync).cursors == {WARD: 20}


class Remembering(Scripted):
    """Knows by its ids what it has, and gives back what it was not given before as accepted."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, int] = {}
        self.offered: list[str] = []

    def restored(self, epoch: str, *lost: str) -> None:
        """Put back from a backup that lacks some events."""
        self.epoch = epoch
        self.known = {one: seq for one, seq in self.known.items() if one not in lost}
        self._seq = self.head = max(self.known.values(), default=0)

    def push(self, events: Push) -> PushAnswer:
        offered = [read_event(raw).id for raw in events.events]
        self.offered += offered
        fresh = [raw for raw in events.events if read_event(raw).id not in self.known]
        accepted = {one.id: one for one in super().push(Push(tuple(fresh))).results}
        self.known |= {one: result.seq or 0 for one, result in accepted.items()}
        return PushAnswer(
            tuple(
                accepted.get(one) or PushResult(id=one, status="duplicate", seq=self.known[one])
                for one in offered
            )
        )

    def pull(self, after: dict[str, int], limit: int) -> Pull:
        return Pull(events=(), next={WARD: self.head or 0}, more=False)


def test_to_a_restored_server_everything_of_this_device_is_offered_again_by_its_id(
    vault: OpenVault, tools: Tools
) -> None:
    api = Remembering()
    run(vault, api, tools)
    *_, last = api.known
    api.offered.clear()
    api.restored("e2", last)
    done = run(vault, api, tools)
    assert (done.pushed, done.duplicates, done.pending) == (1, 19, 0)
    assert vault.read(lambda unit: unit.state.sync).epoch == "e2"
    assert len(vault.read(lambda unit: list(unit.cases.all()))) == 20
    api.offered.clear()
    run(vault, api, tools)
    assert api.offered == [], "once"


def test_a_line_that_is_cut_while_everything_is_offered_again_goes_on_later(
    vault: OpenVault, tools: Tools
) -> None:
    api = Remembering()
    run(vault, api, tools)
    api.restored("e2")

    class Cut(Remembering):
        def push(self, events: Push) -> PushAnswer:
            raise NetworkFailed("server_unreachable")

    cut = Cut()
    cut.epoch = "e2"
    with pytest.raises(NetworkFailed, match="server_unreachable"):
        run(vault, cut, tools)
    assert vault.read(lambda unit: unit.events.count_waiting()) == 20
    done = run(vault, api, tools)
    assert (done.duplicates, done.pending) == (20, 0)
    assert not vault.read(lambda unit: unit.state.sync).reading_again


def test_what_only_the_lost_part_of_the_server_had_of_others_stays_on_no_device_alone(
    vault: OpenVault, tools: Tools
) -> None:
    api = Remembering()
    run(vault, api, tools)
    theirs = Story()
    theirs.listed()
    heard = theirs.entries[0].event

    class Telling(Remembering):
        def pull(self, after: dict[str, int], limit: int) -> Pull:
            item = Numbered(
                seq=21,
                received_at=MONDAY,
                actor="o2",
                ward=WARD,
                event=msgspec.Raw(write_event(heard)),
            )
            return Pull(events=(item,), next={WARD: 21}, more=False)

    telling = Telling()
    telling.head = 21
    run(vault, telling, tools)
    assert vault.read(lambda unit: unit.events.get(heard.id)) is not None
    api.restored("e2")
    run(vault, api, tools)
    assert vault.read(lambda unit: unit.events.get(heard.id)) is None
    assert vault.read(lambda unit: unit.cases.get(ResidentId(heard.resident or ""))) is None
    assert vault.read(verify).problems == ()


def test_servers_that_are_other_ones_with_every_answer_are_told(
    vault: OpenVault, tools: Tools
) -> None:
    class Several(Scripted):
        def pull(self, after: dict[str, int], limit: int) -> Pull:
            self.epoch = tools.ids.new()
            return super().pull(after, limit)

    with pytest.raises(NetworkFailed, match="restored_server"):
        run(vault, Several(), tools)


class LeftAWard(Scripted):
    """The officer has another ward by now."""

    asked = 0

    def pull(self, after: dict[str, int], limit: int) -> Pull:
        left = tuple(ward for ward in after if ward != "W2")
        return Pull(events=(), next={"W2": self.head or 0}, more=False, reset=left)

    def me(self) -> Me:
        self.asked += 1
        return Me(
            officer="o1",
            name="Trần Thị Mẫu",
            role=Role.LEADER,
            wards=("W2",),
            server_time=MONDAY,
            epoch="e1",
            head=0,
        )


def test_a_ward_that_was_left_is_forgotten_and_the_pairing_follows(
    vault: OpenVault, tools: Tools
) -> None:
    run(vault, Scripted(), tools)
    written = Draft(resident=ResidentId(tools.ids.new()), body=ResidentListed(resident=AN))

    class Unanswered(LeftAWard):
        def push(self, events: Push) -> PushAnswer:
            return PushAnswer(())

    api = Unanswered()
    api.head = 20
    vault.write(lambda unit: record(unit, [written], tools))
    done = run(vault, api, tools)
    (case,) = vault.read(lambda unit: list(unit.cases.all()))
    assert case.id == written.resident, "what was not sent yet stays"
    assert done.pending == 1
    assert vault.read(lambda unit: unit.state.sync).cursors == {"W2": 20}
    pairing = vault.read(lambda unit: unit.state.pairing)
    assert pairing is not None
    assert (pairing.name, pairing.role, pairing.wards) == ("Trần Thị Mẫu", Role.LEADER, ("W2",))
    assert vault.read(verify).problems == ()
    run(vault, api, tools)
    assert api.asked == 1, "who this is is asked when it has changed"


class Revoked(Scripted):
    """Lets nobody in."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def push(self, events: Push) -> PushAnswer:
        self.asked += [read_event(raw).id for raw in events.events]
        raise DeviceRevoked

    def pull(self, after: dict[str, int], limit: int) -> Pull:
        raise DeviceRevoked

    def me(self) -> Me:
        raise DeviceRevoked


def test_a_revoked_device_hands_in_what_waits_and_keeps_it(
    vault: OpenVault, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "BATCH_EVENTS", 8)
    api = Revoked()
    for _ in range(2):
        with pytest.raises(NetworkFailed, match="device_revoked"):
            run(vault, api, tools)
    assert len(set(api.asked)) == 20, "all of it, not the first batch alone"
    assert vault.read(lambda unit: unit.events.count_waiting()) == 20
    before = len(api.asked)
    with pytest.raises(NetworkFailed, match="device_revoked"):
        run(vault, api, tools)
    assert len(api.asked) == before, "once"


class LetInAgain(Scripted):
    """Takes it for the officer that it was."""

    def me(self) -> Me:
        return Me(
            officer="o1",
            name="-",
            role=Role.OFFICER,
            wards=(WARD,),
            server_time=MONDAY,
            epoch="e1",
            head=0,
        )


def test_a_device_that_is_let_in_again_sends_everything_that_waits(
    vault: OpenVault, tools: Tools
) -> None:
    with pytest.raises(NetworkFailed, match="device_revoked"):
        run(vault, Revoked(), tools)
    assert run(vault, LetInAgain(), tools).pushed == 20


def test_too_many_events_for_a_bad_line_are_asked_for_in_smaller_parts(
    vault: OpenVault, tools: Tools
) -> None:
    class Slow(Scripted):
        limits: ClassVar[list[int]] = []

        def pull(self, after: dict[str, int], limit: int) -> Pull:
            self.limits.append(limit)
            if limit > 300:
                raise AnswerTimedOut
            return super().pull(after, limit)

    run(vault, api := Slow(), tools)
    assert api.limits == [1000, 500, 250]


def test_somebody_who_stops_it_loses_nothing(
    vault: OpenVault, tools: Tools, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchange, "BATCH_EVENTS", 5)
    api = Scripted()

    @contextmanager
    def connect(_: Pairing) -> Iterator[Scripted]:
        yield api

    with pytest.raises(NetworkFailed, match="sync_stopped"):
        sync(vault, connect, tools, lambda _: None, lambda: len(api.batches) == 2)
    assert vault.read(lambda unit: unit.events.count_waiting()) == 10
    assert vault.read(lambda unit: unit.state.sync).last_error is None
    assert run(vault, api, tools).pushed == 10


class Logging(Scripted):
    """Keeps the access log that it is told."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[Access] = []
        self.is_cut = True

    def tell_accesses(self, told: tuple[Access, ...]) -> AccessesAnswer:
        self.told += told
        if self.is_cut:
            raise NetworkFailed("server_unreachable")
        return AccessesAnswer(kept=len(told))


def test_the_access_log_is_told_once_under_the_same_ids_and_never_fails_an_exchange(
    vault: OpenVault, tools: Tools
) -> None:
    note_reveal(vault, "list", 3)
    api = Logging()
    run(vault, api, tools)
    api.is_cut = False
    run(vault, api, tools)
    run(vault, api, tools)
    first, second = api.told
    assert first == second
    assert (first.what, first.command, first.residents) == ("reveal", "list", 3)


def test_with_every_request_goes_how_far_this_device_has_counted(
    vault: OpenVault, tools: Tools
) -> None:
    run(vault, api := Scripted(), tools)
    assert (api.standpoint.recorded, api.standpoint.epoch) == (20, None)
    run(vault, api, tools)
    assert (api.standpoint.head, api.standpoint.epoch) == (20, "e1")


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
