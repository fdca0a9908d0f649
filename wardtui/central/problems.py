"""Answers that say no: ``application/problem+json`` (RFC 9457) with a code that clients know."""

from collections.abc import Mapping
from typing import Any, NoReturn

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from wardtui.messages import Problem

MEDIA_TYPE = "application/problem+json"

RETRY_SECONDS = 5
"""When to come back after a database did not answer."""


class HttpRefusal(HTTPException):
    """An answer that says no."""

    def __init__(
        self, status: int, code: str, title: str, headers: dict[str, str] | None = None
    ) -> None:
        """Say no.

        :param title: for whoever reads it; without anything that was sent
        """
        super().__init__(detail=title, status_code=status, headers=headers)
        self.code = code


def bad_request(title: str) -> NoReturn:
    """:raises HttpRefusal: always"""
    raise HttpRefusal(400, "bad_request", title)


def problem_bytes(status: int, code: str, title: str) -> bytes:
    """The body of a problem."""
    return msgspec.json.encode(Problem(status=status, title=title, code=code))


def problem(
    status: int, code: str, title: str, headers: Mapping[str, str] | None = None
) -> Response[bytes]:
    """An answer that says no."""
    body = problem_bytes(status, code, title)
    return Response(body, status_code=status, media_type=MEDIA_TYPE, headers=dict(headers or {}))


def on_refusal(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Ours, and those of the framework."""
    code = error.code if isinstance(error, HttpRefusal) else f"http_{error.status_code}"
    title = error.detail if isinstance(error, HttpRefusal) else "the request cannot be answered"
    return problem(error.status_code, code, title, error.headers)


def on_fault(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """What no handler foresaw. The class alone is told: a message may quote what was sent."""
    request.app.state.note_fault(type(error).__name__)
    if isinstance(error, OperationalError | NoConnectionFree):
        retry = {"Retry-After": str(RETRY_SECONDS)}
        return problem(503, "database_unavailable", "the database does not answer", retry)
    return problem(500, "internal", "the server failed; try again later")
