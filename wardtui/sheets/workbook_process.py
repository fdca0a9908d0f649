"""The process that reads one workbook from its standard input and says what is in it."""

import gc
import resource
import sys
from collections.abc import Iterator

from wardtui.sheets.frames import End, Frame, Refusal, Refused, write_frame
from wardtui.sheets.limits import MEMORY_LIMIT_MB, SECONDS_LIMIT

_BINARY = (b"PK", b"\xd0\xcf\x11\xe0")


def main() -> None:
    """Read, within bounds; whatever else happens ends the process, and the reader notices."""
    _bound(resource.RLIMIT_AS, MEMORY_LIMIT_MB << 20)
    _bound(resource.RLIMIT_CPU, SECONDS_LIMIT)
    _bound(resource.RLIMIT_CORE, 0)  # a core would leave residents' data on the disk
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


def _bound(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


if __name__ == "__main__":
    main()
