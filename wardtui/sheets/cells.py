"""A value of a spreadsheet as the text or the date that people see in its cell."""

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from wardtui.domain.roster.grid import Cell

Value = int | float | str | bool | date | datetime | time | timedelta | None

_SHOWN_DIGITS = 15
"""Spreadsheets keep so many digits of a number."""

_NO_DATE = (date(1899, 12, 30), date(1899, 12, 31))
"""What an empty cell looks like when a formula fetches it into a cell of dates."""

_LINE_BREAK = re.compile(r"\r\n?")
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")


def as_cell(value: Value) -> Cell:
    """A value as a cell: numbers as their digits, times and booleans as text.

    Errors such as #N/A come from the library as empty text, and a date or time of zero is nothing.
    """
    if isinstance(value, str):
        return as_text(value)
    if value is None or isinstance(value, bool):
        return None if value is None else str(value).upper()
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return None if value in _NO_DATE else value
    if isinstance(value, time):
        value = timedelta(hours=value.hour, minutes=value.minute, seconds=value.second)
    if isinstance(value, timedelta):
        return _duration(value)
    return _digits(value)


def as_text(text: str) -> str | None:
    """Text without signs that are none, its line breaks and tabs kept; nothing when it is blank."""
    if not text.isprintable():
        text = _LINE_BREAK.sub("\n", text).replace("\xa0", " ")
        text = _NOT_TEXT.sub("", text)
    return None if not text or text.isspace() else text


def _digits(number: int | float) -> str | None:
    if isinstance(number, int) or number.is_integer():
        return str(int(number))
    shown = Decimal(f"{number:.{_SHOWN_DIGITS}g}")
    return f"{shown:f}" if shown.is_finite() else None


def _duration(span: timedelta) -> str | None:
    seconds = int(span.total_seconds())
    if not seconds:
        return None
    sign, seconds = ("-", -seconds) if seconds < 0 else ("", seconds)
    text = f"{sign}{seconds // 3600:02}:{seconds // 60 % 60:02}"
    return f"{text}:{seconds % 60:02}" if seconds % 60 else text
