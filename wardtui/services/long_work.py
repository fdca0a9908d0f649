"""Work that takes seconds: it tells how far it has come, and it can be stopped."""

import gc
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from wardtui.domain.errors import Refused


class Stopped(Refused):
    """Somebody stopped the work; nothing of it was written."""

    CODE = "stopped"


class LongWork:
    """Told by whoever works, asked by whoever watches, from different threads."""

    def __init__(self, watch: Callable[[str, int], None] = lambda _stage, _done: None) -> None:
        """Prepare.

        :param watch: told the stage and how much of it is done, on the thread that works
        """
        self._watch = watch
        self._stopped = threading.Event()

    def stop(self) -> None:
        """End the work where it next tells how far it has come."""
        self._stopped.set()

    def stage(self, name: str) -> Callable[[int], None]:
        """What the work calls now and then during a stage.

        What is returned raises ``Stopped`` once the work is to end.
        """

        def tell(done: int) -> None:
            if self._stopped.is_set():
                raise Stopped
            self._watch(name, done)

        return tell


@contextmanager
def without_collecting() -> Iterator[None]:
    """Make many objects that all stay, without looking among them for garbage again and again.

    For a list of 50,000 that looking takes a sixth of the time and finds nothing.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
