"""What the pieces of a spoken time say: its words, units and spellings, not yet which moment.

A text is read from the left, piece by piece: a day, a part of the day, a time of day or a distance,
in any order and each at most once. What is left over makes the whole text no time.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import time, timedelta

import msgspec

from wardtui.domain.moments import EVENING_START, NOON, SHIFT_END
from wardtui.domain.text import fold_word, nfc

LONGEST = 80
"""Letters; what is longer is a note and no time."""

SATURDAY = 5


class Part(msgspec.Struct, frozen=True):
    """A part of the day."""

    start: time
    usual: time
    """What it means without a time of day."""
    end: time
    hours: range
    """Hours of the 24-hour clock that can be said with it; others count from noon."""


MORNING = Part(time(0), time(8), NOON, range(12))
MIDDAY = Part(time(11), NOON, time(14), range(10, 15))
AFTERNOON = Part(NOON, time(15), EVENING_START, range(12, 20))
EVENING = Part(EVENING_START, time(19), SHIFT_END, range(17, 24))
_HOURS_ALONE = range(7, 24)
"""Hours 1 to 6 lie outside every shift: said alone they are those of the afternoon."""


class Clock(msgspec.Struct, frozen=True):
    """A time of day as it was said."""

    hour: int
    minute: int
    exact: bool
    """Said with am or pm."""
    two_digits: bool
    """``02h`` is written as a 24-hour clock writes it."""

    def time(self, part: Part | None) -> time:
        """The time of day that is meant.

        :raises ValueError: when there is no such time in that part of the day
        """
        as_written = self.exact or (part is None and self.two_digits)
        said = (self.hour,) if as_written else (self.hour, self.hour + 12)
        hours = part.hours if part else range(24) if as_written else _HOURS_ALONE
        for hour in said:
            if hour in hours:
                return time(hour, self.minute)
        raise ValueError


class MonthDay(msgspec.Struct, frozen=True):
    """A day of the calendar; the month or the year can be left open."""

    day: int
    month: int | None = None
    year: int | None = None


class Said(msgspec.Struct, frozen=True):
    """What a text says; null is what it leaves open."""

    distance: timedelta | None = None
    """Hours and minutes from now."""
    days: int | None = None
    """Days from today."""
    date: MonthDay | None = None
    weekday: int | None = None
    """From Monday, 0."""
    week: int | None = None
    """Weeks from this one, which begins on Monday."""
    back: bool | None = None
    """The last such weekday, whichever way is looked."""
    part: Part | None = None
    clock: Clock | None = None

    def plus(self, more: "Said") -> "Said":
        """Both together.

        :raises ValueError: when both say the same thing
        """
        ours, theirs = msgspec.structs.asdict(self), msgspec.structs.asdict(more)
        said = {name: value for name, value in theirs.items() if value is not None}
        if any(ours[name] is not None for name in said):
            raise ValueError
        return msgspec.structs.replace(self, **said)


def read_pieces(text: str) -> Said:
    """What a text says.

    :raises ValueError: when a part of it says nothing, or two parts say the same thing
    """
    text, said, place = _plain(text), Said(), 0
    while place < len(text):
        for pattern, meaning in _PIECES:
            found = pattern.match(text, place)
            if found:
                said, place = said.plus(meaning(found)), found.end()
                break
        else:
            raise ValueError
    return said


_SPELT = (
    "ngày hôm buổi này mốt sáng trưa chiều tối tới đêm thứ bảy tư năm sáu chủ chúa nhật tuần cuối "
    "trước rồi nữa giờ tiếng phút rưỡi tháng lúc vào khoảng cách đây"
).split()
_KEPT = {"tới", "thứ"}
"""Words that without their marks would be others: tối (evening), Thu(rsday)."""


def _marks(word: str) -> set[str]:
    letters = unicodedata.normalize("NFD", word)
    return {c for c in letters if c == "đ" or unicodedata.combining(c)}


_BY_FOLD: dict[str, list[tuple[str, set[str]]]] = {}
for _word in _SPELT:
    _BY_FOLD.setdefault(fold_word(_word), []).append((_word, _marks(_word)))


def _plain(text: str) -> str:
    """The text without case, doubled spaces, and the marks of words that are known here.

    Marks may be missing, but must not be others: ``một`` is not ``mốt``, ``kìa`` not ``kia``.
    """
    if len(text) > LONGEST:
        raise ValueError
    return re.sub(r"[^\W\d_]+", _plain_word, " ".join(nfc(text).casefold().split()))


def _plain_word(found: re.Match[str]) -> str:
    marks = _marks(found[0])
    if marks:
        for known, its_marks in _BY_FOLD.get(fold_word(found[0]), ()):
            if marks <= its_marks:
                return known if known in _KEPT else fold_word(known)
    return found[0]


_HOUR = r"(?:h|hrs?|hours?|g|gio|tieng)"
_MINUTE = r"(?:m|mins?|minutes?|p|ph|phut)"
_AMOUNT = (
    rf"(?:(?P<hours>\d{{1,4}}) ?{_HOUR}(?: ?(?P<more>\d{{1,2}})(?: ?{_MINUTE})?)?"
    rf"|(?P<minutes>\d{{1,5}}) ?{_MINUTE}"
    r"|(?P<days>\d{1,4}) ?(?:d|days?|ngay)|(?P<weeks>\d{1,3}) ?(?:w|weeks?|tuan))"
)
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_ORDINALS = {"hai": 0, "ba": 1, "tu": 2, "nam": 3, "sau": 4, "bay": 5}
"""Monday is the second day of a Vietnamese week."""
_WEEKDAY = (
    r"(?:(?:t|thu|thứ) ?(?P<number>[2-7])(?!\d|[/.-]\d)"
    r"|(?:thu|thứ) (?P<ordinal>hai|ba|tu|nam|sau|bay)"
    r"|(?P<sunday>cn|chua? nhat)|(?P<weekend>cuoi tuan|weekend)"
    r"|(?P<english>mon(?:day)?|tue(?:s|sday)?|wed(?:nesday)?"
    # "thu 7" is Saturday; "thu 31/12" is what the English screen writes.
    r"|thu(?:rs?|rsday|(?! ?\d(?!\d?[/.-]\d)))|fri(?:day)?|sat(?:urday)?|sun(?:day)?))"
)
_DATE = (
    r"(?:ngay )?(?P<day>\d{1,2})(?: ?[/.-] ?| thang )(?P<month>\d{1,2})"
    r"(?:(?: ?[/.-] ?| nam )(?P<year>\d{4}|\d\d))?(?!\d)"
)
_HOUR_OF_DAY = (
    r"(?P<hour>\d{1,2}) ?(?:h|g|gio)(?: ?(?P<minute>[0-5]\d)"
    r"(?!\d| ?[/.-] ?\d| thang| (?:ngay|tuan|days?|weeks?) (?:nua|truoc|ago|from))"
    r"(?: ?(?:p|ph|phut))?)?"
)
"""What follows a full hour can be a day: ``19h 25/11``, ``19h 10 ngày nữa``."""


def _ahead(found: re.Match[str]) -> Said:
    return _distance(found, 1)


def _ago(found: re.Match[str]) -> Said:
    return _distance(found, -1)


def _distance(found: re.Match[str], way: int) -> Said:
    amount = {name: int(value) for name, value in found.groupdict().items() if value}
    if "days" in amount or "weeks" in amount:
        return Said(days=way * (amount.get("days", 0) + 7 * amount.get("weeks", 0)))
    minutes = amount.get("minutes", 0) + amount.get("more", 0)
    return Said(distance=way * timedelta(hours=amount.get("hours", 0), minutes=minutes))


def _date(found: re.Match[str]) -> Said:
    said = {name: int(value) for name, value in found.groupdict().items() if value}
    year = said.get("year")
    if year is not None and year < 100:
        year += 2000
    return Said(date=MonthDay(said["day"], said.get("month"), year))


def _weekday(found: re.Match[str]) -> Said:
    number, ordinal, english = found.group("number", "ordinal", "english")
    if number:
        weekday = int(number) - 2
    elif ordinal:
        weekday = _ORDINALS[ordinal]
    elif english:
        weekday = _WEEKDAYS.index(english[:3])
    else:
        weekday = SATURDAY if found["weekend"] else SATURDAY + 1
    match found["before"] or found["behind"]:
        case "next" | "sau":
            return Said(weekday=weekday, week=1)
        case "this" | "nay":
            return Said(weekday=weekday, week=0)
        case "last" | "truoc" | "qua" | "roi":
            return Said(weekday=weekday, back=True)
    return Said(weekday=weekday)


def _clock(found: re.Match[str]) -> Said:
    said = found.groupdict()
    hour, noon = int(said["hour"]), said.get("noon")
    minute = 30 if said.get("half") else int(said.get("minute") or 0)
    if noon:
        if not 1 <= hour <= 12:
            raise ValueError
        hour = hour % 12 + 12 * (noon == "pm")
    return Said(clock=Clock(hour, minute, bool(noon), two_digits=said["hour"].startswith("0")))


def _always(said: Said) -> Callable[[re.Match[str]], Said]:
    return lambda _: said


_GRAMMAR: tuple[tuple[str, Callable[[re.Match[str]], Said]], ...] = (
    (rf"(?:\+ ?|in |sau ){_AMOUNT}", _ahead),
    (rf"{_AMOUNT} (?:nua|from now)", _ahead),
    (rf"(?:- ?|cach day ){_AMOUNT}", _ago),
    (rf"{_AMOUNT} (?:truoc|ago)", _ago),
    (r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)", _date),
    (_DATE, _date),
    (r"ngay (?P<day>\d{1,2})(?!\d)", _date),
    (
        rf"(?:(?P<before>next|this|last) )?{_WEEKDAY}(?: (?P<behind>sau|tới|nay|truoc|qua|roi))?",
        _weekday,
    ),
    (r"tuan (?:sau|tới|toi)|next week", _always(Said(week=1))),
    (r"tuan nay|this week", _always(Said(week=0))),
    (r"tuan (?:truoc|qua|roi)|last week", _always(Said(week=-1))),
    (r"tonight", _always(Said(days=0, part=EVENING))),
    (r"last night", _always(Said(days=-1, part=EVENING))),
    (r"(?:hom )?nay|today|this(?= (?:morning|afternoon|evening))", _always(Said(days=0))),
    (r"(?:ngay )?mai|tomorrow", _always(Said(days=1))),
    (r"ngay kia|(?:ngay )?mot|day after tomorrow", _always(Said(days=2))),
    (r"(?:hom )?qua|yesterday", _always(Said(days=-1))),
    (r"hom kia", _always(Said(days=-2))),
    (r"(?:buoi )?sang|morning", _always(Said(part=MORNING))),
    (r"(?:buoi )?trua|noon", _always(Said(part=MIDDAY))),
    (r"(?:buoi )?chieu|afternoon", _always(Said(part=AFTERNOON))),
    (r"(?:buoi )?toi|dem|evening|night", _always(Said(part=EVENING))),
    (r"(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?!\d)(?: ?(?P<noon>am|pm))?", _clock),
    (r"(?P<hour>\d{1,2}) ?(?P<noon>am|pm)", _clock),
    (r"(?P<hour>\d{1,2}) ?(?:h|g|gio)? ?(?P<half>ruoi)", _clock),
    (_HOUR_OF_DAY, _clock),
    (r"luc|vao|khoang|at|on|,", _always(Said())),
)
_PIECES = tuple(
    (re.compile(rf" ?(?:{pattern})(?![^\W\d_]) ?", re.ASCII), meaning)
    for pattern, meaning in _GRAMMAR
)
