"""The leaders' board in a real terminal, typed without waiting, checked in the vault afterwards."""

from tests.e2e.program import COMMAND, Laptop
from tests.e2e.terminal import Terminal


def leave(screen: Terminal) -> None:
    screen.press("q")
    assert screen.wait_for_end() == 0


def test_three_cases_are_handed_up_taken_on_and_one_is_returned_with_an_instruction(
    laptop: Laptop,
) -> None:
    wanted = [case["id"] for case in laptop.ask("list", "--limit", 3)["cases"]]
    with Terminal(COMMAND, laptop.environment) as screen:
        screen.wait_for("812 hồ sơ cần làm")
        screen.press("   k1nhờ cấp trên gặp\r")
        screen.wait_for("✓ Chuyển cấp: 3 hồ sơ")
        screen.press("b*a")
        screen.wait_for("✓ Đã tiếp nhận: 3 hồ sơ", "2 ")
        screen.press("rgọi lại buổi tối\r")
        screen.wait_for("✓ Giao lại: ")
        leave(screen)
    shown = [laptop.ask("show", one) for one in wanted]
    assert sorted(case["level"] for case in shown) == [1, 2, 2]
    (returned,) = (case for case in shown if case["level"] == 1)
    types = [event["type"] for event in returned["history"]]
    assert types.count("escalation.returned") == 1
    assert laptop.ask("vault", "verify")["ok"] is True


def test_letters_that_an_input_method_composed_work_on_the_board(laptop: Laptop) -> None:
    case = laptop.first_case()
    with Terminal(COMMAND, laptop.environment) as screen:
        screen.wait_for("812 hồ sơ cần làm")
        screen.press("k1\r")
        screen.wait_for("✓ Chuyển cấp: ")
        # Telex makes "ư" of w, "đ" of dd and "â" of aa.
        screen.press("bư")
        screen.wait_for("cấp 2: chưa ai")
        screen.press("escape")
        screen.wait_until_gone("cấp 2: chưa ai")
        screen.press("â")
        screen.wait_for("✓ Đã tiếp nhận: ")
        screen.press("đ\r")
        screen.wait_for("✓ Đã giải quyết: ")
        leave(screen)
    assert laptop.ask("show", case["id"])["level"] == 1


def test_a_terminal_without_signs_of_its_own_shows_the_board_in_plain_ones(
    laptop: Laptop,
) -> None:
    with Terminal(COMMAND, laptop.environment, term="linux") as screen:
        screen.wait_for("812 hồ sơ cần làm")
        screen.press("k1\r")
        screen.wait_for("Chuyển cấp: ")
        screen.press("b")
        text = screen.wait_for("o ", "--------")
        assert "○" not in text
        leave(screen)
