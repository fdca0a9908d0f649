"""Themes are files: those that come with wardtui and the user's own.

A file that cannot be used is named and passed over; it never keeps the program from starting.
"""

import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from wardtui.i18n import Language, language, tr
from wardtui.resources import resource_folder
from wardtui.settings import AUTO, TEXT_CONSOLE, Places

if TYPE_CHECKING:
    from textual.theme import Theme

DEFAULT = "ward-dark"
SIXTEEN = "sixteen"
"""The theme for terminals with 16 colours."""

COLOURS = (
    "primary",
    "secondary",
    "accent",
    "warning",
    "error",
    "success",
    "foreground",
    "background",
    "surface",
    "panel",
)
_RGB = re.compile(r"#[0-9a-fA-F]{6}")
_ANSI = re.compile(r"ansi_(bright_)?(black|red|green|yellow|blue|magenta|cyan|white)")
_FAINT = "B3"
"""How much of a text's colour is left in a hint: 70 % as a byte in hexadecimal."""


class ThemeFile(msgspec.Struct, frozen=True, kw_only=True):
    """What a theme file says. Colours are all ``#rrggbb``, or all names of the 16 ANSI colours."""

    name: str
    about_vi: str = ""
    """Whom it is for, in Vietnamese."""
    about_en: str = ""
    """The same in English."""
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

    @property
    def about(self) -> str:
        """Whom it is for, in the language that is spoken, else in the other."""
        texts = [self.about_vi, self.about_en]
        if language() is Language.ENGLISH:
            texts.reverse()
        return texts[0] or texts[1]

    @property
    def ansi(self) -> bool:
        """Whether it names colours of the terminal, which cannot be mixed."""
        return _ANSI.fullmatch(self.background) is not None

    def for_textual(self) -> "Theme":
        """The theme, with what Textual would otherwise derive in ways that are hard to read."""
        from textual.theme import Theme

        derived = {
            "text-disabled": self.foreground + ("" if self.ansi else _FAINT),
            "input-cursor-foreground": self.background,
            "input-cursor-background": self.foreground,
            "input-selection-foreground": self.background,
            "input-selection-background": self.primary,
            "screen-selection-foreground": self.background,
            "screen-selection-background": self.primary,
            "scrollbar": self.primary,
            "scrollbar-hover": self.primary,
            "scrollbar-active": self.foreground,
            "scrollbar-background": self.surface,
            "scrollbar-background-hover": self.surface,
            "scrollbar-background-active": self.surface,
            "scrollbar-corner-color": self.surface,
        }
        if self.ansi:
            # In an ANSI theme Textual makes the first two transparent whatever the theme says, has
            # borders of its own, and leaves the others out, which its own stylesheets then miss.
            derived |= {
                "surface": self.surface,
                "panel": self.panel,
                "border": self.primary,
                "border-blurred": self.panel,
                "ansi-background": self.background,
                "ansi-foreground": self.foreground,
            }
        colours = {name: getattr(self, name) for name in COLOURS}
        return Theme(name=self.name, dark=self.dark, ansi=self.ansi, variables=derived, **colours)


class ThemeUnusable(ValueError):
    """A theme file cannot be used; the text says why, in the language that is spoken."""


class LoadedThemes(msgspec.Struct, frozen=True):
    """The themes that can be used, and the files that cannot."""

    files: dict[str, ThemeFile]
    """Name to theme."""
    failed: dict[str, str]
    """File name to what is wrong with it."""

    @property
    def themes(self) -> "dict[str, Theme]":
        """The themes as Textual takes them."""
        return {name: file.for_textual() for name, file in self.files.items()}


def theme_folders(places: Places) -> list[Path]:
    """Where themes are: ours, then the user's own."""
    return [resource_folder("themes"), places.config / "themes"]


def load_themes(folders: Iterable[Path]) -> LoadedThemes:
    """Every theme of the folders; one in a later folder wins over one of the same name."""
    themes: dict[str, ThemeFile] = {}
    failed: dict[str, str] = {}
    for folder in folders:
        here: dict[str, str] = {}
        for file in sorted(folder.glob("*.toml")) if folder.is_dir() else ():
            try:
                theme = _read(file)
                if theme.name in here:
                    raise ThemeUnusable(
                        tr(
                            "The name “{name}” is taken by {file}.",
                            name=theme.name,
                            file=here[theme.name],
                        )
                    )
            except ThemeUnusable as error:
                failed[file.name] = str(error)
            else:
                themes[theme.name] = theme
                here[theme.name] = file.name
    return LoadedThemes(themes, failed)


def theme_at_start(places: Places, wanted: str, environment: Mapping[str, str]) -> ThemeFile | None:
    """The one theme that a start needs, read alone; none when all have to be looked at for it.

    :param wanted: the setting: a name, or ``auto``
    """
    ours, own = theme_folders(places)
    if any(own.glob("*.toml")):
        return None
    name = theme_to_show(wanted, (wanted, SIXTEEN) if wanted != AUTO else (SIXTEEN,), environment)
    try:
        found = _read(ours / f"{name}.toml")
    except ThemeUnusable:
        return None
    return found if found.name == name else None


def theme_to_show(wanted: str, known: Collection[str], environment: Mapping[str, str]) -> str:
    """The name of the theme to show: what was chosen, if it is there.

    :param wanted: the setting: a name, or ``auto``
    :param known: the names of the themes that can be used
    """
    if wanted in known:
        return wanted
    if wanted == AUTO and environment.get("TERM") == TEXT_CONSOLE and SIXTEEN in known:
        return SIXTEEN
    return DEFAULT


def _read(file: Path) -> ThemeFile:
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise ThemeUnusable(
            tr("It cannot be read: {reason}.", reason=error.strerror or str(error))
        ) from error
    except UnicodeDecodeError as error:
        raise ThemeUnusable(tr("It is no UTF-8 text.")) from error
    except tomllib.TOMLDecodeError as error:
        raise ThemeUnusable(tr("It is no TOML: {reason}.", reason=str(error))) from error
    wrong = list(_what_is_wrong(found))
    if wrong:
        raise ThemeUnusable(" ".join(wrong))
    return msgspec.convert(found, ThemeFile)


def _what_is_wrong(found: dict[str, Any]) -> Iterable[str]:
    """Everything that keeps a file from being a theme, a sentence each."""
    unknown = [name for name in found if name not in ThemeFile.__struct_fields__]
    if unknown:
        yield tr("Unknown: {names}.", names=", ".join(unknown))
    missing = [name for name in ("name", *COLOURS) if name not in found]
    if missing:
        yield tr("Missing: {names}.", names=", ".join(missing))
    name = found.get("name", "-")
    if not isinstance(name, str) or not name.strip() or name == AUTO:
        yield tr("“{name}” cannot be the name of a theme.", name=name)
    for field in ("about_vi", "about_en"):
        if not isinstance(found.get(field, ""), str):
            yield tr("{name} has to be a text in quotation marks.", name=field)
    if not isinstance(found.get("dark", True), bool):
        yield tr("dark has to be true or false, without quotation marks.")
    given = {name: str(found[name]) for name in COLOURS if name in found}
    for field, value in given.items():
        if not (_RGB.fullmatch(value) or _ANSI.fullmatch(value)):
            yield tr(
                "{name} = “{value}” is no colour; write it like #1a2b3c or ansi_red.",
                name=field,
                value=value,
            )
    if len({value.startswith("ansi_") for value in given.values()}) > 1:
        yield tr("Either every colour is like #1a2b3c, or every colour is an ANSI name.")
