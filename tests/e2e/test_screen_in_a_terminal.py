"""The TUI in a real terminal, checked against the vault afterwards."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.conftest import PASSPHRASE
from tests.e2e.program import COMMAND, Laptop, serving
from tests.e2e.terminal import Terminal


@pytest.fixture
def screen(laptop: Laptop) -> Iterator[Terminal]:
    with Terminal(COMMAND, laptop.environment) as terminal:
        terminal.wait_for("Việc tiếp", "812 hồ sơ cần làm")
        yield terminal


def test_a_call_is_logged_with_two_keys_and_the_next_case_comes_under_the_cursor(
    laptop: Laptop, screen: Terminal
) -> None:
    first, second = (case["name"] for case in laptop.ask("list", "--limit", 2)["cases"])
    screen.press("c")
    screen.wait_for(f"Gọi: {first}", "Không nghe máy")
    screen.press("1")
    screen.wait_for(f"Đã lưu: {first}", "813 chưa gửi")
    screen.press("c")
    screen.wait_for(f"Gọi: {second}", "Bấm một phím là lưu")
    screen.press("escape")
    screen.wait_until_gone("Bấm một phím là lưu")
    screen.press("q")
    assert screen.wait_for_end() == 0
    found = laptop.ask("list", "--query", first)["cases"]
    assert any(case["attempts"]["call"] == 1 for case in found)


def test_thirty_calls_typed_in_one_go_are_thirty_calls_on_thirty_cases(
    laptop: Laptop, screen: Terminal
) -> None:
    wanted = [case["id"] for case in laptop.ask("list", "--limit", 30)["cases"]]
    screen.press("c1" * 30)
    screen.wait_for("842 chưa gửi")
    screen.press("q")
    assert screen.wait_for_end() == 0
    called = [case["id"] for case in laptop.ask("list")["cases"] if case["attempts"]["call"]]
    assert sorted(called) == sorted(wanted)


def test_keys_typed_in_one_go_find_somebody_and_log_on_nobody_else(
    laptop: Laptop, screen: Terminal
) -> None:
    case = laptop.first_case("--query", "truong ngoc hoang", "--sort", "due")
    screen.press("/truong ngoc hoang\rc6")
    screen.wait_for(f"Đã lưu: {case['name']}", "813 chưa gửi")
    screen.press("q")
    assert screen.wait_for_end() == 0
    shown = laptop.ask("show", case["id"])
    assert shown["last_contact"]["outcome"] == "callback_requested"


def test_enter_soon_after_escape_saves_nothing_of_what_was_left(
    laptop: Laptop, screen: Terminal
) -> None:
    case = laptop.first_case()
    screen.press("enter")
    screen.wait_for("Vì sao ở cấp 1")
    screen.press("e")
    screen.wait_for("Địa chỉ")
    screen.press("7")
    screen.wait_for("Enter: lưu")
    screen.press(" sai\x1b\r")
    screen.wait_until_gone("Enter: lưu")
    screen.press("q")
    assert screen.wait_for_end() == 0
    assert laptop.ask("show", case["id"])["resident"]["address"] == case["address"]


def test_a_byte_of_another_encoding_ends_nothing(screen: Terminal) -> None:
    screen.press(b"/\xe9\xff")
    screen.press("zzz")
    screen.wait_for("zzz")
    screen.press("escape", "q")
    assert screen.wait_for_end() == 0


def test_what_was_called_saved_is_there_after_a_kill(laptop: Laptop, screen: Terminal) -> None:
    case = laptop.first_case()
    screen.press("v")
    screen.wait_for(f"Đến nhà: {case['name']}")
    screen.press("1")
    screen.wait_for(f"Đã lưu: {case['name']}")
    screen.kill()
    assert laptop.ask("show", case["id"])["attempts"]["visit"] == 1
    assert laptop.ask("log", "call", case["id"], "--outcome", "busy")["saved"] is True


def test_undo_takes_back_what_the_screen_has_logged(laptop: Laptop, screen: Terminal) -> None:
    case = laptop.first_case()
    screen.press("c")
    screen.wait_for("Không nghe máy")
    screen.press("1")
    screen.wait_for("Đã lưu")
    screen.press("u")
    screen.wait_for("Đã hoàn tác", case["name"])
    screen.press("U")
    screen.wait_for("Đã khôi phục")
    screen.press("q")
    assert screen.wait_for_end() == 0
    assert laptop.ask("show", case["id"])["attempts"]["call"] == 1


def test_somebody_is_found_without_marks_and_their_case_opened(
    laptop: Laptop, screen: Terminal
) -> None:
    name = laptop.first_case("--query", "truong ngoc hoang")["name"]
    screen.press("/")
    screen.press(*"truong ngoc hoang")
    screen.wait_for("/ truong ngoc hoang", "1 hồ sơ cần làm", name)
    screen.press("enter")
    screen.press("enter")
    screen.wait_for("Vì sao ở cấp 1", "Có tên trong danh sách", "chưa ai liên hệ")
    screen.press("escape")
    screen.wait_for("Hạn", "/ truong ngoc hoang")
    screen.press("escape")
    screen.wait_for("812 hồ sơ cần làm")


def test_the_language_changes_by_a_key_and_stays(laptop: Laptop, screen: Terminal) -> None:
    screen.press("f2")
    screen.wait_for("812 cases to be done", "not paired")
    screen.press("q")
    assert screen.wait_for_end() == 0
    assert "cases" in laptop.run("list", "--limit", 1).out


def test_the_passphrase_is_asked_for_until_it_is_right(laptop: Laptop) -> None:
    environment = laptop.environment
    del environment["WARDTUI_PASSPHRASE"]
    with Terminal(COMMAND, environment) as terminal:
        terminal.wait_for("Mật khẩu")
        terminal.press("wrong", "enter")
        terminal.wait_for("Mật khẩu không mở được kho này", "Kiểm tra Caps Lock")
        terminal.press(PASSPHRASE, "enter")
        terminal.wait_for("812 hồ sơ cần làm")
        assert PASSPHRASE not in terminal.text


def test_a_second_writer_is_told_who_writes_and_readers_run_beside(
    laptop: Laptop, screen: Terminal
) -> None:
    case = laptop.first_case()
    ended = laptop.run("log", "call", case["id"], "--outcome", "busy", "--json")
    assert ended.code == 3
    assert ended.json["error"]["code"] == "vault_in_use"
    assert "tui" in ended.json["error"]["message"]
    screen.wait_for("812 hồ sơ cần làm")


def test_a_sync_from_the_screen_reaches_the_server(tmp_path: Path, laptop: Laptop) -> None:
    with serving(tmp_path) as server:
        server.pair(laptop, "Nguyễn Văn Mẫu")
        laptop.ask("sync")
        case = laptop.first_case()
        with Terminal(COMMAND, laptop.environment) as terminal:
            terminal.wait_for("812 hồ sơ cần làm", "đã đồng bộ")
            terminal.press("c")
            terminal.wait_for("Không nghe máy")
            terminal.press("1")
            terminal.wait_for("Đã lưu")
            terminal.press("s")
            terminal.wait_until_gone("chưa gửi")
            terminal.press("q")
            assert terminal.wait_for_end() == 0
        other = Laptop(tmp_path / "other").new()
        server.pair(other, "Trần Thị Mẫu", "leader")
        other.ask("sync")
        assert other.ask("show", case["id"])["attempts"]["call"] == 1


@pytest.mark.parametrize(
    ("columns", "lines", "detail"), [(80, 24, False), (120, 40, True), (200, 60, True)]
)
def test_the_case_stands_beside_the_list_when_there_is_room(
    laptop: Laptop, columns: int, lines: int, detail: bool
) -> None:
    with Terminal(COMMAND, laptop.environment, columns, lines) as terminal:
        terminal.wait_for("812 hồ sơ cần làm", "Trợ giúp", "Thoát")
        if detail:
            terminal.wait_for("Lịch sử", "Có tên trong danh sách")
        else:
            assert "Lịch sử" not in terminal.text


def test_the_demo_opens_works_and_leaves_nothing_behind(tmp_path: Path) -> None:
    # In the morning nobody has asked to be called by now, which would stand in the title instead.
    morning = Laptop(tmp_path / "unused", now="2026-11-23T08:00:00+07:00")
    environment = {**morning.environment, "TMPDIR": str(tmp_path)}
    for words, name, count in (
        ((), "Nguyễn Văn Mẫu", 812),
        (("--role", "leader", "--residents", "60"), "Trần Thị Mẫu", 60),
    ):
        with Terminal([*COMMAND, "demo", *words], environment, columns=100) as terminal:
            terminal.wait_for(f"/{count} ", "hồ sơ cần làm", name)
            terminal.press("c")
            terminal.wait_for("Không nghe máy")
            terminal.press("1")
            terminal.wait_for("Đã lưu")
            terminal.press("q")
            assert terminal.wait_for_end() == 0
        assert_nothing_is_left(tmp_path)


@pytest.mark.parametrize("role", ["officer", "leader"])
def test_without_the_server_the_demo_is_one_laptop(tmp_path: Path, role: str) -> None:
    words = ["wardtui", "demo", "--residents", "60", "--role", role]
    absent = "import sys; sys.modules['litestar'] = None"
    code = f"{absent}; sys.argv = {words}; from wardtui.__main__ import main; main()"
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    with Terminal([COMMAND[0], "-c", code], environment, columns=100) as terminal:
        terminal.wait_for("Tổ 1")
        terminal.press("q")
        assert terminal.wait_for_end() == 0
    assert "không kèm máy chủ" in terminal.output
    assert not list(tmp_path.glob("wardtui-demo-*"))


def test_the_demo_leaves_nothing_behind_when_its_window_is_closed(tmp_path: Path) -> None:
    environment = {**Laptop(tmp_path / "unused").environment, "TMPDIR": str(tmp_path)}
    with Terminal([*COMMAND, "demo", "--residents", "60"], environment) as terminal:
        terminal.wait_for("hồ sơ cần làm")
        terminal.hang_up()
        assert_nothing_is_left(tmp_path)


def assert_nothing_is_left(folder: Path) -> None:
    assert not list(folder.glob("wardtui-demo-*"))
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended meanwhile
            assert str(folder).encode() not in process.read_bytes()


def test_a_closed_window_ends_the_screen_in_order(laptop: Laptop, screen: Terminal) -> None:
    screen.press("c1")
    screen.wait_for("813 chưa gửi")
    assert screen.hang_up() == 0
    assert not (laptop.home / "fault.log").exists()
    assert sum(case["attempts"]["call"] for case in laptop.ask("list")["cases"]) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_the_screen_in_order(
    laptop: Laptop, screen: Terminal, number: signal.Signals
) -> None:
    case = laptop.first_case()
    screen.press("c1")
    screen.wait_for(f"Đã lưu: {case['name']}")
    screen.signal(number)
    screen.wait_for_end()
    assert "\x1b[?1049l" in screen.output  # the terminal's own screen is back
    assert laptop.ask("show", case["id"])["attempts"]["call"] == 1


def test_quitting_while_a_sync_hangs_is_no_fault(tmp_path: Path, laptop: Laptop) -> None:
    with serving(tmp_path) as server:
        server.pair(laptop, "Nguyễn Văn Mẫu")
        os.kill(server.process.pid, signal.SIGSTOP)
        try:
            with Terminal(COMMAND, laptop.environment) as terminal:
                terminal.wait_for("hồ sơ cần làm", "đang đồng bộ")
                terminal.press("q")
                assert terminal.wait_for_end() == 0
        finally:
            os.kill(server.process.pid, signal.SIGCONT)
    assert not (laptop.home / "fault.log").exists()


def test_an_import_is_not_taken_back_by_somebody_who_goes_on_typing(
    laptop: Laptop, screen: Terminal
) -> None:
    for habit in ("c", "y", "/nguyen"):
        screen.press("u")
        screen.wait_for("hoàn tác cả lần nhập 812 hồ sơ")
        screen.press(habit)
        screen.wait_until_gone("hoàn tác cả lần nhập")
    screen.press("q")
    assert screen.wait_for_end() == 0
    assert laptop.ask("list", "--limit", 1)["total"] == 812


def test_every_save_goes_on_to_the_next_case_whatever_the_outcome_and_the_order(
    laptop: Laptop, screen: Terminal
) -> None:
    wanted = [case["id"] for case in laptop.ask("list", "--sort", "walk", "--limit", 6)["cases"]]
    screen.press("o")
    screen.wait_for("theo đường đi")
    screen.press("c1c7coc2cpc6")
    screen.wait_for("818 chưa gửi")
    screen.press("q")
    assert screen.wait_for_end() == 0
    for resident in wanted:
        assert laptop.ask("show", resident)["attempts"]["call"] == 1
