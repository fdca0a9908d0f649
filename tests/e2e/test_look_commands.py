"""``theme`` and ``config``, as officers and their scripts call them."""

from pathlib import Path

import pytest

from tests.e2e.program import Ended, run
from wardtui.resources import resource_folder
from wardtui.settings import Settings

OURS = ["colour-blind", "high-contrast", "night", "sixteen", "ward-dark", "ward-light"]


class Desk:
    """A place without a vault, where English is spoken."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def run(self, *arguments: object, term: str = "xterm-256color") -> Ended:
        return run(
            *arguments,
            environment={"WARDTUI_HOME": str(self.home), "WARDTUI_LANGUAGE": "en", "TERM": term},
        )

    @property
    def file(self) -> Path:
        return self.home / "config.toml"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_the_themes_are_listed_without_a_vault(desk: Desk) -> None:
    ended = desk.run("theme", "list", "--json")
    assert (ended.code, ended.json, ended.err) == (0, OURS, "")


def test_the_list_says_for_whom_a_theme_is_and_which_is_shown(desk: Desk) -> None:
    text = desk.run("theme", "list").out
    assert "* ward-dark      Calm and dark, for long evenings" in text
    assert "* sixteen" in desk.run("theme", "list", term="linux").out


def test_a_theme_of_ones_own_is_listed_and_a_broken_one_named(desk: Desk) -> None:
    folder = desk.home / "themes"
    folder.mkdir()
    good = (resource_folder("themes") / "night.toml").read_text("utf-8")
    (folder / "mine.toml").write_text(good.replace('"night"', '"mine"'), "utf-8")
    (folder / "bad.toml").write_text(good.replace("#", "§", 2).replace("#", "", 1), "utf-8")
    ended = desk.run("theme", "list", "--json")
    assert ended.json == [*OURS, "mine"]
    assert ended.code == 0
    assert "bad.toml cannot be used: " in ended.err


def test_all_settings_are_shown_with_their_file(desk: Desk) -> None:
    document = desk.run("config", "--json").json
    assert document["file"] == str(desk.file)
    assert document["settings"]["theme"] == {"value": "auto", "default": "auto"}
    assert document["settings"]["retention_days"] == {"value": 30, "default": 30}
    assert set(document["settings"]) == set(Settings.__struct_fields__)
    text = desk.run("config").out
    assert str(desk.file) in text
    assert all(name in text for name in document["settings"])


def test_a_setting_is_changed_and_the_file_kept(desk: Desk) -> None:
    desk.file.write_text("# mine\nfuture = 1\n", "utf-8")
    changed = desk.run("config", "lock_after_minutes", "15", "--json").json
    assert changed == {
        "file": str(desk.file),
        "name": "lock_after_minutes",
        "value": 15,
        "default": 10,
    }
    assert desk.file.read_text("utf-8") == "# mine\nfuture = 1\nlock_after_minutes = 15\n"
    document = desk.run("config", "--json").json
    assert document["unknown"] == ["future"]


def test_a_line_that_costs_is_named_by_command(desk: Desk) -> None:
    assert desk.run("config", "metered", "true", "--json").json["value"] is True
    assert desk.file.read_text("utf-8") == "metered = true\n"
    assert "it may be: true, false" in desk.run("config", "metered", "sometimes").err


def test_a_theme_is_chosen(desk: Desk) -> None:
    assert desk.run("config", "theme", "night").code == 0
    assert "* night" in desk.run("theme", "list", term="linux").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("them",), "There is no setting them; there are: language, theme, ascii"),
        (("theme", "nigth"), "There is no theme nigth; there are: auto, colour-blind"),
        (("ascii", "yes"), "ascii cannot be “yes”; it may be: auto, off, frames, letters."),
        (("retention_days", "0"), "it may be: a whole number, 1 or more."),
        (("keys", "u"), "config.toml only"),
    ],
)
def test_what_cannot_be_set_is_bad_usage_that_names_what_can(
    arguments: tuple[str, ...], says: str, desk: Desk
) -> None:
    ended = desk.run("config", *arguments)
    assert ended.code == 2
    assert says in ended.err
    refused = desk.run("config", *arguments, "--json")
    assert (refused.code, refused.json["error"]["code"]) == (2, "bad_usage")
    assert not desk.file.exists()


def test_a_broken_settings_file_is_named_by_every_command(desk: Desk) -> None:
    desk.file.write_text("retention_days = 0\n", "utf-8")
    ended = desk.run("theme", "list", "--json")
    assert (ended.code, ended.json["error"]["code"]) == (2, "settings_unreadable")
    assert "retention_days" in ended.json["error"]["message"]
