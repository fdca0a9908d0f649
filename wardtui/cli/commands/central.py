"""``central``: running the central server (needs the extra ``central``)."""

import importlib.util
import os
from datetime import timedelta
from typing import Annotated

import typer

from wardtui.cli.options import command, group
from wardtui.cli.run import current
from wardtui.domain.errors import BadInput
from wardtui.domain.vocabulary import Role
from wardtui.i18n import tr
from wardtui.settings import CENTRAL_DATABASE_VARIABLE

DEFAULT_PORT = 8770

_Database = Annotated[
    str | None,
    typer.Option(metavar="URL", help="sqlite:///central.db"),
]


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    central = group(app, "central", tr("Run the central server."))

    @command(central, tr("Make the database ready."))
    def init(database: _Database = None) -> None:
        need_central()
        from wardtui.central.admin import initialise

        address = _address(database)
        epoch = initialise(address)
        current().answer(
            {"epoch": epoch}, tr("The database is ready. Next: wardtui central add-officer")
        )

    @command(central, tr("Add an officer."), "add-officer")
    def add_officer(
        name: Annotated[str, typer.Option(help=tr("Name of the officer."))],
        role: Annotated[Role, typer.Option(help=tr("What they may do."))] = Role.OFFICER,
        ward: Annotated[
            list[str] | None, typer.Option(help=tr("Code of a ward; may be repeated."))
        ] = None,
        database: _Database = None,
    ) -> None:
        need_central()
        import msgspec

        from wardtui.central.admin import add_officer as add

        added = add(_address(database), name, role, ward or [])
        current().answer(
            msgspec.structs.asdict(added),
            tr(
                "Officer {officer}\nPairing code {code}, good for 15 minutes",
                officer=added.officer,
                code=added.pairing_code,
            ),
        )

    @command(central, tr("A code for another laptop."), "pairing-code")
    def pairing_code(
        officer: Annotated[str, typer.Argument(help=tr("Id of the officer."))],
        minutes: Annotated[int, typer.Option(min=1, help=tr("How long it is good."))] = 15,
        database: _Database = None,
    ) -> None:
        need_central()
        from wardtui.central.admin import pairing_code as new_code

        code = new_code(_address(database), officer, timedelta(minutes=minutes))
        current().answer({"officer": officer, "pairing_code": code}, code)

    @command(central, tr("Serve until it is told to end."))
    def serve(
        database: _Database = None,
        host: Annotated[str, typer.Option(help=tr("Address to listen on."))] = "127.0.0.1",
        port: Annotated[
            int, typer.Option(min=0, max=65535, help=tr("Port; 0 takes a free one."))
        ] = DEFAULT_PORT,
    ) -> None:
        need_central()
        from wardtui.central.serve import serve as run_server

        run = current()

        def ready(address: str) -> None:
            run.answer({"url": address}, tr("Listening on {url}", url=address))

        def note(fault: str) -> None:
            run.say(tr("A request failed inside the server: {fault}", fault=fault))

        run_server(_address(database), host, port, ready=ready, note=note)


def _address(given: str | None) -> str:
    if given or os.environ.get(CENTRAL_DATABASE_VARIABLE):
        return given or os.environ[CENTRAL_DATABASE_VARIABLE]
    folder = current().places.home
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return f"sqlite:///{folder / 'central.db'}"


def need_central() -> None:
    """Refuse when the extra is not installed."""
    if importlib.util.find_spec("litestar") is None or importlib.util.find_spec("uvicorn") is None:
        raise BadInput("central_not_installed")
