"""What every ``central`` command takes and needs."""

import importlib.util
import os
from typing import Annotated

import typer

from wardtui.cli.run import current
from wardtui.domain.errors import BadInput
from wardtui.settings import CENTRAL_DATABASE_VARIABLE

Database = Annotated[
    str | None,
    typer.Option(metavar="URL", help="sqlite:///central.db"),
]


def database_address(given: str | None) -> str:
    """The database: as given, else by the environment, else in the vault's folder."""
    if given or os.environ.get(CENTRAL_DATABASE_VARIABLE):
        return given or os.environ[CENTRAL_DATABASE_VARIABLE]
    folder = current().places.home
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'central.db'}"


def has_central() -> bool:
    """Whether the extra is installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("litestar", "uvicorn"))


def need_central() -> None:
    """Refuse when the extra is not installed."""
    if not has_central():
        raise BadInput("central_not_installed")
