"""How every ending becomes an exit code, and a sentence instead of a traceback."""

import errno
import os
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec

from wardtui.domain.errors import CannotWrite, Refused, WardtuiError
from wardtui.domain.steering import harmless
from wardtui.faults import note_fault
from wardtui.i18n import tr
from wardtui.settings import find_places

INTERNAL_ERROR = 70
"""Exit code of a fault of wardtui itself (EX_SOFTWARE); the contract's codes are 0 to 5."""

INTERRUPTED = 130


def end_well(work: Callable[[], int], home: Path | None, *, as_json: bool) -> int:
    """Do what was asked for; its exit code, whatever happens.

    :param home: the vault that was named, beside which a fault of wardtui is noted
    """
    try:
        return work()
    except WardtuiError as error:
        return fail(error, as_json=as_json)
    except BrokenPipeError:
        # Whoever read the output has gone; there is nobody to tell.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return interrupted()
    except Exception as error:  # noqa: BLE001  the last net: no traceback reaches a user
        known = _disk_error(error)
        if known is not None:
            return fail(known, as_json=as_json)
        file = note_fault(find_places(home).config)
        fail(Refused("internal", file=file), as_json=as_json)
        return INTERNAL_ERROR


def interrupted() -> int:
    """Somebody stopped it; the exit code."""
    print(tr("Stopped. What was not saved whole was not saved at all."), file=sys.stderr)
    return INTERRUPTED


def fail(error: WardtuiError, *, as_json: bool) -> int:
    """Tell what went wrong and what to do; the exit code."""
    from wardtui.wording.errors import explain

    told = explain(error)
    if as_json:
        document = {"error": msgspec.structs.asdict(told)}
        sys.stdout.buffer.write(msgspec.json.encode(document) + b"\n")
        sys.stdout.buffer.flush()
    else:
        print(harmless(f"{told.message} {told.remedy}"), file=sys.stderr)
    return error.EXIT


def _disk_error(error: Exception) -> WardtuiError | None:
    match error:
        case OSError(errno=errno.ENOSPC):
            return Refused("disk_full")
        case OSError(errno=errno.EACCES | errno.EPERM | errno.EROFS | errno.ENOTDIR):
            return CannotWrite(file=str(error.filename or "-"))
        case _:
            return None
