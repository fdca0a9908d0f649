"""Letters by command for people who are named, whatever is next for them."""

from pathlib import Path

from tests.e2e.test_letters import AN, CHILD, OLD, Desk


def test_letters_for_the_people_who_are_named_and_for_nobody_twice(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    assert desk.written_to("--due") == {OLD}
    assert desk.written_to(desk.id[AN], desk.id[CHILD][-8:]) == {AN, CHILD}
    assert desk.letters(desk.id[AN], desk.id[AN])["letters"] == 1
    desk.laptop.ask("log", "letter", desk.id[AN], "--outcome", "letter_delivered")
    assert desk.written_to("--due", desk.id[AN], desk.id[CHILD]) == {CHILD}
    assert desk.written_to(desk.id[AN]) == {AN}
    assert desk.written_to(desk.id[AN], "--area", "Tổ 9") == set()


def test_whoever_is_not_to_be_contacted_gets_none_even_when_named(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.laptop.ask("log", "visit", desk.id[OLD], "--outcome", "death_reported")
    desk.laptop.ask("book", desk.id[AN], "--self", "--at", "2026-11-25T08:00:00+07:00")
    assert desk.written_to(desk.id[OLD], desk.id[AN], desk.id[CHILD]) == {CHILD}
