"""Data cleaning on a real vault: what is put right, merged, told apart and closed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from tests.builders import AN, MONDAY, make_tools
from tests.conftest import PASSPHRASE
from wardtui.domain.case import Case
from wardtui.domain.events import ContactLogged, ResidentFlagged, ResidentListed
from wardtui.domain.ids import ResidentId
from wardtui.domain.resident import Field, Phone, Resident, carried
from wardtui.domain.roster.plan import plan_import
from wardtui.domain.roster.rows import ReadSheet
from wardtui.domain.typed_values import BadReason, BadValue, free_text, typed_value
from wardtui.domain.vocabulary import Channel, CloseReason, Flag, Outcome, Status
from wardtui.services.clear_flag import FlagNotSet, clear_flag
from wardtui.services.close_case import AlreadyClosed, NotClosed, close_case, reopen_case
from wardtui.services.correct_record import AlreadySo, CorrectRecord, correct_record
from wardtui.services.find_resident import find_resident
from wardtui.services.import_roster import import_roster
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.merge_residents import (
    AlreadyOne,
    NotMerged,
    NotSuspected,
    merge_residents,
    split_person,
    tell_apart,
)
from wardtui.services.ports import Tools
from wardtui.services.rebuild import rebuild
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.undo import undo
from wardtui.services.verify import verify
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

NEW_PHONE = (Phone("+84570000999"),)
CALL = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)


class Cleaning:
    """A vault with what is done to it."""

    def __init__(self, vault: OpenVault, tools: Tools) -> None:
        self.vault = vault
        self.tools = tools

    def listed(self, who: Resident = AN, resident: ResidentId | None = None) -> ResidentId:
        resident = resident or ResidentId(self.tools.ids.new())
        draft = Draft(resident=resident, body=ResidentListed(resident=who))
        self.vault.write(lambda unit: record(unit, [draft], self.tools))
        return resident

    def listed_with(self, **changes: Any) -> ResidentId:
        return self.listed(msgspec.structs.replace(AN, **changes))

    def again(self, resident: ResidentId, **changes: Any) -> None:
        self.listed(msgspec.structs.replace(AN, **changes), resident)

    def case(self, resident: ResidentId) -> Case:
        return self.vault.read(lambda unit: find_resident(unit, resident))

    def cases(self) -> list[Case]:
        return self.vault.read(lambda unit: list(unit.cases.all()))

    def correct(self, resident: ResidentId, field: Field, value: Any) -> Saved:
        command = CorrectRecord(resident=resident, field=field, value=carried(value))
        return self.vault.write(lambda unit: correct_record(unit, command, self.tools))

    def call(self, resident: ResidentId) -> Saved:
        command = LogContact(resident=resident, contact=CALL)
        return self.vault.write(lambda unit: log_contact(unit, command, self.tools))

    def merge(self, one: ResidentId, into: ResidentId, take: tuple[Field, ...] = ()) -> Saved:
        return self.vault.write(lambda unit: merge_residents(unit, one, into, self.tools, take))

    def suspect(self, one: ResidentId, other: ResidentId) -> None:
        drafts = [
            Draft(resident=a, body=ResidentFlagged(flag=Flag.POSSIBLE_DUPLICATE, of=b))
            for a, b in ((one, other), (other, one))
        ]
        self.vault.write(lambda unit: record(unit, drafts, self.tools))

    def undo(self) -> None:
        self.vault.write(lambda unit: undo(unit, self.tools))

    def stands(self) -> bool:
        """Everything fits together, and making the read models again gives the same bytes."""
        found = self.vault.read(verify)
        return not found.problems and not self.vault.write(rebuild).differed


@pytest.fixture
def at(tmp_path: Path) -> Iterator[Cleaning]:
    tools = make_tools(MONDAY)
    create_vault(tmp_path / "vault", PASSPHRASE, tools.ids)
    with OpenVault(tmp_path / "vault", unlock(tmp_path / "vault", PASSPHRASE)) as vault:
        vault.start_writing("test", tools.clock.now())
        yield Cleaning(vault, tools)


def test_what_somebody_put_right_stays_when_a_newer_list_says_otherwise(at: Cleaning) -> None:
    an = at.listed()
    at.correct(an, Field.PHONES, NEW_PHONE)
    assert at.case(an).resident.phones == NEW_PHONE
    at.again(an, address="Số 14 ngõ 72 phố Mẫu Đơn")
    now = at.case(an)
    assert now.resident.phones == NEW_PHONE
    assert now.resident.address == "Số 14 ngõ 72 phố Mẫu Đơn"
    assert Flag.LIST_DIFFERS in now.flags
    at.correct(an, Field.PHONES, NEW_PHONE)
    assert Flag.LIST_DIFFERS not in at.case(an).flags
    assert at.stands()


def test_a_correction_settles_the_flags_of_its_field_and_shows_those_of_its_value(
    at: Cleaning,
) -> None:
    an = at.listed_with(
        phones=(), personal_id=None, flags=(Flag.MISSING_PHONE, Flag.INVALID_PERSONAL_ID)
    )
    at.correct(an, Field.PHONES, NEW_PHONE)
    assert at.case(an).flags == (Flag.INVALID_PERSONAL_ID,)
    at.correct(an, Field.PERSONAL_ID, "000185000123")
    assert at.case(an).flags == (Flag.ID_SEX_MISMATCH,)
    at.correct(an, Field.PHONES, ())
    assert at.case(an).flags == (Flag.MISSING_PHONE, Flag.ID_SEX_MISMATCH)


def test_a_correction_can_be_taken_back(at: Cleaning) -> None:
    an = at.listed()
    at.correct(an, Field.NAME, "Nguyễn Văn Ân")
    at.undo()
    assert at.case(an).resident.name == AN.name
    assert at.stands()


def test_correcting_to_what_stands_there_is_refused(at: Cleaning) -> None:
    an = at.listed()
    with pytest.raises(AlreadySo):
        at.correct(an, Field.NAME, AN.name)


def test_two_devices_that_put_one_field_right_differently_are_a_conflict_until_one_settles_it(
    at: Cleaning,
) -> None:
    an = at.listed()
    listing = at.vault.read(lambda unit: unit.events.of_resident(an))[0].event.id
    at.correct(an, Field.ADDRESS, "Số 1 phố Mẫu Đơn")
    saved = at.correct(an, Field.ADDRESS, "Số 2 phố Mẫu Đơn")
    assert at.case(an).conflicts == ()
    # The other device knew the list only.
    body = msgspec.structs.replace(
        saved.events[0].body, new="Số 3 phố Mẫu Đơn", replaces=(listing,)
    )
    draft = Draft(resident=an, body=body)
    at.vault.write(lambda unit: record(unit, [draft], at.tools))
    (conflict,) = at.case(an).conflicts
    assert [version.value for version in conflict.versions] == [
        "Số 2 phố Mẫu Đơn",
        "Số 3 phố Mẫu Đơn",
    ]
    assert at.case(an).resident.address == "Số 3 phố Mẫu Đơn"
    at.correct(an, Field.ADDRESS, "Số 2 phố Mẫu Đơn")
    assert at.case(an).conflicts == ()
    assert at.case(an).resident.address == "Số 2 phố Mẫu Đơn"


def test_a_number_that_somebody_else_has_flags_both(at: Cleaning) -> None:
    an = at.listed()
    binh = at.listed_with(name="Trần Thị Bình", personal_id=None)
    at.correct(binh, Field.PERSONAL_ID, AN.personal_id)
    assert at.case(an).duplicate_of == (binh,)
    assert at.case(binh).duplicate_of == (an,)
    assert Flag.POSSIBLE_DUPLICATE in at.case(an).flags


def test_a_merged_person_has_one_case_with_every_event_of_both(at: Cleaning) -> None:
    one, other = at.listed(), at.listed_with(name="Nguyen Van An", personal_id=None)
    at.suspect(one, other)
    at.call(one)
    at.call(other)
    at.merge(other, into=one)
    (case,) = at.cases()
    assert case.id == one
    assert case.same_as == (other,)
    assert case.attempts.call == 2
    assert case.flags == ()
    assert at.case(other).id == one
    at.call(other)
    assert at.case(one).attempts.call == 3
    assert at.stands()


def test_a_merge_keeps_the_kept_record_fills_its_gaps_and_takes_what_is_chosen(
    at: Cleaning,
) -> None:
    kept = at.listed_with(address=None, note="Gọi sau 18h")
    other = at.listed_with(name="Nguyễn Văn Ân", birth_date="1986", phones=NEW_PHONE, note=None)
    at.merge(other, into=kept, take=(Field.PHONES,))
    record = at.case(kept).resident
    assert record.name == AN.name
    assert record.birth_date == AN.birth_date
    assert record.note == "Gọi sau 18h"
    assert record.address == AN.address
    assert record.phones == NEW_PHONE


def test_taking_a_merge_back_gives_both_cases_as_they_were(at: Cleaning) -> None:
    one, other = at.listed(), at.listed_with(name="Nguyễn Văn Ân")
    at.call(other)
    before = {case.id: case for case in at.cases()}
    at.merge(one, into=other)
    at.undo()
    after = {case.id: case for case in at.cases()}
    assert after.keys() == before.keys()
    assert all(after[who].resident == before[who].resident for who in before)
    assert [after[who].attempts for who in (one, other)] == [
        before[who].attempts for who in (one, other)
    ]
    assert at.stands()


def test_a_person_of_three_records_is_split_into_three(at: Cleaning) -> None:
    people = [at.listed_with(name=f"Nguyễn Văn {letter}") for letter in "ABC"]
    at.merge(people[0], into=people[1])
    at.merge(people[1], into=people[2])
    assert [case.id for case in at.cases()] == [people[2]]
    at.vault.write(lambda unit: split_person(unit, people[0], at.tools))
    assert sorted(case.id for case in at.cases()) == sorted(people)
    with pytest.raises(NotMerged):
        at.vault.write(lambda unit: split_person(unit, people[0], at.tools))


def test_merging_a_person_with_themself_is_refused(at: Cleaning) -> None:
    one, other = at.listed(), at.listed()
    at.merge(one, into=other)
    with pytest.raises(AlreadyOne):
        at.merge(one, into=other)


def test_two_who_look_alike_can_be_told_apart(at: Cleaning) -> None:
    one, other = at.listed(), at.listed_with(birth_date="1950")
    at.suspect(one, other)
    at.vault.write(lambda unit: tell_apart(unit, one, other, at.tools))
    assert all(Flag.POSSIBLE_DUPLICATE not in case.flags for case in at.cases())
    with pytest.raises(NotSuspected):
        at.vault.write(lambda unit: tell_apart(unit, one, other, at.tools))


def test_a_cleared_flag_stays_away_until_a_list_says_something_new_there(at: Cleaning) -> None:
    converted = Phone("+84380000123", None, "0168 000 0123", "mobile_2018")
    an = at.listed_with(phones=(converted,), flags=(Flag.CONVERTED_PHONE,))
    at.vault.write(lambda unit: clear_flag(unit, an, Flag.CONVERTED_PHONE, at.tools))
    at.again(an, phones=(converted,), flags=(Flag.CONVERTED_PHONE,), note="mới")
    assert at.case(an).flags == ()
    other = msgspec.structs.replace(converted, number="+84380000124")
    at.again(an, phones=(other,), flags=(Flag.CONVERTED_PHONE,))
    assert at.case(an).flags == (Flag.CONVERTED_PHONE,)
    with pytest.raises(FlagNotSet):
        at.vault.write(lambda unit: clear_flag(unit, an, Flag.MISSING_PHONE, at.tools))


def test_a_closed_case_has_nothing_to_do_until_it_is_opened_again(at: Cleaning) -> None:
    an = at.listed()
    at.vault.write(lambda unit: close_case(unit, an, CloseReason.DECEASED, at.tools))
    case = at.case(an)
    assert (case.status, case.next_action) == (Status.CLOSED, None)
    assert case.closed is CloseReason.DECEASED
    with pytest.raises(AlreadyClosed):
        at.vault.write(lambda unit: close_case(unit, an, CloseReason.DECEASED, at.tools))
    at.vault.write(lambda unit: reopen_case(unit, an, at.tools))
    assert at.case(an).next_action is not None
    with pytest.raises(NotClosed):
        at.vault.write(lambda unit: reopen_case(unit, an, at.tools))
    assert at.stands()


def test_every_use_case_names_somebody_who_is_there(at: Cleaning) -> None:
    nobody = ResidentId("00000000-0000-7000-8000-0000000000ff")
    one = at.listed()
    for work in (
        lambda: at.correct(nobody, Field.NAME, "X"),
        lambda: at.merge(nobody, into=one),
        lambda: at.merge(one, into=nobody),
        lambda: at.vault.write(
            lambda unit: close_case(unit, nobody, CloseReason.EMIGRATED, at.tools)
        ),
        lambda: at.vault.write(lambda unit: clear_flag(unit, nobody, Flag.MISSING_PHONE, at.tools)),
    ):
        with pytest.raises(Exception, match="unknown_resident"):
            work()


def test_a_record_closed_as_a_duplicate_and_merged_closes_nobody(at: Cleaning) -> None:
    one, other = at.listed(), at.listed_with(name="Nguyễn Văn Ân")
    at.vault.write(lambda unit: close_case(unit, other, CloseReason.DUPLICATE, at.tools))
    at.merge(other, into=one)
    assert at.case(one).closed is None
    assert at.case(one).next_action is not None


def test_no_and_known_to_be_empty_are_no_gaps(at: Cleaning) -> None:
    kept = at.listed_with(lives_here=False)
    other = at.listed_with(name="Nguyễn Văn Ân", lives_here=True, note="Gọi sau 18h")
    at.correct(kept, Field.PHONES, ())
    at.merge(other, into=kept)
    record = at.case(kept).resident
    assert (record.lives_here, record.phones, record.note) == (False, (), "Gọi sau 18h")


def test_splitting_takes_back_what_the_merge_put_right(at: Cleaning) -> None:
    kept = at.listed()
    other = at.listed_with(name="Nguyễn Văn Ân", phones=NEW_PHONE)
    at.merge(other, into=kept, take=(Field.PHONES,))
    at.vault.write(lambda unit: split_person(unit, kept, at.tools))
    assert at.case(kept).resident.phones == AN.phones
    assert at.case(other).resident.phones == NEW_PHONE


def test_a_list_that_says_nothing_or_what_stood_there_before_does_not_differ(
    at: Cleaning,
) -> None:
    an = at.listed()
    at.correct(an, Field.PHONES, NEW_PHONE)
    at.again(an, phones=(), note="mới")
    assert Flag.LIST_DIFFERS not in at.case(an).flags
    twin = at.listed_with(name=AN.name)
    at.merge(twin, into=an)
    assert Flag.LIST_DIFFERS not in at.case(an).flags


def test_a_difference_that_was_settled_stays_settled_when_another_cell_changes(
    at: Cleaning,
) -> None:
    an = at.listed()
    at.correct(an, Field.PHONES, NEW_PHONE)
    third = (Phone("+84570000777"),)
    at.again(an, phones=third)
    at.vault.write(lambda unit: clear_flag(unit, an, Flag.LIST_DIFFERS, at.tools))
    at.again(an, phones=third, note="mới")
    assert Flag.LIST_DIFFERS not in at.case(an).flags
    at.again(an, phones=(Phone("+84570000778"),))
    assert Flag.LIST_DIFFERS in at.case(an).flags


def roster(at: Cleaning, *people: Resident) -> None:
    plan = at.vault.read(lambda unit: plan_import([ReadSheet(people, (), ())], unit.cases.all()))
    at.vault.write(lambda unit: import_roster(unit, plan, None, at.tools))


def test_an_import_that_suspects_somebody_can_be_taken_back_at_once(at: Cleaning) -> None:
    twin = msgspec.structs.replace(AN, name="Trần Thị Bình", birth_date="1990-01-01")
    roster(at, AN, twin)
    assert all(Flag.POSSIBLE_DUPLICATE in case.flags for case in at.cases())
    at.vault.write(lambda unit: undo(unit, at.tools, confirmed=True))
    assert at.cases() == []


def test_a_newer_list_can_be_taken_back_although_somebody_was_called_before(at: Cleaning) -> None:
    roster(at, AN)
    (case,) = at.cases()
    at.call(case.id)
    roster(at, msgspec.structs.replace(AN, address="Số 14 ngõ 72 phố Mẫu Đơn"))
    at.vault.write(lambda unit: undo(unit, at.tools, confirmed=True))
    (case,) = at.cases()
    assert (case.resident.address, case.attempts.call) == (AN.address, 1)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (Field.PHONES, "0570 000 009 (con nghiện ma túy)"),
        (Field.ADDRESS, "Trại cai nghiện ma túy"),
        (Field.GUARDIAN, "Nguyễn Thị Nghiện Ma Túy"),
        (Field.NOTE, "đối tượng chây ỳ"),
    ],
)
def test_what_must_not_be_stored_is_refused_wherever_it_is_typed(field: Field, text: str) -> None:
    with pytest.raises(BadValue):
        typed_value(field, text, AN, MONDAY.date())
    with pytest.raises(BadReason):
        free_text(text)


def test_a_reason_that_is_too_long_is_refused_with_words() -> None:
    with pytest.raises(BadReason):
        free_text("x" * 501)
    assert free_text("  ") is None
