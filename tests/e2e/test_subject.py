"""Everything that is held on one person, for that person, with the real program."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.program import SAMPLE, Laptop, serving

NOW = "2026-11-22T19:30:00+07:00"
NOTE = "Chìa khóa gửi nhà số 4 <trước>"


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Laptop:
    made = Laptop(tmp_path_factory.mktemp("subject") / "vault", NOW).new()
    made.ask("import", SAMPLE)
    return made


@pytest.fixture(scope="module")
def person(laptop: Laptop) -> Any:
    """Somebody with a number, a note, a call that was taken back, and a corrected number."""
    cases = laptop.ask("list", "--limit", 60, "--reveal")["cases"]
    found = next(one for one in cases if one["personal_id"] and one["phones"])
    laptop.ask("log", "call", found["id"], "--outcome", "busy")
    laptop.ask("undo")
    laptop.ask("log", "visit", found["id"], "--outcome", "agreed_no_date", "--note", NOTE)
    laptop.ask("correct", found["id"], "phones", "0570 000 777")
    laptop.ask("show", found["id"], "--reveal")
    return found


def page(laptop: Laptop, person: Any, file: Path, *more: str) -> str:
    told = laptop.ask("subject", person["id"][-8:], "-o", file, *more)
    assert told == {"file": str(file), "resident": person["id"], "entries": 5}
    return file.read_text("utf-8")


def test_the_person_reads_everything_with_whole_numbers_when_that_is_asked_for(
    laptop: Laptop, person: Any, tmp_path: Path
) -> None:
    text = page(laptop, person, tmp_path / "page.txt", "--reveal")
    for known in (person["name"], person["personal_id"], "0570 000 777", NOTE, person["area"]):
        assert known in text
    history = laptop.ask("show", person["id"], "--reveal")["history"]
    assert len(history) == 5
    for event in history:
        assert event["id"] in text
    assert text.count("[đã hoàn tác") == 1
    assert "xem đủ số (show)" in text


def test_numbers_and_notes_are_left_out_unless_they_are_asked_for(
    laptop: Laptop, person: Any, tmp_path: Path
) -> None:
    text = page(laptop, person, tmp_path / "page.txt")
    assert person["name"] in text
    for hidden in (person["personal_id"], NOTE, "0570 000 777", "Chìa khóa"):
        assert hidden not in text
    assert "Các số đã che bớt" in text
    assert text.count("đã lược bỏ") == 1


def test_an_appointment_is_told_once(laptop: Laptop, tmp_path: Path) -> None:
    when = ("--start", "2026-11-24T18:30:00+07:00", "--end", "2026-11-24T21:00:00+07:00")
    room = ("--kind", "ward_evening", "--place", "P1", "--capacity", 5)
    session = laptop.ask("sessions", "open", *room, *when)["session"]
    (case,) = laptop.ask("list", "--need", "id_card", "--limit", 1)["cases"]
    laptop.ask("book", case["id"], session)
    laptop.ask("subject", case["id"], "-o", tmp_path / "page.txt")
    lines = (tmp_path / "page.txt").read_text("utf-8").splitlines()
    assert len([line for line in lines if line.strip().startswith("Lịch hẹn: ")]) == 1


def test_a_page_stands_alone_and_takes_nothing_for_markup(
    laptop: Laptop, person: Any, tmp_path: Path
) -> None:
    html = page(laptop, person, tmp_path / "page.html", "--reveal")
    assert html.startswith("<!DOCTYPE html>")
    assert '<html lang="vi">' in html
    assert "&lt;trước&gt;" in html
    assert "<trước>" not in html
    assert "http" not in html
    assert "src=" not in html


def test_that_it_was_taken_out_stands_on_the_next_page(
    laptop: Laptop, person: Any, tmp_path: Path
) -> None:
    first = page(laptop, person, tmp_path / "first.txt")
    second = page(laptop, person, tmp_path / "second.txt")
    wording = "xuất ra tệp (subject)"
    assert second.count(wording) == first.count(wording) + 1
    other = laptop.ask("list", "--limit", 90)["cases"][-1]
    laptop.ask("subject", other["id"], "-o", tmp_path / "other.txt")
    assert wording not in (tmp_path / "other.txt").read_text("utf-8")


def test_of_who_is_forgotten_only_what_is_left_is_told(laptop: Laptop, tmp_path: Path) -> None:
    steps = {"vneid_account": "level2_collected", "vneid_activation": "activated"}
    case = laptop.ask("list", "--area", "Tổ 4", "--limit", 1, "--reveal")["cases"][0]
    laptop.ask("log", "visit", case["id"], "--outcome", "agreed_no_date", "--note", NOTE)
    for need in case["needs"]:
        laptop.ask("enrol", case["id"], "--need", need, "--step", steps.get(need, "captured"))
    with serving(tmp_path) as server:
        server.pair(laptop, "Nguyễn Văn Mẫu")
        laptop.ask("sync")
    later = Laptop(laptop.home, now="2027-01-04T19:00:00+07:00")
    later.ask("show", case["id"], "--reveal")
    assert later.ask("vault", "purge")["forgotten"] == 1
    file = tmp_path / "page.txt"
    told = later.ask("subject", case["id"][-8:], "-o", file, "--reveal")
    assert told == {"file": str(file), "resident": case["id"], "entries": 0, "forgotten": True}
    text = file.read_text("utf-8")
    for left in ("Tổ 4", "22/11/2026 · Đến nhà: 1", "xem đủ số (show)"):
        assert left in text
    given = case["name"].split()[-1]
    gone = [case["name"], case["address"], NOTE, case["personal_id"], *case["phones"]]
    for hidden in (one for one in gone if one):
        assert hidden not in text
    assert f" {given}" not in text
    assert "xuất ra tệp (subject)" not in text
    later.ask("subject", case["id"], "-o", tmp_path / "again.txt")
    assert "xuất ra tệp (subject)" in (tmp_path / "again.txt").read_text("utf-8")


def test_what_was_merged_belongs_to_the_person(laptop: Laptop, tmp_path: Path) -> None:
    one, other = laptop.ask("list", "--area", "Tổ 9", "--limit", 2)["cases"]
    laptop.ask("log", "call", one["id"], "--outcome", "busy")
    laptop.ask("merge", one["id"], "--into", other["id"])
    file = tmp_path / "page.txt"
    told = laptop.ask("subject", one["id"], "-o", file, "--reveal")
    assert told["resident"] == other["id"]
    text = file.read_text("utf-8")
    assert one["id"] in text
    assert "Máy bận" in text


def test_only_pages_are_written_and_only_of_somebody(
    laptop: Laptop, person: Any, tmp_path: Path
) -> None:
    file = tmp_path / "page.docx"
    refused = laptop.run("subject", person["id"], "-o", file, "--json")
    assert (refused.code, refused.json["error"]["code"]) == (2, "not_a_page_name")
    assert not file.exists()
    unknown = laptop.run("subject", "00000000", "-o", tmp_path / "page.txt", "--json")
    assert (unknown.code, unknown.json["error"]["code"]) == (2, "unknown_resident")
