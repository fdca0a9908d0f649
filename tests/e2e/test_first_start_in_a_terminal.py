"""The first start in a real terminal: what is on the disk afterwards; odd terminals, every size."""

import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from shutil import copytree

import pytest
from rich.cells import cell_len

from tests.conftest import PASSPHRASE
from tests.e2e.program import COMMAND, SAMPLE, Laptop, run, serving
from tests.e2e.terminal import Terminal

NOW = "2026-11-23T19:00:00+07:00"
CTRL_Q = "\x11"
TOUR, EMPTY = "Danh sách xếp theo hạn", "Chưa có danh sách"


class Window(Terminal):
    """A terminal whose window can be made larger and smaller."""

    def resize(self, columns: int, lines: int) -> None:
        self._screen.resize(lines, columns)
        self._child.setwinsize(lines, columns)

    def recovery_code(self) -> str:
        """The code that is shown, as it would be written down."""
        found = re.findall(r"\b[0-9A-Z](?: [0-9A-Z]){3}\b", self.text)
        assert len(found) == 8, self.text
        return "-".join(group.replace(" ", "") for group in found)


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    """A laptop on which wardtui was never started."""
    return Laptop(tmp_path / "laptop", now=NOW)


def without_passphrase(laptop: Laptop) -> dict[str, str]:
    return {name: value for name, value in laptop.environment.items() if "PASSPHRASE" not in name}


def to_the_code(screen: Window) -> str:
    """Through the first steps, typed as fast as it goes."""
    screen.wait_for("Ngôn ngữ · Language", "bước 1/5")
    screen.press("enter", PASSPHRASE, "enter", PASSPHRASE, "enter")
    screen.wait_for("Mã khôi phục", "bước 3/5", "Nhập nhóm cuối")
    return screen.recovery_code()


def to_the_source(screen: Window) -> str:
    code = to_the_code(screen)
    screen.press(code[-4:].lower(), "enter")
    screen.wait_for("bước 4/5")
    return code


def test_the_first_start_leads_to_the_list_with_one_passphrase(laptop: Laptop) -> None:
    with Window(COMMAND, without_passphrase(laptop)) as screen:
        code = to_the_source(screen)
        screen.press("3")
        screen.wait_for("bước 5/5")
        screen.press("enter")
        screen.wait_for(TOUR, "chưa ghép máy chủ")
        screen.press("escape")
        screen.wait_until_gone(TOUR)
        screen.wait_for(EMPTY)
        screen.press("q")
        assert screen.wait_for_end() == 0
        assert PASSPHRASE not in screen.output
    assert laptop.ask("list")["total"] == 0
    opened = run(
        "list", "--json", environment={"WARDTUI_HOME": str(laptop.home), "WARDTUI_PASSPHRASE": code}
    )
    assert opened.code == 0


def test_the_second_start_asks_for_nothing_but_the_passphrase(laptop: Laptop) -> None:
    laptop.new()
    with Window(COMMAND, without_passphrase(laptop)) as screen:
        screen.wait_for("Mật khẩu", "Enter mở")
        assert "Mã khôi phục" not in screen.text
        screen.press(PASSPHRASE, "enter")
        screen.wait_for(EMPTY)
        assert TOUR not in screen.text


def test_an_officer_pairs_at_the_first_start_and_sees_the_list(
    tmp_path: Path, laptop: Laptop
) -> None:
    with serving(tmp_path) as server:
        leader = Laptop(tmp_path / "leader", now=NOW).new()
        leader.ask("import", SAMPLE)
        server.pair(leader, "Trần Thị Mẫu", "leader")
        leader.ask("sync")
        code = server.add_officer("Nguyễn Văn Mẫu")["pairing_code"]
        with Window(COMMAND, without_passphrase(laptop)) as screen:
            to_the_source(screen)
            screen.press("1")
            screen.wait_for("Mã ghép máy")
            screen.press(server.url, "enter", "0000-0000", "enter")
            screen.wait_for("Máy chủ không nhận mã ghép này")
            screen.press("\x7f" * 9, code.lower(), "enter")
            screen.wait_for("Đã ghép: Nguyễn Văn Mẫu", "lượt ghi.")
            screen.press("enter", "enter")
            screen.wait_for(TOUR, "812 hồ sơ cần làm", "đã đồng bộ")
            screen.press("escape")
            screen.wait_until_gone(TOUR)
            screen.press("q")
            assert screen.wait_for_end() == 0
    assert laptop.ask("list", "--limit", 1)["total"] == 812


def test_the_import_that_was_wished_for_opens(laptop: Laptop) -> None:
    with Window(COMMAND, without_passphrase(laptop)) as screen:
        to_the_source(screen)
        screen.press("2", "enter")
        screen.wait_for(TOUR)
        screen.press("escape")
        screen.wait_for("Nhập danh sách")


def test_a_passphrase_of_the_environment_is_not_asked_for(laptop: Laptop) -> None:
    with Window(COMMAND, laptop.environment) as screen:
        screen.wait_for("bước 1/4")
        screen.press("2")
        screen.wait_for("Recovery code", "step 2 of 4", "Type the last group")
        screen.press(screen.recovery_code(), "enter")
        screen.wait_for("step 3 of 4")
        screen.press("3", "enter")
        screen.wait_for("No list yet")
    assert laptop.ask("list")["total"] == 0


def quit_by_key(screen: Window) -> None:
    screen.press(CTRL_Q)
    assert screen.wait_for_end() == 0


@pytest.mark.parametrize("leave", [quit_by_key, Window.kill, Window.hang_up])
def test_before_the_passphrase_stands_twice_nothing_is_on_the_disk(
    leave: Callable[[Window], None], laptop: Laptop
) -> None:
    with Window(COMMAND, without_passphrase(laptop)) as screen:
        screen.wait_for("bước 1/5")
        screen.press("enter", PASSPHRASE, "enter")
        screen.wait_for("bước 2/5")
        leave(screen)
    assert not laptop.home.exists()


@pytest.mark.parametrize("leave", [Window.kill, Window.hang_up])
def test_a_window_that_closes_before_the_code_is_written_leaves_a_vault_that_says_so(
    leave: Callable[[Window], None], laptop: Laptop
) -> None:
    with Window(COMMAND, without_passphrase(laptop)) as screen:
        to_the_code(screen)
        leave(screen)
    assert laptop.ask("vault", "verify")["ok"] is True
    warning = "wardtui vault passphrase"
    with Window(COMMAND, without_passphrase(laptop)) as screen:
        screen.wait_for("Enter mở", warning)
        screen.press("escape")
        screen.wait_for_end()
    laptop.ask("vault", "passphrase", "--recovery-code")
    with Window(COMMAND, without_passphrase(laptop)) as screen:
        screen.wait_for("Enter mở")
        assert warning not in screen.text


def test_leaving_before_the_code_is_written_is_answered_with_what_to_do(laptop: Laptop) -> None:
    with Window(COMMAND, without_passphrase(laptop)) as screen:
        to_the_code(screen)
        screen.press(CTRL_Q)
        assert screen.wait_for_end() == 0
        assert "wardtui vault passphrase --recovery-code" in " ".join(screen.output.split())


def test_without_a_terminal_nobody_is_guided(laptop: Laptop) -> None:
    ended = run(environment={"WARDTUI_HOME": str(laptop.home)})
    assert ended.code == 1
    assert not laptop.home.exists()


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_place_text_is_told_what_is_needed(
    term: str, laptop: Laptop
) -> None:
    with Window(["env", f"TERM={term}", *COMMAND], laptop.environment) as screen:
        assert screen.wait_for_end() == 1
        assert f'TERM="{term}"' in screen.output
        assert "wardtui list" in screen.output
        assert "\x1b" not in screen.output


def test_an_ordinary_start_loads_nothing_of_the_first_one() -> None:
    code = "import wardtui.cli.showing, wardtui.tui.app, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = [name for name in done.stdout.split() if "first" in name or "tour" in name]
    assert set(loaded) <= {"wardtui.domain.first_lines", "wardtui.tui.first_recovery"}


@pytest.fixture
def ward(sample_ward: Path, laptop: Laptop) -> Laptop:
    """A laptop with the sample ward."""
    copytree(sample_ward, laptop.home)
    return laptop


C_LOCALES: Sequence[Sequence[str]] = [
    ["LANG=C", "TERM=linux"],
    ["LC_ALL=POSIX", "TERM=linux"],
    ["LC_ALL=POSIX", "TERM=vt100", "COLORTERM="],
]


@pytest.mark.parametrize("setting", C_LOCALES, ids=" ".join)
def test_in_the_c_locale_vietnamese_is_written_and_every_line_fits(
    setting: Sequence[str], ward: Laptop
) -> None:
    name = ward.first_case()["name"]
    with Window(["env", "-u", "LANG", "-u", "LC_ALL", *setting, *COMMAND], ward.environment) as it:
        it.wait_for("812 hồ sơ cần làm", name, "Thoát")
        it.press("c")
        it.wait_for(f"Gọi: {name}", "Không nghe máy")
        it.press("1")
        it.wait_for(f"Đã lưu: {name}", "813 chưa gửi")
        assert max(cell_len(line) for line in it.text.splitlines()) <= 80


@pytest.mark.parametrize(
    "setting",
    [["PYTHONIOENCODING=latin-1"], ["LC_ALL=C", "PYTHONUTF8=0", "PYTHONCOERCECLOCALE=0"]],
    ids=" ".join,
)
def test_a_terminal_of_another_encoding_gets_base_letters_in_straight_columns(
    setting: Sequence[str], ward: Laptop, tmp_path: Path
) -> None:
    secret = tmp_path / "passphrase"
    secret.write_text(PASSPHRASE, "utf-8")
    command = ["env", *setting, *COMMAND, "--passphrase-file", str(secret)]
    with Window(command, without_passphrase(ward)) as screen:
        screen.wait_for("812 ho so can lam", "Truong Ngoc Hoang", "Thoat")
        assert screen.text.isascii()
        assert r"\u" not in screen.text
        phones = {line.find(" 0570000") for line in screen.text.splitlines() if " 0570000" in line}
        assert len(phones) == 1


def test_a_log_panel_lives_through_every_size_of_the_window(ward: Laptop) -> None:
    case = ward.first_case()
    with Window(COMMAND, ward.environment) as screen:
        screen.wait_for("812 hồ sơ cần làm")
        screen.press("c")
        screen.wait_for(f"Gọi: {case['name']}")
        screen.resize(200, 60)
        screen.wait_for(f"Gọi: {case['name']}", "Lịch sử")
        screen.resize(40, 12)
        screen.wait_for("cần ít nhất 60 × 16, hiện là 40 × 12")
        screen.press("1")
        screen.resize(1, 1)
        screen.resize(50, 20)
        screen.wait_for("hiện là 50 × 20")
        screen.resize(80, 24)
        screen.wait_for(f"Gọi: {case['name']}", "Bấm một phím là lưu", "812 chưa gửi")
        screen.press("1")
        screen.wait_for(f"Đã lưu: {case['name']}", "813 chưa gửi")
        screen.press("q")
        assert screen.wait_for_end() == 0
    assert ward.ask("show", case["id"])["attempts"]["call"] == 1


def test_a_window_that_is_too_small_from_the_start_can_grow_or_be_left(laptop: Laptop) -> None:
    with Window(COMMAND, without_passphrase(laptop), 30, 8) as screen:
        screen.wait_for("30 × 8")
        screen.resize(80, 24)
        screen.wait_for("Ngôn ngữ · Language", "bước 1/5")
        screen.resize(30, 8)
        screen.wait_for("30 × 8")
        screen.press("q")
        assert screen.wait_for_end() == 0
    assert not laptop.home.exists()
