"""Times as people say them. The table is written by the rules of decision 27."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies import moments
from tests.tables import rows
from wardtui.domain.moments import VIETNAM, local
from wardtui.domain.spoken_time import read_spoken
from wardtui.domain.text import search_fold
from wardtui.domain.when import BadTime, parse_when
from wardtui.i18n import Language, use_language
from wardtui.i18n.dates import moment

NO_TIME = "-"
TABLE = rows("spoken_times.tsv", 4)
WORDS = """
mai mốt tối toi tới t7 thứ thu 7 19h 19h30 h 2h : 30 / 25/11 - + ngày tuần sau trước qua nay này nữa
phút p d w in next last sat sun am pm cn cuối hôm kia 9999 99999 giờ rưỡi 2026-11-25 sáng lúc tháng
"""
PIECES = st.lists(st.sampled_from(WORDS.split()), max_size=6).map(" ".join)
TEXTS = st.text(max_size=90) | PIECES | PIECES.map(lambda text: text.replace(" ", ""))


def read(text: str, now: datetime, *, past: bool = False) -> datetime | None:
    try:
        return read_spoken(text, now, past=past)
    except BadTime:
        return None


@pytest.mark.parametrize(("text", "now", "looking", "meaning"), TABLE)
def test_a_time_is_read_as_it_is_meant(text: str, now: str, looking: str, meaning: str) -> None:
    at = read(text, parse_when(now), past=looking == "back")
    assert (NO_TIME if at is None else f"{at:%Y-%m-%d %H:%M}") == meaning


@pytest.mark.parametrize(("text", "now", "looking", "meaning"), TABLE)
def test_marks_capitals_and_spaces_change_nothing_but_what_tells_words_apart(
    text: str, now: str, looking: str, meaning: str
) -> None:
    if not any(word in text for word in ("tới", "kìa", "một", "thứ")):
        bare = "  ".join(search_fold(text).upper().split())
        test_a_time_is_read_as_it_is_meant(bare, now, looking, meaning)


@given(TEXTS, moments, st.booleans())
def test_every_text_is_a_vietnamese_time_or_none(text: str, now: datetime, past: bool) -> None:
    at = read(text, now, past=past)
    assert at is None or at.tzinfo is VIETNAM


@given(
    st.sampled_from(["19h", "7h tối", "2h", "tối", "sáng", "t7", "cn 9h", "ngày 25", "cuối tuần"]),
    st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),  # noqa: DTZ001
)
def test_what_leaves_the_day_open_lies_ahead_or_for_things_that_happened_behind(
    text: str, now: datetime
) -> None:
    ahead, behind = read_spoken(text, now), read_spoken(text, now, past=True)
    # A day alone means the end of its shift, which can be over.
    assert ahead > now or local(ahead).date() == local(now).date()
    assert behind <= now


@given(st.datetimes(timezones=st.sampled_from([UTC, VIETNAM])), moments, st.booleans())
def test_iso_is_read_to_the_microsecond(at: datetime, now: datetime, past: bool) -> None:
    assert read_spoken(at.isoformat(), now, past=past) == local(at)


@pytest.mark.parametrize("language", list(Language))
@given(days=st.integers(-100, 100), minutes=st.integers(0, 1439))
def test_a_time_is_read_as_the_screen_writes_it(
    language: Language, days: int, minutes: int
) -> None:
    use_language(language)
    now = datetime(2026, 11, 23, 18, 30, tzinfo=VIETNAM)
    at = datetime(2026, 11, 23, tzinfo=VIETNAM) + timedelta(days=days, minutes=minutes)
    assert read_spoken(moment(at, now), now) == at


def test_a_time_that_is_none_says_which_text_it_was() -> None:
    with pytest.raises(BadTime) as refused:
        read_spoken("khi nào rảnh", datetime(2026, 11, 23, tzinfo=VIETNAM))
    assert refused.value.facts == {"text": "khi nào rảnh"}
