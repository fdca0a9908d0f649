"""Policy files: what can be wrong with them, on which line, and all of it at once."""

from datetime import date, time

import msgspec
import pytest

from tests.policy_texts import FIRST, GOOD, HEAD, RULE, SECOND, faults_of, kinds_of, rule, the_fault
from wardtui.domain.moments import TimeSlot
from wardtui.domain.policy import ContactCare, EscalationRule, Policy, Weekday
from wardtui.domain.policy_faults import PolicyFault, PolicyFaultKind, PolicyFaulty, ValueShape
from wardtui.domain.policy_reader import LIMIT, read_policy, write_policy
from wardtui.domain.toml_lines import lines_of


def test_a_policy_says_who_answers_and_what_moves_a_case() -> None:
    policy = read_policy(
        rule("failed_attempts = 3", "distinct_days = 2", 'time_slots = ["evening"]')
        + '[calendar]\nworking_days = ["mon", "sat"]\nday_ends = 17:00:00\n'
        + "holidays = [2026-09-02]\n"
        + "[contact]\ncalls_from = 07:00:00\ncalls_until = 21:00:00\n"
    )
    assert [one.answer_working_days for one in policy.levels] == [None, 3]
    assert policy.rules[0].time_slots == (TimeSlot.EVENING,)
    assert policy.calendar.working_days == (Weekday.MON, Weekday.SAT)
    assert policy.calendar.day_ends == time(17)
    assert policy.calendar.holidays == (date(2026, 9, 2),)
    assert policy.contact.calls_until == time(21)


def test_what_a_policy_does_not_say_has_its_default() -> None:
    assert read_policy(GOOD).paused_while == ("booked", "agreed")
    assert read_policy(GOOD).rules == ()


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_line_ends_and_a_byte_order_mark_of_windows_change_nothing(ending: str) -> None:
    text = "\ufeff" + rule("refusals = 0").replace("\n", ending)
    assert the_fault(text).line == 14
    assert read_policy("\ufeff" + GOOD.replace("\n", ending)) == read_policy(GOOD)


def test_vietnamese_texts_are_kept_composed() -> None:
    import unicodedata

    assert read_policy(unicodedata.normalize("NFD", GOOD)) == read_policy(GOOD)


def test_all_faults_of_a_file_are_told_in_the_order_of_its_lines() -> None:
    text = (
        'name = "mau"\n'
        'titel = { vi = "Mẫu" }\n'
        + FIRST
        + SECOND.replace("level = 2", "level = 3")
        + '[[rules]]\nid = "declined"\nrefusals = "2"\n'
        + '[[rules]]\nid = "declined"\nfrom_levels = [1, 7]\nmissed_bookings = 400\n'
    )
    assert kinds_of(text) == [
        (2, PolicyFaultKind.UNKNOWN_KEY, "titel"),
        (8, PolicyFaultKind.LEVEL_OUT_OF_ORDER, "levels[2].level"),
        (14, PolicyFaultKind.WRONG_TYPE, "rules[1].refusals"),
        (16, PolicyFaultKind.RULE_ID_TWICE, "rules[2].id"),
        (17, PolicyFaultKind.NO_SUCH_LEVEL, "rules[2].from_levels[2]"),
        (18, PolicyFaultKind.OUT_OF_RANGE, "rules[2].missed_bookings"),
    ]


def test_the_error_counts_its_faults_and_repeats_nothing_of_the_file() -> None:
    with pytest.raises(PolicyFaulty) as caught:
        read_policy(rule("refusals = 0", 'time_slots = ["night"]'))
    assert caught.value.facts == {"count": len(caught.value.faults), "line": 14}
    assert "night" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (HEAD + "deadline = \n", 3),
        (HEAD + "[contact]\ncalls_from = 07:00\n", 4),
        (HEAD + 'title = { vi = "Hai" }\n', 3),
        (HEAD + "[contact]\n[contact]\n", 4),
        (HEAD + "paused_while = [\n", 3),
        (HEAD + "deadline = 2026-02-30\n", 3),
        (HEAD + f"deadline = {'9' * 5000}\n[contact]\n", 3),
        (HEAD + "deadline = " + "[" * 5000 + "\n", 3),
    ],
)
def test_what_is_no_toml_is_told_with_its_line(text: str, line: int) -> None:
    assert the_fault(text) == PolicyFault(line=line, kind=PolicyFaultKind.SYNTAX)


def test_a_number_with_thousands_of_digits_is_a_fault_like_another() -> None:
    assert the_fault(rule(f"refusals = 0x{'f' * 9000}")).kind is PolicyFaultKind.OUT_OF_RANGE


def test_a_file_has_at_most_64_kibibytes() -> None:
    just = GOOD + "#" * (LIMIT - len(GOOD.encode()))
    assert read_policy(just) == read_policy(GOOD)
    assert the_fault(just + "#").kind is PolicyFaultKind.TOO_LARGE


def test_a_key_that_is_misspelt_is_told_with_the_nearest_one_and_is_not_missed_too() -> None:
    fault = the_fault(GOOD.replace("role = ", "rolle = ", 1))
    assert (fault.kind, fault.nearest, fault.line) == (PolicyFaultKind.UNKNOWN_KEY, "role", 6)
    assert the_fault(rule("failed_atempts = 3")).nearest == "failed_attempts"


def test_a_misspelt_condition_is_not_told_twice() -> None:
    fault = the_fault(rule("failed_atempts = 3", "distinct_days = 2"))
    assert fault.kind is PolicyFaultKind.UNKNOWN_KEY


def test_a_key_that_resembles_none_is_told_with_those_that_are_free() -> None:
    fault = the_fault(GOOD.replace("name", "zzz = 1\nname", 1))
    assert fault.nearest is None
    assert "deadline" in fault.allowed
    assert "name" not in fault.allowed


def test_a_missing_key_is_told_where_its_table_begins() -> None:
    fault = the_fault(GOOD.replace('role = "leader"\n', ""))
    assert (fault.line, fault.path) == (7, "levels[2].role")
    assert fault.kind is PolicyFaultKind.MISSING_KEY
    assert {one.path for one in faults_of("")} == {"name", "title", "levels"}


@pytest.mark.parametrize(
    ("line", "shape"),
    [
        ("refusals = true", ValueShape.WHOLE_NUMBER),
        ("refusals = 2.0", ValueShape.WHOLE_NUMBER),
        ("refusals = [2]", ValueShape.WHOLE_NUMBER),
        ("unanswered = 1", ValueShape.YES_OR_NO),
        ("time_slots = 'evening'\nfailed_attempts = 2", ValueShape.LIST),
        ("with_support_needs = false\nrefusals = 2", ValueShape.CODE),
        ("title = 'Từ chối'\nrefusals = 2", ValueShape.TABLE),
    ],
)
def test_a_value_of_another_kind_is_told_with_the_kind_that_is_needed(
    line: str, shape: ValueShape
) -> None:
    fault = the_fault(rule(line))
    assert (fault.kind, fault.shape) == (PolicyFaultKind.WRONG_TYPE, shape)


def test_dates_and_times_are_those_of_toml() -> None:
    text = 'deadline = "2026-12-31"\n' + GOOD + '[contact]\ncalls_from = "07:00"\n'
    assert [one.shape for one in faults_of(text)] == [ValueShape.DATE, ValueShape.TIME]
    assert the_fault("deadline = 2026-12-31T00:00:00\n" + GOOD).shape is ValueShape.DATE


def test_tables_where_one_is_needed_and_the_other_way_round() -> None:
    assert the_fault("rules = 3\n" + GOOD).shape is ValueShape.TABLES
    assert the_fault("calendar = 3\n" + GOOD).shape is ValueShape.TABLE


@pytest.mark.parametrize(
    ("line", "kind", "least", "most"),
    [
        ("refusals = 0", PolicyFaultKind.OUT_OF_RANGE, 1, 365),
        ("refusals = 366", PolicyFaultKind.OUT_OF_RANGE, 1, 365),
        ("days_to_deadline = -1", PolicyFaultKind.OUT_OF_RANGE, 0, 365),
        ("refusals = 1\ntitle = { vi = ' ' }", PolicyFaultKind.BAD_LENGTH, 1, 120),
        (f"refusals = 1\ntitle = {{ vi = '{'a' * 121}' }}", PolicyFaultKind.BAD_LENGTH, 1, 120),
    ],
)
def test_what_is_too_little_or_too_much_is_told_with_its_bounds(
    line: str, kind: PolicyFaultKind, least: int, most: int
) -> None:
    fault = the_fault(rule(line))
    assert (fault.kind, fault.at_least, fault.at_most) == (kind, least, most)


def test_the_day_of_the_deadline_itself_is_a_condition() -> None:
    assert read_policy(rule("days_to_deadline = 0")).rules[0].days_to_deadline == 0


def test_a_code_that_is_none_is_told_with_those_that_are() -> None:
    fault = the_fault(GOOD.replace('"leader"', '"leeder"'))
    assert (fault.found, fault.nearest) == ("leeder", "leader")
    assert fault.allowed == ("officer", "leader", "commander", "admin")


@pytest.mark.parametrize("name", ["Mẫu", "two words", "", "-a", "a" * 41, "mau\\n"])
def test_names_have_small_letters_and_digits(name: str) -> None:
    assert the_fault(GOOD.replace('"mau"', f'"{name}"')).kind is PolicyFaultKind.BAD_NAME


def test_no_name_ends_with_a_line_break_wherever_it_comes_from() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"id": "mau\n"}, EscalationRule)


def test_call_hours_are_those_of_vietnam_wherever_they_come_from() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode('{"calls_from": "07:00:00Z"}', type=ContactCare)


def test_titles_hold_nothing_that_cannot_be_shown() -> None:
    text = GOOD.replace('vi = "Phường"', 'vi = "Phường\\u001b[2J"')
    assert the_fault(text).kind is PolicyFaultKind.NOT_PRINTABLE


def test_lists_have_bounds() -> None:
    fault = the_fault(GOOD + "[calendar]\nworking_days = []\n")
    assert (fault.kind, fault.at_least) == (PolicyFaultKind.BAD_NUMBER, 1)
    many = "".join(f'[[rules]]\nid = "r{one}"\nrefusals = 2\n' for one in range(51))
    fault = the_fault(GOOD + many)
    assert (fault.kind, fault.found, fault.at_most) == (PolicyFaultKind.BAD_NUMBER, "51", 50)


def test_a_holiday_is_named_once() -> None:
    days = "holidays = [\n  2026-09-02,\n  2026-04-30, # Chiến thắng\n  2026-09-02,\n]\n"
    fault = the_fault(GOOD + "[calendar]\n" + days)
    assert (fault.kind, fault.line, fault.first_line) == (PolicyFaultKind.TWICE, 16, 14)
    assert (fault.path, fault.found) == ("calendar.holidays[3]", "2026-09-02")


def test_what_is_written_is_short_and_reads_the_same() -> None:
    policy = read_policy(GOOD + RULE)
    assert read_policy(write_policy(policy)) == policy
    assert "calendar" not in write_policy(policy)


def test_a_long_list_is_written_with_a_line_for_each_element() -> None:
    days = ", ".join(f"2026-03-{day:02}" for day in range(1, 29))
    policy = read_policy(GOOD + f"[calendar]\nholidays = [{days}]\n")
    assert "\n  2026-03-28,\n]" in write_policy(policy)
    assert isinstance(read_policy(write_policy(policy)), Policy)


def test_lines_are_found_in_every_form_of_toml() -> None:
    lines = lines_of(
        'a.b = 1 # [x]\n"c \\" d" = """\n[no]\nkey = 1\n"""""\n'
        "e = [\n  1,\n  { f = 'g#', h = [2,\n 3] }, # ]\n]\n"
        "[[i]]\n[[i]]\n[i.k]\nl = 2026-01-01 07:00:00\n[m . 'n.o']\np = '''\n'''\nq = true"
    )
    assert {
        path: lines.of(path) for path in (("a",), ("a", "b"), ('c " d',), ("e", 1, "h", 1))
    } == {
        ("a",): 1,
        ("a", "b"): 1,
        ('c " d',): 2,
        ("e", 1, "h", 1): 9,
    }
    assert lines.of(("i", 0)) == 11
    assert lines.of(("i", 1, "k", "l")) == 14
    assert lines.of(("m", "n.o", "q")) == 18
    assert lines.of(("i", 1, "missing")) == 12
