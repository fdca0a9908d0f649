"""Writing down a fault of wardtui itself, without the data it was about."""

import sys
import traceback
from pathlib import Path

FILE = "fault.log"


def note_fault(folder: Path) -> str:
    """Write where the exception that is being handled came from; the file's name.

    Its text is left out, for it may quote what somebody typed, and so are the source lines.
    """
    kind, _, trace = sys.exc_info()
    frames = traceback.extract_tb(trace)
    lines = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    file = folder / FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.write_text("\n".join([*lines, kind.__name__ if kind else "", ""]), "utf-8")
    except OSError:
        return "-"
    return str(file)
