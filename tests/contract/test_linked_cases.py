"""Whichever way a merge goes again, the cases of both residents whom it made one follow."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from tests.builders import AN, MONDAY, Story, make_tools
from tests.conftest import PASSPHRASE
from tests.contract.test_sync import PAIRING
from tests.scripted_api import SilentApi
from wardtui.domain.erasure import ErasureReason, KeptDay, ResidentErased
from wardtui.domain.events import Event, ResidentListed, ResidentMerged
from wardtui.domain.ids import DeviceId, ResidentId
from wardtui.domain.vocabulary import MergeReason, Status
from wardtui.messages import Fingerprint, Numbered, Pull
from wardtui.services.begin_again import begin_again, end_reading_again
from wardtui.services.compare import compare
from wardtui.services.deriving import refold
from wardtui.services.ports import Unit
from wardtui.services.recording import Draft, record
from wardtui.services.records import Pairing
from wardtui.services.taking_in import take_in
from wardtui.services.verify import verify
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.wire import blanked, write_event

WARD = "W1"
COLLEAGUE = DeviceId("00000000-0000-7000-8000-0000000000c1")


class Laptop:
    """A vault with two people, whom a colleague's merge has made one."""

    def __init__(self, home: Path) -> None:
        tools = make_tools(MONDAY)
        create_vault(home, PASSPHRASE, tools.ids)
        self.vault = OpenVault(home, unlock(home, PASSPHRASE))
        self.vault.start_writing("test", MONDAY)
        self.one, self.other = ResidentId(tools.ids.new()), ResidentId(tools.ids.new())
        listed = ResidentListed(resident=AN)
        drafts = [Draft(resident=who, body=listed) for who in (self.one, self.other)]
        self.vault.write(lambda unit: record(unit, drafts, tools))
        theirs = Story(COLLEAGUE, self.one)
        merged = ResidentMerged(from_=self.one, into=self.other, why=MergeReason.DECIDED)
        theirs.add(merged, MONDAY)
        day = KeptDay(day=MONDAY.date(), listed_on=MONDAY.date(), status=Status.CLOSED)
        theirs.add(ResidentErased(why=ErasureReason.REQUESTED, days=(day,)), MONDAY)
        split = theirs.retracted(theirs.entries[0].event.id, MONDAY)
        theirs.retracted(split, MONDAY)
        self.merge, self.erasure, self.split, self.joined = (
            write_event(entry.event) for entry in theirs.entries
        )
        self.merged: Event = theirs.entries[0].event
        self.read(self.merge)

    def page(self, *raws: bytes) -> Pull:
        """A page of the server's stream."""
        items = [
            Numbered(
                seq=11 if raw is not self.erasure else 12,
                received_at=MONDAY,
                actor=None,
                ward=WARD,
                event=msgspec.Raw(raw),
            )
            for raw in raws
        ]
        return Pull(events=tuple(items), next={WARD: 12}, more=False)

    def read(self, *raws: bytes, reset: tuple[str, ...] = ()) -> None:
        """Take in a page of the server's stream."""
        page = self.page(*raws)
        if reset:
            page = msgspec.structs.replace(page, next={}, reset=reset)

        def work(unit: Unit) -> None:
            take_in(unit, page, unit.state.device.id, unit.state.sync)

        self.vault.write(work)

    def people(self) -> dict[ResidentId, tuple[ResidentId, ...]]:
        """Whose cases there are, with those who are the same person."""
        return self.vault.read(lambda unit: {one.id: one.same_as for one in unit.cases.all()})


@pytest.fixture
def laptop(tmp_path: Path) -> Iterator[Laptop]:
    made = Laptop(tmp_path / "v")
    assert made.people() == {made.other: (made.one,)}
    yield made
    made.vault.close()


def go_on() -> None:
    pass


def lost_with_the_database(laptop: Laptop) -> None:
    begin_again(laptop.vault, "e2", 0, go_on)
    end_reading_again(laptop.vault, go_on)


def found_by_comparing(laptop: Laptop) -> None:
    def drop(unit: Unit) -> None:
        refold(unit, unit.numbered.drop([laptop.merged.id]).residents)

    laptop.vault.write(drop)


def of_a_ward_that_was_left(laptop: Laptop) -> None:
    laptop.read(reset=(WARD,))


@pytest.mark.parametrize(
    "goes", [lost_with_the_database, found_by_comparing, of_a_ward_that_was_left]
)
def test_without_the_merge_they_are_two_people_again(
    laptop: Laptop, goes: Callable[[Laptop], None]
) -> None:
    goes(laptop)
    assert laptop.people() == {laptop.one: (), laptop.other: ()}
    assert laptop.vault.read(verify).problems == ()


def test_of_whom_is_erased_nothing_stays_in_the_case_that_they_were_merged_into(
    laptop: Laptop,
) -> None:
    laptop.read(laptop.erasure)
    assert laptop.people() == {laptop.other: ()}
    assert laptop.vault.read(verify).problems == ()


def test_an_erasure_that_is_found_by_comparing_does_what_one_does_that_is_read(
    laptop: Laptop,
) -> None:
    class Having(SilentApi):
        def fingerprint(self, ward: str, after: int, to: int) -> Fingerprint:
            return Fingerprint(count=2, xor="-")

        def pull(self, after: dict[str, int], limit: int) -> Pull:
            return laptop.page(blanked(laptop.merge), laptop.erasure)

    @contextmanager
    def connect(_: Pairing) -> Iterator[Having]:
        yield Having()

    laptop.vault.write(lambda unit: setattr(unit.state, "pairing", PAIRING))
    assert compare(laptop.vault, connect).repaired == 2
    assert laptop.people() == {laptop.other: ()}
    left = laptop.vault.read(lambda unit: list(unit.forgotten.all()))
    assert [(one.id, one.erased) for one in left] == [(laptop.one, True)]


def test_the_blank_copy_of_a_merge_makes_them_two_people_again(laptop: Laptop) -> None:
    laptop.read(blanked(laptop.merge))
    assert laptop.people() == {laptop.one: (), laptop.other: ()}
    assert laptop.vault.read(verify).problems == ()


def test_what_is_said_of_a_merge_stays_in_whatever_order_it_came(laptop: Laptop) -> None:
    laptop.read(laptop.joined)
    laptop.read(laptop.split)
    laptop.vault.write(lambda unit: unit.events.forget(laptop.one))
    left = laptop.vault.read(lambda unit: unit.events.of_resident(laptop.one))
    assert {one.raw.encode() for one in left} == {laptop.merge, laptop.split, laptop.joined}
