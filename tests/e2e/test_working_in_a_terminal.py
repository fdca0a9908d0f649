"""An evening's work in a real terminal, typed without waiting, checked in the vault afterwards."""

import re
from collections.abc import Iterator

import pytest

from tests.e2e.program import COMMAND, Laptop
from tests.e2e.terminal import Terminal


@pytest.fixture
def screen(laptop: Laptop) -> Iterator[Terminal]:
    with Terminal(COMMAND, laptop.environment) as terminal:
        terminal.wait_for("Việc tiếp", "812 hồ sơ cần làm")
        yield terminal


def leave(screen: Terminal) -> None:
    screen.press("q")
    assert screen.wait_for_end() == 0


def test_a_call_back_is_agreed_with_the_time_as_it_was_said(
    laptop: Laptop, screen: Terminal
) -> None:
    case = laptop.first_case()
    screen.press("c6\tmai 19h30\r")
    screen.wait_for("Đã lưu", "19:30", "815 chưa gửi")
    leave(screen)
    action = laptop.ask("show", case["id"])["next_action"]
    assert (action["kind"], action["due"]) == ("call_back", "2026-11-24T19:30:00+07:00")


def test_letters_for_five_are_logged_with_seven_keys_and_taken_back_with_one(
    laptop: Laptop, screen: Terminal
) -> None:
    wanted = [case["id"] for case in laptop.ask("list", "--limit", 5)["cases"]]
    screen.press("     l1")
    screen.wait_for("Đã lưu", "817 chưa gửi")
    screen.press("u")
    screen.wait_for("Đã hoàn tác")
    screen.press("U")
    screen.wait_for("Đã khôi phục")
    leave(screen)
    cases = laptop.ask("list")["cases"]
    assert sorted(case["id"] for case in cases if case["attempts"]["letter"]) == sorted(wanted)


def test_an_input_method_does_not_keep_the_letters_from_working(
    laptop: Laptop, screen: Terminal
) -> None:
    screen.press("đ")
    screen.wait_for("mục cần sửa")
    screen.press("escape")
    screen.wait_for("812 hồ sơ cần làm")
    screen.press("ô")
    screen.wait_for("theo đường đi")


def test_the_console_without_graphics_gets_ascii_frames_and_sixteen_colours(
    laptop: Laptop,
) -> None:
    with Terminal(COMMAND, laptop.environment, term="linux") as terminal:
        terminal.wait_for("812 hồ sơ cần làm")
        terminal.press("c")
        terminal.wait_for("Không nghe máy", "+--", "|")
        terminal.press("escape")
        terminal.wait_until_gone("Không nghe máy")
        terminal.press("?")
        terminal.wait_for("Các phím", "+--")
        terminal.press("x")
        terminal.wait_until_gone("Các phím")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert not re.search(r"\x1b\[[0-9;]*[34]8;[25];", terminal.output)
    assert not re.search("[─-╿▲-◿←-⇿✓✗‼…•]", terminal.output)


def test_colours_of_a_full_terminal_are_not_cut_to_sixteen(laptop: Laptop) -> None:
    with Terminal(COMMAND, laptop.environment) as terminal:
        terminal.wait_for("812 hồ sơ cần làm")
        assert "38;2;" in terminal.output
