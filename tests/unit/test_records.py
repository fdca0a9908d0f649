"""What the record of one row says."""

import pytest

from tests.unit.lists import AN, BINH, HEAD, one, read
from wardtui.domain.resident import Guardian
from wardtui.domain.roster.grid import Cell
from wardtui.domain.vocabulary import Flag, Need, Sex, SupportNeed


def test_years_under_nam_and_nu_say_the_sex_too() -> None:
    head = ("STT", "Họ và tên", "Năm sinh", None), (None, None, "Nam", "Nữ")
    found = read(*head, ("1", "Nguyễn Văn An", "1985", None), ("2", "Trần Thị Bình", "", "1990"))
    assert [(r.sex, r.birth_date) for r in found.residents] == [
        (Sex.MALE, "1985"),
        (Sex.FEMALE, "1990"),
    ]


def test_crosses_under_nam_and_nu_say_the_sex_alone() -> None:
    head = (*HEAD[:3], "Nam", "Nữ")
    found = read(head, (*AN[:3], "x", None), (*BINH[:3], None, "X"), (*AN[:3], "x", "x"))
    assert [r.sex for r in found.residents] == [Sex.MALE, Sex.FEMALE, None]
    assert found.residents[0].birth_date == "1985-02-03"
    assert found.residents[2].doubtful == {"sex": "x / x"}


@pytest.mark.parametrize(
    ("day", "month", "year", "date_"),
    [("3", "2", "1985", "1985-02-03"), ("", "2", "1985", "1985-02"), ("", "", "1985", "1985")],
)
def test_a_birth_date_in_three_columns_is_one(day: str, month: str, year: str, date_: str) -> None:
    resident = one(("STT", "Họ và tên", "Ngày", "Tháng", "Năm"), ("1", "An", day, month, year))
    assert resident.birth_date == date_


def test_names_and_doors_in_two_columns_are_put_together() -> None:
    head = ("STT", "Họ đệm", "Tên", "Năm sinh", "Số nhà", "Đường")
    resident = one(head, ("1", "Nguyễn Văn", "An", "1985", "12A", "Mẫu Đơn"))
    assert (resident.name, resident.address) == ("Nguyễn Văn An", "12A đường Mẫu Đơn")


def test_a_cross_under_a_residence_is_a_fact_and_no_address() -> None:
    head = (*HEAD[:3], "Thường trú", "Tạm trú")
    found = read(head, (*AN[:3], "x", None), (*BINH[:3], None, "x"))
    assert [(r.registered_here, r.lives_here) for r in found.residents] == [
        (True, True),
        (False, True),
    ]
    assert [r.address for r in found.residents] == [None, None]
    found = read((*HEAD[:3], "KT1", "KT2"), (*AN[:3], None, "x"))
    assert (found.residents[0].registered_here, found.residents[0].lives_here) == (True, False)


def test_a_number_under_cmnd_with_twelve_digits_is_a_personal_number() -> None:
    resident = one(("STT", "Họ tên", "Năm sinh", "CMND"), ("1", "An", "1985", "000085000123"))
    assert (resident.personal_id, resident.legacy_id9) == ("000085000123", None)


CHILD = ("1", "Nguyễn Mai Chi", "03/02/2020")


@pytest.mark.parametrize(
    ("heads", "cells", "guardian"),
    [
        (("Người đại diện",), ("Trần Thị Bình",), "Trần Thị Bình"),
        (("Họ tên cha", "Họ tên mẹ"), ("", "Trần Thị Bình"), "Trần Thị Bình"),
        (("Họ tên cha", "Họ tên mẹ"), ("Nguyễn Văn An", "Trần Thị Bình"), "Nguyễn Văn An"),
        (("Chủ hộ", "Quan hệ với chủ hộ"), ("Nguyễn Văn An", "Con đẻ"), "Nguyễn Văn An"),
        (("Chủ hộ", "Quan hệ với chủ hộ"), ("Nguyễn Văn An", "cháu"), None),
        (("Chủ hộ",), ("Nguyễn Văn An",), None),
    ],
)
def test_who_acts_for_a_child(
    heads: tuple[str, ...], cells: tuple[str, ...], guardian: str | None
) -> None:
    resident = one((*HEAD[:3], *heads), (*CHILD, *cells))
    assert (resident.guardian and resident.guardian.name) == guardian
    assert resident.needs == (Need.CHILD_CARD,)


def test_nobody_acts_for_somebody_who_is_of_age_unless_the_list_says_so() -> None:
    heads = ("Họ tên cha", "Chủ hộ", "Quan hệ với chủ hộ")
    assert one((*HEAD[:3], *heads), (*AN[:3], "Nguyễn Văn Ba", "Lê Văn Tư", "con")).guardian is None


def test_the_head_of_a_household_in_a_row_above_is_the_guardian_at_the_same_door() -> None:
    head = (*HEAD[:3], "Quan hệ với chủ hộ", "Nơi thường trú")
    found = read(
        head,
        (*AN[:3], "Chủ hộ", "Số 12 phố Mẫu Đơn"),
        (*CHILD, "Con", "Số 12 phố Mẫu Đơn"),
        (*CHILD, "Con", "Số 99 phố Mẫu Đơn"),
    )
    assert found.residents[1].guardian == Guardian("Nguyễn Văn An")
    assert found.residents[2].guardian is None


def test_telephones_of_all_columns_are_kept_with_who_answers() -> None:
    head = (*HEAD[:3], "SĐT", "SĐT 2", "SĐT chủ hộ", "SĐT mẹ")
    resident = one(head, (*CHILD, "0570000123", "0570000123", "0570000124", "0570000125"))
    assert [(phone.number, phone.answers) for phone in resident.phones] == [
        ("+84570000123", None),
        ("+84570000124", "chủ hộ"),
        ("+84570000125", "mẹ"),
    ]
    assert resident.guardian is None


def test_a_guardians_telephone_may_stand_beside_the_name() -> None:
    resident = one((*HEAD[:3], "Người đại diện"), (*CHILD, "Trần Thị Bình - SĐT: 0570000124"))
    assert resident.guardian == Guardian("Trần Thị Bình", "+84570000124")


BOTH = ("DANH SÁCH CHƯA LÀM CCCD, CHƯA KÍCH HOẠT VNeID",)
TWO_LINES = ("DANH SÁCH CÔNG DÂN CHƯA", None), ("KÍCH HOẠT VNeID",)
NEEDS = ("Chưa có CCCD", "Chưa có TK ĐDĐT", "Chưa kích hoạt VNeID")
TITLE = ("DANH SÁCH CÔNG DÂN CHƯA KÍCH HOẠT ĐỊNH DANH MỨC 2/VNeID",)


@pytest.mark.parametrize(
    ("rows", "needs"),
    [
        ((HEAD, AN), (Need.ID_CARD,)),
        ((TITLE, HEAD, AN), (Need.VNEID_ACTIVATION,)),
        ((BOTH, HEAD, AN), (Need.ID_CARD, Need.VNEID_ACTIVATION)),
        ((*TWO_LINES, HEAD, AN), (Need.VNEID_ACTIVATION,)),
        ((HEAD, ("II. Chưa có tài khoản ĐDĐT",), AN), (Need.VNEID_ACCOUNT,)),
        (((*HEAD, *NEEDS), (*AN, "", "x", "x")), (Need.VNEID_ACCOUNT, Need.VNEID_ACTIVATION)),
        (((*HEAD, *NEEDS), (*AN, "", "", "")), (Need.ID_CARD,)),
        ((TITLE, (*HEAD, "Chưa có CCCD"), (*AN, "x")), (Need.ID_CARD, Need.VNEID_ACTIVATION)),
        (((*HEAD, "Đã có CCCD", "Đã kích hoạt"), (*AN, "x", "")), (Need.VNEID_ACTIVATION,)),
        (((*HEAD, "Đã kích hoạt"), (*AN, "Chưa")), (Need.VNEID_ACTIVATION,)),
        (((*HEAD, "Đã có CCCD"), (*AN, "12/03/2024")), ()),
        (((*HEAD, "Tình trạng CCCD"), (*AN, "Đã cấp")), ()),
        (((*HEAD, "Tình trạng CCCD"), (*AN, "Chưa làm")), (Need.ID_CARD,)),
        ((TITLE, (*HEAD, "VNeID"), (*AN, "Mức 1")), (Need.VNEID_ACCOUNT, Need.VNEID_ACTIVATION)),
        ((("DANH SÁCH CÔNG DÂN ĐÃ KÍCH HOẠT VNeID",), HEAD, AN), ()),
    ],
)  # fmt: skip
def test_what_somebody_lacks(rows: tuple[tuple[Cell, ...], ...], needs: tuple[Need, ...]) -> None:
    assert one(*rows).needs == needs


def test_who_is_crossed_nowhere_in_a_list_that_crosses_others_lacks_nothing() -> None:
    found = read((*HEAD, "Chưa có CCCD"), (*AN, "x"), (*BINH, ""))
    assert [r.needs for r in found.residents] == [(Need.ID_CARD,), ()]


def test_the_purpose_of_one_sheet_stands_in_its_name_before_its_title() -> None:
    title = ("DANH SÁCH CHƯA CÓ CCCD, CHƯA KÍCH HOẠT VNeID",)
    assert one(title, HEAD, AN, name="Chưa KH").needs == (Need.VNEID_ACTIVATION,)


def test_a_cross_asks_for_service_at_home() -> None:
    resident = one((*HEAD, "Đề nghị cấp tại nhà"), (*AN, "x"))
    assert resident.support_needs == (SupportNeed.HOME_SERVICE,)


def test_the_whole_row_is_kept_as_it_stood_less_what_must_not_be_stored() -> None:
    head = ("STT", "Họ và tên", "Năm sinh", "Nghề nghiệp", None, "Dân tộc", "Khác", "Khác", "Thêm")
    resident = one(
        head,
        (
            "1",
            "Nguyễn Văn An",
            "1985",
            "Thợ xây",
            "ngõ cụt",
            "Kinh",
            "cũ",
            "mới",
            "tiền án",
            "cuối",
        ),
    )
    assert resident.raw == {
        "STT": "1",
        "Họ và tên": "Nguyễn Văn An",
        "Năm sinh": "1985",
        "Nghề nghiệp": "Thợ xây",
        "E": "ngõ cụt",
        "Khác": "cũ",
        "Khác (H)": "mới",
        "J": "cuối",
    }


def test_the_name_of_a_people_in_a_column_without_meaning_is_not_kept() -> None:
    resident = one((*HEAD[:3], "Thành phần"), (*AN[:3], "Mường"))
    assert "Mường" not in str(resident)


def test_a_note_with_words_that_must_not_be_stored_is_left_out_and_told() -> None:
    found = read((*HEAD, "Ghi chú"), (*AN, "đối tượng chây ỳ, gọi buổi tối"))
    (resident,) = found.residents
    assert resident.note is None
    assert "chây" not in str(resident)
    (note,) = found.left_out
    assert (note.row, note.column, note.index, note.name) == (2, "Ghi chú", 7, "Nguyễn Văn An")
    assert note.words == ("đối tượng", "chây ỳ")
    key = (note.sheet, note.row, note.index)
    again = read((*HEAD, "Ghi chú"), (*AN, note.note), rewritten={key: "gọi buổi tối"})
    assert (again.residents[0].note, again.left_out) == ("gọi buổi tối", ())
    emptied = read((*HEAD, "Ghi chú"), (*AN, note.note), rewritten={key: ""})
    assert (emptied.residents[0].note, emptied.left_out) == (None, ())
    worse = read((*HEAD, "Ghi chú"), (*AN, note.note), rewritten={key: "chống đối"})
    assert (worse.residents[0].note, len(worse.left_out)) == (None, 1)


def test_notes_of_several_columns_and_beside_the_name_are_joined() -> None:
    head = (*HEAD[:3], "Ghi chú", "Lý do chưa làm")
    resident = one(head, ("1", "Nguyễn Văn An (con ông Ba)", "1985", "nhà cuối ngõ", "đi làm xa"))
    assert resident.name == "Nguyễn Văn An"
    assert resident.note == "con ông Ba; nhà cuối ngõ; đi làm xa"


def test_an_address_with_words_that_must_not_be_stored_is_left_out_and_told() -> None:
    row = (*AN[:6], "trại cai nghiện Mẫu")
    found = read(HEAD, row)
    (resident,) = found.residents
    assert resident.address is None
    assert Flag.MISSING_ADDRESS in resident.flags
    assert "nghiện" not in str(resident)
    (told,) = found.left_out
    assert (told.row, told.column, told.index, told.name) == (2, HEAD[6], 6, "Nguyễn Văn An")
    assert (told.note, told.words) == ("trại cai nghiện Mẫu", ("cai nghiện",))
    key = (told.sheet, told.row, told.index)
    again = read(HEAD, row, rewritten={key: "Số 9 phố Mẫu"})
    assert (again.residents[0].address, again.left_out) == ("Số 9 phố Mẫu", ())
    assert "nghiện" not in str(again.residents[0])
    emptied = read(HEAD, row, rewritten={key: ""})
    assert (emptied.residents[0].address, emptied.left_out) == (None, ())
    worse = read(HEAD, row, rewritten={key: "trại giam"})
    assert (worse.residents[0].address, len(worse.left_out)) == (None, 1)


def test_where_somebody_lives_is_left_out_by_the_same_words() -> None:
    head = (*HEAD, "Nơi ở hiện tại", "Cư trú")
    found = read(head, (*AN, "trại tạm giam", "Đi vắng"))
    (resident,) = found.residents
    assert (resident.address, resident.lives_at) == (AN[6], None)
    assert [told.column for told in found.left_out] == ["Nơi ở hiện tại"]


@pytest.mark.parametrize(
    "address",
    [
        "đường Bệnh viện",
        "Số 5 đường Điên Điển",
        "ngõ 3, phường Thanh Liệt",
        "Số 5 phố Nghèo",
        "ngõ 72 đường Đảng",
        "Mù Cang Chải",
    ],
)
def test_a_place_that_only_sounds_like_such_words_is_kept(address: str) -> None:
    found = read(HEAD, (*AN[:6], address))
    assert (found.residents[0].address, found.left_out) == (address, ())


@pytest.mark.parametrize("address", ["nghiện", "Số 3 Nghiện", "Số 3 (Nghiện)", "nhà nghiện", "Câm"])
def test_such_a_word_that_is_no_part_of_a_places_name_is_left_out(address: str) -> None:
    found = read(HEAD, (*AN[:6], address))
    assert (found.residents[0].address, len(found.left_out)) == (None, 1)


@pytest.mark.parametrize("column", ["Người đại diện", "Họ tên mẹ"])
def test_what_is_said_of_a_guardian_instead_of_the_name_is_left_out_and_told(column: str) -> None:
    head, row = (*HEAD[:3], column), (*CHILD, "mẹ bị tâm thần")
    found = read(head, row)
    (resident,) = found.residents
    assert resident.guardian is None
    assert "thần" not in str(resident).casefold()
    (told,) = found.left_out
    assert (told.column, told.index, told.words) == (column, 3, ("tâm thần",))
    key = (told.sheet, told.row, told.index)
    again = read(head, row, rewritten={key: "Trần Thị Bình - 0570000124"})
    assert again.residents[0].guardian == Guardian("Trần Thị Bình", "+84570000124")


@pytest.mark.parametrize(
    ("cell", "name"),
    [("Trần Thị Bình (bị tâm thần)", "Trần Thị Bình"), ("Lý Thị Mù", "Lý Thị Mù")],
)
def test_a_guardians_name_is_kept(cell: str, name: str) -> None:
    found = read((*HEAD[:3], "Người đại diện"), (*CHILD, cell))
    assert (found.residents[0].guardian, found.left_out) == (Guardian(name), ())
    assert "tâm thần" not in str(found.residents[0])


def test_who_answers_a_telephone_is_not_kept_in_words_that_must_not_be_stored() -> None:
    resident = one(HEAD, (*AN[:4], "0570000123 (mẹ bị tâm thần)", *AN[5:]))
    assert [(phone.number, phone.answers) for phone in resident.phones] == [("+84570000123", None)]
    assert "tâm thần" not in str(resident)


@pytest.mark.parametrize("sign", ['"', "//", "nt", "-nt-", "Như trên"])
def test_a_sign_for_the_same_as_above_takes_what_stands_there(sign: str) -> None:
    found = read(HEAD, AN, (*BINH[:5], sign, sign), (*AN[:5], sign, sign))
    assert {(r.area, r.address) for r in found.residents} == {("Tổ 5", "Số 12 phố Mẫu Đơn")}


def test_the_name_of_a_sheet_that_must_not_be_stored_is_not() -> None:
    resident = one(HEAD, AN, name="Đối tượng nghiện")
    assert resident.source is not None
    assert resident.source.sheet == ""
