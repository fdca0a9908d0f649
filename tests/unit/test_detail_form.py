"""The details of a contact while they are filled in."""

from datetime import timedelta

import pytest

from tests.builders import MONDAY
from wardtui.domain.vocabulary import ContactPerson, Outcome, Reason
from wardtui.domain.when import BadTime
from wardtui.services.detail_contact import Details
from wardtui.tui.detail_form import CHOICE_KEYS, DetailForm
from wardtui.tui.details import Detail, offered_details, time_detail

EVENING = MONDAY.replace(hour=19)
ROWS = (Detail.CALL_BACK, Detail.REASONS, Detail.WITH, Detail.NOTE)


def form(details: Details | None = None) -> DetailForm:
    return DetailForm(ROWS, details or Details(), EVENING)


def type_in(one: DetailForm, text: str) -> None:
    for character in text:
        one.take_character(character)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_offers_details_and_none_twice(outcome: Outcome) -> None:
    offered = offered_details(outcome)
    assert Detail.NOTE in offered
    assert len(set(offered)) == len(offered)
    assert time_detail(outcome) in (None, offered[0])


def test_every_choice_has_a_key() -> None:
    for detail in Detail:
        assert len(detail.choices) <= len(CHOICE_KEYS)


def test_a_time_is_typed_as_people_say_it() -> None:
    one = form()
    type_in(one, "mai 19h30")
    assert one.details().call_back_at == EVENING + timedelta(days=1, minutes=30)


def test_a_time_that_is_none_keeps_the_form_open_at_its_row() -> None:
    one = form()
    type_in(one, "khi nào cũng được")
    one.move(2)
    with pytest.raises(BadTime):
        one.details()
    assert one.row is Detail.CALL_BACK


def test_choices_are_ticked_and_unticked_by_their_keys() -> None:
    one = form()
    one.move(1)
    keys = {choice: key for key, choice in one.choices()}
    one.take_character(keys[Reason.WORKING_HOURS])
    one.take_character(keys[Reason.NO_NEED_SEEN])
    one.take_character(keys[Reason.WORKING_HOURS])
    assert one.details().reasons == (Reason.NO_NEED_SEEN,)


def test_only_one_person_answered() -> None:
    one = form()
    one.move(2)
    type_in(one, "12")
    assert one.details().with_whom is tuple(ContactPerson)[1]


def test_what_the_contact_says_already_stays_unless_it_is_changed() -> None:
    before = Details(
        reasons=(Reason.LANGUAGE,),
        call_back_at=EVENING + timedelta(days=2),
        promised_for=EVENING + timedelta(days=3),
        note="Mang theo giấy khai sinh",
    )
    assert form(before).details() == before


def test_what_is_erased_is_gone() -> None:
    one = form(Details(call_back_at=EVENING + timedelta(days=2), note="Gọi chị Hoa"))
    one.erase(all_of_it=True)
    one.move(-1)
    one.erase()
    assert one.details() == Details(note="Gọi chị Ho")
