"""How the screen ends when it is told to, or when its terminal goes away.

A closed window sends SIGHUP to some of its processes, and SIGCONT with it, and to others nothing:
then reading gives an endless end of file, which Textual would read again and again. So a thread
waits for the terminal to hang up, which costs nothing, and SIGCONT, after which Textual draws anew,
is only passed on while there is a terminal.
"""

import asyncio
import contextlib
import select
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

FORCED_AFTER_SECONDS = 2.0
"""Drawing on a terminal that is gone may never return; then the process ends without it."""

HANG_UP_EXIT = 129


def end_in_order(leave: Callable[[], None], force: Callable[[], None]) -> None:
    """Set up the signals. Call it from the running event loop, after the driver has started.

    :param leave: closes the vault and asks the application to end
    :param force: ends the process at once, called when it has not ended in time
    """
    if sys.platform == "win32":
        return
    loop = asyncio.get_running_loop()

    def ended() -> None:
        timer = threading.Timer(FORCED_AFTER_SECONDS, force)
        timer.daemon = True
        timer.start()
        leave()

    for number in (signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, ended)
    threading.Thread(target=_wait_for_hang_up, args=(loop, ended), daemon=True).start()
    resume = signal.getsignal(signal.SIGCONT)

    def resumed(number: int, frame: Any) -> None:
        if callable(resume) and _terminal_is_there():
            resume(number, frame)

    signal.signal(signal.SIGCONT, resumed)


def _wait_for_hang_up(loop: asyncio.AbstractEventLoop, ended: Callable[[], None]) -> None:
    if sys.platform == "win32":  # where nobody calls it
        return
    poll = select.poll()
    poll.register(_input(), 0)  # a hang-up is reported without being asked for
    poll.poll()
    with contextlib.suppress(RuntimeError):  # the loop has ended already
        loop.call_soon_threadsafe(ended)


def _input() -> int:
    return sys.__stdin__.fileno() if sys.__stdin__ else 0


def _terminal_is_there() -> bool:
    if sys.platform == "win32":
        return True
    import termios

    try:
        termios.tcgetattr(_input())
    except (termios.error, OSError, ValueError):
        return False
    return True
