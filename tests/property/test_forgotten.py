"""What is left of somebody who was forgotten tells the same figures, and nothing personal."""

import re
import unicodedata
from datetime import date

import msgspec
from hypothesis import example, given
from hypothesis import strategies as st

from tests.builders import AN, RESIDENT, WARD, CountingIds
from tests.strategies import NUMBERED_DAYS, RESIDENTS, finished_histories
from wardtui.domain.case import Case
from wardtui.domain.case_fold import fold_case
from wardtui.domain.events import Entry
from wardtui.domain.figures import daily_report
from wardtui.domain.forgotten import KEY_BYTES, Forgotten, ForgottenPeople, forget, marks
from wardtui.domain.ids import ResidentId
from wardtui.domain.resident import Guardian, Phone, Resident
from wardtui.domain.roster.matching import People
from wardtui.domain.standing import standing

KEY = bytes(range(KEY_BYTES))
OTHER_KEY = bytes(KEY_BYTES)
MARK = re.compile(r"[0-9a-f]{64}")

Logs = dict[ResidentId, list[Entry]]


@st.composite
def people(draw: st.DrawFn) -> Logs:
    ids = CountingIds(1 << 42)
    everybody = [ResidentId(ids.new()) for _ in range(draw(st.integers(1, 4)))]
    return {one: draw(finished_histories(about=one)) for one in everybody}


def case_of(log: list[Entry], until: date | None = None) -> Case:
    resident = log[0].event.resident
    assert resident is not None
    case = fold_case(resident, log, until=until)
    assert case is not None, "whoever is listed at all has a case on every day"
    return case


def left_of(log: list[Entry]) -> Forgotten:
    case = case_of(log)
    left = forget(case.id, case.resident, log, KEY)
    assert left is not None
    return left


@given(finished_histories())
def test_at_the_end_of_every_day_somebody_forgotten_stood_as_the_history_tells(
    log: list[Entry],
) -> None:
    left = left_of(log)
    for day in NUMBERED_DAYS:
        assert left.standing(day) == standing(case_of(log, until=day), day), day


@given(people(), st.data())
def test_the_figures_of_every_day_are_the_same_whoever_was_forgotten(
    logs: Logs, data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.sampled_from(sorted(logs))))
    left = {one: left_of(logs[one]) for one in gone}
    for day in NUMBERED_DAYS:
        before = {one: standing(case_of(log, until=day), day) for one, log in logs.items()}
        after = before | {one: forgotten.standing(day) for one, forgotten in left.items()}
        reports = [daily_report(list(found.values()), day, WARD) for found in (before, after)]
        assert reports[0] == reports[1]


@given(finished_histories())
def test_what_is_left_comes_back_from_json_as_it_was(log: list[Entry]) -> None:
    left = left_of(log)
    assert msgspec.json.decode(msgspec.json.encode(left), type=Forgotten) == left
    assert msgspec.convert(msgspec.to_builtins(left), Forgotten) == left
    assert left.upto == len(log)
    assert left.needs == case_of(log).needs


words = st.text("abcdehiklnot ", max_size=12).map(lambda text: f"Đỗ {text}".strip())
digits = st.integers(10**8, 10**9 - 1)
telling = st.builds(
    Resident,
    name=words,
    birth_date=st.dates(date(1930, 1, 1), date(2020, 1, 1)).map(str),
    personal_id=digits.map(lambda n: f"{n:012}"),
    legacy_id9=digits.map(str),
    phones=st.lists(digits.map(lambda n: Phone(f"+84{n}", answers=f"con {n}")), max_size=2).map(
        tuple
    ),
    address=words,
    lives_at=words,
    guardian=st.builds(Guardian, name=words, phone=digits.map(lambda n: f"+84{n}")),
    note=words,
    area=st.sampled_from([None, "Tổ 5", "Thôn Đoài"]),
    raw=st.dictionaries(words, words, max_size=2),
)


@given(finished_histories(), telling)
def test_nothing_personal_is_left(log: list[Entry], record: Resident) -> None:
    left = forget(case_of(log).id, record, log, KEY)
    assert left is not None
    for mark in msgspec.structs.astuple(left.marks):
        assert mark is None or MARK.fullmatch(mark)
    text = MARK.sub("", msgspec.json.encode(left).decode()).replace(left.id, "")
    personal = [
        record.name, record.birth_date, record.personal_id, record.legacy_id9, record.address,
        record.lives_at, record.note, *(record.raw or {}), *(record.raw or {}).values(),
    ]  # fmt: skip
    personal += [value for phone in record.phones for value in (phone.number, phone.answers)]
    if record.guardian is not None:
        personal += [record.guardian.name, record.guardian.phone]
    for value in filter(None, personal):
        assert value not in text
        assert value.removeprefix("+84") not in text


@given(finished_histories(), st.data())
def test_nobody_is_forgotten_of_whom_the_server_does_not_have_everything(
    log: list[Entry], data: st.DataObject
) -> None:
    unsent = data.draw(st.integers(0, len(log) - 1))
    log[unsent] = msgspec.structs.replace(log[unsent], seq=None)
    assert forget(RESIDENTS[0], AN, sorted(log, key=lambda entry: entry.order), KEY) is None


@given(finished_histories(), st.integers(0, 20))
def test_nobody_is_forgotten_while_a_need_is_unmet(log: list[Entry], upto: int) -> None:
    case = fold_case(RESIDENTS[0], log[:upto])
    left = forget(RESIDENTS[0], AN, log[:upto], KEY)
    assert (left is not None) == (case is not None and not case.unmet)


NOBODY = Resident(name="Nguyễn Văn An")
"""Of whom a list says the name alone."""

YEARS = [None, "1985", "1985-02-03"]
OTHER_YEARS = [*YEARS, "1990", "1990-02-03"]


def records(births: list[str | None]) -> st.SearchStrategy[Resident]:
    """Few values each, so that two often are the same person in one way or another."""
    return st.builds(
        Resident,
        name=st.sampled_from(["Nguyễn Văn An", "NGUYEN VAN AN", "Trần Thị Bình"]),
        birth_date=st.sampled_from(births),
        personal_id=st.sampled_from([None, "000085000123", "000085000124"]),
        address=st.sampled_from([None, "", "Số 4 hẻm 72/15/8", "so 4 hem 72/15/8", "P.1205"]),
    )


def with_marks(record: Resident) -> Forgotten:
    return Forgotten(id=RESIDENT, ward=WARD, needs=(), days=(), upto=1, marks=marks(record, KEY))


def found_among(known: list[Resident], wanted: Resident) -> tuple[int | None, int | None]:
    """Who somebody is, by the rule for those who are there and by that for the forgotten."""
    there = People[int]()
    ids = CountingIds()
    gone = [msgspec.structs.replace(with_marks(one), id=ResidentId(ids.new())) for one in known]
    for number, record in enumerate(known):
        there.add(record, number)
    found = ForgottenPeople(gone, KEY).find(wanted)
    return next(there.same(wanted), None), None if found is None else gone.index(found)


@given(records(YEARS), records(YEARS))
def test_somebody_forgotten_is_found_only_as_somebody_who_is_there_would_be(
    known: Resident, wanted: Resident
) -> None:
    there, gone = found_among([known], wanted)
    assert gone is None or gone == there


@given(records(YEARS))
def test_the_same_row_finds_whom_it_was_about(known: Resident) -> None:
    assert found_among([known], known) == (0, 0)


@given(records(OTHER_YEARS), records(OTHER_YEARS))
@example(AN, msgspec.structs.replace(AN, birth_date="1990"))
def test_a_number_with_the_same_name_and_another_year_of_birth_is_somebody_else(
    known: Resident, wanted: Resident
) -> None:
    there, gone = found_among([known], wanted)
    assert gone is None or gone == there


@given(st.lists(records(YEARS), min_size=2, max_size=4), records(YEARS))
@example([NOBODY, NOBODY], msgspec.structs.replace(NOBODY, address=""))
@example([AN, msgspec.structs.replace(AN, name="Trần Thị Bình")], AN)
def test_among_several_forgotten_the_same_one_is_found_as_among_those_who_are_there(
    known: list[Resident], wanted: Resident
) -> None:
    there, gone = found_among(known, wanted)
    assert gone is None or there is not None


@given(st.lists(records(YEARS), max_size=4), records(YEARS))
def test_the_key_of_another_vault_finds_nobody(known: list[Resident], wanted: Resident) -> None:
    left = [with_marks(record) for record in known]
    assert ForgottenPeople(left, OTHER_KEY).find(wanted) is None
    assert ForgottenPeople(left, None).find(wanted) is None


@given(records(YEARS), st.sampled_from(["NFC", "NFD"]), st.booleans())
def test_marks_are_the_same_however_a_name_is_spelt(
    record: Resident, form: str, capitals: bool
) -> None:
    name = unicodedata.normalize(form, record.name)  # type: ignore[arg-type]
    spelt = msgspec.structs.replace(record, name=name.upper() if capitals else name)
    assert marks(spelt, KEY) == marks(record, KEY)
    assert marks(record, KEY) != marks(record, OTHER_KEY)
    assert (
        marks(msgspec.structs.replace(record, name="Lê Chi"), KEY).name != marks(record, KEY).name
    )
