"""Writes what the documents say of the code from the code: ``make reference``.

Tests hold them together.
"""

import inspect
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

import typer

from tests.file_map import INDEX, MAP, decisions, file_map
from wardtui.cli.app import build
from wardtui.i18n import Language, tr, use_language
from wardtui.tui.action import Place
from wardtui.tui.actions import ACTIONS

OUTPUT = Path(__file__).parent.parent / "docs" / "reference.md"
API = OUTPUT.with_name("openapi.json")
COMMON = {"home", "passphrase_file", "now", "as_json"}
PLACES = {
    Place.WORKLIST: "the list",
    Place.TODAY: "today",
    Place.BOARD: "the board",
    Place.WORKLOAD: "workload",
    Place.PROGRESS: "the campaign",
    Place.REPORT: "the daily report",
    Place.CASE: "the page of a case",
    Place.HOUSEHOLD: "a household",
    Place.SESSIONS: "the calendar of sessions",
    Place.ROLL: "the page of a session",
    Place.HOME_SERVICE: "home service",
    Place.DUTY: "the duty roster",
    Place.OFFERS: "offers of other wards",
    Place.SYNC: "the exchange with the server",
    Place.QUALITY: "data quality",
    Place.TWINS: "two records side by side",
    Place.IMPORT: "importing: the file",
    Place.IMPORT_TEXT: "importing: old encodings",
    Place.IMPORT_COLUMNS: "importing: the columns",
    Place.IMPORT_PLAN: "importing: the plan",
    Place.IMPORT_LINES: "importing: a part of the plan",
    Place.IMPORT_NOTES: "importing: notes left out",
}


def options(function: Any) -> Iterator[tuple[str, str]]:
    for parameter in inspect.signature(function).parameters.values():
        if parameter.name in COMMON or parameter.annotation is typer.Context:
            continue
        details = get_args(parameter.annotation)
        info = details[1] if len(details) > 1 else None
        if info is None or not isinstance(info, type(typer.Option())):
            yield parameter.name.rstrip("_").upper(), getattr(info, "help", "") or ""
            continue
        names = [name for name in info.param_decls or () if name.startswith("-")]
        name = ", ".join(names) or "--" + parameter.name.rstrip("_").replace("_", "-")
        yield name, info.help or ""


def commands(app: typer.Typer, prefix: str = "") -> Iterator[str]:
    for command in app.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__.replace("_", "-")
        words = [word for word, _ in options(command.callback) if not word.startswith("-")]
        yield f"### `{' '.join(['wardtui', *([prefix] if prefix else []), name, *words])}`\n"
        yield f"{command.help}\n"
        rows = [f"| `{word}` | {text} |" for word, text in options(command.callback)]
        if rows:
            yield "\n".join(["| | |", "|---|---|", *rows]) + "\n"
    for group in app.registered_groups:
        assert group.typer_instance is not None
        if group.typer_instance.info.invoke_without_command is True:
            yield f"### `wardtui {group.name}`\n"
            yield f"{group.typer_instance.info.help}\n"
        yield from commands(group.typer_instance, group.name or "")


def _places(places: Sequence[Place]) -> str:
    """Where a key works; what works on every screen of the import is said once."""
    if set(places) == set(Place):
        return "everywhere"
    return ", ".join(PLACES[place] for place in places)


def reference() -> str:
    use_language(Language.ENGLISH)
    app = build()
    keys = [
        f"| `{action.shown}` | {tr(action.text)} | {_places(action.places)} | `{action.code}` |"
        for action in ACTIONS
    ]
    assert app.registered_callback is not None
    return "\n".join(
        [
            "# Reference",
            "",
            "Made from the code by `make reference`; a test fails when it is behind.",
            "",
            "## Keys",
            "",
            "A key of your own stands in `config.toml` under `[keys]`: the action's code, then its",
            'keys, for example `log_call = ["k", "f5"]`.',
            "",
            "| key | what it does | where | code |",
            "|---|---|---|---|",
            *keys,
            "",
            "## Commands",
            "",
            "Before or behind every command: `--home DIR` (the vault), `--passphrase-file FILE`,",
            "`--now ISO8601` (a fixed clock) and `--json` (one JSON document on stdout). The same",
            "from the environment: `WARDTUI_HOME`, `WARDTUI_PASSPHRASE`, `WARDTUI_NOW`;",
            "`WARDTUI_LANGUAGE` (`vi` or `en`) and `WARDTUI_CENTRAL_DATABASE` besides.",
            "",
            "Exit codes: 0 done, 1 refused or partly done, 2 bad usage, 3 vault locked or wrong",
            "passphrase, 4 network or server, 5 damaged data.",
            "",
            *commands(app),
        ]
    )


def api() -> str:
    from wardtui.central.app import describe_api

    return json.dumps(describe_api(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    OUTPUT.write_text(reference(), "utf-8")
    API.write_text(api(), "utf-8")
    MAP.write_text(file_map(), "utf-8")
    INDEX.write_text(decisions(), "utf-8")
