"""``python -m wardtui`` and the ``wardtui`` command."""

import gc
import os
import sys

COMPLETING = "_WARDTUI_COMPLETE"
"""By this a shell asks for completions, without arguments."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    # While modules are loaded there is no rubbish to collect, only much to look through: a third of
    # the start. Whoever has loaded what it needs switches it on again.
    gc.disable()
    # Whatever is written here holds personal data: nobody else on this machine may read it.
    os.umask(0o077)
    if len(sys.argv) == 1 and COMPLETING not in os.environ:
        from wardtui.cli.typing_ahead import unseen

        with unseen():
            from wardtui.cli.bare import run_bare

            sys.exit(run_bare())
    from wardtui.cli.app import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
