"""Sealed files: for one reader, by one writer, closed and unchangeable for whoever carries them.

A file is ``MAGIC``, the version, the length of the header (2 bytes), the header (JSON), the content
(compressed, then encrypted by HPKE, RFC 9180, bound to all that stands before it) and an Ed25519
signature (RFC 8032) of everything before. The header is all that a carrier can read; it names a
device and a key, and nobody. Why these, see ``docs/decisions/0040-bundles.md``.
"""

import base64
import binascii
import zlib
from enum import StrEnum
from hashlib import sha256
from typing import Annotated

import msgspec
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from msgspec import Meta

from wardtui.domain.errors import BadInput, Damaged, Refused
from wardtui.domain.ids import UUID_PATTERN

MAGIC = b"WARDTUI BUNDLE\n"
VERSION = 1

CONTENT_BYTES = 64 * 2**20
"""Bytes of a content before it is compressed, at most."""

FILE_BYTES = CONTENT_BYTES + 2**16
"""Bytes of a file, at most."""

_KEY_BYTES = 32
_SIGNATURE_BYTES = 64
_LENGTH_BYTES = 2
_HEADER_AT = len(MAGIC) + 1 + _LENGTH_BYTES
_NAME_CHARACTERS = 32
_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class NotABundle(BadInput):
    """A file that is something else."""

    CODE = "not_a_bundle"


class BundleTooNew(BadInput):
    """A file that a newer wardtui has made."""

    CODE = "bundle_too_new"


class BundleDamaged(Damaged):
    """Cut off, changed, or signed by somebody else: which of them cannot be told."""

    CODE = "bundle_damaged"


class BundleTooLarge(Refused):
    """More than a file may hold."""

    CODE = "bundle_too_large"


class KeyUnusable(Damaged):
    """A text that is no public key of ours."""

    CODE = "bundle_key_unusable"


class Kind(StrEnum):
    """Which way a file travels."""

    OUTBOX = "outbox"
    """From a device to the server."""
    ANSWER = "answer"
    """From the server to a device."""


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """What a file says to everybody."""

    kind: Kind
    device: Annotated[str, Meta(pattern=UUID_PATTERN)]
    """The device that has made it, or for which it is."""
    server: Annotated[str, Meta(max_length=_NAME_CHARACTERS)]
    """The name of the server's key (:func:`key_name`)."""


class Keys:
    """What somebody opens files with and signs them with: an X25519 and an Ed25519 key."""

    def __init__(self, private: bytes) -> None:
        """Take up keys that were made before.

        :param private: both private keys, 64 bytes
        """
        self.private = private
        self._opening = X25519PrivateKey.from_private_bytes(private[:_KEY_BYTES])
        self._signing = Ed25519PrivateKey.from_private_bytes(private[_KEY_BYTES:])

    @classmethod
    def new(cls) -> "Keys":
        """Keys that nobody has."""
        opening, signing = X25519PrivateKey.generate(), Ed25519PrivateKey.generate()
        return cls(opening.private_bytes_raw() + signing.private_bytes_raw())

    @property
    def public(self) -> str:
        """Both public keys, to give to others."""
        opening = self._opening.public_key().public_bytes_raw()
        signing = self._signing.public_key().public_bytes_raw()
        return base64.b64encode(opening + signing).decode()

    def sign(self, message: bytes) -> bytes:
        """The signature of a message."""
        return self._signing.sign(message)

    def decrypt(self, sealed: bytes, info: bytes) -> bytes:
        """:raises InvalidTag: when it is not for these keys, or not with this ``info``"""
        return _SUITE.decrypt(sealed, self._opening, info=info)


def key_name(public: str) -> str:
    """A short name of a public key: the beginning of its SHA-256 in hexadecimal digits."""
    return sha256(public.encode()).hexdigest()[:_NAME_CHARACTERS]


def check_key(public: str) -> None:
    """:raises KeyUnusable: when a text is no public key"""
    _public_keys(public)


def seal(header: Header, content: bytes, *, to: str, by: Keys) -> bytes:
    """A file with a content.

    :param to: public key of its reader
    :raises BundleTooLarge: when there is too much for one
    :raises KeyUnusable: when the public key is none
    """
    if len(content) > CONTENT_BYTES:
        raise BundleTooLarge(limit=CONTENT_BYTES >> 20)
    written = msgspec.json.encode(header)
    before = MAGIC + bytes([VERSION]) + len(written).to_bytes(_LENGTH_BYTES, "big") + written
    reader, _ = _public_keys(to)
    try:
        signed = before + _SUITE.encrypt(zlib.compress(content), reader, info=before)
    except ValueError as error:
        # A point with which no secret can be agreed on.
        raise KeyUnusable from error
    return signed + by.sign(signed)


def read_header(file: bytes) -> Header:
    """What a file says of itself. Nothing of it is certain before it was opened.

    :raises NotABundle: when it is something else
    :raises BundleTooNew: when this version cannot read it
    :raises BundleDamaged: when it is cut off in its header
    :raises BundleTooLarge: when it is larger than any
    """
    if not file.startswith(MAGIC):
        raise NotABundle
    if len(file) > FILE_BYTES:
        raise BundleTooLarge(limit=CONTENT_BYTES >> 20)
    if file[len(MAGIC) : len(MAGIC) + 1] > bytes([VERSION]):
        raise BundleTooNew
    try:
        return msgspec.json.decode(file[_HEADER_AT : _content_at(file)], type=Header)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise BundleDamaged from error


def open_sealed(file: bytes, *, by: str, keys: Keys) -> bytes:
    """The content of a file. It is not unpacked before its signature was found to be right.

    :param by: public key of whoever must have signed it
    :raises BundleDamaged: when it was not made so, or by somebody else
    """
    signed, signature = file[:-_SIGNATURE_BYTES], file[-_SIGNATURE_BYTES:]
    _, writer = _public_keys(by)
    content_at = _content_at(file)
    unpacker = zlib.decompressobj()
    try:
        writer.verify(signature, signed)
        packed = keys.decrypt(signed[content_at:], signed[:content_at])
        content = unpacker.decompress(packed, CONTENT_BYTES)
    except (InvalidSignature, InvalidTag, ValueError, zlib.error) as error:
        raise BundleDamaged from error
    if not unpacker.eof:
        raise BundleDamaged
    return content


def _content_at(file: bytes) -> int:
    return _HEADER_AT + int.from_bytes(file[_HEADER_AT - _LENGTH_BYTES : _HEADER_AT], "big")


def _public_keys(public: str) -> tuple[X25519PublicKey, Ed25519PublicKey]:
    """:raises KeyUnusable: when a text is no public key"""
    try:
        both = base64.b64decode(public, validate=True)
        return (
            X25519PublicKey.from_public_bytes(both[:_KEY_BYTES]),
            Ed25519PublicKey.from_public_bytes(both[_KEY_BYTES:]),
        )
    except (binascii.Error, ValueError) as error:
        raise KeyUnusable from error
