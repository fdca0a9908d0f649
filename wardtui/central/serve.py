"""Running the server, in one process or several, until it is told to end."""

import os
import socket
import ssl
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import msgspec
import uvicorn
from uvicorn.supervisors import Multiprocess

from wardtui.central.database import open_engine, prepare
from wardtui.central.listening import address_of, listen
from wardtui.central.metrics import SHARED_FOLDER_VARIABLE
from wardtui.central.worker import QUIET_VARIABLE
from wardtui.domain.errors import BadInput
from wardtui.settings import CENTRAL_DATABASE_VARIABLE

FINISH_SECONDS = 10
"""How long running requests may take once the server is told to end."""

START_SECONDS = 60
"""How long a process may take to begin."""


class BadCertificate(BadInput):
    """The certificate and its key cannot be used together."""

    CODE = "bad_certificate"


class Serving(msgspec.Struct, frozen=True, kw_only=True):
    """How to serve."""

    database: str
    host: str = "127.0.0.1"
    port: int = 0
    """0 takes a free one."""
    workers: int = 1
    """Processes that share the port."""
    tls_cert: Path | None = None
    """PEM, with the chain; null: plain http, for loopback or behind a proxy."""
    tls_key: Path | None = None
    quiet: bool = False
    """Log no requests."""


def serve(how: Serving, ready: Callable[[str], None]) -> None:
    """Serve until SIGTERM or SIGINT; running requests are finished first.

    :param ready: told the address as soon as it answers
    :raises wardtui.central.listening.PortInUse: when the port cannot be had
    :raises BadCertificate: when the certificate or its key cannot be used
    :raises wardtui.central.database.DatabaseUnusable: when the database cannot be opened
    """
    _check_certificate(how)
    engine = open_engine(how.database)
    prepare(engine)
    engine.dispose()
    listener = listen(how.host, how.port)
    address = address_of(listener, how.host, encrypted=how.tls_cert is not None)
    with _environment(how):
        if how.workers == 1:
            _Server(_config(how), lambda: ready(address)).run(sockets=[listener])
        else:
            _Servers(_config(how), [listener], lambda: ready(address)).run()


def _config(how: Serving) -> uvicorn.Config:
    return uvicorn.Config(
        "wardtui.central.worker:application",
        factory=True,
        workers=how.workers,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=FINISH_SECONDS,
        timeout_worker_healthcheck=START_SECONDS,
        lifespan="on",
        ssl_certfile=how.tls_cert,
        ssl_keyfile=how.tls_key,
    )


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


class _Servers(Multiprocess):
    """Processes that are begun anew when one of them dies."""

    def __init__(
        self, config: uvicorn.Config, sockets: list[socket.socket], ready: Callable[[], None]
    ) -> None:
        super().__init__(config, sockets)
        self._ready = ready

    def init_processes(self) -> None:
        super().init_processes()
        if all(one.wait_until_ready(START_SECONDS, self.should_exit) for one in self.processes):
            self._ready()


def _check_certificate(how: Serving) -> None:
    """:raises BadCertificate: when it cannot be read, or the key is not its own"""
    if how.tls_cert is None and how.tls_key is None:
        return
    if how.tls_cert is None:
        raise BadCertificate(file="--tls-cert")
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(how.tls_cert, how.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise BadCertificate(file=str(how.tls_cert)) from error


@contextmanager
def _environment(how: Serving) -> Iterator[None]:
    """What the processes that serve are told."""
    told: dict[str, Any] = {CENTRAL_DATABASE_VARIABLE: how.database}
    if how.quiet:
        told[QUIET_VARIABLE] = "1"
    with ExitStack() as stack:
        if how.workers > 1:
            shared = tempfile.TemporaryDirectory(prefix="wardtui-metrics-")
            told[SHARED_FOLDER_VARIABLE] = stack.enter_context(shared)
        os.environ.update(told)
        try:
            yield
        finally:
            for name in told:
                os.environ.pop(name, None)
