"""Themes are files: those that come with wardtui and the user's own.

A file that cannot be used is named and passed over; it never keeps the program from starting.
"""

import tomllib
from collections.abc import Iterable
from pathlib import Path

import msgspec
from textual.color import Color, ColorParseError
from textual.theme import Theme


class ThemeFile(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """What a theme file says: colours as ``#rrggbb``."""

    name: str
    dark: bool = True
    primary: str
    secondary: str
    accent: str
    warning: str
    error: str
    success: str
    foreground: str
    background: str
    surface: str
    panel: str


class LoadedThemes(msgspec.Struct, frozen=True):
    """The themes that can be used, and the files that cannot."""

    themes: dict[str, Theme]
    failed: dict[str, str]
    """File name to what is wrong with it."""


def load_themes(folders: Iterable[Path]) -> LoadedThemes:
    """Every theme of the folders; a later one of the same name wins."""
    themes: dict[str, Theme] = {}
    failed: dict[str, str] = {}
    for folder in folders:
        for file in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            try:
                theme = _read(file)
            except (OSError, ValueError, ColorParseError) as error:
                failed[file.name] = str(error)
            else:
                themes[theme.name] = theme
    return LoadedThemes(themes, failed)


def _read(file: Path) -> Theme:
    found = msgspec.convert(tomllib.loads(file.read_text("utf-8")), ThemeFile)
    fields = msgspec.structs.asdict(found)
    for name, value in fields.items():
        if name not in ("name", "dark"):
            Color.parse(value)
    return Theme(**fields)
