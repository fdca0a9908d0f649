"""Locking in a real terminal: what it shows last, who may write meanwhile, and the way back."""

import shlex
from collections.abc import Iterator

import pytest
from rich.cells import cell_len

from tests.conftest import PASSPHRASE
from tests.e2e.program import COMMAND, Laptop
from tests.e2e.terminal import Terminal

CTRL_L, F9, HOME = "\x0c", "\x1b[20~", "\x1b[H"


@pytest.fixture
def screen(laptop: Laptop) -> Iterator[Terminal]:
    with Terminal(COMMAND, laptop.environment) as terminal:
        terminal.wait_for("Việc tiếp", "812 hồ sơ cần làm")
        yield terminal


def personal(laptop: Laptop) -> set[str]:
    """Every name of the list, and every number as the screen writes it."""
    cases = laptop.ask("list", "--reveal")["cases"]
    phones = {f"0{phone.removeprefix('+84')}" for case in cases for phone in case["phones"]}
    return phones | {case["name"] for case in cases}


def shown(names: set[str], screen: Terminal) -> list[str]:
    text = screen.text
    return [one for one in names if one in text]


def lock(screen: Terminal, key: str = CTRL_L) -> None:
    screen.press(key)
    screen.wait_for("Mật khẩu", "Enter mở")


def come_back(screen: Terminal) -> None:
    screen.press(PASSPHRASE, "enter")
    screen.wait_for("Việc tiếp", "hồ sơ cần làm")


@pytest.mark.parametrize("key", [CTRL_L, F9])
def test_a_key_clears_the_terminal_and_lets_another_process_write(
    laptop: Laptop, screen: Terminal, key: str
) -> None:
    names = personal(laptop)
    assert len(shown(names, screen)) > 20
    lock(screen, key)
    assert shown(names, screen) == []
    case = laptop.first_case("--query", "truong ngoc hoang")
    assert laptop.ask("log", "visit", case["id"], "--outcome", "not_home")["saved"] is True
    assert shown(names, screen) == []
    come_back(screen)
    screen.wait_for("813 chưa gửi")
    ended = laptop.run("log", "visit", case["id"], "--outcome", "not_home", "--json")
    assert (ended.code, ended.json["error"]["code"]) == (3, "vault_in_use")


def test_only_the_passphrase_opens_the_screen_again(laptop: Laptop, screen: Terminal) -> None:
    lock(screen)
    screen.press("c1", "enter")
    screen.wait_for("Mật khẩu không mở được kho này", "Kiểm tra Caps Lock")
    come_back(screen)
    screen.wait_for("812 chưa gửi")
    assert PASSPHRASE not in screen.output


@pytest.mark.parametrize("is_bare", [True, False])
def test_a_passphrase_typed_before_the_screen_is_up_opens_it_and_is_seen_nowhere(
    laptop: Laptop, *, is_bare: bool
) -> None:
    command = COMMAND if is_bare else [*COMMAND, "--home", str(laptop.home)]
    environment = {
        name: value for name, value in laptop.environment.items() if name != "WARDTUI_PASSPHRASE"
    }
    with Terminal(["sh", "-c", f"{shlex.join(command)}; stty -a"], environment) as terminal:
        terminal.wait_until_unseen()
        terminal.press(PASSPHRASE, "enter")
        terminal.wait_for("Việc tiếp")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert PASSPHRASE not in terminal.output
    assert {"echo", "icanon", "icrnl"} <= set(terminal.output.replace(";", " ").split())


def test_a_letter_that_was_taken_back_is_no_part_of_the_passphrase(screen: Terminal) -> None:
    lock(screen)
    screen.press(f"x\x7f{PASSPHRASE}", "enter")
    screen.wait_for("Việc tiếp")


def test_the_same_list_comes_back_and_what_was_searched_for_does_not(
    laptop: Laptop, screen: Terminal
) -> None:
    wanted = laptop.ask("list", "--area", "Thôn Đoài", "--sort", "walk", "--limit", 4)["cases"][3]
    screen.press("right", "o", "/trinh", "enter")
    screen.wait_for("/ trinh")
    lock(screen)
    assert "trinh" not in screen.text
    come_back(screen)
    screen.wait_for("41 hồ sơ cần làm · theo đường đi")
    assert "trinh" not in screen.text
    screen.press(HOME, "down", "down", "down")
    lock(screen)
    come_back(screen)
    screen.press("c")
    screen.wait_for(f"Gọi: {wanted['name']}")


def test_an_open_log_panel_saves_nothing(laptop: Laptop, screen: Terminal) -> None:
    screen.press("c")
    screen.wait_for("Bấm một phím là lưu")
    lock(screen)
    come_back(screen)
    screen.press("1", "v")
    screen.wait_for("Đến nhà:", "812 chưa gửi")
    screen.press("escape")
    screen.wait_until_gone("Đến nhà:")
    screen.press("q")
    assert screen.wait_for_end() == 0
    assert laptop.ask("outbox")["pending"] == 812


@pytest.mark.parametrize(
    ("language", "label", "wrong", "other", "shown"),
    [
        ("vi", "Mật khẩu", "Mật khẩu không mở được kho này.", "Passphrase", "812 cases to be done"),
        ("en", "Passphrase", "The passphrase does not open", "Mật khẩu", "812 hồ sơ cần làm"),
    ],
)
def test_the_language_changes_on_the_locked_screen_and_every_line_fits(
    laptop: Laptop, language: str, label: str, wrong: str, other: str, shown: str
) -> None:
    environment = {**laptop.environment, "WARDTUI_LANGUAGE": language}
    with Terminal(COMMAND, environment) as screen:
        screen.wait_for("812")
        screen.press(CTRL_L)
        screen.wait_for(label)
        screen.press("không đúng", "enter")
        screen.wait_for(wrong)
        assert max(cell_len(line) for line in screen.text.splitlines()) <= 80
        screen.press("f2")
        screen.wait_for(other)
        screen.press(PASSPHRASE, "enter")
        screen.wait_for(shown)
        screen.press("q")
        assert screen.wait_for_end() == 0


def test_escape_on_the_locked_screen_leaves(laptop: Laptop, screen: Terminal) -> None:
    lock(screen)
    screen.press("escape")
    assert screen.wait_for_end() == 0
    assert "\x1b[?1049l" in screen.output  # the terminal's own screen is back
    assert not (laptop.home / "fault.log").exists()


def test_keys_typed_before_the_first_list_is_drawn_log_one_contact(laptop: Laptop) -> None:
    first = laptop.first_case()
    with Terminal(COMMAND, laptop.environment) as screen:
        screen.press("c1")
        screen.wait_for(f"Đã lưu: {first['name']}", "813 chưa gửi")
        screen.press("q")
        assert screen.wait_for_end() == 0
    assert laptop.ask("show", first["id"])["attempts"]["call"] == 1
    assert laptop.ask("outbox")["pending"] == 813
