"""What is wrong with a record, in words: what is asked at the door, values as they are typed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import AN
from wardtui.domain.resident import Field, Guardian, Phone, carried
from wardtui.domain.typed_values import typed_value
from wardtui.domain.vocabulary import Flag
from wardtui.i18n import Language, use_language
from wardtui.services.data_quality import CONFLICT
from wardtui.wording.fault_rows import shown_value, stands_text, typed_text
from wardtui.wording.faults import ask_text, asking_text, kind_text


@pytest.fixture(autouse=True)
def in_english() -> None:
    use_language(Language.ENGLISH)


def test_what_is_asked_at_the_door_is_named_once() -> None:
    flags = (Flag.INVALID_PHONE, Flag.CONVERTED_PHONE, Flag.LEGACY_ID9, Flag.LIST_DIFFERS)
    assert ask_text(flags) == "phone, personal number"
    assert ask_text((Flag.POSSIBLE_DUPLICATE,)) == ""


def test_on_a_walk_the_next_action_gives_way_to_what_is_asked() -> None:
    flags = (Flag.MISSING_PHONE, Flag.MISSING_PERSONAL_ID)
    assert asking_text("Visit them", (), 25).rstrip() == "Visit them"
    assert asking_text("Visit them", flags, 40).rstrip() == "Visit them · ask tel., ID no."
    assert asking_text("Arrange home service", flags[:1], 25) == "Arrange home … · ask tel."


@given(
    action=st.text(st.characters(min_codepoint=0x20, max_codepoint=0x17F), max_size=40),
    flags=st.lists(st.sampled_from(list(Flag)), max_size=5),
    width=st.integers(min_value=1, max_value=60),
)
def test_what_is_asked_fills_its_cells_whatever_there_is(
    action: str, flags: list[Flag], width: int
) -> None:
    from rich.cells import cell_len

    assert cell_len(asking_text(action, flags, width)) == width


@pytest.mark.parametrize(
    ("field", "value"),
    [
        (Field.NAME, "Nguyễn Văn An"),
        (Field.BIRTH_DATE, "1985-02-03"),
        (Field.BIRTH_DATE, "1985"),
        (Field.SEX, "F"),
        (Field.PERSONAL_ID, "000085000123"),
        (Field.LEGACY_ID9, "000000123"),
        (Field.AREA, "Tổ 5"),
        (Field.ROUTE_NO, 12),
        (Field.LIVES_HERE, True),
        (Field.LIVES_HERE, False),
        (Field.GUARDIAN, carried(Guardian("Trần Thị Bình", "+84570000123"))),
        (Field.GUARDIAN, carried(Guardian("Trần Thị Bình"))),
        (Field.PHONES, []),
    ],
)
@pytest.mark.parametrize("language", list(Language))
def test_a_value_that_is_typed_as_it_stands_stays_the_same(
    field: Field, value: object, language: Language
) -> None:
    use_language(language)
    assert typed_value(field, typed_text(field, value), AN, date(2026, 11, 23)) == value


def test_phones_are_typed_with_who_answers_them() -> None:
    phones = (Phone("+84570000123", "con gái"), Phone("+84570000456"))
    text = typed_text(Field.PHONES, carried(phones))
    assert text == "0570 000 123 (con gái); 0570 000 456"
    again = typed_value(Field.PHONES, text, AN, date(2026, 11, 23))
    assert [(one["number"], one.get("answers")) for one in again] == [
        ("+84570000123", "con gái"),
        ("+84570000456", None),
    ]


def test_a_personal_number_is_hidden_and_says_what_it_says_about_its_owner() -> None:
    assert shown_value(Field.PERSONAL_ID, "000185000123") == "000•••••0123 (Female, 1985)"
    assert shown_value(Field.LEGACY_ID9, "000000123") == "••••••123"
    assert "000185000123" in shown_value(Field.PERSONAL_ID, "000185000123", reveal=True)


@pytest.mark.parametrize("kind", [CONFLICT, *(flag.value for flag in Flag)])
def test_every_kind_has_a_name_and_a_meaning_of_letting_it_stand(kind: str) -> None:
    assert kind_text(kind)
    assert stands_text(kind)
