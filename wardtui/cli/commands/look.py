"""``theme`` and ``config``: how wardtui looks, and what the user has chosen."""

import os
from typing import Annotated, Any

import typer

from wardtui.cli.options import command, group
from wardtui.cli.run import Run, current
from wardtui.cli.terminal import terminal_encoding
from wardtui.domain.errors import BadInput
from wardtui.i18n import N_, tr
from wardtui.settings import (
    AUTO,
    FILE,
    BadSetting,
    PlainSigns,
    Settings,
    allowed,
    change_settings,
    read_value,
    unknown_names,
)

MEANINGS = {
    "language": N_("Language of the screens and commands."),
    "theme": N_("Theme: a name of wardtui theme list, or auto."),
    "ascii": N_("Plain signs: frames without line-drawing, or letters without marks too."),
    "lock_after_minutes": N_("Minutes without a key until the screen locks; 0: never."),
    "retention_days": N_("Days a resident stays on this device after everything is done."),
    "metered": N_("Whether the line costs: wardtui then sends by itself only once a day."),
    "proxy": N_("Proxy to the server, like http://proxy.example:3128; empty: the system's own."),
    "keys": N_('Keys of your own, in the file only: [keys], then lines like undo = ["u"].'),
}
"""What each setting is."""

_IN_THE_FILE_ONLY = "keys"
_NAME_WIDTH = max(map(len, MEANINGS))
_VALUE_WIDTH = 12


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    theme = group(app, "theme", tr("How the screens look."))

    @command(
        theme, tr("The themes: names, whom they are for, and files that cannot be used."), "list"
    )
    def list_() -> None:
        from wardtui.tui.theming import load_themes, theme_folders, theme_to_show

        run = current()
        chosen = run.settings.theme
        loaded = load_themes(theme_folders(run.places))
        shown = theme_to_show(chosen, loaded.files, os.environ)
        width = max(map(len, loaded.files))
        lines = [
            f"{'*' if name == shown else ' '} {name:{width}}  {file.about}".rstrip()
            for name, file in loaded.files.items()
        ]
        lines += ["", tr("* is shown here; the setting is: {theme}", theme=chosen)]
        if chosen not in (*loaded.files, AUTO):
            lines.append(tr("There is no theme {name}.", name=chosen))
        lines.append(tr("Choose another with: wardtui config theme NAME"))
        run.answer(list(loaded.files), "\n".join(lines))
        for file, reason in loaded.failed.items():
            run.say(tr("{file} cannot be used: {reason}", file=file, reason=reason))

    @command(app, tr("What was chosen: show the settings, or change one."))
    def config(
        name: Annotated[
            str | None, typer.Argument(help=tr("The setting; without it all are shown."))
        ] = None,
        value: Annotated[str | None, typer.Argument(help=tr("What it is to be."))] = None,
    ) -> None:
        run = current()
        if name is None:
            _show_all(run)
            return
        if name not in MEANINGS:
            raise _bad(
                tr("There is no setting {name}; there are: {names}.", name=name, names=_names())
            )
        if value is not None:
            _set(run, name, value)
        _show_one(run, name)


def _set(run: Run, name: str, text: str) -> None:
    if name == _IN_THE_FILE_ONLY:
        file = str(run.places.config / FILE)
        raise _bad(tr("{name} is set in the file {file} only.", name=name, file=file))
    try:
        value = read_value(name, text, typed=True)
    except BadSetting as error:
        raise _bad(str(error)) from error
    if name == "theme":
        _check_theme(run, text)
    change_settings(run.places, **{name: value})


def _check_theme(run: Run, name: str) -> None:
    names = _themes(run)
    if name not in names:
        raise _bad(
            tr("There is no theme {name}; there are: {names}.", name=name, names=", ".join(names))
        )


def _themes(run: Run) -> list[str]:
    from wardtui.tui.theming import load_themes, theme_folders

    return [AUTO, *load_themes(theme_folders(run.places)).files]


def _show_all(run: Run) -> None:
    settings = run.settings
    document = {name: _pair(settings, name) for name in MEANINGS}
    file, unknown = run.places.config / FILE, unknown_names(run.places)
    lines = [_line(settings, name) for name in MEANINGS]
    lines += ["", tr("File: {file}", file=file)]
    if unknown:
        lines.append(tr("Not known to this wardtui: {names}", names=", ".join(unknown)))
    run.answer({"file": str(file), "settings": document, "unknown": unknown}, "\n".join(lines))


def _show_one(run: Run, name: str) -> None:
    settings = run.settings
    file = run.places.config / FILE
    possible = ", ".join(_themes(run)) if name == "theme" else allowed(name)
    lines = [
        _line(settings, name),
        tr("It may be: {allowed}.", allowed=possible),
        tr("If nothing is set: {value}", value=_shown(getattr(Settings(), name))),
    ]
    if name == "ascii" and settings.ascii is PlainSigns.AUTO:
        here = settings.ascii.here(os.environ, terminal_encoding())
        lines.append(tr("On this terminal auto means: {value}", value=here))
    lines.append(tr("File: {file}", file=file))
    document = {"file": str(file), "name": name, **_pair(settings, name)}
    run.answer(document, "\n".join(lines))


def _pair(settings: Settings, name: str) -> dict[str, Any]:
    return {"value": getattr(settings, name), "default": getattr(Settings(), name)}


def _line(settings: Settings, name: str) -> str:
    value = _shown(getattr(settings, name))
    return f"{name:{_NAME_WIDTH}}  {value:{_VALUE_WIDTH}}  {tr(MEANINGS[name])}"


def _shown(value: object) -> str:
    """A value as it stands in the file."""
    if isinstance(value, dict):
        return ", ".join(value) or "-"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _names() -> str:
    return ", ".join(MEANINGS)


def _bad(reason: str) -> BadInput:
    return BadInput("bad_usage", reason=reason, help="wardtui config")
