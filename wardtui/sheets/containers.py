"""What a workbook's container tells before the workbook is read."""

import io
import re
import zipfile

_XLS_PASSWORD = re.compile(
    rb"\x09\x08\x10\x00\x00\x06\x05\x00.{12}(?:\x86\x00\x00\x00)?\x2f\x00", re.DOTALL
)
"""A workbook's first record, and behind it the one that says how it is encrypted.

Source: MS-XLS 2.1.7.20.3 and 2.4.117.
"""

_XLSX_PASSWORD = "EncryptedPackage".encode("utf-16-le")
"""Name of the stream that an encrypted .xlsx or .xlsb lies in (MS-OFFCRYPTO 1.3)."""

_ODS_MANIFEST = "META-INF/manifest.xml"
_ODS_PASSWORD = b"encryption-data"
_MANIFEST_BYTES = 1 << 20

_UNKNOWN_ZIP = (zipfile.BadZipFile, NotImplementedError, RuntimeError, KeyError, OSError, EOFError)
"""What the standard library raises for an archive that it cannot read."""


def is_encrypted(content: bytes) -> bool:
    """Whether the workbook opens with a password only.

    The library that reads workbooks calls such a one unknown when it comes without its name.
    """
    if content.startswith(b"PK"):
        return _ODS_PASSWORD in _manifest(content)
    return _XLSX_PASSWORD in content or _XLS_PASSWORD.search(content) is not None


def unpacked_bytes(content: bytes) -> int:
    """How long the workbook says that its parts are together."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return sum(part.file_size for part in parts.infolist())
    except _UNKNOWN_ZIP:
        return len(content)


def _manifest(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as parts, parts.open(_ODS_MANIFEST) as manifest:
            return manifest.read(_MANIFEST_BYTES)
    except _UNKNOWN_ZIP:
        return b""
