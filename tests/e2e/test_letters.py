"""Letters and run sheets by the commands, opened in LibreOffice."""

import csv
import re
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from tests.conftest import PASSPHRASE
from tests.e2e.program import Laptop
from wardtui.reports.letters import TEMPLATE
from wardtui.sample.list_file import HEADINGS
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

NOW = "2026-11-23T19:00:00+07:00"
EVENING = ("2026-11-25T18:00:00+07:00", "2026-11-25T21:00:00+07:00")
SATURDAY = ("2026-11-28T08:00:00+07:00", "2026-11-28T11:00:00+07:00")
OFFICE = "Trụ sở Công an Phường Mẫu"
LONG_NAME = " ".join(["Nguyễn Phương"] * 14)
LONG_ADDRESS = "Số 9 hẻm 8 ngách 15 ngõ 72 phố Mẫu Đơn, cạnh nhà văn hóa " * 8
PEOPLE = (
    ("Nguyễn Văn An", "03/02/1985", "000085000123", "0570000123", "Số 12 phố Mẫu Đơn", "xx", ""),
    ("Trần Thị Ước", "05/06/2017", "", "0570000124", "Số 14 phố Mẫu Đơn", "x", "Trần Văn Đặng"),
    ("Đỗ Thị Hường", "1940", "000140000125", "", "Số 16 phố Mẫu Đơn", "x", ""),
    (LONG_NAME, "01/01/1990", "000190000126", "0570000126", LONG_ADDRESS, "xxx", ""),
    ("Lê Quý Mão", "07/08/1970", "000070000127", "0570000127", "Số 18 phố Mẫu Đơn", "x", ""),
)
AN, CHILD, OLD, LONG, FAR = (name for name, *_ in PEOPLE)


def write_list(file: Path) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as target:
        rows = csv.DictWriter(target, HEADINGS)
        rows.writeheader()
        for number, (name, born, pid, phone, address, lacks, guardian) in enumerate(PEOPLE, 1):
            rows.writerow(
                {
                    "STT": str(number),
                    "Họ và tên": name,
                    "Ngày sinh": born,
                    "Số ĐDCN": pid,
                    "Số điện thoại": phone,
                    "Tổ dân phố/Thôn": "Tổ 5",
                    "Nơi thường trú": address,
                    "Nơi ở hiện tại": address,
                    "Chưa có thẻ căn cước": lacks[:1],
                    "Chưa có TK định danh điện tử": lacks[1:2],
                    "Chưa kích hoạt VNeID": lacks[2:3],
                    "Người đại diện": guardian,
                }
            )


class Desk:
    """A laptop on which these people are listed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.laptop = Laptop(folder / "vault", now=NOW).new()
        write_list(folder / "list.csv")
        added = self.laptop.ask("import", folder / "list.csv")
        assert added["added"] == len(PEOPLE), added
        cases = self.laptop.ask("list")["cases"]
        self.id = {case["name"]: case["id"] for case in cases}

    def session(self, kind: str, times: Sequence[str], place: str = OFFICE) -> str:
        start, end = times
        made = self.laptop.ask(
            "sessions", "open", "--kind", kind, "--place", place, "--start", start, "--end", end
        )
        return str(made["session"])

    def book(self, session: str, *names: str) -> None:
        for name in names:
            self.laptop.ask("book", self.id[name], session)

    def letters(self, *options: str) -> Any:
        return self.laptop.ask("letters", *options, "-o", self.folder / "letters.docx")

    def written_to(self, *options: str) -> set[str]:
        wanted = self.letters(*options)["residents"]
        return {name for name, who in self.id.items() if who in wanted}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


Convert = Callable[[Path, str], Path]


@pytest.fixture(scope="module")
def convert(tmp_path_factory: pytest.TempPathFactory) -> Convert:
    """LibreOffice without a window, with a profile of its own."""
    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    folder = tmp_path_factory.mktemp("office")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"

    def run(file: Path, form: str) -> Path:
        subprocess.run(
            [program, profile, "--headless", "--convert-to", form, "--outdir", folder, file],
            capture_output=True,
            timeout=180,
            check=False,
        )
        return folder / f"{file.stem}.{form.partition(':')[0]}"

    plain = folder / "plain.docx"
    document = Document()
    document.add_paragraph("x")
    document.save(str(plain))
    if not run(plain, "pdf").exists():
        pytest.skip("LibreOffice is installed without Writer: it opens no Word document at all")
    return run


def pages(pdf: Path) -> int:
    return len(re.findall(rb"/Type\s*/Page(?![A-Za-z])", pdf.read_bytes()))


def test_letters_have_one_page_each_however_long_the_names_are(
    desk: Desk, convert: Convert
) -> None:
    desk.book(desk.session("ward_evening", EVENING), AN, CHILD, LONG)
    desk.book(desk.session("at_home", SATURDAY, "Tổ 5"), OLD)
    made = desk.letters("--due", "--phone", "0570 000 999", "--ward-name", "Phường Mẫu")
    assert made["letters"] == 4
    file = Path(made["file"])
    assert pages(convert(file, "pdf")) == 4
    text = convert(file, "txt:Text (encoded):UTF8").read_text("utf-8-sig")
    for part in (
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Ông/bà Trần Văn Đặng, người đại diện của cháu Trần Thị Ước",
        "Giấy khai sinh của cháu, chỉ khi cháu chưa có số định danh cá nhân",
        "thứ Tư ngày 25/11/2026",
        "Tại nhà ông/bà",
        "Cán bộ khu vực, điện thoại 0570 000 999",
    ):
        assert part in text


@pytest.mark.parametrize(("whom", "shown", "hidden"), [
    ("team", ["0570 000 124", "2017", "Căn cước trẻ em", "đại diện: Trần Văn Đặng"], []),
    ("helper", ["Trần Thị Ước", "Số 14 phố Mẫu Đơn, Tổ 5"], ["0570", "2017", "Căn cước", "Đặng"]),
    ("mobile", ["Trần Thị Ước", "2017", "0570 000 124"], ["Căn cước"]),
])  # fmt: skip
def test_sheets_open_and_show_what_their_readers_need(
    desk: Desk, convert: Convert, whom: str, shown: list[str], hidden: list[str]
) -> None:
    session = desk.session("mobile_team", EVENING)
    desk.book(session, AN, CHILD, OLD, LONG, FAR)
    file = desk.folder / f"{whom}.docx"
    made = desk.laptop.ask("sessions", "sheet", session, "--for", whom, "-o", file)
    assert made == {"file": str(file), "for": whom, "people": 5}
    assert pages(convert(file, "pdf")) in (1, 2)
    converted = convert(file, "txt:Text (encoded):UTF8").read_text("utf-8-sig")
    text = converted.replace("\N{NO-BREAK SPACE}", " ")
    assert all(part in text for part in shown)
    assert (OFFICE in text) == (whom != "helper")
    assert not [part for part in hidden if part in text]


def test_who_was_written_to_is_due_again_only_when_time_or_place_change(desk: Desk) -> None:
    session = desk.session("ward_evening", EVENING)
    desk.book(session, AN, CHILD)
    desk.laptop.ask("log", "letter", desk.id[AN], "--outcome", "letter_delivered")
    assert desk.written_to("--due", "--session", session) == {CHILD}
    assert desk.written_to("--session", session) == {AN, CHILD}
    later = ("--now", "2026-11-23T20:00:00+07:00")
    desk.laptop.ask("sessions", "change", session, "--place", "Nhà văn hóa tổ 5", *later)
    assert desk.written_to("--due", "--session", session, *later) == {AN, CHILD}


def test_whom_calls_do_not_reach_gets_a_letter_and_who_stopped_contact_none(desk: Desk) -> None:
    # Without a telephone there is nothing but the door.
    assert desk.written_to("--due") == {OLD}
    desk.laptop.ask("log", "call", desk.id[AN], "--outcome", "declined")
    assert desk.written_to("--due") == {OLD, AN}
    desk.laptop.ask("log", "letter", desk.id[AN], "--outcome", "letter_delivered")
    assert AN not in desk.written_to("--due")
    desk.laptop.ask("log", "visit", desk.id[OLD], "--outcome", "death_reported")
    assert OLD not in desk.written_to()
    assert OLD not in desk.written_to("--due")


def test_a_cancelled_session_gives_neither_letters_nor_a_sheet(desk: Desk) -> None:
    session = desk.session("ward_evening", EVENING)
    desk.book(session, AN)
    desk.laptop.ask("sessions", "cancel", session)
    assert desk.written_to("--session", session) == set()
    file = desk.folder / "sheet.docx"
    ended = desk.laptop.run("sessions", "sheet", session, "-o", file, "--json")
    assert (ended.code, ended.json["error"]["code"]) == (1, "session_is_cancelled")
    assert not file.exists()


def test_without_anybody_to_write_to_no_file_is_written(desk: Desk) -> None:
    made = desk.letters("--area", "Tổ 9")
    assert made == {"file": None, "letters": 0, "residents": []}
    assert not (desk.folder / "letters.docx").exists()


def test_a_wards_broken_template_is_named_and_nothing_is_written(desk: Desk) -> None:
    own = desk.laptop.home / "templates" / TEMPLATE
    own.parent.mkdir()
    document = Document()
    document.add_paragraph("{{ ho_ten }}")
    document.save(str(own))
    file = desk.folder / "letters.docx"
    file.write_text("before")
    ended = desk.laptop.run("letters", "-o", file, "--json")
    assert (ended.code, ended.json["error"]["code"]) == (2, "template_unusable")
    assert str(own) in ended.json["error"]["message"]
    assert "ho_ten" in ended.json["error"]["message"]
    assert file.read_text() == "before"
    assert not exports(desk)


def test_a_name_without_docx_and_a_number_that_is_none_are_refused(desk: Desk) -> None:
    ended = desk.laptop.run("letters", "-o", desk.folder / "letters.doc", "--json")
    assert (ended.code, ended.json["error"]["code"]) == (2, "not_a_document_name")
    file = desk.folder / "letters.docx"
    ended = desk.laptop.run("letters", "--phone", "12", "-o", file, "--json")
    assert (ended.code, ended.json["error"]["code"]) == (2, "bad_value")
    ended = desk.laptop.run("letters", "-o", desk.folder / "nowhere" / "x.docx", "--json")
    assert (ended.code, ended.json["error"]["code"]) == (2, "cannot_write")


def exports(desk: Desk) -> list[tuple[str, int]]:
    """What the access log says was taken out."""
    vault = OpenVault(desk.laptop.home, unlock(desk.laptop.home, PASSPHRASE))
    try:
        noted = vault.read(lambda unit: unit.accesses())  # type: ignore[attr-defined]
    finally:
        vault.close()
    return [(one.command, one.residents) for one in noted if one.what == "export"]


def test_what_was_printed_is_in_the_access_log_and_for_its_owner_alone(desk: Desk) -> None:
    session = desk.session("ward_evening", EVENING)
    desk.book(session, AN, CHILD)
    made = desk.letters("--session", session)
    sheet = desk.folder / "sheet.docx"
    desk.laptop.ask("sessions", "sheet", session, "--for", "helper", "-o", sheet)
    assert exports(desk) == [("letters", 2), ("sessions sheet --for helper", 2)]
    assert [Path(one).stat().st_mode & 0o077 for one in (made["file"], sheet)] == [0, 0]
