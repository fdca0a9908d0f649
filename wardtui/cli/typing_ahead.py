"""What is typed before the screen is up, a passphrase above all, never stands in the terminal.

An officer types while the program still loads; the terminal would write the letters, and show them
again when the screen is closed.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def unseen(reading: int = 0) -> Iterator[None]:
    """Keep a terminal from writing what is typed; it gets to the screen, Enter as it is.

    On Windows, where a console writes only what a program reads in lines, there is nothing to do.

    :param reading: file descriptor of its input; when it is no terminal nothing is changed
    """
    if sys.platform == "win32":
        yield
        return
    import termios

    try:
        before = termios.tcgetattr(reading)
    except termios.error:
        yield
        return
    quiet = termios.tcgetattr(reading)
    quiet[0] &= ~termios.ICRNL
    quiet[3] &= ~termios.ECHO
    termios.tcsetattr(reading, termios.TCSANOW, quiet)
    try:
        yield
    finally:
        with suppress(termios.error):  # the terminal has gone meanwhile
            termios.tcsetattr(reading, termios.TCSANOW, before)
