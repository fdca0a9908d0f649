"""Settings are one file that belongs to its owner."""

from pathlib import Path

import pytest

from wardtui.i18n import Language, use_language
from wardtui.settings import (
    FILE,
    BadSetting,
    Places,
    PlainSigns,
    Settings,
    SettingsUnreadable,
    change_settings,
    find_places,
    read_settings,
    read_value,
    unknown_names,
)
from wardtui.wording.errors import explain

OWN = """\
# mine
theme = "night" # late
language = "en"
of_tomorrow = 3

[keys]
undo = ["u", "f4"]
"""


@pytest.fixture
def places(tmp_path: Path) -> Places:
    use_language(Language.ENGLISH)
    return Places(tmp_path, tmp_path)


def write(places: Places, text: str) -> None:
    (places.config / FILE).write_text(text, "utf-8")


def test_without_a_file_everything_has_a_default(places: Places) -> None:
    assert read_settings(places) == Settings()
    assert (Settings().theme, Settings().ascii) == ("auto", PlainSigns.AUTO)
    assert Settings().keys == {}


def test_what_the_file_says_counts(places: Places) -> None:
    write(places, OWN)
    assert read_settings(places) == Settings(
        theme="night", language=Language.ENGLISH, keys={"undo": ("u", "f4")}
    )


def test_a_name_of_a_newer_version_is_passed_over_and_can_be_asked_for(places: Places) -> None:
    write(places, OWN)
    assert unknown_names(places) == ["of_tomorrow"]
    assert unknown_names(Places(places.home, places.home / "nowhere")) == []


def test_a_change_keeps_the_rest_as_its_owner_wrote_it(places: Places) -> None:
    write(places, OWN)
    changed = change_settings(places, ascii=PlainSigns.LETTERS, theme="sixteen", retention_days=60)
    assert changed == read_settings(places)
    assert changed.keys == {"undo": ("u", "f4")}
    assert (places.config / FILE).read_text("utf-8") == OWN.replace('"night"', '"sixteen"').replace(
        "of_tomorrow = 3\n", 'of_tomorrow = 3\nascii = "letters"\nretention_days = 60\n'
    )


def test_a_first_change_makes_the_file(places: Places) -> None:
    new = Places(places.home, places.home / "new")
    change_settings(new, lock_after_minutes=0)
    assert (new.config / FILE).read_text("utf-8") == "lock_after_minutes = 0\n"
    assert [file.name for file in new.config.iterdir()] == [FILE]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("lock_after_minutes = -1", "lock_after_minutes cannot be “-1”; it may be: a whole"),
        ('retention_days = "ten"', "retention_days cannot be “ten”; it may be: a whole"),
        ('language = "fr"', "language cannot be “fr”; it may be: vi, en."),
        ('ascii = "yes"', "ascii cannot be “yes”; it may be: auto, off, frames, letters."),
        ("theme = 3", "theme cannot be “3”; it may be: a text."),
        ('keys = "u"', "keys cannot be “u”; it may be: a table [keys] with lines like: log_call"),
        ("[keys]\nundo = 3", 'keys cannot be “{"undo":3}”'),
        ("theme =\nlanguage =", "line 1"),
    ],
)
def test_a_wrong_value_is_named_with_its_file_and_what_it_may_be(
    line: str, reason: str, places: Places
) -> None:
    write(places, line)
    with pytest.raises(SettingsUnreadable) as caught:
        read_settings(places)
    assert caught.value.EXIT == 2
    told = explain(caught.value).message
    assert str(places.config / FILE) in told
    assert reason in told


def test_a_file_that_is_no_text_is_named(places: Places) -> None:
    (places.config / FILE).write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsUnreadable):
        read_settings(places)


def test_a_folder_in_the_place_of_the_file_is_named(places: Places) -> None:
    (places.config / FILE).mkdir()
    with pytest.raises(SettingsUnreadable):
        read_settings(places)


@pytest.mark.parametrize("text", ["theme = ", "language = 3"])
def test_a_broken_file_is_not_written_over(text: str, places: Places) -> None:
    write(places, text)
    with pytest.raises(SettingsUnreadable):
        change_settings(places, theme="night")
    assert (places.config / FILE).read_text("utf-8") == text


def test_an_impossible_change_writes_nothing(places: Places) -> None:
    with pytest.raises(BadSetting):
        change_settings(places, retention_days=0)
    assert not (places.config / FILE).exists()


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("retention_days", "90", 90),
        ("ascii", "letters", PlainSigns.LETTERS),
        ("language", "vi", Language.VIETNAMESE),
        ("theme", "night", "night"),
    ],
)
def test_what_somebody_types_is_taken_for_what_it_means(
    name: str, text: str, value: object
) -> None:
    assert read_value(name, text, typed=True) == value


@pytest.mark.parametrize(
    ("environment", "encoding", "signs"),
    [
        ({"TERM": "linux"}, "UTF-8", PlainSigns.FRAMES),
        ({"TERM": "xterm-256color"}, "ANSI_X3.4-1968", PlainSigns.FRAMES),
        ({"TERM": "xterm-256color"}, "utf8", PlainSigns.OFF),
        ({}, "UTF-8", PlainSigns.OFF),
    ],
)
def test_signs_are_plain_where_the_terminal_needs_it(
    environment: dict[str, str], encoding: str, signs: PlainSigns
) -> None:
    assert PlainSigns.AUTO.here(environment, encoding) is signs
    assert PlainSigns.LETTERS.here(environment, encoding) is PlainSigns.LETTERS


def test_a_vault_with_a_folder_of_its_own_has_its_settings_there(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("WARDTUI_HOME", str(tmp_path))
    assert find_places() == Places(tmp_path, tmp_path)
    assert find_places(tmp_path / "other").config == tmp_path / "other"


def test_the_environment_may_say_the_language(
    monkeypatch: pytest.MonkeyPatch, places: Places
) -> None:
    monkeypatch.setenv("WARDTUI_LANGUAGE", "en")
    assert read_settings(places).language is Language.ENGLISH
    monkeypatch.setenv("WARDTUI_LANGUAGE", "fr")
    assert read_settings(places).language is Language.VIETNAMESE
