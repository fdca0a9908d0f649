"""By what a server is known: its address, its certificate, and no other's public key.

Whatever is checked here is checked on the connection itself, before a token or a pairing code goes
over it.
"""

import ssl
from collections.abc import Callable, Iterator
from hashlib import sha256
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import httpx

from wardtui.domain.errors import BadInput, NetworkFailed
from wardtui.services.records import Trust

PIN_DIGITS = 64
"""Of SHA-256 in hexadecimal digits."""

_GROUP = 4
"""Digits that are read out together."""

_LOOK_SECONDS = 20.0


class InsecureAddress(BadInput):
    """Whoever is on the line could read and change everything."""

    CODE = "insecure_address"


class BadFingerprint(BadInput):
    """A text that is no SHA-256."""

    CODE = "bad_fingerprint"


class BadAuthority(BadInput):
    """A file without certificates."""

    CODE = "bad_authority"


class BadProxy(BadInput):
    """The proxy of the settings or the environment is none that can be used."""

    CODE = "bad_proxy"


class NoCertificate(BadInput):
    """An address without TLS shows no certificate that could be pinned."""

    CODE = "no_certificate"


class CertificateRefused(NetworkFailed):
    """Nobody whom this machine trusts vouches for what the server shows."""

    CODE = "certificate_refused"


class FingerprintDiffers(NetworkFailed):
    """The server shows another public key than the one that it must have."""

    CODE = "fingerprint_differs"


class _OtherKey(ssl.SSLError):
    """Ends a connection on which another public key was shown."""

    def __init__(self, seen: str) -> None:
        super().__init__(f"public key {seen}")
        self.seen = seen


Check = Callable[[bytes], None]
"""Looks at the certificate (DER) of whoever is at the other end; raises when it is not the one."""


class _CheckedSocket(ssl.SSLSocket):
    """Shows the certificate to the check of its context before anything else is sent."""

    def do_handshake(self, block: bool = False) -> None:
        super().do_handshake(block)
        _check(self.context, self.getpeercert(binary_form=True))


class _CheckedObject(ssl.SSLObject):
    """The same inside of a proxy's TLS."""

    def do_handshake(self) -> None:
        super().do_handshake()
        _check(self.context, self.getpeercert(binary_form=True))


class _CheckingContext(ssl.SSLContext):
    """Takes connections only to a server whose certificate passes a check of its own."""

    sslsocket_class = _CheckedSocket
    sslobject_class = _CheckedObject
    check: Check


def _check(context: Any, certificate: bytes | None) -> None:
    context.check(certificate or b"")


def is_loopback(host: str) -> bool:
    """Whether an address never leaves this machine."""
    if host.lower().rstrip(".") == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def check_line(url: str, trust: Trust) -> None:
    """:raises InsecureAddress: when a line is not encrypted and nobody has said that it will do"""
    address = httpx.URL(url)
    if address.scheme != "https" and not is_loopback(address.host) and not trust.insecure_http:
        raise InsecureAddress(url=url)


def read_fingerprint(text: str) -> str:
    """A fingerprint as somebody typed it, with or without gaps and colons.

    :raises BadFingerprint: when it is none
    """
    digits = "".join(text.replace(":", " ").split()).lower()
    if len(digits) != PIN_DIGITS or not set(digits) <= set("0123456789abcdef"):
        raise BadFingerprint
    return digits


def spoken_fingerprint(pin: str) -> str:
    """A fingerprint as it is read out on the telephone."""
    return " ".join(pin[at : at + _GROUP] for at in range(0, len(pin), _GROUP)).upper()


def read_authority(file: Path) -> str:
    """The certificates in a PEM file.

    :raises BadAuthority: when there is none
    """
    try:
        text = file.read_text("ascii")
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(cadata=text)
    except (OSError, ValueError, ssl.SSLError) as error:
        raise BadAuthority(file=str(file)) from error
    return text


def fingerprint(certificate: bytes) -> str:
    """SHA-256 of the public key (SubjectPublicKeyInfo) in a certificate (DER).

    Of the key and not of the certificate: this stays when a certificate is renewed.
    """
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
    from cryptography.x509 import load_der_x509_certificate

    key = load_der_x509_certificate(certificate).public_key()
    return sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def context_of(trust: Trust) -> ssl.SSLContext:
    """What a connection is begun with under some trust."""

    def check(certificate: bytes) -> None:
        if trust.pin is not None and fingerprint(certificate) != trust.pin:
            raise _OtherKey(fingerprint(certificate))

    return _context(trust, check, is_vouched_for=not (trust.pin and trust.pin_alone))


def _context(trust: Trust, check: Check, *, is_vouched_for: bool) -> ssl.SSLContext:
    context = _CheckingContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check = check
    if not is_vouched_for:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    elif trust.authority is not None:
        context.load_verify_locations(cadata=trust.authority)
    else:
        import certifi

        # Whom the machine trusts, a ward's own authority among them, and those of everybody.
        context.load_default_certs()
        context.load_verify_locations(cafile=certifi.where())
    return context


def pinned(url: str, trust: Trust, proxy: str = "", wanted: str | None = None) -> Trust:
    """Trust that holds a server to one public key: a certain one, or the one that it shows now.

    When nobody vouches for its certificate, the public key has to do.

    :param wanted: the fingerprint that it must have
    :raises NoCertificate: when the address is one without TLS
    :raises FingerprintDiffers: when it shows another one than was wanted
    :raises CertificateRefused: when there was no agreeing on anything
    """
    if httpx.URL(url).scheme != "https":
        raise NoCertificate(url=url)
    seen = _seen(url, trust, proxy, is_vouched_for=True)
    alone = seen is None
    if seen is None:
        seen = _seen(url, trust, proxy, is_vouched_for=False)
    if seen is None:
        raise CertificateRefused(server=url)
    if wanted is not None and seen != wanted:
        raise FingerprintDiffers(server=url, seen=spoken_fingerprint(seen))
    return Trust(pin=seen, pin_alone=alone, authority=trust.authority)


def _seen(url: str, trust: Trust, proxy: str, *, is_vouched_for: bool) -> str | None:
    """The fingerprint that a server shows; none when nobody vouches for it and somebody must.

    :raises ServerUnreachable: when nothing answers
    """
    from wardtui.remote.errors import ServerUnreachable

    shown: list[str] = []
    context = _context(
        trust, lambda one: shown.append(fingerprint(one)), is_vouched_for=is_vouched_for
    )
    try:
        with _client(url, proxy, verify=context, timeout=_LOOK_SECONDS) as client:
            # Whatever it answers: its certificate was seen before.
            client.head(f"{url}/healthz")
    except httpx.RequestError as error:
        if not shown and not isinstance(refusal(error, url), CertificateRefused):
            raise ServerUnreachable(server=url) from error
    return shown[0] if shown else None


def client(url: str, trust: Trust, proxy: str = "", **options: Any) -> httpx.Client:
    """An HTTP client that sends nothing to anybody but the server of an address.

    :param proxy: that of the settings, which comes before those of the environment
    :raises InsecureAddress: when the line is not encrypted and nobody has said that it will do
    :raises BadProxy: when there is a proxy that can be none
    """
    check_line(url, trust)
    is_encrypted = httpx.URL(url).scheme == "https"
    return _client(url, proxy, verify=context_of(trust) if is_encrypted else False, **options)


def _client(url: str, proxy: str, **options: Any) -> httpx.Client:
    # This machine needs no proxy to itself.
    is_straight = is_loopback(httpx.URL(url).host)
    named = proxy if proxy and not is_straight else None
    try:
        return httpx.Client(trust_env=not is_straight, proxy=named, **options)
    except (ValueError, ImportError, httpx.InvalidURL) as error:
        raise BadProxy from error


def refusal(error: Exception, server: str) -> NetworkFailed | None:
    """What a failed connection means when it was the certificate that would not do."""
    for one in _chain(error):
        if isinstance(one, _OtherKey):
            return FingerprintDiffers(server=server, seen=spoken_fingerprint(one.seen))
        if isinstance(one, ssl.SSLCertVerificationError):
            return CertificateRefused(server=server)
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
