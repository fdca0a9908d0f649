"""The process that reads one workbook from its standard input and says what is in it."""

import gc
import sys
from collections.abc import Iterator

from wardtui.sheets.frames import End, Frame, Refusal, Refused, write_frame
from wardtui.sheets.limits import MEMORY_LIMIT_MB, SECONDS_LIMIT

_BINARY = (b"PK", b"\xd0\xcf\x11\xe0")


def main() -> None:
    """Read, within bounds; whatever else happens ends the process, and the reader notices."""
    _keep_in_bounds()
    gc.disable()  # it ends with the file; looking for cycles would take a tenth of the time
    output = sys.stdout.buffer
    try:
        for frame in _frames(sys.stdin.buffer.read()):
            write_frame(output, frame)
    except MemoryError:
        write_frame(output, Refused(Refusal.TOO_LARGE))
    output.flush()


def _frames(content: bytes) -> Iterator[Frame]:
    if content.startswith(_BINARY):
        from wardtui.sheets.calamine_book import frames_of
    else:
        from wardtui.sheets.html_table import frames_of
    yield from frames_of(content)
    yield End()


def _keep_in_bounds() -> None:
    """Bound memory and time; Windows knows no such bounds, and there the process alone protects."""
    if sys.platform == "win32":
        return
    import resource

    bounds = {
        resource.RLIMIT_AS: MEMORY_LIMIT_MB << 20,
        resource.RLIMIT_CPU: SECONDS_LIMIT,
        resource.RLIMIT_CORE: 0,  # a core would leave residents' data on the disk
    }
    for what, most in bounds.items():
        _, hard = resource.getrlimit(what)
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (soft, hard))


if __name__ == "__main__":
    main()
