"""``devices``: the laptops of the ward, and what has not arrived from them."""

from typing import TYPE_CHECKING

import typer

from wardtui.cli.options import command
from wardtui.cli.run import current
from wardtui.i18n import ntr, tr

if TYPE_CHECKING:
    from wardtui.messages import KnownDevice

_PATIENCE_SECONDS = 10.0


def add_to(app: typer.Typer) -> None:
    """Add the command of this module."""

    @command(app, tr("The laptops of the ward, and what has not arrived from them (leaders)."))
    def devices() -> None:
        import msgspec

        from wardtui.bootstrap import connector
        from wardtui.services.sync import NotPaired

        run = current()
        with run.desk() as desk:
            pairing = desk.vault.read(lambda unit: unit.state.pairing)
        if pairing is None:
            raise NotPaired
        with connector(_PATIENCE_SECONDS, run.settings.proxy)(pairing) as api:
            found = api.devices()
        run.answer(msgspec.to_builtins(found), "\n".join(map(_line, found.devices)))


def _line(one: "KnownDevice") -> str:
    from wardtui.domain.moments import local

    parts = [one.officer_name, one.name or one.device]
    if one.revoked:
        parts.append(tr("revoked"))
    if one.seen_at is None:
        parts.append(tr("has not asked for anything yet"))
    else:
        parts.append(tr("last here {time}", time=f"{local(one.seen_at):%H:%M %d/%m/%Y}"))
    if one.missing:
        parts.append(
            ntr(
                "{count} event has not arrived yet",
                "{count} events have not arrived yet",
                one.missing,
            )
        )
    if one.quarantined:
        parts.append(
            ntr("{count} event is kept aside", "{count} events are kept aside", one.quarantined)
        )
    if one.version is not None:
        parts.append(f"wardtui {one.version}")
    return " · ".join(parts)
