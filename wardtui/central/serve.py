"""Running the server: one process, until it is told to end."""

import socket
import sys
from collections.abc import Callable

import uvicorn

from wardtui.central.app import build_app
from wardtui.central.database import open_engine, prepare
from wardtui.domain.errors import NetworkFailed


class PortInUse(NetworkFailed):
    """Something else listens there, or the address is not one of this machine."""

    CODE = "port_in_use"


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Port 0 takes a free one.

    :raises PortInUse: when it cannot be had
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(socket.SOMAXCONN)
    except (OSError, OverflowError) as error:
        listener.close()
        raise PortInUse(host=host, port=port) from error
    return listener


def serve(
    database: str,
    host: str,
    port: int,
    *,
    ready: Callable[[str], None],
    note: Callable[[str], None],
) -> None:
    """Serve until SIGTERM or SIGINT; running requests are finished first.

    :param ready: told the address as soon as it answers
    :param note: told what went wrong inside, without anybody's data
    """
    engine = open_engine(database)
    epoch = prepare(engine)
    listener = listen(host, port)
    address = f"[{host}]" if ":" in host else host
    app = build_app(engine, epoch, note)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
        lifespan="on",
    )

    class _Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready(f"http://{address}:{listener.getsockname()[1]}")

    _Server(config).run(sockets=[listener])
