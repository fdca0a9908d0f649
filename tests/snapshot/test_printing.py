"""Letters and sheets made on a screen: how it looks, what is in the file, what is refused.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from docx import Document
from syrupy.assertion import SnapshotAssertion
from textual import events

from tests.builders import MONDAY, CountingIds, SetClock
from tests.snapshot.opened import Ids, Opening, made_ward
from tests.snapshot.session_ward import EVENING, SIZES, Screen, fill
from wardtui.domain.events import ContactLogged
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.i18n import Language
from wardtui.services.book import Book, book
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.ports import Tools
from wardtui.store.vault import OpenVault
from wardtui.tui.action import Place
from wardtui.tui.keymap import Keymap
from wardtui.tui.screens.board import BoardScreen
from wardtui.tui.screens.print_out import PrintedScreen, PrintScreen
from wardtui.tui.screens.roll import RollScreen
from wardtui.tui.screens.sessions import SessionsScreen
from wardtui.tui.screens.today import TodayScreen
from wardtui.tui.screens.worklist import WorklistScreen

LETTERS, LIST = "giay-moi-2026-11-23", "danh-sach-hen-2026-11-23"
FORM_KEYS = {"letters": ("P", "1"), "sheet": ("y", "P", "1")}
BOOKED = ("Phạm Văn Dũng", "Nguyễn Văn An", "Vũ Thị Giang")
"""Who is expected this evening."""


@pytest.fixture(scope="module")
def ward(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Ids]:
    """A vault with sessions, always the same: its clock and ids are set."""
    tools = Tools(SetClock(MONDAY), ids := CountingIds())
    folder = tmp_path_factory.mktemp("printing")
    return made_ward(folder, ids, MONDAY, lambda unit: fill(unit, tools))


@pytest.fixture
def opening(ward: tuple[Path, Ids], tmp_path: Path) -> Iterator[Opening[Screen]]:
    made = Opening(ward, tmp_path / "home", Screen, EVENING)
    yield made
    made.close()


def shown(screen: Screen, home: Path) -> str:
    """The text with the folder of this run called ``~``, as wide as it was."""
    longer = len(str(home)) - 1
    named = re.compile(re.escape(str(home)) + r"(/\S+\.docx▏?)")
    return named.sub(lambda found: f"~{found[1]}{' ' * longer}", screen.text)


def words_of(file: Path) -> str:
    document = Document(str(file))
    cells = (one.text for table in document.tables for row in table.rows for one in row.cells)
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


async def exports(screen: Screen) -> list[tuple[str, int]]:
    """What the access log says was taken out."""
    noted = await screen.app.session.read(lambda unit: unit.accesses())  # type: ignore[attr-defined]
    return [(one.command, one.residents) for one in noted if one.what == "export"]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("what", FORM_KEYS)
async def test_each_step(
    what: str,
    size: tuple[int, int],
    language: Language,
    home: Path,
    opening: Opening[Screen],
    snapshot: SnapshotAssertion,
) -> None:
    async def look(screen: Screen) -> None:
        *keys, choice = FORM_KEYS[what]
        await screen.press(*keys)
        assert shown(screen, home) == snapshot
        await screen.press(choice)
        assert max(len(line) for line in screen.text.splitlines()) <= size[0]
        assert shown(screen, home) == snapshot
        await screen.press("enter")
        assert shown(screen, home) == snapshot

    await opening.run(look, size, language)


@pytest.mark.parametrize(
    "place", [Place.WORKLIST, Place.TODAY, Place.BOARD, Place.SESSIONS, Place.ROLL]
)
def test_the_same_key_prints_everywhere(place: Place) -> None:
    capital = Keymap().action_for(events.Key("P", "P"), place)
    assert capital is not None
    assert capital.name == "print"


async def test_letters_go_to_all_who_are_selected_and_they_stay_selected(
    home: Path, opening: Opening[Screen]
) -> None:
    async def select(screen: Screen) -> None:
        await screen.press("end", "space", "up", "up", "space", "P", "1", "enter")
        assert screen.open is PrintedScreen
        await screen.press("x")
        assert screen.open is WorklistScreen
        assert "2 selected" in screen.words
        assert await exports(screen) == [("letters", 2)]

    await opening.run(select)
    text = words_of(home / "Documents" / f"{LETTERS}.docx")
    assert text.count("Kính gửi") == 2
    assert "Ngô Thị Nga" in text


@pytest.mark.parametrize(("key", "sign"), [("escape", None), ("alt+x", "x")])
async def test_a_key_pressed_while_a_file_is_written_does_not_hide_where_it_is(
    home: Path, opening: Opening[Screen], key: str, sign: str | None
) -> None:
    async def write(screen: Screen) -> None:
        await screen.press("P", "1")
        early = events.Key(key, sign)
        await screen.press("enter")
        await screen.app.on_event(early)
        assert screen.open is PrintedScreen
        assert LETTERS in screen.words
        await screen.press("escape")
        assert screen.open is WorklistScreen

    await opening.run(write)


def click_at(x: int, y: int) -> list[events.MouseEvent]:
    """What a terminal tells of a click; the pilot of Textual hands it past the application."""
    return [
        kind(None, x, y, 0, 0, 1, shift=False, meta=False, ctrl=False)
        for kind in (events.MouseDown, events.MouseUp)
    ]


@pytest.mark.parametrize("line", [12, 20], ids=["beside the panel", "on the panel"])
async def test_nor_does_a_click_made_meanwhile_and_one_made_later_goes_back(
    home: Path, opening: Opening[Screen], line: int
) -> None:
    async def write(screen: Screen) -> None:
        await screen.press("P", "1")
        early = click_at(40, line)
        await screen.press("enter")
        for event in early:
            await screen.app.on_event(event)
        await screen.settle()
        assert screen.open is PrintedScreen
        for event in click_at(40, line):
            await screen.app.on_event(event)
        await screen.settle()
        assert screen.open is WorklistScreen

    await opening.run(write)


async def test_whoever_gets_none_of_those_selected_is_counted_before_anything_is_written(
    home: Path, opening: Opening[Screen]
) -> None:
    def report_a_death(vault: OpenVault, tools: Tools) -> None:
        ids = opening._ids
        contact = ContactLogged(channel=Channel.CALL, outcome=Outcome.DEATH_REPORTED)
        dead = LogContact(resident=ids["oanh"], contact=contact)
        vault.write(lambda unit: log_contact(unit, dead, tools))

    opening.prepare(report_a_death)

    async def select(screen: Screen) -> None:
        await screen.press("asterisk", "P", "1")
        assert "11 letters, one page each" in screen.words
        assert "1 of those selected gets none" in screen.words
        await screen.press("enter")

    await opening.run(select)
    assert "Dương Thị Oanh" not in words_of(home / "Documents" / f"{LETTERS}.docx")


async def test_who_booked_elsewhere_or_is_not_to_be_contacted_gets_no_letter_and_a_reason(
    home: Path, opening: Opening[Screen]
) -> None:
    def book_elsewhere(vault: OpenVault, tools: Tools) -> None:
        at, who = EVENING + timedelta(days=2), opening._ids["minh"]
        booking = Book(resident=who, session=None, at=at, place="Nơi khác")
        vault.write(lambda unit: book(unit, booking, tools))

    opening.prepare(book_elsewhere)

    async def ask(screen: Screen) -> None:
        await screen.press("slash", *"minh", "enter", "P", "2")
        assert screen.open is WorklistScreen
        assert "No letter:" in screen.words
        assert await exports(screen) == []

    await opening.run(ask)
    assert list((home / "Documents").iterdir()) == []


async def test_the_person_under_the_cursor_gets_a_letter_whatever_is_next(
    home: Path, opening: Opening[Screen]
) -> None:
    async def ask(screen: Screen) -> None:
        await screen.press("slash", *"minh", "enter", "P", "2", "enter")
        assert await exports(screen) == [("letters", 1)]

    await opening.run(ask)
    assert "Hồ Văn Minh" in words_of(home / "Documents" / f"{LETTERS}.docx")


async def test_all_who_are_due_can_be_those_of_the_area_that_is_shown(
    home: Path, opening: Opening[Screen]
) -> None:
    async def ask(screen: Screen) -> None:
        await screen.press("right", "P")
        assert "Letters for everybody in Tổ 5 who is due one" in screen.words
        await screen.press("1", "enter", "escape", "P", "2", "enter")
        (one, of_area), (other, of_ward) = await exports(screen)
        assert one == other == "letters"
        assert of_area < of_ward

    await opening.run(ask)
    in_area = words_of(home / "Documents" / f"{LETTERS}.docx")
    assert "Tổ 5" in in_area
    assert "Tổ 6" not in in_area
    assert "Tổ 6" in words_of(home / "Documents" / f"{LETTERS}-2.docx")


@pytest.mark.parametrize(("key", "page"), [("t", TodayScreen), ("b", BoardScreen)])
async def test_the_other_pages_print_too(
    key: str, page: type, home: Path, opening: Opening[Screen]
) -> None:
    async def ask(screen: Screen) -> None:
        await screen.press(key, "P", "1", "enter", "escape")
        assert screen.open is page
        assert [command for command, _ in await exports(screen)] == ["letters"]

    await opening.run(ask)
    assert (home / "Documents" / f"{LETTERS}.docx").exists()


async def test_a_file_that_is_there_is_never_overwritten(
    home: Path, opening: Opening[Screen]
) -> None:
    folder = home / "Documents"
    for name in (LETTERS, f"{LETTERS}-2"):
        (folder / f"{name}.docx").write_text("before")

    async def ask(screen: Screen) -> None:
        await screen.press("P", "1")
        assert f"{LETTERS}-3.docx" in screen.words
        await screen.press(*["backspace"] * len("-3.docx"), "enter")
        assert "There is a file of that name already. Choose another name." in screen.words
        assert await exports(screen) == []
        await screen.press(*"-moi", "enter")
        assert screen.open is PrintedScreen

    await opening.run(ask)
    assert (folder / f"{LETTERS}.docx").read_text() == "before"
    assert words_of(folder / f"{LETTERS}-moi.docx")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "File: Give the file a name."),
        ("thu.pdf", "does not end in .docx. Give the file such a name."),
        ("khong-co/thu.docx", "There is no folder"),
        ("ơ" * 150, "cannot be opened or written. Check that the folder is there"),
    ],
)
async def test_a_file_that_cannot_be_written_is_named_with_the_remedy_and_nothing_is_logged(
    typed: str, told: str, home: Path, opening: Opening[Screen]
) -> None:
    async def ask(screen: Screen) -> None:
        await screen.press("P", "1", "ctrl+u")
        screen.app.post_message(events.Paste(typed))
        await screen.press("enter")
        assert screen.open is PrintScreen
        assert " ".join(told.split()) in screen.words.replace(" │ │ ", " ")

    await opening.run(ask)
    assert list((home / "Documents").iterdir()) == []


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("moi", "Documents/moi.docx"),
        ("'moi toi nay.docx'", "Documents/moi toi nay.docx"),
        ("..", f"{LETTERS}.docx"),
        ("~/", f"{LETTERS}.docx"),
    ],
)
async def test_a_name_or_a_folder_alone_is_enough(
    typed: str, written: str, home: Path, opening: Opening[Screen]
) -> None:
    async def ask(screen: Screen) -> None:
        await screen.press("P", "1", "ctrl+u")
        screen.app.post_message(events.Paste(typed))
        await screen.press("enter")
        assert screen.open is PrintedScreen

    await opening.run(ask)
    assert (home / written).exists()


async def test_letters_say_who_writes_and_remember_it_for_the_next_ones(
    home: Path, opening: Opening[Screen]
) -> None:
    async def ask(screen: Screen) -> None:
        await screen.press("P", "1", "down", *"Mau", "down", *"12", "enter")
        assert screen.open is PrintScreen
        assert "that is no telephone number" in screen.words
        await screen.press("ctrl+u", *"0570000999", "enter", "escape", "P", "1")
        assert "0570000999" in screen.words

    await opening.run(ask)
    text = words_of(home / "Documents" / f"{LETTERS}.docx")
    assert "0570 000 999" in text
    assert "MAU" in text


async def test_a_broken_template_is_named_and_nothing_is_written(
    home: Path, tmp_path: Path, opening: Opening[Screen]
) -> None:
    own = tmp_path / "home" / "templates" / "giay-moi.docx"
    own.parent.mkdir()
    own.write_text("no document")

    async def ask(screen: Screen) -> None:
        await screen.press("P", "1", "enter")
        assert screen.open is PrintScreen
        assert "It is no Word document" in screen.words

    await opening.run(ask)
    assert list((home / "Documents").iterdir()) == []


@pytest.mark.parametrize(
    ("key", "name", "whom", "hidden"),
    [
        ("1", LIST, "team", ()),
        ("2", "danh-sach-ho-tro-2026-11-23", "helper", ("0570", "1954")),
        ("3", "xac-nhan-truoc-khi-di-2026-11-23", "mobile", ()),
    ],
)
@pytest.mark.parametrize("way", [("y",), ("y", "enter")], ids=["calendar", "roll"])
async def test_each_sheet_of_a_session_is_made_from_the_calendar_and_at_the_door(
    way: tuple[str, ...],
    key: str,
    name: str,
    whom: str,
    hidden: tuple[str, ...],
    home: Path,
    opening: Opening[Screen],
) -> None:
    async def ask(screen: Screen) -> None:
        await screen.press(*way, "P", key, "enter")
        assert await exports(screen) == [(f"sessions sheet --for {whom}", 3)]
        await screen.press("escape")
        assert screen.open is (SessionsScreen if len(way) == 1 else RollScreen)

    await opening.run(ask)
    text = words_of(home / "Documents" / f"{name}.docx")
    assert all(who in text for who in BOOKED)
    assert not [one for one in hidden if one in text]


async def test_who_is_booked_into_a_session_gets_letters_from_its_page(
    home: Path, opening: Opening[Screen]
) -> None:
    async def ask(screen: Screen) -> None:
        await screen.press("y", "enter", "P", "4", "enter")
        assert await exports(screen) == [("letters", 3)]

    await opening.run(ask)
    text = words_of(home / "Documents" / f"{LETTERS}.docx")
    assert all(who in text for who in BOOKED)


@pytest.mark.parametrize(
    ("downs", "told"),
    [(2, "Nobody is expected there. No file was written."), (3, "does not take place")],
    ids=["nobody", "cancelled"],
)
async def test_without_anybody_expected_there_is_no_sheet(
    downs: int, told: str, home: Path, opening: Opening[Screen]
) -> None:
    async def ask(screen: Screen) -> None:
        await screen.press("y", *["down"] * downs, "P", "1")
        assert screen.open is SessionsScreen
        assert told in screen.words
        await screen.press("P", "4")
        assert "There is nobody to write to." in screen.words

    await opening.run(ask)
    assert list((home / "Documents").iterdir()) == []


async def test_any_other_key_writes_nothing(home: Path, opening: Opening[Screen]) -> None:
    async def go_back(screen: Screen) -> None:
        await screen.press("P", "x", "P", "1", "escape")
        assert screen.open is WorklistScreen
        assert await exports(screen) == []

    await opening.run(go_back)
    assert list((home / "Documents").iterdir()) == []


async def test_the_mouse_prints_as_well(home: Path, opening: Opening[Screen]) -> None:
    async def click(screen: Screen) -> None:
        await screen.press("P")
        await screen.pilot.click("#choice-panel Static", offset=(5, 1))
        await screen.settle()
        assert screen.open is PrintScreen
        await screen.pilot.click("#form-foot", offset=(2, 0))
        await screen.settle()
        assert screen.open is PrintedScreen
        for event in click_at(*screen.app.screen.query_one("#printed-file").region.offset):
            await screen.app.on_event(event)
        await screen.settle()
        assert screen.open is WorklistScreen

    await opening.run(click)
    assert (home / "Documents" / f"{LETTERS}.docx").exists()


async def test_without_a_folder_for_documents_it_is_the_users_own(
    home: Path, opening: Opening[Screen]
) -> None:
    (home / "Documents").rmdir()

    async def ask(screen: Screen) -> None:
        await screen.press("P", "1", "enter")
        assert screen.open is PrintedScreen

    await opening.run(ask)
    assert (home / f"{LETTERS}.docx").exists()


@pytest.mark.parametrize("keys", FORM_KEYS.values(), ids=FORM_KEYS)
async def test_a_very_small_window_ends_nothing(
    keys: tuple[str, ...], home: Path, opening: Opening[Screen]
) -> None:
    async def ask(screen: Screen) -> None:
        await screen.pilot.resize_terminal(80, 24)
        await screen.press(*keys)
        await screen.pilot.resize_terminal(40, 12)
        await screen.settle()
        await screen.pilot.resize_terminal(80, 24)
        await screen.press("enter")
        assert screen.open is PrintedScreen
        await screen.pilot.resize_terminal(40, 12)
        await screen.settle()

    await opening.run(ask)
    assert len(list((home / "Documents").iterdir())) == 1
