"""A request beside whoever asked: who does not want its answer any more leaves at once.

A request can also hang where there is nothing to look at in between: while a name is resolved, a
connection is begun, a key is agreed on. So it has a thread of its own. Whoever leaves hangs up; a
request of which nothing was sent by then is not sent.
"""

import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from contextlib import suppress
from typing import Any, TypeVar

import httpx

from wardtui.services.ports import SyncStopped

T = TypeVar("T")

_LOOKS_EVERY_SECONDS = 0.1


class InFlight:
    """The requests of one client, one at a time."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._left = False
        self._running: Future[Any] | None = None
        self._socket: socket.socket | None = None

    def ask(self, work: Callable[[], T], check: Callable[[], None]) -> T:
        """What a request gives, or whatever it raises.

        :param work: asks with the client, giving :meth:`watch` along as its ``trace``
        :param check: asked all the time; raises when the answer is not wanted any more
        """
        future = Future[T]()
        self._running = future
        threading.Thread(target=self._run, args=(work, future), name="request", daemon=True).start()
        try:
            while not wait([future], _LOOKS_EVERY_SECONDS).done:
                check()
        except BaseException:
            self.close()
            raise
        return future.result()

    def _run(self, work: Callable[[], T], future: "Future[T]") -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001  carried to whoever waits
            future.set_exception(error)
        else:
            future.set_result(result)
        if self._left:
            self._client.close()

    def watch(self, _: str, info: dict[str, Any]) -> None:
        """Told of every step of a request (``trace`` of httpx).

        :raises SyncStopped: when a connection comes about that nobody wants any more
        """
        stream: Any = info.get("return_value")
        if hasattr(stream, "get_extra_info"):
            self._socket = stream.get_extra_info("socket")
            if self._left:
                stream.close()
                raise SyncStopped

    def close(self) -> None:
        """Hang up, whatever goes on, and ask nothing more."""
        self._left = True
        if self._running is None or self._running.done():
            self._client.close()
        elif self._socket is not None:
            # Closing it is for the thread that waits on it: its number may be another's by then.
            # Not by the method of TLS sockets, which would go on without encryption first.
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)
