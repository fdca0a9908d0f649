"""Finding people: what is typed, what it finds, and who stands first."""

import unicodedata
from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wardtui.domain.case import Attempts
from wardtui.domain.ids import ResidentId
from wardtui.domain.resident import Phone, Resident
from wardtui.domain.text import search_fold
from wardtui.domain.vocabulary import Status
from wardtui.domain.worklist import WorklistRow
from wardtui.domain.worklist_index import Filter, Sort, Worklist
from wardtui.domain.worklist_query import read_query, search_text

BARE = {
    "a": "aàáảãạăằắẳẵặâầấẩẫậ",
    "e": "eèéẻẽẹêềếểễệ",
    "i": "iìíỉĩị",
    "o": "oòóỏõọôồốổỗộơờớởỡợ",
    "u": "uùúủũụưừứửữự",
    "y": "yỳýỷỹỵ",
    "d": "dđ",
}
"""All letters of Vietnamese that are not those of the English alphabet, by what is typed."""
PLAIN = {marked: bare for bare, letters in BARE.items() for marked in letters}
LETTERS = "".join(BARE.values()) + "bcghklmnpqrstvxfjwz"


def person(name: str, **known: object) -> Resident:
    return Resident(name=name, **known)  # type: ignore[arg-type]


NGUYEN_VAN_AN = person(
    "Nguyễn Văn An",
    phones=(Phone("+84570000123"), Phone("+821000000123")),
    personal_id="000085000123",
    legacy_id9="012000123",
    address="Số 12A, ngõ 72/15, phố Mẫu Đơn",
)


def lines(*residents: Resident) -> list[WorklistRow]:
    return [
        WorklistRow(
            id=ResidentId(str(UUID(int=number))),
            name=resident.name,
            birth_year=None,
            area="",
            address="",
            phone="",
            status=Status.OPEN,
            level=1,
            unmet=(),
            kind=None,
            due=datetime(2026, 11, 1, tzinfo=UTC),
            attempts=Attempts(),
            last_outcome=None,
            last_at=None,
            flags=(),
            search=search_text(resident),
        )
        for number, resident in enumerate(residents, start=1)
    ]


def found(query: str, *names: str) -> list[str]:
    worklist = Worklist(lines(*(person(name) for name in names)))
    order = worklist.select(Filter(query=query), Sort.NAME)
    return [worklist.row(position).name for position in order]


def fold_query(typed: str) -> str:
    """What somebody typed, as it is compared."""
    return " ".join(word.folded for word in read_query(typed))


def matches(text: str, query: str) -> bool:
    """What the product must agree with: every word of the query stands somewhere."""
    return all(word in text for word in query.split())


@pytest.mark.parametrize(
    "typed",
    [
        "nguyen", "NGUYỄN", "Nguyễn Văn An", "an nguyen", "  nguyen   an ", "nguyê", "ngu an",
        "nva", "n v a", "N.V.A", "n. v. a.", "nv", "nv an",
        "0570000123", "0570 000 123", "0570.000.123", "0570-000-123", "+84570000123",
        "+84 570 000 123", "+84 (0)570 000 123", "84570000123", "0084570000123", "000123",
        "000 123",
        "0570", "0570 0", "0570.0", "+8457", "+", "+8", "+84", "70000", "+82 10", "+8210000",
        "000085000123", "000 085 000 123", "85000123", "012000123", "012 000",
        "12A", "12a", "so 12a", "số 12A, ngõ 72/15", "72/15", "72/15,", "mau don", "Mẫu Đơn",
        "12 72",
    ],
)  # fmt: skip
def test_a_resident_is_found_by_name_initials_number_or_door(typed: str) -> None:
    assert matches(search_text(NGUYEN_VAN_AN), fold_query(typed))


@pytest.mark.parametrize(
    "typed", ["nguyenvan", "tva", "avn", "a v n", "0570000124", "+84570000124", "+83", "72/16", "x"]
)
def test_others_are_not_found(typed: str) -> None:
    assert not matches(search_text(NGUYEN_VAN_AN), fold_query(typed))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("dao", "Đào Thị Mơ"),
        ("đao", "Đào Thị Mơ"),
        ("Dao", "Ðào Thị Mơ"),
        ("hoa", "Lê Hòa"),
        ("hoà", "Lê Hòa"),
        ("o", "Ô"),
        ("vu a", "Vũ A"),
        ("va", "Vũ A"),
        ("y", "Ỷ"),
        ("h'hen", "H’Hen Niê"),
        ("h’hen nie", "H'Hen Niê"),
        ("hn", "H'Hen Niê"),
    ],
)
def test_marks_case_and_look_alikes_do_not_matter(typed: str, name: str) -> None:
    for form in ("NFC", "NFD"):
        text = search_text(person(unicodedata.normalize(form, name)))
        assert matches(text, fold_query(typed))
        assert matches(text, fold_query(unicodedata.normalize("NFD", typed)))


def test_two_letters_find_the_people_who_are_called_so_first() -> None:
    names = ["Quang Thanh", "Lê Văn Anh", "Trần Thị Ân", "Nguyễn Văn An", "An Thị Lan", "Lê Van"]
    assert found("an", *names) == [
        "Nguyễn Văn An",
        "Trần Thị Ân",
        "An Thị Lan",
        "Lê Văn Anh",
        "Quang Thanh",
        "Lê Van",
    ]


def test_with_marks_those_who_have_them_come_first() -> None:
    assert found("ân", "Lê An", "Lê Ân", "Lê Ấn", "Lê Ânh", "Lê Anh") == [
        "Lê Ân",
        "Lê An",
        "Lê Ấn",
        "Lê Ânh",
        "Lê Anh",
    ]
    assert found("hoà", "Lê Hoa", "Lê Hóa", "Lê Hòa", "Lê Hoà")[:2] == ["Lê Hoà", "Lê Hòa"]


def test_every_word_counts_and_a_word_without_marks_is_anybodys() -> None:
    names = ["Lê Thị Ân", "Lệ Thị Anh", "Lê Thị An", "Lệ Thị Ân"]
    assert found("lê an", *names) == ["Lê Thị An", "Lê Thị Ân", "Lệ Thị Ân", "Lệ Thị Anh"]


def test_a_name_comes_before_a_street_of_that_name() -> None:
    on_street = person("Bình", address="Số 3 phố An Mẫu")
    called_so = person("An")
    worklist = Worklist(lines(on_street, called_so))
    order = worklist.select(Filter(query="an"))
    assert [worklist.row(position).name for position in order] == ["An", "Bình"]


def test_a_line_that_has_changed_is_found_by_what_it_is_now() -> None:
    rows = lines(*(person(f"Lê {name}") for name in ["An", "Bình"] * 20))
    worklist = Worklist.unseal(Worklist(rows).seal())
    for query in ("an", "ấn"):
        assert len(worklist.select(Filter(query=query))) == 20
    (changed,) = lines(person("Trần Ấn Bích"))
    worklist.put([changed])
    assert worklist.row(worklist.select(Filter(query="ấn"))[0]).name == "Trần Ấn Bích"
    assert len(worklist.select(Filter(query="tran"))) == 1
    again = Worklist.unseal(worklist.seal())
    assert again.row(again.select(Filter(query="ấn"))[0]).name == "Trần Ấn Bích"


def test_the_first_lines_stand_there_before_all_others_are_found() -> None:
    search = Worklist(lines(*[person("Lê Văn An")] * 3000)).search(Filter())
    found = search.narrow("an")
    found.reach(10)
    assert 10 <= len(found.positions) < 3000
    assert not found.is_complete
    while search.step():
        pass
    assert found.is_complete
    assert len(found.positions) == 3000


def test_what_is_erased_again_has_not_to_be_found_again() -> None:
    search = Worklist(lines(person("Lê Văn An"), person("Lê Bình"))).search(Filter())
    short = search.narrow("a")
    short.finish()
    assert len(search.narrow("an").finish()) == 1
    assert search.narrow("a") is short


def test_a_word_that_stands_nowhere_is_not_looked_for() -> None:
    search = Worklist(lines(*[person("Lê Văn An")] * 3000)).search(Filter())
    found = search.narrow("zz")
    assert not found.step()
    assert found.is_complete
    assert not found.positions


vietnamese = st.text(st.sampled_from(LETTERS + LETTERS.upper() + " ' 12"), max_size=12)


def plainly_folded(text: str) -> str:
    return " ".join("".join(PLAIN.get(c, c) for c in text.lower()).split())


@given(vietnamese, st.sampled_from(["NFC", "NFD"]))
def test_folding_takes_every_letter_to_the_key_that_is_typed_for_it(text: str, form: str) -> None:
    assert search_fold(unicodedata.normalize(form, text)) == plainly_folded(text)


@given(vietnamese.filter(str.strip), st.lists(vietnamese, max_size=3), st.data())
def test_a_query_finds_what_holds_all_its_words_and_nothing_else(
    name: str, words: list[str], data: st.DataObject
) -> None:
    parts = [name[start : start + 3] for start in range(len(name))]
    words = [data.draw(st.sampled_from(parts)) if data.draw(st.booleans()) else w for w in words]
    query = "".join(f"{word} " for word in words)
    text = search_text(person(name))
    wanted = plainly_folded(query).split()
    if len(wanted) > 1 and all(len(word) == 1 and word.isalpha() for word in wanted):
        wanted = ["".join(wanted)]  # initials
    if all(word.isdecimal() for word in wanted) and len("".join(wanted)) >= 6:
        wanted = ["".join(wanted)]  # a number in groups
    assert matches(text, fold_query(query)) == all(word in text for word in wanted)


@given(st.text())
def test_any_text_can_be_looked_for_and_folding_twice_is_folding_once(typed: str) -> None:
    assert fold_query(fold_query(typed)) == fold_query(typed)
    assert "\n" not in fold_query(typed)


@given(st.text(min_size=1, max_size=20), st.text(max_size=5))
def test_any_name_can_be_listed_and_looked_for(name: str, typed: str) -> None:
    worklist = Worklist.unseal(Worklist(lines(person(name), person("An"))).seal())
    hits = [worklist.row(i).name for i in worklist.select(Filter(query=typed))]
    query = fold_query(typed)
    assert (name in hits) == matches(search_text(person(name)), query)


@given(st.text())
def test_folding_knows_no_difference_between_composed_and_decomposed(text: str) -> None:
    forms = {search_fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD")}
    assert len(forms) == 1
    assert search_fold(forms.pop()) == search_fold(text)
