"""Templates that a ward changes: what can be used, and what is said of what cannot."""

import io
import zipfile
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from docx import Document

from tests.paper_templates import make
from wardtui.domain.ids import ResidentId
from wardtui.domain.moments import VIETNAM
from wardtui.domain.notice import Invitation, Letter, Notice, RunSheet, Sender, SheetFor, Stop
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.vocabulary import Need
from wardtui.i18n import Language, use_language
from wardtui.reports.letters import TEMPLATE, letters_document
from wardtui.reports.run_sheet import sheet_document
from wardtui.reports.word_templates import SHIPPED, TemplateUnusable
from wardtui.wording.errors import explain
from wardtui.wording.invitation import letter_of

NOW = datetime(2026, 1, 5, 9, 0, tzinfo=VIETNAM)
SENDER = Sender(ward="Phường Mẫu", today=NOW)
LETTER = letter_of(
    Notice(
        resident=ResidentId("r"),
        name="Đỗ Thị Ước Nguyện",
        is_child=False,
        invitation=Invitation(need=Need.ID_CARD),
    )
)


def text_of(content: bytes) -> str:
    """Everything that a document says."""
    document = Document(io.BytesIO(content))
    parts = [document.element.body]
    parts += [section.header._element for section in document.sections]
    return "\n".join("".join(text.text or "" for text in part.xpath(".//w:t")) for part in parts)


def own(folder: Path, *paragraphs: str, name: str = TEMPLATE) -> Path:
    """A ward's own template."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(folder / name))
    return folder


def made(folder: Path, letters: tuple[Letter, ...] = (LETTER,)) -> str:
    return text_of(letters_document(letters, SENDER, (SHIPPED, folder)))


def reason(folder: Path, letters: tuple[Letter, ...] = (LETTER,)) -> str:
    with pytest.raises(TemplateUnusable) as caught:
        letters_document(letters, SENDER, (SHIPPED, folder))
    told = explain(caught.value)
    assert str(folder / TEMPLATE) in told.message
    assert told.remedy
    assert caught.value.EXIT == 2
    return str(caught.value.facts["reason"])


def test_a_folder_without_the_template_leaves_ours(tmp_path: Path) -> None:
    text = made(tmp_path)
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "PHƯỜNG MẪU" in text
    assert "Phường Mẫu, ngày 05 tháng 01 năm 2026" in text
    assert "Ông/bà Đỗ Thị Ước Nguyện" in text
    assert "{" not in text


def test_a_wards_own_template_wins(tmp_path: Path) -> None:
    own(tmp_path, "{%p for letter in letters %}", "Gửi {{ letter.name }}!", "{%p endfor %}")
    assert made(tmp_path).strip() == "Gửi Đỗ Thị Ước Nguyện!"


def test_what_people_are_called_is_never_taken_for_a_mark(tmp_path: Path) -> None:
    own(tmp_path, "{{ letters[0].name }}", "{{ letters[0].place }}")
    odd = msgspec.structs.replace(
        LETTER, name="A & <b>\x0b\x00{{ ward }}", place="{% for %}\f\ty “1”"
    )
    assert made(tmp_path, (odd,)).split("\n")[0] == "A & <b> {{ ward }}{% for %} y “1”"


def test_an_unknown_field_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    told = reason(own(tmp_path, "{{ letters[0].ho_ten }}"))
    assert "ho_ten" in told
    assert "letter.addressee" in told
    assert "ward" in told
    assert "nobody" in reason(own(tmp_path, "{{ nobody }}"))


@pytest.mark.parametrize(
    "text",
    [
        "{% for letter in letters %}",
        "{{ ward",
        "{{ ward | nothing }}",
        "{% endfor %}",
        "{{ letters[99].name }}",
        "{{ ward + 1 }}",
        "{{ 1 // 0 }}",
        "{% for x in 5 %}{% endfor %}",
        "{{ letters[0].__class__.__mro__ }}",
        "{{ ward.__class__ }}",
        "{{ letters.append(1) }}",
        "{% include 'x' %}",
        "{% extends 'x' %}",
        "{% for i in range(100000000) %}{% endfor %}",
        "{%tr for letter in letters %}",
        "{{ '%s' | format }}",
    ],
)
def test_a_faulty_mark_ends_with_a_reason(tmp_path: Path, text: str) -> None:
    assert reason(own(tmp_path, text))


def test_a_mark_that_ends_elsewhere_than_it_begins_is_named_as_such(tmp_path: Path) -> None:
    document = Document()
    document.add_table(1, 1).cell(0, 0).text = "{% for letter in letters %}"
    document.add_paragraph("{% endfor %}")
    document.save(str(tmp_path / TEMPLATE))
    use_language(Language.ENGLISH)
    assert "ends in another" in reason(tmp_path, (LETTER, LETTER))


@pytest.mark.parametrize("content", [b"", b"PK", b"{\\rtf1}", b"\xd0\xcf\x11\xe0" * 200])
def test_what_is_no_word_document_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / TEMPLATE).write_bytes(content)
    assert "Word" in reason(tmp_path)


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / TEMPLATE, "w") as archive:
        archive.writestr("hello.txt", "x")
    assert "Word" in reason(tmp_path)


def test_a_truncated_document_is_refused(tmp_path: Path) -> None:
    whole = (SHIPPED / TEMPLATE).read_bytes()
    (tmp_path / TEMPLATE).write_bytes(whole[: len(whole) // 2])
    assert "Word" in reason(tmp_path)


def test_our_templates_are_what_their_script_makes(tmp_path: Path) -> None:
    make(tmp_path)
    ours = sorted(file.name for file in SHIPPED.iterdir())
    assert ours == sorted(file.name for file in tmp_path.iterdir())
    for name in ours:
        for part in ("word/document.xml", "word/styles.xml"):
            with zipfile.ZipFile(SHIPPED / name) as here, zipfile.ZipFile(tmp_path / name) as there:
                assert here.read(part) == there.read(part), name


STOPS = (
    Stop(
        resident=ResidentId("a"),
        name="Nguyễn Văn An",
        birth_year=1940,
        area="Tổ 5",
        address="Số 12 ngõ 72",
        at=NOW,
        until=NOW.replace(minute=20),
        needs=(Need.ID_CARD,),
        phones=("+84570000123",),
        guardian=None,
    ),
    Stop(resident=ResidentId("b"), name="Hường", birth_year=None, area=None, address=None, at=NOW),
)


def sheet(
    whom: SheetFor,
    kind: SessionKind = SessionKind.AT_HOME,
    stops: tuple[Stop, ...] = STOPS,
) -> str:
    run = RunSheet(
        kind=kind,
        place="Tổ 5",
        start=NOW,
        end=NOW.replace(hour=12),
        stops=stops,
        officer="Lê Văn Bình",
        printed_at=NOW,
    )
    return text_of(sheet_document(run, whom, (SHIPPED,)))


@pytest.mark.parametrize("whom", SheetFor)
def test_every_sheet_says_who_printed_it_when_of_how_many_and_to_destroy_it(
    whom: SheetFor,
) -> None:
    text = sheet(whom)
    assert "Lê Văn Bình · 09:00 05/01/2026 · 2 người · Hủy sau khi dùng" in text
    assert "{" not in text


def test_the_team_sees_what_it_needs() -> None:
    text = sheet(SheetFor.TEAM).replace("\N{NO-BREAK SPACE}", " ")
    for part in ("BẢNG ĐI TUYẾN", "09:00 - 09:20", "1940", "Căn cước", "0570 000 123"):
        assert part in text
    assert "DANH SÁCH HẸN" in sheet(SheetFor.TEAM, SessionKind.WARD_EVENING)


def test_a_helper_sees_name_door_and_time_and_nothing_else() -> None:
    text = sheet(SheetFor.HELPER).replace("\N{NO-BREAK SPACE}", " ")
    for part in ("Nguyễn Văn An", "Số 12 ngõ 72, Tổ 5", "09:00 - 09:20"):
        assert part in text
    for part in ("1940", "0570", "Căn cước", "Giấy tờ"):
        assert part not in text


def test_before_a_far_journey_what_is_missing_is_marked() -> None:
    text = sheet(SheetFor.MOBILE)
    assert "họ và tên đầy đủ, năm sinh, địa chỉ cụ thể, số điện thoại" in text
    assert text.count("năm sinh,") == 1
    away = msgspec.structs.replace(STOPS[0], address="Đi làm ăn xa")
    assert "địa chỉ cụ thể" in sheet(SheetFor.MOBILE, stops=(away,))
    known = msgspec.structs.replace(STOPS[0], address="72/15/3 đường Lê Lợi, Huế")
    assert "địa chỉ cụ thể" not in sheet(SheetFor.MOBILE, stops=(known,))
