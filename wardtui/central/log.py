"""The server's log: one JSON document a line on stderr, and nobody's data in it."""

import sys
from datetime import UTC, datetime

import msgspec

from wardtui.central.gate import RequestLine


class _Fault(msgspec.Struct, frozen=True, tag_field="event", tag="fault"):
    at: datetime
    fault: str
    """The class of the error: a message may quote what was sent."""


class _Answered(msgspec.Struct, frozen=True, tag_field="event", tag="request"):
    at: datetime
    method: str
    route: str
    status: int
    seconds: float


def log_fault(fault: str) -> None:
    """Something failed inside."""
    _write(_Fault(datetime.now(UTC), fault))


def log_request(line: RequestLine) -> None:
    """A request was answered."""
    _write(_Answered(datetime.now(UTC), line.method, line.route, line.status, line.seconds))


def _write(line: msgspec.Struct) -> None:
    try:
        # In one piece: several processes write to one stream.
        sys.stderr.write(msgspec.json.encode(line).decode() + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        # Nobody reads it any more; that is no reason to answer nobody.
        return
