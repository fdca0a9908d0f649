"""Which sessions somebody is offered, and several people booked into one."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from tests.builders import MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.snapshot.session_ward import EVENING, fill, session_id
from wardtui.domain.case import Case
from wardtui.domain.home_service import HomeStage
from wardtui.domain.ids import ResidentId
from wardtui.services.book import BookedThere, SessionFull
from wardtui.services.find_resident import find_resident
from wardtui.services.offers import OFFERED, book_many, offered, suits
from wardtui.services.plan_session import OpenSession, open_session
from wardtui.services.ports import Tools, Unit
from wardtui.services.sessions import find_session
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault


class Ward:
    """A vault with sessions."""

    def __init__(self, vault: OpenVault) -> None:
        self.vault = vault
        self.tools = Tools(SetClock(MONDAY), CountingIds(1 << 30))
        self.ids = vault.write(lambda unit: fill(unit, self.tools))

    def case(self, name: str) -> Case:
        return self.vault.read(lambda unit: find_resident(unit, self.ids[name]))

    def who(self, *names: str) -> list[ResidentId]:
        return [self.ids[name] for name in names]


@pytest.fixture
def ward(tmp_path: Path) -> Iterator[Ward]:
    folder = tmp_path / "home"
    create_vault(folder, PASSPHRASE, CountingIds())
    with OpenVault(folder, unlock(folder, PASSPHRASE)) as vault:
        vault.start_writing("test", MONDAY)
        yield Ward(vault)


def places(ward: Ward, *names: str) -> list[str]:
    cases = [ward.case(name) for name in names]
    found = ward.vault.read(lambda unit: offered(unit, cases, EVENING))
    return [one.session.place for one in found]


def test_what_is_over_or_cancelled_is_not_offered_and_what_is_full_is(ward: Ward) -> None:
    shown = places(ward, "oanh")
    assert shown[0].startswith("Công an phường")
    assert "Nhà văn hóa tổ 5" in shown
    assert not any("bảo trợ" in place for place in shown)


def test_several_are_offered_what_suits_all_of_them(ward: Ward) -> None:
    assert "Sảnh toà CT1" in places(ward, "lien")
    assert "Sảnh toà CT1" not in places(ward, "lien", "oanh")
    assert places(ward, "nga", "oanh") == []


def test_whom_a_leader_declined_to_visit_is_offered_what_others_are(ward: Ward) -> None:
    nga = ward.case("nga")
    declined = msgspec.structs.replace(nga, home_service=HomeStage.DECLINED)
    session = ward.vault.read(lambda unit: find_session(unit, session_id(unit, "tonight")))
    assert not suits(session, nga)
    assert suits(session, declined)


def test_never_more_are_offered_than_there_are_digits(ward: Ward) -> None:
    def open_many(unit: Unit) -> None:
        for day in range(1, 12):
            start = EVENING + timedelta(days=day)
            kind = find_session(unit, session_id(unit, "tonight")).kind
            asked = OpenSession(kind=kind, place="x", start=start, end=start + timedelta(hours=1))
            open_session(unit, asked, ward.tools)

    ward.vault.write(open_many)
    assert OFFERED <= len(places(ward, "oanh")) <= 9


def test_seats_go_to_the_first_and_it_is_told_who_has_none(ward: Ward) -> None:
    names = ("oanh", "minh", "giang")

    def book(unit: Unit) -> dict[ResidentId, type]:
        done = book_many(unit, ward.who(*names), session_id(unit, "tonight"), ward.tools)
        assert {case.id for case in done.saved.cases} >= set(ward.who("oanh", "minh"))
        return {who: type(error) for who, error in done.refused.items()}

    assert ward.vault.write(book) == {ward.ids["giang"]: BookedThere}


def test_when_nobody_can_be_booked_the_reason_is_the_answer(ward: Ward) -> None:
    def book(unit: Unit) -> None:
        book_many(unit, ward.who("oanh", "minh"), session_id(unit, "small"), ward.tools)

    with pytest.raises(SessionFull):
        ward.vault.write(book)
    assert not ward.case("oanh").bookings
