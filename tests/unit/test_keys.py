"""Keys: one registry, the user's own keys, letters that an input method composed, Caps Lock."""

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from wardtui.tui.action import Place, shown_key
from wardtui.tui.actions import ACTIONS
from wardtui.tui.composed import pressed_key
from wardtui.tui.keymap import KeyFault, Keymap


def pressed(character: str) -> events.Key:
    return events.Key("some_name_of_textual" if len(character) == 1 else character, character)


def code_of(event: events.Key, place: Place = Place.WORKLIST, keymap: Keymap | None = None) -> str:
    action = (keymap or Keymap()).action_for(event, place)
    return action.code if action else ""


@pytest.mark.parametrize("place", list(Place))
def test_no_key_means_two_things_in_one_place_unless_the_place_has_its_own(place: Place) -> None:
    there = [action for action in ACTIONS if place in action.places]
    for one, other in combinations(there, 2):
        both = set(one.keys) & set(other.keys)
        assert not both or len(one.places) < len(other.places), (one.code, other.code, both)


def test_every_action_has_a_code_that_can_stand_in_a_settings_file() -> None:
    for action in ACTIONS:
        assert re.fullmatch(r"[a-z0-9_]+", action.code), action


def test_an_action_of_one_code_is_one_action() -> None:
    for one, other in combinations(ACTIONS, 2):
        if one.code == other.code:
            assert (one.name, one.argument) == (other.name, other.argument)
            assert not set(one.places) & set(other.places)


@pytest.mark.parametrize(
    ("character", "key"),
    [
        ("ư", "w"),
        ("ơ", "w"),
        ("ă", "w"),
        ("đ", "d"),
        ("Đ", "D"),
        ("â", "a"),
        ("ê", "e"),
        ("ô", "o"),
        ("á", "s"),
        ("à", "f"),
        ("ả", "r"),
        ("ã", "x"),
        ("ạ", "j"),
        ("ố", "s"),
        ("ự", "j"),
        ("Ư", "W"),
        ("c", "c"),
        ("/", "/"),
        ("1", "1"),
    ],
)
def test_a_composed_letter_is_the_key_that_was_pressed_last(character: str, key: str) -> None:
    assert pressed_key(character) == key


@given(st.characters())
def test_every_character_is_some_key(character: str) -> None:
    assert len(pressed_key(character)) >= 1


@pytest.mark.parametrize(
    ("character", "code"),
    [("đ", "quality"), ("á", "sync"), ("ô", "sort"), ("à", "filter"), ("C", "log_call")],
)
def test_letters_work_while_an_input_method_or_caps_lock_is_on(character: str, code: str) -> None:
    assert code_of(events.Key(f"letter_{character}", character)) == code


def test_a_capital_with_a_meaning_of_its_own_keeps_it() -> None:
    assert code_of(events.Key("U", "U")) == "redo"
    assert code_of(events.Key("u", "u")) == "undo"


def test_a_key_of_the_users_own_takes_the_place_of_the_one_that_was_there() -> None:
    keymap = Keymap({"log_call": ["Z", "f5"]})
    assert not keymap.faults
    assert code_of(events.Key("Z", "Z"), keymap=keymap) == "log_call"
    assert code_of(events.Key("f5", None), keymap=keymap) == "log_call"
    assert code_of(events.Key("c", "c"), keymap=keymap) == ""
    found = keymap.find("log_call")
    assert found is not None
    assert found.shown == "Z"


def test_a_key_that_is_taken_is_named_and_the_action_keeps_its_own() -> None:
    keymap = Keymap({"log_call": ["v"]})
    assert keymap.faults == [KeyFault("log_call", "v", "log_visit")]
    assert code_of(events.Key("c", "c"), keymap=keymap) == "log_call"
    assert code_of(events.Key("v", "v"), keymap=keymap) == "log_visit"


def test_two_actions_may_swap_their_keys() -> None:
    keymap = Keymap({"log_call": ["v"], "log_visit": ["c"]})
    assert not keymap.faults
    assert code_of(events.Key("v", "v"), keymap=keymap) == "log_call"
    assert code_of(events.Key("c", "c"), keymap=keymap) == "log_visit"


def test_a_key_for_an_action_that_is_not_there_is_named() -> None:
    assert Keymap({"dance": ["x"]}).faults == [KeyFault("dance")]


@pytest.mark.parametrize("width", [60, 80, 120, 200])
@pytest.mark.parametrize("lines", [1, 2])
@pytest.mark.parametrize("place", list(Place))
def test_the_bar_fits_and_always_has_the_way_to_every_other_key(
    place: Place, width: int, lines: int
) -> None:
    found = Keymap().bar(place, width, lines)
    assert 1 <= len(found) <= lines
    assert all(sum(len(text) for text, _ in line) <= width for line in found)
    always = {action.code for action in ACTIONS if action.always and place in action.places}
    assert always <= {action.code for line in found for _, action in line}


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("c", "c"),
        ("U", "U"),
        ("enter", "Enter"),
        ("ctrl+l", "Ctrl+L"),
        ("f2", "F2"),
        ("home", "Home"),
        ("shift+tab", "⇧Tab"),
        ("question_mark", "?"),
        ("pageup", "PgUp"),
        ("space", "Space"),
    ],
)
def test_a_key_is_shown_as_people_know_it(key: str, shown: str) -> None:
    assert shown_key(key) == shown


@pytest.mark.parametrize(("written", "named"), [("/", "slash"), ("F9", "f9"), ("Ctrl+X", "ctrl+x")])
def test_a_key_may_be_written_as_people_know_it(written: str, named: str) -> None:
    keymap = Keymap({"log_letter": [written], "search": ["f6"], "lock": ["f12"]})
    assert not keymap.faults
    found = keymap.find("log_letter")
    assert found is not None
    assert found.keys == (named,)


@pytest.mark.parametrize("key", ["ctrl-z", "F99", "no such key", ""])
def test_what_is_no_key_is_named_and_the_action_keeps_its_own(key: str) -> None:
    keymap = Keymap({"undo": [key]})
    assert keymap.faults == [KeyFault("undo", key.lower())]
    assert code_of(events.Key("u", "u"), keymap=keymap) == "undo"


def test_no_letter_locks_for_letters_are_typed_everywhere() -> None:
    keymap = Keymap({"lock": ["z"]})
    assert keymap.faults == [KeyFault("lock", "z")]
    assert code_of(events.Key("ctrl+l", None), keymap=keymap) == "lock"
