"""Reading an answer, whatever its sender wants: no more of it than is allowed, counted unpacked."""

import zlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_AT_ONCE = 2**16
"""Bytes that are unpacked in one go, at most."""


class AnswerTooLarge(Exception):
    """More than any answer has."""


class AnswerDamaged(Exception):
    """Packed in a way that was not asked for, or not what it says."""


def read_answer(parts: Iterable[bytes], packed_as: str, most: int) -> bytes:
    """The body of an answer.

    :param parts: as they came over the line
    :param packed_as: its ``Content-Encoding``; nothing but gzip, once, was asked for
    :param most: bytes, unpacked
    :raises AnswerTooLarge: when it has more; the rest is not read
    :raises AnswerDamaged: when it cannot be unpacked
    """
    match packed_as.strip().lower():
        case "" | "identity":
            plain = iter(parts)
        case "gzip" | "x-gzip":
            plain = _unpacked(parts)
        case _:
            raise AnswerDamaged
    body = bytearray()
    for part in plain:
        body += part
        if len(body) > most:
            raise AnswerTooLarge
    return bytes(body)


def _unpacked(parts: Iterable[bytes]) -> Iterator[bytes]:
    unpacker = zlib.decompressobj(wbits=31)
    try:
        for part in parts:
            rest = part
            while rest and not unpacker.eof:
                yield unpacker.decompress(rest, _AT_ONCE)
                rest = unpacker.unconsumed_tail
        yield unpacker.flush()
    except zlib.error as error:
        raise AnswerDamaged from error
    if not unpacker.eof:
        raise AnswerDamaged


def retry_after(header: str | None, date: str | None) -> float | None:
    """Seconds to stay away, as an answer says: a number of them, or a moment (RFC 9110, 10.2.3).

    :param date: the answer's own ``Date``, so that a wrong clock here does not count
    """
    if not header:
        return None
    if header.strip().isdigit():
        return float(header.strip()[:9])
    then = _moment(header)
    if then is None:
        return None
    now = _moment(date) or datetime.now(UTC)
    return max(0.0, (then - now).total_seconds())


def _moment(text: str | None) -> datetime | None:
    try:
        found = parsedate_to_datetime(text or "")
    except (TypeError, ValueError):
        return None
    return found.replace(tzinfo=found.tzinfo or UTC)
