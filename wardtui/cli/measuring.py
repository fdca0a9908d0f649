"""How wide a terminal draws a sign: it is asked where its cursor stands after drawing one.

On Windows, where there is no such way to read an answer, and where nothing answers in time, it is
not known.
"""

import os
import re
import select
import sys
import time
from contextlib import suppress

PATIENCE_SECONDS = 0.5
_WHERE = b"\x1b[6n"
"""Asks where the cursor stands (ECMA-48, DSR 6)."""
_ANSWER = re.compile(rb"\x1b\[(\d+);(\d+)R")
_FORGET_LINE = b"\r\x1b[K"


def cells_of(signs: str, reading: int, writing: int) -> list[int | None]:
    """The cells that a terminal takes for each of some signs; null where it does not say.

    :param reading: file descriptor of its input
    :param writing: file descriptor of its output
    """
    if sys.platform == "win32":
        return [None] * len(signs)
    import termios
    import tty

    try:
        before = termios.tcgetattr(reading)
    except termios.error:
        return [None] * len(signs)
    found: list[int | None] = []
    try:
        tty.setcbreak(reading, termios.TCSANOW)
        while len(found) < len(signs) and None not in found:
            found.append(_cells(signs[len(found)], reading, writing))
    except OSError:
        found = []
    finally:
        with suppress(OSError):
            os.write(writing, _FORGET_LINE)
        # An answer that comes late must not become what somebody has typed.
        termios.tcsetattr(reading, termios.TCSAFLUSH, before)
    return found + [None] * (len(signs) - len(found))


def _cells(sign: str, reading: int, writing: int) -> int | None:
    os.write(writing, b"\r" + sign.encode("utf-8") + _WHERE)
    said = b""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (left := deadline - time.monotonic()) > 0:
        if select.select([reading], [], [], left)[0]:
            read = os.read(reading, 64)
            if not read:
                return None
            said += read
        if (found := _ANSWER.search(said)) is not None:
            return int(found[2]) - 1
    return None
