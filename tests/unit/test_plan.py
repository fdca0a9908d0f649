"""What importing a newer list would change: nothing is lost, nobody is confused with anybody."""

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import AN, MONDAY, RESIDENT, Story
from wardtui.domain.case import Case
from wardtui.domain.case_fold import fold_case
from wardtui.domain.events import ResidentClosed, ResidentCorrected
from wardtui.domain.resident import Field, Phone, Resident, Source, carried
from wardtui.domain.roster.plan import ImportPlan, plan_import
from wardtui.domain.roster.rows import ReadSheet
from wardtui.domain.vocabulary import CloseReason, Flag, Need
from wardtui.services.import_view import import_document
from wardtui.wording.importing import import_text

OTHER_DOOR = "Số 99 phố Mẫu Đơn"


def a_case(record: Resident = AN) -> Case:
    story = Story()
    story.listed(resident=record)
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    return case


def who(**changes: Any) -> Resident:
    return msgspec.structs.replace(AN, **changes)


def plan(*rows: Resident, existing: tuple[Case, ...] = ()) -> ImportPlan:
    return plan_import([ReadSheet(tuple(rows), (), ())], existing)


def test_the_same_list_again_changes_nothing() -> None:
    again = plan(AN, existing=(a_case(),))
    assert (again.unchanged, again.writes, again.missing) == (1, 0, ())


def test_a_change_names_its_fields() -> None:
    newer = plan(who(address=OTHER_DOOR, note="Gọi buổi tối"), existing=(a_case(),))
    (change,) = newer.changed
    assert change.fields == ("address", "note")


def test_what_a_newer_list_leaves_empty_stays() -> None:
    newer = plan(
        who(phones=(), address=OTHER_DOOR, flags=(Flag.MISSING_PHONE,)), existing=(a_case(),)
    )
    (change,) = newer.changed
    assert change.after.phones == AN.phones
    assert change.after.flags == ()
    assert change.fields == ("address",)


def test_a_list_of_one_need_says_nothing_of_the_others() -> None:
    before = a_case(who(needs=(Need.ID_CARD,)))
    (change,) = plan(who(needs=(Need.VNEID_ACTIVATION,)), existing=(before,)).changed
    assert set(change.after.needs) == {Need.ID_CARD, Need.VNEID_ACTIVATION}


def test_a_need_that_its_own_list_no_longer_names_is_gone() -> None:
    before = a_case(who(needs=(Need.ID_CARD, Need.VNEID_ACTIVATION)))
    somebody = who(name="Trần Thị Bình", personal_id=None, needs=(Need.VNEID_ACTIVATION,))
    newer = plan(who(needs=(Need.ID_CARD,)), somebody, existing=(before,))
    (change,) = newer.changed
    assert change.after.needs == (Need.ID_CARD,)


def test_a_corrected_record_is_compared_with_what_its_list_said() -> None:
    story = Story()
    story.listed()
    right = carried((Phone("+84570000999"),))
    story.add(ResidentCorrected(field=Field.PHONES, old=[], new=right), MONDAY)
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    assert plan(AN, existing=(case,)).unchanged == 1


def test_whom_a_newer_list_of_their_area_and_need_no_longer_names_is_listed() -> None:
    case = a_case()
    binh = who(name="Trần Thị Bình", personal_id=None, birth_date="1990")
    assert plan(binh, existing=(case,)).missing == (case,)
    elsewhere = msgspec.structs.replace(binh, area="Tổ 6")
    assert plan(elsewhere, existing=(case,)).missing == ()
    other_need = msgspec.structs.replace(binh, needs=(Need.VNEID_ACTIVATION,))
    assert plan(other_need, existing=(case,)).missing == ()


def test_somebody_closed_who_is_still_listed_is_told_and_stays_closed() -> None:
    story = Story()
    story.listed()
    story.add(ResidentClosed(reason=CloseReason.EMIGRATED), MONDAY)
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    found = plan(AN, existing=(case,))
    assert (found.closed, found.writes) == ((case,), 0)


def test_a_number_with_another_name_is_two_people_and_somebody_has_to_look() -> None:
    other = who(name="Trần Thị Bình", birth_date="1990-06-05")
    (suspect,) = plan(other, existing=(a_case(),)).suspects
    assert (suspect.added, suspect.other) == (0, RESIDENT)
    (suspect,) = plan(AN, other).suspects
    assert (suspect.added, suspect.other) == (1, 0)
    assert plan(AN, other).flags[Flag.POSSIBLE_DUPLICATE] == 1


def test_people_of_one_name_are_suspected_only_with_something_more_in_common() -> None:
    case = a_case(who(personal_id=None))
    same_birthday = who(personal_id=None, address=OTHER_DOOR, phones=())
    assert plan(same_birthday, existing=(case,)).suspects
    same_phone = who(personal_id=None, address=OTHER_DOOR, birth_date=None)
    assert plan(same_phone, existing=(case,)).suspects
    only_the_name = who(personal_id=None, address=OTHER_DOOR, birth_date=None, phones=())
    assert not plan(only_the_name, existing=(case,)).suspects
    another_year = who(personal_id=None, birth_date="1950-02-03")
    assert not plan(another_year, existing=(case,)).suspects
    another_number = who(personal_id="000085000999", address=OTHER_DOOR)
    assert not plan(another_number, existing=(a_case(),)).suspects


def test_the_rows_of_merged_people_are_one_person() -> None:
    case = a_case()
    listed = case.listed[0]
    twin = msgspec.structs.replace(
        listed, resident=RESIDENT[:-1] + "f", record=who(name="Nguyễn Văn Ân", personal_id=None)
    )
    merged = msgspec.structs.replace(case, lists=(listed, twin), same_as=(twin.resident,))
    found = plan(AN, twin.record, existing=(merged,))
    assert (found.unchanged, found.duplicates, found.writes) == (1, 1, 0)


people = st.builds(
    who,
    name=st.sampled_from(["Nguyễn Văn An", "NGUYEN VAN AN", "Trần Thị Bình"]),
    personal_id=st.sampled_from([None, "000085000123", "000085000124"]),
    birth_date=st.sampled_from([None, "1985", "1985-02-03", "1990"]),
    address=st.sampled_from([None, AN.address, OTHER_DOOR]),
    phones=st.sampled_from([(), AN.phones]),
    area=st.sampled_from([None, "Tổ 5", "Tổ 6"]),
    needs=st.lists(st.sampled_from(Need), min_size=1, max_size=2, unique=True).map(tuple),
)


@given(st.lists(people, max_size=8), st.lists(people, max_size=8))
def test_every_row_is_counted_once_and_the_same_file_again_changes_nothing(
    first: list[Resident], second: list[Resident]
) -> None:
    cases = _carried_out(plan(*first), ())
    newer = plan(*second, existing=cases)
    assert newer.rows == len(second)
    assert newer.rows == (
        len(newer.added) + len(newer.changed) + newer.unchanged + newer.duplicates
    )
    again = plan(*second, existing=_carried_out(newer, cases))
    assert (again.writes, again.unchanged + again.duplicates) == (0, len(second))


def _carried_out(plan: ImportPlan, cases: tuple[Case, ...]) -> tuple[Case, ...]:
    """The cases after an import, as the fold gives them."""
    after = {case.id: case for case in cases}
    for change in plan.changed:
        case = fold_case(change.id, _listed(change.id, change.row))
        assert case is not None
        after[change.id] = case
    for record in plan.added:
        number = len(after) + 1
        resident = RESIDENT[:-3] + f"{number:03}"
        case = fold_case(resident, _listed(resident, record))
        assert case is not None
        after[case.id] = case
    return tuple(after.values())


def _listed(resident: Any, record: Resident) -> Any:
    story = Story(resident=resident)
    story.listed(resident=record)
    return story.entries


def test_namesakes_of_whom_a_list_says_little_are_not_one_person() -> None:
    little = {"personal_id": None, "address": None, "phones": ()}
    one = who(birth_date="1960", area="Tổ 1", **little)
    other = who(birth_date="1960", area="Tổ 5", **little)
    assert len(plan(one, other).added) == 2
    unknown = who(birth_date=None, area="Tổ 1", **little)
    with_phone = msgspec.structs.replace(unknown, phones=AN.phones)
    assert len(plan(unknown, with_phone).added) == 2
    assert plan(one, one).duplicates == plan(unknown, unknown).duplicates == 1


def test_somebody_is_known_by_what_was_put_right() -> None:
    story = Story()
    story.listed(resident=who(personal_id=None))
    story.add(ResidentCorrected(field=Field.NAME, old=AN.name, new="Nguyễn Văn Ân"), MONDAY)
    case = fold_case(RESIDENT, story.entries)
    assert case is not None
    newer = plan(who(name="Nguyễn Văn Ân", personal_id=None), existing=(case,))
    assert (len(newer.added), len(newer.changed), newer.missing) == (0, 1, ())


def test_a_year_does_not_replace_the_day_that_is_known() -> None:
    newer = plan(who(birth_date="1985", note="mới"), existing=(a_case(),))
    (change,) = newer.changed
    assert (change.after.birth_date, change.fields) == (AN.birth_date, ("note",))
    without_number = a_case(who(personal_id=None))
    assert not plan(who(birth_date="1985", personal_id=None), existing=(without_number,)).added


def test_a_placeholder_for_a_number_does_not_make_everybody_everybodys_suspect() -> None:
    crowd = [
        who(name=f"Nguyễn Văn {n}", personal_id="111111111111", birth_date=f"{1900 + n}")
        for n in range(50)
    ]
    assert len(plan(*crowd).suspects) < len(crowd)


def test_the_rows_that_were_passed_over_are_named() -> None:
    later = who(note="dòng sau", source=Source("Tổ 5", 9))
    found = plan(AN, later)
    assert [one.source for one in found.twice] == [Source("Tổ 5", 9)]
    assert "Tổ 5!9" in import_text(found, dry_run=True)
    assert import_document(found, reveal=False)["duplicate_rows"] == [{"sheet": "Tổ 5", "row": 9}]
