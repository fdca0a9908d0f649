"""``central``: running the central server (needs the extra ``central``)."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wardtui.cli.central_options import Database, database_address, need_central
from wardtui.cli.commands import (
    central_bundles,
    central_data,
    central_laptops,
    central_officers,
    central_reports,
)
from wardtui.cli.options import command, group
from wardtui.cli.run import current
from wardtui.domain.when import BadTime
from wardtui.i18n import language, tr

if TYPE_CHECKING:
    from wardtui.central.policies import WardPolicy
    from wardtui.domain.policy import Policy

DEFAULT_PORT = 8770


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    central = group(app, "central", tr("Run the central server."))

    @command(central, tr("Make the database ready."))
    def init(
        database: Database = None,
        restored: Annotated[
            bool,
            typer.Option(
                "--restored",
                help=tr("It was put back from a backup: devices offer their events again."),
            ),
        ] = False,
    ) -> None:
        need_central()
        from wardtui.central.admin import initialise

        address = database_address(database)
        epoch = initialise(address, restored=restored)
        text = tr("The database is ready. Next: wardtui central add-officer")
        if restored:
            text = tr(
                "The database is ready. Every device offers what it holds again with its next sync."
            )
        current().answer({"epoch": epoch}, text)

    @command(central, tr("Publish an escalation policy, or show which are in force."))
    def policy(
        named: Annotated[
            str | None,
            typer.Argument(
                metavar="FILE|NAME", help=tr("A policy file, or the name of one of wardtui.")
            ),
        ] = None,
        ward: Annotated[
            list[str] | None,
            typer.Option(help=tr("Code of a ward; may be repeated. All wards unless given.")),
        ] = None,
        deadline: Annotated[
            str | None, typer.Option(metavar="DATE", help=tr("The last day of the campaign."))
        ] = None,
        database: Database = None,
    ) -> None:
        need_central()
        from wardtui.central import admin

        address = database_address(database)
        if named is None and deadline is not None:
            raise typer.BadParameter(tr("Say which policy is to have the deadline."))
        if named is None:
            found = admin.policies(address, ward or [])
        else:
            found = admin.publish_policy(address, _policy(named, deadline), ward or [])
        current().answer({"wards": [_ward_document(one) for one in found]}, _wards_text(found))

    @command(central, tr("Serve until it is told to end."))
    def serve(
        database: Database = None,
        host: Annotated[str, typer.Option(help=tr("Address to listen on."))] = "127.0.0.1",
        port: Annotated[
            int, typer.Option(min=0, max=65535, help=tr("Port; 0 takes a free one."))
        ] = DEFAULT_PORT,
        workers: Annotated[
            int, typer.Option(min=1, max=64, help=tr("Processes that share the port."))
        ] = 1,
        tls_cert: Annotated[
            Path | None,
            typer.Option(metavar="FILE", help=tr("Certificate (PEM, with its chain).")),
        ] = None,
        tls_key: Annotated[
            Path | None, typer.Option(metavar="FILE", help=tr("Its key (PEM)."))
        ] = None,
        quiet: Annotated[bool, typer.Option("--quiet", help=tr("Log no requests."))] = False,
    ) -> None:
        need_central()
        from wardtui.central.serve import Serving
        from wardtui.central.serve import serve as run_server

        run = current()

        def ready(address: str) -> None:
            run.answer({"url": address}, tr("Listening on {url}", url=address))

        how = Serving(
            database=database_address(database),
            host=host,
            port=port,
            workers=workers,
            tls_cert=tls_cert,
            tls_key=tls_key,
            quiet=quiet,
        )
        run_server(how, ready)

    central_officers.add_to(central)
    central_laptops.add_to(central)
    central_data.add_to(central)
    central_reports.add_to(central)
    central_bundles.add_to(central)


def _policy(named: str, deadline: str | None) -> "Policy":
    """The policy in a file, or the one of a name that comes with wardtui.

    It raises what ``wardtui.cli.policy_files.named_policy`` does.

    :raises wardtui.services.use_policy.DeadlineOver: when the deadline lies behind
    """
    from wardtui.cli.policy_files import named_policy
    from wardtui.services.use_policy import DeadlineOver, with_deadline

    try:
        last_day = date.fromisoformat(deadline) if deadline else None
    except ValueError as error:
        raise BadTime(text=deadline) from error
    found = with_deadline(named_policy(named), last_day)
    if found.deadline is not None and found.deadline < current().today:
        raise DeadlineOver(day=found.deadline)
    return found


def _ward_document(one: "WardPolicy") -> dict[str, Any]:
    force = one.force
    return {
        "ward": one.ward,
        "name": force.policy.name,
        "version": force.version,
        "deadline": force.policy.deadline,
        "published_at": force.since,
        "new": one.is_new,
    }


def _wards_text(found: "Sequence[WardPolicy]") -> str:
    """One line a ward."""
    if not found:
        return tr("There is no ward yet. Make one with: wardtui central add-officer --ward CODE")
    return "\n".join(_ward_text(one) for one in found)


def _ward_text(one: "WardPolicy") -> str:
    from wardtui.domain.moments import local

    force = one.force
    parts = [f"{force.policy.title.text(language())} ({force.version})"]
    if force.policy.deadline is not None:
        parts.append(tr("deadline {day}", day=f"{force.policy.deadline:%d/%m/%Y}"))
    if one.is_new:
        parts.append(tr("published now"))
    elif force.since is not None:
        parts.append(tr("published {time}", time=f"{local(force.since):%H:%M %d/%m/%Y}"))
    else:
        parts.append(tr("comes with wardtui; nothing was published"))
    return f"{one.ward}: " + " · ".join(parts)
