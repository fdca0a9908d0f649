"""``wardtui`` without a word behind it: the screen, without loading the command line first.

An officer starts it so every evening. What the command line needs to read its words takes longer to
load than all that the first screen needs.
"""

import sys

from wardtui.cli.endings import end_well
from wardtui.cli.terminal import write_what_it_can
from wardtui.i18n import use_language


def run_bare() -> int:
    """Open the screen; the exit code."""
    write_what_it_can((sys.stdout, sys.stderr))
    return end_well(_open, None, as_json=False)


def _open() -> int:
    from wardtui.cli.run import start
    from wardtui.cli.showing import open_screen

    run = start(None, None, None, as_json=False)
    use_language(run.settings.language)
    return open_screen()
