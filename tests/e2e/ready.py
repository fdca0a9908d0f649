"""A process that has loaded the program and becomes one command of it after the other.

Each command is a process of its own, with its own memory, files and exit code; what is saved is the
time for loading the same modules hundreds of times. What a start loads is tried elsewhere.

``python -m tests.e2e.ready`` reads a request a line (JSON) and answers each with an exit code.
"""

import atexit
import gc
import importlib
import io
import json
import os
import sys
import threading
import traceback
from typing import Any, NoReturn

LOADED = (
    "wardtui.bootstrap",
    "wardtui.remote.central_api",
    "wardtui.services.sync",
    "wardtui.central.admin",
    "wardtui.central.data_admin",
    "wardtui.central.laptops",
)
"""Besides every command: what most of them load when they need it."""


def main() -> None:
    """Serve until the input ends."""
    from wardtui.cli.app import COMMANDS

    for name in (*(f"wardtui.cli.commands.{one}" for one in COMMANDS), *LOADED):
        importlib.import_module(name)
    gc.freeze()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _become(asked: dict[str, Any]) -> NoReturn:
    code: object = 1
    try:
        os.environ.clear()
        os.environ.update(asked["environment"])
        os.chdir(asked["folder"])
        for number, file, flags in (
            (0, asked["given"], os.O_RDONLY),
            (1, asked["out"], os.O_WRONLY),
            (2, asked["err"], os.O_WRONLY),
        ):
            os.dup2(os.open(file, flags), number)
        sys.stdin = io.TextIOWrapper(os.fdopen(0, "rb", closefd=False), encoding="utf-8")
        sys.stdout = io.TextIOWrapper(os.fdopen(1, "wb", closefd=False), encoding="utf-8")
        sys.stderr = io.TextIOWrapper(os.fdopen(2, "wb", closefd=False), encoding="utf-8")
        sys.argv = ["wardtui", *asked["arguments"]]
        from wardtui.__main__ import main as run

        run()
        code = 0
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001  what an interpreter does with it
        traceback.print_exc()
    finally:
        if isinstance(code, str):
            print(code, file=sys.stderr)
        threading._shutdown()  # type: ignore[attr-defined]
        atexit._run_exitfuncs()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    main()
