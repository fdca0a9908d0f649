"""The daily report in words: every field, every rate with what it is of, and who signs it."""

from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from tests.builders import AN, MONDAY, WARD, Story
from wardtui.domain.case_fold import fold_case
from wardtui.domain.figures import daily_report
from wardtui.domain.ids import ResidentId
from wardtui.domain.session_events import BookingMade
from wardtui.domain.standing import standing
from wardtui.domain.vocabulary import Flag, Need, Outcome, Reason, Step, SupportNeed
from wardtui.i18n import Language, use_language
from wardtui.reports.daily import daily_document, daily_text
from wardtui.services.report_daily import DataState, Reported

DAY = MONDAY.date()
EVENING = MONDAY + timedelta(hours=12)
BOX = set("│─┌┐└┘├┤┬┴┼|═║")


@pytest.fixture(autouse=True)
def words() -> Iterator[None]:
    yield
    use_language(Language.ENGLISH)


def lives() -> Iterator[Story]:
    """One done, one invited, one a child at home, one at level 1 and handed up, one of no area."""
    needs = (Need.ID_CARD, Need.VNEID_ACCOUNT, Need.VNEID_ACTIVATION)
    for number, changes in enumerate(
        (
            {"needs": needs},
            {"registered_here": True, "lives_here": False, "flags": (Flag.MISSING_PHONE,)},
            {"birth_date": "2018-05-06", "needs": (Need.CHILD_CARD,), "area": "Tổ 10"},
            {"needs": needs, "support_needs": (SupportNeed.AT_FACILITY_SERVICE,)},
            {"area": None, "lives_here": None, "birth_date": None},
        )
    ):
        resident = ResidentId(f"00000000-0000-7000-8000-0000000000a{number}")
        story = Story(resident=resident)
        story.listed(resident=msgspec.structs.replace(AN, **changes))
        yield story


def reported() -> Reported:
    done, invited, child, handed_up, unknown = stories = list(lives())
    for need, step in (
        (Need.ID_CARD, Step.CAPTURED),
        (Need.VNEID_ACCOUNT, Step.LEVEL2_COLLECTED),
        (Need.VNEID_ACTIVATION, Step.ACTIVATED),
    ):
        done.enrolled(need, MONDAY, step)
    invited.called(Outcome.AGREED_NO_DATE, MONDAY, reasons=(Reason.WORKING_HOURS,))
    child.visited(Outcome.HOME_VISIT_REQUESTED, MONDAY - timedelta(days=1))
    child.add(BookingMade(session=None, needs=(Need.CHILD_CARD,), at=EVENING), MONDAY)
    handed_up.enrolled(Need.VNEID_ACCOUNT, MONDAY, Step.LEVEL1)
    handed_up.raised(MONDAY)
    unknown.called(Outcome.NO_ANSWER, MONDAY)
    cases = [fold_case(one.entries[0].event.resident, one.entries) for one in stories]  # type: ignore[arg-type]
    report = daily_report([standing(case, DAY) for case in cases if case], DAY, WARD, sessions=2)
    return Reported(report, DataState(last_sync=MONDAY, pending=3), "Nguyễn Văn Mẫu", EVENING)


def test_the_text_tells_every_field_and_what_every_rate_is_of() -> None:
    use_language(Language.ENGLISH)
    assert daily_text(reported()).splitlines() == [
        "DAILY REPORT 23/11/2026 - PHUONG-MAU",
        "",
        "Done: 1 of 5 (20.0%), today 1. Remaining: 4.",
        "Cards: 1/5 (20.0%), today 1, left 4.",
        "VNeID level 2: 1/4 (25.0%), today 1, left 3.",
        "VNeID activated: 1/2 (50.0%), today 1, left 1.",
        "At VNeID level 1: 1.",
        "",
        "Registered and living here (KT1): 1/3 (33.3%), today 1, left 2.",
        "Registered here, living elsewhere (KT2): 0/1 (0.0%), today 0, left 1.",
        "Residence not known: 0/1 (0.0%), today 0, left 1.",
        "6 to 13: 0/1 (0.0%), today 0, left 1.",
        "14 and over: 1/3 (33.3%), today 1, left 2.",
        "Age not known: 0/1 (0.0%), today 0, left 1.",
        "",
        "Contacted today: 2 residents, 1 reached.",
        "Attempts today: 2 calls, 0 visits, 0 letters, 0 messages.",
        "Contacted so far: 3/5 (60.0%).",
        "Invited, not yet come: 2/4 (50.0%) of those left; not yet invited: 1.",
        "Sessions today: 2, people who came: 0, files taken: 2.",
        "Booked: 1. Home service: 1 proposed, 0 done. Data to correct: 1.",
        "In facilities: 1 proposed, 0 done.",
        "Handed up: level 2: 1.",
        "",
        "Remaining by reason:",
        "- objective: 1/4 (25.0%)",
        "    At work in office hours: 1",
        "- other: 3/4 (75.0%)",
        "    No reason given: 3",
        "",
        "By area:",
        "- Tổ 5: 1/3 (33.3%), today 1, left 2; tried 1, reached 1",
        "- Tổ 10: 0/1 (0.0%), today 0, left 1; tried 0, reached 0",
        "- no area: 0/1 (0.0%), today 0, left 1; tried 1, reached 0",
        "",
        "As of the last sync Mon 23/11 09:00; 3 events not sent yet.",
        "Made by Nguyễn Văn Mẫu, Mon 23/11 21:00.",
    ]


def test_the_text_can_be_pasted_into_a_message_in_both_languages() -> None:
    for language in Language:
        use_language(language)
        lines = daily_text(reported()).splitlines()
        assert max(map(len, lines)) <= 90
        assert BOX.isdisjoint("".join(lines))


def test_the_document_adds_to_the_keys_of_the_contract() -> None:
    document = daily_document(reported())
    contract = {
        "eligible", "done_today", "done_total", "remaining", "contacted_today", "reached_today",
        "attempts_today", "booked", "escalated", "home_service", "data_flags_open",
        "remaining_by_reason",
    }  # fmt: skip
    assert {"date", "ward", "areas", "total"} < document.keys()
    assert contract < document["total"].keys()
    assert all({"area", *document["total"]} == one.keys() for one in document["areas"])
    assert document["signed"] == {"officer": "Nguyễn Văn Mẫu", "at": "2026-11-23T21:00:00+07:00"}
    assert document["sessions_today"] == 2
