"""The terminal that a screen is drawn on: whether there is one, and letters that it can write."""

import codecs
import io
import locale
import os
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from typing import TextIO

from wardtui.domain.errors import Refused

_PLACES_NO_TEXT = frozenset({"", "dumb", "unknown"})
"""Values of TERM that promise nothing but one line after the other."""

_NEAREST = "wardtui.nearest"
_HAS_NO_MARK = str.maketrans("đĐ", "dD")


def check_terminal(environ: Mapping[str, str], streams: Sequence[TextIO | None]) -> None:
    """Refuse to draw where nobody could see it or text could not be placed.

    :param streams: standard input, output and error; Textual draws on the last one
    :raises Refused: ``no_terminal`` when one of them is none, ``dumb_terminal`` when it is too
        simple (on Windows the console has no such variable)
    """
    if not all(stream is not None and stream.isatty() for stream in streams):
        raise Refused("no_terminal")
    if not places_text(environ):
        raise Refused("dumb_terminal", term=environ.get("TERM", ""))


def places_text(environ: Mapping[str, str]) -> bool:
    """Whether a terminal can write anywhere but behind what it wrote last."""
    return os.name != "posix" or environ.get("TERM", "") not in _PLACES_NO_TEXT


def terminal_encoding() -> str:
    """The encoding that a terminal takes: on Windows the console's own, whatever the locale says.

    There Python writes UTF-8 to every console (PEP 528).
    """
    if os.name == "nt" and sys.stderr is not None:
        return sys.stderr.encoding
    return locale.getencoding()


def write_what_it_can(streams: Sequence[TextIO | None]) -> None:
    """Let streams that do not write UTF-8 write ASCII, letter by letter, and never fail.

    A Vietnamese letter becomes its base letter. Python would write ``\\u1ec5`` for it on standard
    error, which pushes the rest of the line out of its place, and end the command on standard
    output. Python itself takes UTF-8 for the locales C and POSIX (PEP 538, PEP 540), so this is
    about terminals that were set up for another encoding. Every one of them shows ASCII.
    """
    codecs.register_error(_NEAREST, _nearest)
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper) and not _is_utf_8(stream.encoding):
            stream.reconfigure(encoding="ascii", errors=_NEAREST)


def _is_utf_8(encoding: str) -> bool:
    return codecs.lookup(encoding).name == "utf-8"


def _nearest(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    unwritable = error.object[error.start : error.end]
    return "".join(map(_sign_for, unwritable)), error.end


def _sign_for(letter: str) -> str:
    if unicodedata.combining(letter):
        return ""
    base = unicodedata.normalize("NFD", letter.translate(_HAS_NO_MARK))[0]
    return base if base.isascii() else "?"
