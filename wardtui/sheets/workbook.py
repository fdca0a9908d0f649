"""Workbooks, read in a process of their own.

The library that reads them ends its whole process when a file makes it ask for more memory than
there is: a stray cell at XFD1048576 or one damaged byte is enough. A process of its own, with
bounds, turns that into an error.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import BinaryIO, cast

from wardtui.domain.roster.grid import Cell, Sheet
from wardtui.sheets.errors import FileTooLarge, ProtectedFile, UnreadableFile
from wardtui.sheets.frames import End, Refusal, Refused, Rows, SheetHead, read_frame
from wardtui.sheets.limits import UNPACKED_LIMIT_MB
from wardtui.sheets.reader import Tell

if sys.platform == "win32":
    _OUT_OF_BOUNDS = frozenset({3})
    """What ``abort`` ends a process with there, which has no bounds."""
else:
    _OUT_OF_BOUNDS = frozenset({-signal.SIGABRT, -signal.SIGKILL, -signal.SIGXCPU})
    """How the process ends when it asks for more memory or time than it is given."""


def read_workbook(path: Path, tell: Tell) -> list[Sheet]:
    """Every sheet of a workbook, or every table of a page of HTML.

    :raises UnreadableFile: when it is damaged or neither
    :raises ProtectedFile: when it is encrypted
    :raises FileTooLarge: when it unpacks to more than the bounds allow
    """
    try:
        with path.open("rb") as source, _start(source) as process:
            try:
                return _sheets(process, path, tell)
            except BaseException:
                process.kill()
                raise
    except OSError as error:
        raise UnreadableFile(file=str(path)) from error


def _start(source: BinaryIO) -> "subprocess.Popen[bytes]":
    environment = {k: v for k, v in os.environ.items() if not k.startswith("WARDTUI_")}
    return subprocess.Popen(
        [sys.executable, "-P", "-m", "wardtui.sheets.workbook_process"],
        stdin=source,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # a panic's words can hold what stands in cells
        env={**environment, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def _sheets(process: "subprocess.Popen[bytes]", path: Path, tell: Tell) -> list[Sheet]:
    stream = cast("BinaryIO", process.stdout)
    sheets: list[Sheet] = []
    head: SheetHead | None = None
    rows: list[tuple[Cell, ...]] = []
    done = 0
    while True:
        frame = read_frame(stream)
        match frame:
            case Rows():
                rows += frame.cells()
                done += len(frame.rows)
                tell(done)
            case SheetHead() | End():
                if head is not None:
                    sheets.append(
                        Sheet(head.name, tuple(rows), head.first_row, head.hidden, head.merged)
                    )
                if isinstance(frame, End):
                    return sheets
                head, rows = frame, []
            case Refused(why=Refusal.PROTECTED):
                raise ProtectedFile(file=str(path))
            case Refused(why=Refusal.TOO_LARGE):
                raise FileTooLarge(file=str(path), limit=UNPACKED_LIMIT_MB)
            case Refused():
                raise UnreadableFile(file=str(path))
            case None:
                if process.wait() in _OUT_OF_BOUNDS:
                    raise FileTooLarge(file=str(path), limit=UNPACKED_LIMIT_MB)
                raise UnreadableFile(file=str(path))
