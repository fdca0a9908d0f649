"""Where the single file starts: the program, or one of the processes that it needs beside itself.

A frozen program has no interpreter to call: what wardtui starts as ``python -m MODULE`` comes back
here.
"""

import runpy
import sys


def main() -> None:
    """Run a module of wardtui when one is asked for, else wardtui."""
    words = [word for word in sys.argv[1:3] if word != "-P"]
    if words[:1] == ["-m"]:
        at = sys.argv.index("-m") + 1
        module, sys.argv = sys.argv[at], sys.argv[at:]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
        return
    from wardtui.__main__ import main as run

    run()


if __name__ == "__main__":
    main()
