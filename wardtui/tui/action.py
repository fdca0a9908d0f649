"""What an action of a screen is: one thing that a key does, and where."""

from enum import StrEnum

import msgspec


class Place(StrEnum):
    """Where an action works."""

    WORKLIST = "worklist"
    CASE = "case"
    QUALITY = "quality"
    TWINS = "twins"
    IMPORT = "import"
    """Choosing the file: letters are typed into a line."""
    IMPORT_TEXT = "import_text"
    """Text from before Unicode, as it would read."""
    IMPORT_COLUMNS = "import_columns"
    IMPORT_PLAN = "import_plan"
    IMPORT_LINES = "import_lines"
    """One section of a plan."""
    IMPORT_NOTES = "import_notes"
    """The section of a plan whose lines can be rewritten."""


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that a key does."""

    name: str
    """Name of the screen's method, behind ``do_``."""
    argument: str | None = None
    keys: tuple[str, ...]
    """Keys as Textual names them."""
    shown: str
    """The key as the screen shows it."""
    short: str
    """One or two words for the key bar."""
    text: str
    """A sentence for the help page."""
    places: tuple[Place, ...]
    in_bar: bool = True
    always: bool = False
    """Kept in the key bar however little room there is."""
