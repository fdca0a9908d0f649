"""Where things are and what the user has chosen."""

import os
import tomllib
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from wardtui.domain.errors import BadInput
from wardtui.i18n import Language

HOME_VARIABLE = "WARDTUI_HOME"
PASSPHRASE_VARIABLE = "WARDTUI_PASSPHRASE"  # noqa: S105  the name, not the secret
NEW_PASSPHRASE_VARIABLE = "WARDTUI_NEW_PASSPHRASE"  # noqa: S105
NOW_VARIABLE = "WARDTUI_NOW"
LANGUAGE_VARIABLE = "WARDTUI_LANGUAGE"
CENTRAL_DATABASE_VARIABLE = "WARDTUI_CENTRAL_DATABASE"

FILE = "config.toml"


class SettingsUnreadable(BadInput):
    """The settings file is not what it should be."""

    CODE = "settings_unreadable"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """The contents of ``config.toml``; everything has a default."""

    language: Language = Language.VIETNAMESE
    theme: str = "ward-dark"
    lock_after_minutes: Annotated[int, Meta(ge=0)] = 10
    """The screen locks after so long without a key; 0: never."""
    retention_days: Annotated[int, Meta(ge=1)] = 30
    """How long a resident whose needs are met is kept on this device."""


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
    """What the user has chosen.

    :raises SettingsUnreadable: when the file cannot be read or says something impossible
    """
    path = places.config / FILE
    spoken = os.environ.get(LANGUAGE_VARIABLE)
    try:
        settings = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Settings)
    except (FileNotFoundError, NotADirectoryError):
        settings = Settings()
    except (OSError, ValueError) as error:
        raise SettingsUnreadable(file=str(path), reason=str(error)) from error
    if spoken in set(Language):
        settings = msgspec.structs.replace(settings, language=Language(spoken))
    return settings


def change_settings(places: Places, **changes: object) -> Settings:
    """Write some settings, keeping the rest of the file as its owner wrote it."""
    import tomlkit

    path = places.config / FILE
    text = path.read_text("utf-8") if path.exists() else ""
    document = tomlkit.parse(text)
    for name, value in changes.items():
        document[name] = str(value) if isinstance(value, Language) else value
    settings = msgspec.convert(document.unwrap(), Settings)
    places.config.mkdir(mode=0o700, parents=True, exist_ok=True)
    temporary = path.with_suffix(".new")
    temporary.write_text(tomlkit.dumps(document), "utf-8")
    temporary.replace(path)
    return settings
