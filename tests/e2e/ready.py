"""A process that has loaded the program and becomes one command of it after the other.

Each command is a process of its own, with its own memory, files and exit code; what is saved is the
time for loading the same modules and for deriving the same keys hundreds of times: what one command
had to load or to derive, those after it have. What a start loads is tried elsewhere.

``python -m tests.e2e.ready`` reads a request a line (JSON) and answers each with an exit code.
"""

import atexit
import gc
import importlib
import io
import json
import os
import pickle
import sys
import tempfile
import threading
import traceback
from typing import IO, Any, NoReturn

from wardtui.store import key_slots

Keys = dict[tuple[str, str, key_slots.Argon2id], bytes]
"""Keys by what they were derived from."""


def main() -> None:
    """Serve until the input ends."""
    from wardtui.cli.app import COMMANDS
    from wardtui.i18n import Language, use_language

    for name in COMMANDS:
        importlib.import_module(f"wardtui.cli.commands.{name}")
    use_language(Language.VIETNAMESE)
    keys = _remember_keys()
    for line in sys.stdin:
        gc.freeze()
        with tempfile.TemporaryFile() as learnt:
            child = os.fork()
            if child == 0:
                _become(json.loads(line), keys, learnt)
            _, status = os.waitpid(child, 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
            _learn(learnt, keys)


def _remember_keys() -> Keys:
    """Let no key be derived twice; those that are known."""
    keys: Keys = {}
    derive = key_slots._derive

    def remembered(kind: str, secret: str, kdf: key_slots.Argon2id) -> bytes:
        from_what = (kind, secret, kdf)
        if from_what not in keys:
            keys[from_what] = derive(kind, secret, kdf)
        return keys[from_what]

    key_slots._derive = remembered
    return keys


def _learn(learnt: IO[bytes], keys: Keys) -> None:
    """Take over what a command had to load and to derive; nothing of one that was killed."""
    learnt.seek(0)
    if written := learnt.read():
        modules, more = pickle.loads(written)  # noqa: S301  by a process of ours
        keys.update(more)
        for name in modules:
            importlib.import_module(name)


def _become(asked: dict[str, Any], keys: Keys, learnt: IO[bytes]) -> NoReturn:
    code: object = 1
    loaded, known = {*sys.modules}, {*keys}
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
        ours = [name for name in sys.modules if name.startswith("wardtui.") and name not in loaded]
        more = {one: key for one, key in keys.items() if one not in known}
        learnt.write(pickle.dumps((ours, more)))
        learnt.flush()
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else 0 if code is None else 1)


if __name__ == "__main__":
    main()
