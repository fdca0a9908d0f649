"""The door of the server: so many requests are inside at once, the others are told when to come.

Whoever waits inside holds memory and a connection, and times out in the end. Whoever is told to
come back in some seconds loses nothing. What watches the server is always let in.
"""

import random
import time
from collections.abc import Callable
from typing import Any

import msgspec

from wardtui.central.metrics import Metrics
from wardtui.central.problems import MEDIA_TYPE, problem_bytes

INSIDE = 64
"""Requests at once: pushes for a commit, or pages for more readers than there are threads."""

ALWAYS_LET_IN = ("/healthz", "/readyz", "/metrics")

COME_BACK_SECONDS = (1, 4)
"""Spread, so that those who were turned away together do not come back together."""


class RequestLine(msgspec.Struct, frozen=True):
    """One line of the log: what was answered, to nobody in particular."""

    at: float
    """Seconds since 1970."""
    method: str
    route: str
    """The pattern of the path."""
    status: int
    seconds: float


class Gate:
    """Lets requests in, and notes what became of them."""

    def __init__(
        self,
        app: Any,
        metrics: Metrics,
        note: Callable[[RequestLine], None],
        inside: int = INSIDE,
    ) -> None:
        """Wrap an ASGI application.

        :param note: told of every request
        """
        self._app = app
        self._metrics = metrics
        self._note = note
        self._room = inside

    async def __call__(self, scope: Any, receive: Any, send: Callable[[Any], Any]) -> None:
        """Let a request in, or say when to come back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        status = 500

        async def noted(message: Any) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        is_watching = scope["path"] in ALWAYS_LET_IN
        try:
            if self._room <= 0 and not is_watching:
                self._metrics.note_turned_away()
                await _turn_away(noted)
            else:
                self._room -= not is_watching
                try:
                    await self._app(scope, receive, noted)
                finally:
                    self._room += not is_watching
        finally:
            route = str(scope.get("path_template") or "-")
            seconds = time.perf_counter() - begun
            self._metrics.note_request(route, status, seconds)
            self._note(RequestLine(time.time(), scope["method"], route, status, round(seconds, 4)))


async def _turn_away(send: Callable[[Any], Any]) -> None:
    seconds = random.randint(*COME_BACK_SECONDS)  # noqa: S311  spread, not secret
    body = problem_bytes(503, "busy", "too many at once; come back in some seconds")
    headers = [
        (b"content-type", MEDIA_TYPE.encode()),
        (b"content-length", str(len(body)).encode()),
        (b"retry-after", str(seconds).encode()),
    ]
    await send({"type": "http.response.start", "status": 503, "headers": headers})
    await send({"type": "http.response.body", "body": body})
