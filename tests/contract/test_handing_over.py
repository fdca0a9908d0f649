"""Answering for a ward together: colleagues who do not know of each other, merges, and undo."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.builders import MONDAY
from tests.contract.test_assigning import Colleague
from tests.e2e.program import Server
from wardtui.domain.case import Case
from wardtui.domain.errors import BadInput, Refused
from wardtui.domain.events import ContactLogged
from wardtui.domain.handoff_events import HandoffOffered
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.resident import Field, Guardian, Phone
from wardtui.domain.vocabulary import Channel, Flag, Need, Outcome, Status
from wardtui.services.answer_offers import (
    AlreadyAnswered,
    accept_handoff,
    area_to_propose,
    decline_handoff,
    find_offer,
    offers_here,
    record_of,
)
from wardtui.services.correct_record import CorrectRecord, correct_record
from wardtui.services.find_resident import AmbiguousResident, IdTooShort, find_resident
from wardtui.services.hand_over import (
    NotYourOffer,
    OfferHandoff,
    offer_handoff,
    wards_to_ask,
    withdraw_offer,
)
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.merge_residents import merge_residents
from wardtui.services.ports import Unit
from wardtui.services.undo import TakenOnElsewhere, WorkedOnHere, undo
from wardtui.services.verify import verify


class Wards:
    """An officer and a leader in the old ward, two officers in the new one."""

    def __init__(self, server: Server, folder: Path, name: str) -> None:
        self.to = WardCode(f"{name}-moi")
        made = [("old", "officer", name), ("leader", "leader", name)]
        made += [("one", "officer", self.to), ("other", "officer", self.to)]
        self.old, self.leader, self.one, self.other = self.everybody = [
            Colleague(server, folder / who, f"Cán bộ {who}", role, ward) for who, role, ward in made
        ]

    def exchange(self) -> None:
        for one in (*self.everybody, *self.everybody):
            one.sync()

    def offered(self) -> ResidentId:
        """Somebody whom the new ward was asked to take on, as all know."""
        (who,) = self.old.listed("Tổ 5")
        act(self.old, offer_handoff, self.wish(who))
        self.exchange()
        return who

    def wish(self, who: ResidentId) -> OfferHandoff:
        return OfferHandoff(resident=who, to_ward=self.to, address="Số 7 ngõ 3")


@pytest.fixture
def wards(server: Server, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Wards]:
    name = re.sub(r"\W", "-", f"H-{request.node.name}")[:50]
    made = Wards(server, tmp_path, name)
    yield made
    for one in made.everybody:
        one.vault.close()


def act(
    colleague: Colleague, work: Callable[..., Any], *arguments: object, **further: object
) -> Any:
    return colleague.vault.write(lambda unit: work(unit, *arguments, colleague.tools, **further))


def cases(colleague: Colleague) -> list[Case]:
    def read(unit: Unit) -> list[Case]:
        assert verify(unit).problems == ()
        return list(unit.cases.all())

    return colleague.vault.read(read)


def call(colleague: Colleague, who: ResidentId) -> None:
    contact = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)
    act(colleague, log_contact, LogContact(resident=who, contact=contact))


def test_two_who_take_somebody_on_without_knowing_of_each_other_work_on_one_case(
    wards: Wards,
) -> None:
    who = wards.offered()
    act(wards.one, accept_handoff, who)
    taken = act(wards.other, accept_handoff, who).cases[0].id
    call(wards.other, taken)
    wards.exchange()
    (case,) = cases(wards.one)
    assert (case.id, case.attempts.call) == (taken, 1)
    assert cases(wards.other) == [case]
    assert Flag.POSSIBLE_DUPLICATE not in case.flags
    assert cases(wards.old)[0].status is Status.HANDED_OFF


def test_who_is_taken_on_in_an_area_stands_in_it_at_once(wards: Wards) -> None:
    who = wards.offered()
    (case,) = act(wards.one, accept_handoff, who, area="Tổ 6").cases
    assert case.resident.area == "Tổ 6"
    assert Flag.UNKNOWN_AREA not in case.flags
    wards.exchange()
    assert cases(wards.other)[0].resident.area == "Tổ 6"


def test_two_who_take_somebody_on_in_different_areas_end_with_one_case_in_the_later_one(
    wards: Wards,
) -> None:
    who = wards.offered()
    act(wards.one, accept_handoff, who, area="Tổ 6")
    act(wards.other, accept_handoff, who, area="Tổ 7")
    wards.one.sync()
    done = wards.other.sync()
    # The answer came too late; the list beside it is about somebody who is listed.
    assert (done.rejected, done.pending) == (1, 0)
    wards.exchange()
    (case,) = cases(wards.one)
    assert case.resident.area == "Tổ 7"
    assert not {Flag.LIST_DIFFERS, Flag.POSSIBLE_DUPLICATE} & set(case.flags)
    assert cases(wards.other) == [case]
    assert cases(wards.old)[0].status is Status.HANDED_OFF


def test_an_area_that_was_put_right_here_stays_when_a_late_list_says_another(
    wards: Wards,
) -> None:
    who = wards.offered()
    (taken,) = act(wards.one, accept_handoff, who, area="Tổ 6").cases
    right = CorrectRecord(resident=taken.id, field=Field.AREA, value="Tổ 8")
    act(wards.one, correct_record, right)
    act(wards.other, accept_handoff, who, area="Tổ 7")
    wards.exchange()
    (case,) = cases(wards.other)
    assert (case.resident.area, Flag.LIST_DIFFERS in case.flags) == ("Tổ 8", True)
    assert cases(wards.one) == [case]


def test_of_a_decline_and_an_acceptance_the_first_one_that_the_server_has_counts(
    wards: Wards,
) -> None:
    who = wards.offered()
    act(wards.one, decline_handoff, who)
    act(wards.other, accept_handoff, who)
    assert len(cases(wards.other)) == 1
    wards.exchange()
    assert cases(wards.one) == cases(wards.other) == []
    assert cases(wards.old)[0].status is Status.OPEN
    with pytest.raises(AlreadyAnswered):
        act(wards.one, accept_handoff, who)


def test_an_acceptance_on_which_a_colleague_has_worked_is_not_undone(wards: Wards) -> None:
    who = wards.offered()
    taken = act(wards.one, accept_handoff, who).cases[0].id
    wards.exchange()
    call(wards.other, taken)
    wards.exchange()
    with pytest.raises(WorkedOnHere):
        act(wards.one, undo)


def test_an_offer_that_is_undone_too_late_stays_accepted(wards: Wards) -> None:
    who = wards.offered()
    act(wards.one, accept_handoff, who)
    wards.one.sync()
    act(wards.old, undo)  # knows of no answer yet
    done = wards.old.sync()
    assert (done.rejected, done.pending) == (1, 0)
    assert cases(wards.old)[0].status is Status.HANDED_OFF
    with pytest.raises(TakenOnElsewhere):
        act(wards.old, undo)


def test_a_colleagues_offer_is_withdrawn_by_a_leader_only(wards: Wards, server: Server) -> None:
    who = wards.offered()
    act(wards.leader, withdraw_offer, who)
    wards.exchange()
    assert wards.one.vault.read(offers_here) == []
    assert cases(wards.old)[0].handoff is None
    act(wards.leader, offer_handoff, wards.wish(who))
    wards.exchange()
    with pytest.raises(NotYourOffer):
        act(wards.old, withdraw_offer, who)


def test_what_a_merged_record_brings_goes_with_the_person(wards: Wards) -> None:
    who = wards.offered()
    (twin,) = wards.old.listed("Tổ 5")
    act(wards.one, accept_handoff, who)
    wards.exchange()
    act(wards.old, merge_residents, twin, who)
    wards.exchange()
    (case,) = cases(wards.leader)
    assert (case.id, case.same_as, case.status) == (who, (twin,), Status.HANDED_OFF)


def test_an_offer_is_named_by_the_end_of_the_residents_id(wards: Wards) -> None:
    who, other = wards.offered(), wards.offered()
    read = wards.one.vault.read
    assert read(lambda unit: find_offer(unit, who[-12:])).handoff.of == who
    with pytest.raises(IdTooShort):
        read(lambda unit: find_offer(unit, who[-5:]))
    same = next(n for n in range(1, 36) if who[-n:] != other[-n:]) - 1
    if same >= 6:
        with pytest.raises(AmbiguousResident):
            read(lambda unit: find_offer(unit, who[-same:]))
    assert {one.handoff.of for one in read(offers_here)} == {who, other}


def test_who_is_taken_on_has_what_was_offered_and_flags_for_what_was_not(wards: Wards) -> None:
    who = wards.offered()
    offer = wards.one.vault.read(lambda unit: find_offer(unit, who))
    record = record_of(
        msgspec.structs.replace(
            offer.body, guardian=Guardian("Nguyễn Thị Mẫu", "+84570000321"), birth_year=985
        )
    )
    assert (record.birth_date, record.lives_here, record.registered_here) == ("0985", True, None)
    assert record.needs == (Need.ID_CARD, Need.VNEID_ACCOUNT)
    assert record.phones == (Phone("+84570000123"),)
    assert record.guardian == Guardian("Nguyễn Thị Mẫu", "+84570000321")
    assert record.flags == (Flag.MISSING_PERSONAL_ID, Flag.UNKNOWN_AREA)
    assert record.personal_id is None
    assert record_of(offer.body, "Tổ 5").flags == (Flag.MISSING_PERSONAL_ID,)


def test_the_area_that_an_address_names_is_proposed_else_the_only_one() -> None:
    def proposed(address: str, *areas: str) -> str | None:
        return area_to_propose(HandoffOffered(name="Nguyễn Văn An", address=address), areas)

    assert proposed("Số 7 ngõ 3, tổ 6", "Tổ 5", "Tổ 6") == "Tổ 6"
    assert proposed("Thôn Đoài", "Tổ 5") == "Thôn Đoài"
    assert proposed("Số 7 ngõ 3", "Tổ 5") == "Tổ 5"
    assert proposed("Số 7 ngõ 3", "Tổ 5", "Tổ 6") is None
    assert proposed("Số 7 ngõ 3") is None


def test_the_wards_to_ask_are_those_of_offers_without_ones_own(wards: Wards) -> None:
    wards.offered()
    (who,) = wards.old.listed("Tổ 5")
    read = wards.old.vault.read
    assert read(lambda unit: wards_to_ask(unit, find_resident(unit, who))) == (wards.to,)


def test_an_address_speaks_of_no_person(wards: Wards) -> None:
    (who,) = wards.old.listed("Tổ 5")
    for address in ("đối tượng chây ỳ", "x" * 501):
        wish = msgspec.structs.replace(wards.wish(who), address=address)
        with pytest.raises((BadInput, Refused)):
            act(wards.old, offer_handoff, wish)
    assert wards.old.tools.clock.now() == MONDAY
    assert cases(wards.old)[0].handoff is None
