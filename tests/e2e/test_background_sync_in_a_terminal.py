"""The screen exchanges with a real server by itself, in a real terminal."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.e2e.program import COMMAND, Laptop, Server, serving
from tests.e2e.terminal import Terminal
from wardtui.domain.moments import VIETNAM

LIST = """\
Họ và tên,Ngày sinh,Giới tính,Số ĐDCN,Số điện thoại,Tổ dân phố/Thôn,Chưa có thẻ căn cước
Trần Mẫu Hòa,02/02/1990,Nam,000090000102,0570000102,Tổ 3,x
Lê Mẫu Bình,03/02/1991,Nam,000091000103,0570000103,Tổ 3,x
"""
IN_A_MONTH = datetime.now(VIETNAM) + timedelta(days=30)


@pytest.fixture
def laptops(server: Server, tmp_path: Path) -> list[Laptop]:
    """Two laptops of one ward, which know the same two people."""
    (tmp_path / "list.csv").write_text(LIST, "utf-8-sig")
    ward = f"W-{tmp_path.name}"[:40]
    found = []
    for number in (1, 2):
        one = Laptop(tmp_path / f"laptop-{number}").new()
        one.ask("config", "language", "en")
        server.pair(one, f"Cán bộ {number}", "officer", ward)
        found.append(one)
    found[0].ask("import", tmp_path / "list.csv")
    for one in found:
        one.ask("sync")
    return found


def calls(laptop: Laptop) -> int:
    laptop.ask("sync")
    return sum(case["attempts"]["call"] for case in laptop.ask("list")["cases"])


def test_what_is_logged_is_sent_by_itself_a_moment_later(laptops: list[Laptop]) -> None:
    first, second = laptops
    with Terminal(COMMAND, first.environment) as screen:
        screen.wait_for("Trần Mẫu Hòa", "✓ synchronised")
        screen.press("c", "1", "c", "1")
        screen.wait_for("↑ 2 not sent")
        screen.wait_until_gone("not sent")
        screen.wait_for("✓ synchronised")
        screen.press("q")
        assert screen.wait_for_end() == 0
    assert calls(second) == 2


def test_what_another_laptop_sent_is_shown_when_it_comes(laptops: list[Laptop]) -> None:
    first, second = laptops
    with Terminal(COMMAND, first.environment) as screen:
        screen.wait_for("Trần Mẫu Hòa", "✓ synchronised")
        who = second.first_case()["id"]
        second.ask("close", who, "--reason", "emigrated")
        second.ask("sync")
        screen.press("s")
        screen.wait_for("Synchronised: sent 0, read 1")
        screen.press("q")
        assert screen.wait_for_end() == 0


def test_without_a_line_everything_goes_on_and_is_sent_when_it_is_back(
    laptops: list[Laptop], tmp_path: Path
) -> None:
    with serving(tmp_path) as other:
        laptop = Laptop(tmp_path / "alone").new()
        laptop.ask("config", "language", "en")
        other.pair(laptop, "Cán bộ lẻ")
        laptop.ask("import", tmp_path / "list.csv")
        laptop.ask("sync")
        port = int(other.url.rpartition(":")[2])
    with Terminal(COMMAND, laptop.environment) as screen:
        screen.wait_for("Trần Mẫu Hòa", "✗ no connection")
        screen.press("c", "1")
        screen.wait_for("↑ 1 not sent")
        screen.press("S")
        screen.wait_for("no connection", "1 contact")
        with serving(tmp_path, port=port):
            screen.press("s")
            screen.wait_for("Synchronised: sent 1", "nothing")
            screen.press("escape", "q")
            assert screen.wait_for_end() == 0


def test_leaving_in_the_middle_of_an_exchange_ends_at_once_and_loses_nothing(
    laptops: list[Laptop],
) -> None:
    first, second = laptops
    with Terminal(COMMAND, first.environment) as screen:
        screen.wait_for("Trần Mẫu Hòa", "✓ synchronised")
        screen.press("c", "1", "s", "q")
        assert screen.wait_for_end() == 0
    first.ask("sync")
    assert first.ask("outbox")["pending"] == 0
    assert calls(second) == 1


def test_who_has_no_seat_is_booked_again_on_the_page(laptops: list[Laptop]) -> None:
    first, second = laptops
    start = IN_A_MONTH.replace(hour=18, minute=0, second=0, microsecond=0)
    sessions = [
        first.ask(
            "sessions", "open", "--kind", "ward_evening", "--place", "Nhà văn hóa",
            "--start", (start + timedelta(days=day)).isoformat(),
            "--end", (start + timedelta(days=day, hours=2)).isoformat(), "--capacity", 1,
        )["session"]
        for day in (0, 1)
    ]  # fmt: skip
    for one in laptops:
        one.ask("sync")
    one, other = (case["id"] for case in first.ask("list")["cases"])
    first.ask("book", one, sessions[0])
    second.ask("book", other, sessions[0])
    first.ask("sync")
    assert second.run("sync", "--json").code == 1
    with Terminal(COMMAND, second.environment) as screen:
        screen.wait_for("‼ 1 not taken")
        screen.press("S")
        screen.wait_for("all seats were taken already", "Book another session.")
        screen.press("j")
        screen.wait_for("Nhà văn hóa")
        screen.press("2")  # the first one is full
        screen.wait_for("recorded anew in another way")
        screen.wait_until_gone("‼ 1 not taken")
        screen.wait_until_gone("not sent")
        screen.press("escape", "q")
        assert screen.wait_for_end() == 0
    outbox = second.ask("outbox")
    assert (outbox["pending"], outbox["rejected"]) == (0, [])
    assert [one["reason"] for one in outbox["discarded"]] == ["done_again"]
    assert second.ask("show", other)["booking"]["session"] == sessions[1]
