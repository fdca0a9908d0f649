"""How long the fault tests run: a few seconds in the suite, many rounds when asked."""

import os

# Read while tests are collected: in a test no variable of ours is set.
LONG = os.environ.get("WARDTUI_LONG") == "1"


def size(suite: int, long: int) -> int:
    """How many of something."""
    return long if LONG else suite
