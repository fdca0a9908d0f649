"""Where things are and what the user has chosen."""

import os
import tomllib
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, get_type_hints

import msgspec
from msgspec import Meta

from wardtui.domain.errors import BadInput
from wardtui.i18n import Language, tr

HOME_VARIABLE = "WARDTUI_HOME"
PASSPHRASE_VARIABLE = "WARDTUI_PASSPHRASE"  # noqa: S105  the name, not the secret
NEW_PASSPHRASE_VARIABLE = "WARDTUI_NEW_PASSPHRASE"  # noqa: S105
NOW_VARIABLE = "WARDTUI_NOW"
LANGUAGE_VARIABLE = "WARDTUI_LANGUAGE"
CENTRAL_DATABASE_VARIABLE = "WARDTUI_CENTRAL_DATABASE"

FILE = "config.toml"

AUTO = "auto"
"""Leaves a choice to what the terminal can show."""

TEXT_CONSOLE = "linux"
"""``TERM`` of the Linux text console: 16 colours, a font of few signs (console_codes(4))."""


class SettingsUnreadable(BadInput):
    """The settings file is not what it should be."""

    CODE = "settings_unreadable"


class BadSetting(ValueError):
    """A setting has a value that it cannot have; the text says which and what it may be."""


class PlainSigns(StrEnum):
    """Which signs are replaced by ASCII ones."""

    AUTO = AUTO
    """As the terminal needs it."""
    OFF = "off"
    """None."""
    FRAMES = "frames"
    """Frames, arrows and other signs; letters keep their marks."""
    LETTERS = "letters"
    """Letters too, for fonts without Vietnamese ones."""

    def here(self, environment: Mapping[str, str], encoding: str) -> "PlainSigns":
        """What that means on a terminal; never ``auto``.

        :param encoding: of the text that the terminal takes, as the locale names it
        """
        if self is not PlainSigns.AUTO:
            return self
        speaks_unicode = encoding.lower().replace("-", "") == "utf8"
        plain = environment.get("TERM") == TEXT_CONSOLE or not speaks_unicode
        return PlainSigns.FRAMES if plain else PlainSigns.OFF


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of ``config.toml``; everything has a default."""

    language: Language = Language.VIETNAMESE
    theme: str = AUTO
    """The name of a theme, or ``auto``: the one of 16 colours on a text console, else the dark one.
    """
    ascii: PlainSigns = PlainSigns.AUTO
    lock_after_minutes: Annotated[int, Meta(ge=0)] = 10
    """The screen locks after so long without a key; 0: never."""
    retention_days: Annotated[int, Meta(ge=1)] = 30
    """How long a resident whose needs are met is kept on this device."""
    metered: bool = False
    """The line costs by what goes over it: little is exchanged with the server by itself."""
    proxy: str = ""
    """The proxy by which the server is reached, like ``http://proxy.example:3128``; empty: the one
    that the environment names (``HTTPS_PROXY``, ``NO_PROXY``), if any."""
    keys: dict[str, tuple[str, ...]] = {}
    """The user's own keys: the name of an action to what it is done with."""


class Places(msgspec.Struct, frozen=True):
    """The folders of this run."""

    home: Path
    """The vault."""
    config: Path
    """Settings and the user's own themes."""


def find_places(home: Path | None = None) -> Places:
    """The folders: as given, else from the environment, else the platform's own.

    A vault with a folder of its own has its settings there too, so that nothing is shared.
    """
    chosen = home or (Path(os.environ[HOME_VARIABLE]) if os.environ.get(HOME_VARIABLE) else None)
    if chosen is not None:
        chosen = chosen.expanduser().absolute()
        return Places(chosen, chosen)
    from platformdirs import PlatformDirs

    dirs = PlatformDirs("wardtui", appauthor=False)
    return Places(Path(dirs.user_data_dir), Path(dirs.user_config_dir))


def read_settings(places: Places) -> Settings:
    """What the user has chosen. A name that this version does not know is passed over.

    :raises SettingsUnreadable: when the file cannot be read or says something impossible
    """
    path = places.config / FILE
    spoken = os.environ.get(LANGUAGE_VARIABLE)
    settings = _settings(path, tomllib.loads)
    if spoken in set(Language):
        settings = msgspec.structs.replace(settings, language=Language(spoken))
    return settings


def change_settings(places: Places, **changes: object) -> Settings:
    """Write some settings, keeping the rest of the file as its owner wrote it.

    :raises SettingsUnreadable: when the file cannot be read or says something impossible
    :raises BadSetting: when a value is impossible; nothing was written
    """
    import tomlkit

    for name, value in changes.items():
        read_value(name, value)
    path = places.config / FILE
    document = tomlkit.document()

    def parse(text: str) -> dict[str, Any]:
        nonlocal document
        document = tomlkit.parse(text)
        return document.unwrap()

    settings = _settings(path, parse)
    for name, value in changes.items():
        document[name] = str(value) if isinstance(value, StrEnum) else value
    places.config.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(tomlkit.dumps(document).rstrip("\n") + "\n")
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    return msgspec.structs.replace(settings, **changes)


def unknown_names(places: Places) -> list[str]:
    """What the file sets that this version does not know: misspelt, or of a newer one."""
    try:
        found = tomllib.loads((places.config / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [name for name in found if name not in Settings.__struct_fields__]


def read_value(name: str, value: object, *, typed: bool = False) -> Any:
    """The value of a setting, checked.

    :param typed: whether it is a text that somebody typed, which may mean a number or yes or no
    :raises BadSetting: when the setting cannot have it
    """
    kind = get_type_hints(Settings, include_extras=True)[name]
    try:
        return msgspec.convert(value, kind, strict=not typed)
    except msgspec.ValidationError as error:
        shown = value if isinstance(value, str) else msgspec.json.encode(value).decode()
        raise BadSetting(
            tr(
                "{name} cannot be “{value}”; it may be: {allowed}.",
                name=name,
                value=shown,
                allowed=allowed(name),
            )
        ) from error


def allowed(name: str) -> str:
    """What a setting may be, in words."""
    from msgspec import inspect

    match inspect.type_info(get_type_hints(Settings, include_extras=True)[name]):
        case inspect.EnumType(cls=kind):
            return ", ".join(one.value for one in kind)
        case inspect.IntType(ge=least):
            return tr("a whole number, {least} or more", least=least)
        case inspect.BoolType():
            return "true, false"
        case inspect.DictType():
            return tr("a table [keys] with lines like: {example}", example='log_call = ["k", "f5"]')
        case _:
            return tr("a text")


def _settings(path: Path, parse: Any) -> Settings:
    """The settings in a file, or the defaults where there is none."""
    try:
        found = parse(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return Settings()
    except OSError as error:
        raise SettingsUnreadable(file=str(path), reason=error.strerror or str(error)) from error
    except UnicodeDecodeError as error:
        raise SettingsUnreadable(file=str(path), reason=tr("It is no UTF-8 text.")) from error
    except ValueError as error:
        raise SettingsUnreadable(file=str(path), reason=str(error)) from error
    try:
        return msgspec.convert(found, Settings)
    except msgspec.ValidationError as error:
        raise SettingsUnreadable(file=str(path), reason=_what_is_wrong(found, error)) from error


def _what_is_wrong(found: dict[str, Any], error: msgspec.ValidationError) -> str:
    """The first setting that cannot be what it is, in words."""
    for name in Settings.__struct_fields__:
        if name in found:
            try:
                read_value(name, found[name])
            except BadSetting as wrong:
                return str(wrong)
    return str(error)
