"""``central``: another role or ward for an officer, and what becomes of a lost laptop."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from wardtui.cli.central_options import Database, database_address, need_central
from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.domain.vocabulary import Role
from wardtui.i18n import ntr, tr

if TYPE_CHECKING:
    from wardtui.central.laptops import LetIn, Quarantined


def add_to(central: typer.Typer) -> None:
    """Add the commands of this module."""

    @command(central, tr("Give an officer another role or other wards."), "change-officer")
    def change_officer(
        officer: Annotated[str, typer.Argument(help=tr("Id of the officer."))],
        role: Annotated[Role | None, typer.Option(help=tr("What they may do from now on."))] = None,
        ward: Annotated[
            list[str] | None,
            typer.Option(help=tr("Code of a ward; repeat it for all that they have from now on.")),
        ] = None,
        database: Database = None,
    ) -> None:
        need_central()
        import msgspec

        from wardtui.central.laptops import change_officer as change
        from wardtui.i18n.labels import label

        if role is None and not ward:
            raise typer.BadParameter(tr("Say what is to change: --role or --ward."))
        now = change(database_address(database), officer, role, ward or [])
        current().answer(
            msgspec.to_builtins(now),
            tr(
                "{name}: {role}, {wards}. Their laptops follow with the next sync.",
                name=now.name,
                role=label(now.role),
                wards=", ".join(now.wards),
            ),
        )

    @command(central, tr("Shut a lost laptop out, or all of an officer."), "revoke")
    def revoke(
        who: Annotated[
            str, typer.Argument(metavar="DEVICE|OFFICER", help=tr("Id of a laptop or an officer."))
        ],
        database: Database = None,
    ) -> None:
        need_central()
        from wardtui.central.laptops import revoke as shut_out

        revoked = shut_out(database_address(database), who)
        current().answer(
            {"revoked": list(revoked)},
            ntr(
                "{count} laptop gets nothing any more. What it still sends is kept aside: "
                "wardtui central quarantine",
                "{count} laptops get nothing any more. What they still send is kept aside: "
                "wardtui central quarantine",
                len(revoked),
            ),
        )

    @command(central, tr("What revoked laptops have sent, and letting it in."), "quarantine")
    def quarantine(
        release: Annotated[
            str | None,
            typer.Option(metavar="DEVICE", help=tr("Let in what this laptop has sent.")),
        ] = None,
        database: Database = None,
    ) -> None:
        need_central()
        import msgspec

        from wardtui.central import laptops

        address = database_address(database)
        if release is None:
            found = laptops.quarantined(address)
            current().answer({"devices": msgspec.to_builtins(found)}, _aside_text(found))
            return
        done = laptops.release(address, release)
        document = {
            "device": done.device,
            "accepted": done.accepted,
            "duplicates": done.duplicates,
            "superseded": done.superseded,
            "refused": [{"event": one.id, "code": one.code} for one in done.refused],
        }
        current().answer(document, _let_in_text(done))
        if done.refused:
            raise typer.Exit(1)


def _aside_text(found: "Sequence[Quarantined]") -> str:
    if not found:
        return tr("Nothing is kept aside.")
    from wardtui.domain.moments import local

    return "\n".join(
        tr(
            "{device}  {name}, {officer}: {events} events since {time}",
            device=one.device,
            name=one.name or "-",
            officer=one.officer_name,
            events=one.events,
            time=f"{local(one.since):%H:%M %d/%m/%Y}",
        )
        for one in found
    )


def _let_in_text(done: "LetIn") -> str:
    lines = [
        tr(
            "Let in: {accepted}; there already: {duplicates}; too late: {superseded}.",
            accepted=done.accepted,
            duplicates=done.duplicates,
            superseded=done.superseded,
        )
    ]
    if done.refused:
        lines.append(
            ntr(
                "{count} event was refused and stays aside:",
                "{count} events were refused and stay aside:",
                len(done.refused),
            )
        )
    lines += [f"{one.id}  {one.code}" for one in done.refused]
    return "\n".join(lines)
