"""What a check-up of this laptop is made of: what was seen, and what was found in it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import msgspec

from wardtui.services.status import Status


class Topic(StrEnum):
    """What is looked at, in the order in which it is told."""

    PROGRAM = "program"
    TERMINAL = "terminal"
    FONTS = "fonts"
    CLOCK = "clock"
    SETTINGS = "settings"
    THEMES = "themes"
    DISK = "disk"
    VAULT = "vault"
    BACKUPS = "backups"
    NETWORK = "network"
    SERVER = "server"


class Level(StrEnum):
    """How a finding is to be taken."""

    OK = "ok"
    LOOK = "look"
    """Somebody should look at it; nothing is broken."""
    WRONG = "wrong"
    """Something does not work until it is put right."""


class Finding(msgspec.Struct, frozen=True):
    """One thing that was found. No fact of it is personal: it is read by whoever is asked."""

    topic: Topic
    level: Level
    code: str
    facts: dict[str, Any] = {}


class TerminalSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What a terminal says of itself."""

    is_one: bool
    """False when the output goes into a file or to a program."""
    term: str = ""
    places_text: bool = True
    columns: int = 0
    lines: int = 0
    colours: int = 0
    no_colour: bool = False
    """``NO_COLOR`` is set."""
    encoding: str = "utf-8"
    signs: str = "off"
    """Which signs are replaced by plain ones here."""
    letter_cells: int | None = None
    """Cells that the terminal takes for one Vietnamese letter; null when it did not say."""
    frame_cells: int | None = None
    """Cells that it takes for one line of a frame."""


class DiskSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What the folder of a vault, or the folder in which it would be made, can do."""

    folder: str
    free_bytes: int
    vault_bytes: int = 0
    fault: str | None = None
    """Code of what kept a small file from being written and brought to the disk."""
    write_seconds: float = 0.0
    is_private: bool = True
    kept_by: str | None = None
    """The service that copies the folder elsewhere, by its name in the path."""


class WriterSeen(msgspec.Struct, frozen=True):
    """Who is writing to a vault."""

    pid: int
    purpose: str
    since: datetime


class FilesSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What can be told of a vault's files without opening it."""

    is_there: bool
    fault: str | None = None
    """Code of what keeps anybody from opening it."""
    writer: WriterSeen | None = None
    newest_backup: str | None = None
    """Its day, ISO 8601."""
    backups: int = 0
    aside: int = 0
    """Databases that were moved aside."""
    unfinished: int = 0
    """Folders in which something was being made when a process ended."""
    code_unread: bool = False
    """Nobody may have the recovery code."""
    fault_noted: str | None = None
    """The day on which wardtui last wrote down a fault of its own."""


class PairingSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What of a pairing may be told to anybody."""

    server: str
    pinned: bool = False
    own_authority: bool = False
    insecure_http: bool = False


class InsideSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What an open vault says, or why it could not be opened."""

    fault: str | None = None
    fault_facts: dict[str, Any] = {}
    status: Status | None = None
    torn_pages: int = 0
    missed: int = 0
    """Entries that were saved and are no longer there."""
    layout: int = 0
    pairing: PairingSeen | None = None
    last_success: datetime | None = None


class LineSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a question to the server, or to the network alone where there is none."""

    has_route: bool = True
    proxy: str | None = None
    """Host and port; never what a proxy is told in secret."""
    proxy_from: str | None = None
    """``settings`` or ``environment``."""
    fault: str | None = None
    fault_facts: dict[str, Any] = {}
    seconds: float = 0.0
    protocol: int | None = None
    """Version that the server speaks."""
    clock_off: float | None = None
    """Seconds to add to this clock to get the server's."""


class LookSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What the settings and the themes say."""

    fault: str | None = None
    fault_facts: dict[str, Any] = {}
    unknown: tuple[str, ...] = ()
    unusable_keys: tuple[str, ...] = ()
    """Codes of actions whose own keys cannot be used."""
    themes: int = 0
    theme: str = ""
    """The one that is shown here."""
    missing_theme: str | None = None
    ansi: bool = False
    """The theme names colours of the terminal."""
    unusable_themes: dict[str, str] = {}
    """File to what is wrong with it."""


class ProgramSeen(msgspec.Struct, frozen=True, kw_only=True):
    """What runs here."""

    version: str
    python: str
    system: str
    sqlcipher: str


class ClockSeen(msgspec.Struct, frozen=True, kw_only=True):
    """This laptop's clock."""

    now: datetime
    fixed: bool
    offset_minutes: int
    """Of its time zone, east of Greenwich."""
