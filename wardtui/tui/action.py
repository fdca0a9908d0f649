"""What an action of a screen is: one thing that a key does, and where."""

from enum import StrEnum

import msgspec


class Place(StrEnum):
    """Where an action works."""

    WORKLIST = "worklist"
    TODAY = "today"
    CASE = "case"
    BOARD = "board"
    """What was handed up."""
    WORKLOAD = "workload"
    REPORT = "report"
    """The daily report."""
    PROGRESS = "progress"
    """How far the campaign has come."""
    HOUSEHOLD = "household"
    """One door."""
    HOME_SERVICE = "home_service"
    """To whom the team is to go."""
    DUTY = "duty"
    """The duty roster."""
    OFFERS = "offers"
    """Whom other wards offer."""
    SESSIONS = "sessions"
    """The calendar of sessions."""
    ROLL = "roll"
    """One session and its people, at the door."""
    SYNC = "sync"
    """The exchange with the server."""
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
    code: str = ""
    """What the settings call it; the name and its argument unless given."""
    keys: tuple[str, ...]
    """Keys as Textual names them."""
    short: str
    """One or two words for the key bar."""
    text: str
    """A sentence for the help page."""
    places: tuple[Place, ...]
    in_bar: bool = True
    always: bool = False
    """Kept in the key bar however little room there is."""

    def __post_init__(self) -> None:
        if not self.code:
            code = self.name if self.argument is None else f"{self.name}_{self.argument}"
            msgspec.structs.force_setattr(self, "code", code)

    @property
    def is_named(self) -> bool:
        """Whether somebody would look for it by its name."""
        return self.name not in ("palette", "move", "page", "edge")

    @property
    def shown(self) -> str:
        """Its first key as the screens show it, or its range of digits."""
        if self.keys == DIGITS:
            return "1…9"
        return shown_key(self.keys[0])


DIGITS = tuple("123456789")

_SIGNS = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "tab": "Tab",
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "slash": "/",
    "question_mark": "?",
    "colon": ":",
    "asterisk": "*",
    "plus": "+",
    "full_stop": ".",
}
_HELD = {"ctrl": "Ctrl+", "shift": "⇧", "alt": "Alt+"}


def shown_key(key: str) -> str:
    """A key as people know it."""
    *held, last = key.split("+") if len(key) > 1 else [key]
    sign = _SIGNS.get(last) or (last if len(last) == 1 and not held else last.capitalize())
    return "".join(_HELD.get(one, f"{one}+") for one in held) + sign
