"""Certificates that a server can show, signed by themselves or by an authority of the test."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

ANSWER = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


def new_key() -> ec.EllipticCurvePrivateKey:
    """A key for a certificate."""
    return ec.generate_private_key(ec.SECP256R1())


def self_signed(folder: Path, key: ec.EllipticCurvePrivateKey) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that nobody vouches for, and its key; a new one every time."""
    folder.mkdir(parents=True, exist_ok=True)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "wardtui")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    certificate, private = folder / "server.pem", folder / "server.key"
    certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return certificate, private


class Listener:
    """Something that listens, keeps what it is sent, and knows nothing."""

    def __init__(self, context: ssl.SSLContext | None) -> None:
        self._context = context
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.received = b""
        self.connections = 0
        threading.Thread(target=self._run, daemon=True).start()

    def close(self) -> None:
        self._socket.close()

    def _run(self) -> None:
        with suppress(OSError):
            while True:
                taken, _ = self._socket.accept()
                self.connections += 1
                with suppress(OSError):
                    self._answer(taken)

    def _answer(self, plain: socket.socket) -> None:
        plain.settimeout(10)
        with plain:
            if self._context is None:
                self._talk(plain)
                return
            with self._context.wrap_socket(plain, server_side=True) as encrypted:
                self._talk(encrypted)

    def _talk(self, line: socket.socket) -> None:
        heard = b""
        while b"\r\n\r\n" not in heard:
            some = line.recv(65536)
            self.received += some
            heard += some
            if not some:
                return
        line.sendall(ANSWER)


@contextmanager
def listening(certificate: tuple[Path, Path] | None = None) -> Iterator[Listener]:
    """A listener with a certificate and its key, or without encryption."""
    context = None
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
    made = Listener(context)
    try:
        yield made
    finally:
        made.close()
