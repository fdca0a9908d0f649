"""A line between laptop and server that changes nothing: it counts, and can keep back answers."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Self
from urllib.parse import urlsplit

_AT_ONCE = 2**16


class Relay:
    """The line. ``url`` is where laptops find it."""

    def __init__(self, server: str) -> None:
        """Lead to a server.

        :param server: its address, ``http://HOST:PORT``
        """
        address = urlsplit(server)
        self._server = (address.hostname, address.port)
        self.connections = 0
        """So many were begun."""
        self.sent = 0
        """Bytes that laptops have sent."""
        self.received = 0
        """Bytes that laptops were given."""
        self.answered = threading.Event()
        """Set: the server has answered, whether or not that was passed on."""
        self._passes_on = threading.Event()
        self._passes_on.set()
        self._ended = 0
        self._changed = threading.Condition()
        self._sockets: list[socket.socket] = []
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._sockets.append(self._listening)
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._passes_on.set()
        for one in self._sockets:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Laptops hear nothing, while what they send arrives."""
        self.answered.clear()
        self._passes_on.clear()
        try:
            yield
        finally:
            self._passes_on.set()

    def hung_up(self, connections: int, seconds: float) -> bool:
        """Whether so many connections were begun and ended by laptops, within some seconds."""
        with self._changed:
            return self._changed.wait_for(
                lambda: self.connections == self._ended == connections, seconds
            )

    def _accept(self) -> None:
        with suppress(OSError):  # closed
            while True:
                laptop, _ = self._listening.accept()
                self.connections += 1
                there = socket.create_connection(self._server)
                self._sockets += laptop, there
                threading.Thread(target=self._send, args=(laptop, there), daemon=True).start()
                threading.Thread(target=self._give_back, args=(there, laptop), daemon=True).start()

    def _send(self, laptop: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while part := laptop.recv(_AT_ONCE):
                self.sent += len(part)
                there.sendall(part)
        with self._changed:
            self._ended += 1
            self._changed.notify_all()
        with suppress(OSError):
            there.shutdown(socket.SHUT_WR)

    def _give_back(self, there: socket.socket, laptop: socket.socket) -> None:
        with suppress(OSError):
            while part := there.recv(_AT_ONCE):
                self.answered.set()
                self._passes_on.wait()
                self.received += len(part)
                laptop.sendall(part)
        with suppress(OSError):
            laptop.shutdown(socket.SHUT_WR)
