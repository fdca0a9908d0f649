"""What stands on every answer: the server's time, epoch and head, its protocol, and a digest."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from litestar import MediaType, Response
from litestar.datastructures import State

from wardtui.central.standing import Standing
from wardtui.messages import (
    DIGEST_HEADER,
    EPOCH_HEADER,
    HEAD_HEADER,
    PROTOCOL,
    PROTOCOL_HEADER,
    TIME_HEADER,
    body_digest,
)


def stamps(now: Standing) -> dict[str, str]:
    """The head and the epoch of an answer that speaks of the stream itself."""
    return {EPOCH_HEADER: now.epoch, HEAD_HEADER: str(now.head)}


def with_digest(answer: Response[Any]) -> Response[Any]:
    """An answer with what its body is to be checked against, before it is packed."""
    body = answer.render(answer.content, answer.media_type or MediaType.JSON)
    answer.content = body
    answer.headers[DIGEST_HEADER] = body_digest(body)
    return answer


class Stamps:
    """Puts them on every answer. Where a route has not said how far it is, the last known holds."""

    def __init__(self, app: Any, state: State) -> None:
        """Wrap an ASGI application."""
        self._app = app
        self._state = state

    async def __call__(self, scope: Any, receive: Any, send: Callable[[Any], Any]) -> None:
        """Answer as the application does, stamped."""

        async def stamped(message: Any) -> None:
            if message["type"] == "http.response.start":
                present = {name.lower() for name, _ in message["headers"]}
                added = [
                    (name.lower().encode(), value.encode())
                    for name, value in self._all().items()
                    if name.lower().encode() not in present
                ]
                message = {**message, "headers": [*message["headers"], *added]}
            await send(message)

        await self._app(scope, receive, stamped)

    def _all(self) -> dict[str, str]:
        return {
            TIME_HEADER: datetime.now(UTC).isoformat(timespec="milliseconds"),
            PROTOCOL_HEADER: str(PROTOCOL),
            **stamps(self._state.ingest.standing),
        }
