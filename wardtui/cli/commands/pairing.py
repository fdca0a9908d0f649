"""``pair`` and ``server``: which server this device speaks with, and by what it knows it."""

import platform
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from wardtui.cli.options import command
from wardtui.cli.run import Run, current
from wardtui.i18n import tr

if TYPE_CHECKING:
    from wardtui.services.records import Pairing, Trust

_DEVICE_NAME_CHARACTERS = 120


def add_to(app: typer.Typer) -> None:
    """Add the commands of this module."""
    plain = Annotated[
        bool,
        typer.Option(
            "--insecure-http",
            help=tr("Go on without encryption: everybody on the line can read everything."),
        ),
    ]
    pin_now = Annotated[
        bool,
        typer.Option(
            "--pin", help=tr("From now on take no other certificate than the one it shows now.")
        ),
    ]
    pin_to = Annotated[
        str | None,
        typer.Option(
            "--fingerprint",
            metavar="SHA256",
            help=tr("From now on take no other certificate than the one with this fingerprint."),
        ),
    ]
    authority = Annotated[
        Path | None,
        typer.Option(
            "--ca", metavar="FILE", help=tr("Only this authority vouches for the server (PEM).")
        ),
    ]

    @command(app, tr("Pair this device with a central server."))
    def pair(
        url: Annotated[str, typer.Argument(help=tr("Address of the server."))],
        code: Annotated[str, typer.Argument(help=tr("Pairing code."))],
        insecure_http: plain = False,
        pin: pin_now = False,
        fingerprint: pin_to = None,
        ca: authority = None,
    ) -> None:
        from wardtui.i18n.labels import label
        from wardtui.remote.central_api import HttpCentralApi, check_address
        from wardtui.services.pair import pair as pair_device

        run = current()
        address = check_address(url)
        asked = _Asked(insecure_http=insecure_http, pin=pin, fingerprint=fingerprint, ca=ca)
        with run.desk(writing="pair") as desk:
            before = desk.vault.read(lambda unit: unit.state.pairing)
            trust = asked.trust(run, address, before)
            proxy = run.settings.proxy
            with HttpCentralApi(address, trust=trust, proxy=proxy) as api:
                name = platform.node()[:_DEVICE_NAME_CHARACTERS]
                pairing = pair_device(desk.vault, api, address, code, name, trust)
        text = tr(
            "Paired with {url} as {name} ({role}), {wards}. Now call: wardtui sync",
            url=pairing.url,
            name=pairing.name,
            role=label(pairing.role),
            wards=", ".join(pairing.wards),
        )
        run.answer(_document(pairing), text)

    @command(app, tr("Which server this device speaks with, or where it is found from now on."))
    def server(
        url: Annotated[str | None, typer.Argument(help=tr("Its new address."))] = None,
        insecure_http: plain = False,
        pin: pin_now = False,
        fingerprint: pin_to = None,
        ca: authority = None,
    ) -> None:
        from wardtui.remote.central_api import HttpCentralApi, check_address
        from wardtui.services.pair import move_server
        from wardtui.services.sync import NotPaired

        run = current()
        asked = _Asked(insecure_http=insecure_http, pin=pin, fingerprint=fingerprint, ca=ca)
        with run.desk(writing="server" if url or asked.anything else None) as desk:
            pairing = desk.vault.read(lambda unit: unit.state.pairing)
            if pairing is None:
                raise NotPaired
            if url or asked.anything:
                address = check_address(url or pairing.url)
                trust = asked.trust(run, address, pairing)
                proxy = run.settings.proxy
                with HttpCentralApi(address, pairing.token, trust=trust, proxy=proxy) as api:
                    pairing = move_server(desk.vault, api, address, trust)
        run.answer(_document(pairing), _text(pairing))


class _Asked:
    """What somebody has said about whom to trust."""

    def __init__(
        self, *, insecure_http: bool, pin: bool, fingerprint: str | None, ca: Path | None
    ) -> None:
        self._insecure_http = insecure_http
        self._pin = pin
        self._fingerprint = fingerprint
        self._ca = ca

    @property
    def anything(self) -> bool:
        """Whether anything was said."""
        return bool(self._insecure_http or self._pin or self._fingerprint or self._ca)

    def trust(self, run: Run, address: str, before: "Pairing | None") -> "Trust":
        """By what the server of an address is known; as before where nothing was said.

        A certificate is pinned before anything secret goes over the line.
        """
        import msgspec

        from wardtui.remote.trust import (
            check_line,
            pinned,
            read_authority,
            read_fingerprint,
            spoken_fingerprint,
        )
        from wardtui.services.records import Trust

        known = before.trust if before is not None else Trust()
        if before is not None and before.url != address:
            # That a line may be unencrypted was said of the old address.
            known = msgspec.structs.replace(known, insecure_http=False)
        if self._insecure_http:
            known = msgspec.structs.replace(known, insecure_http=True)
        if self._ca is not None:
            known = Trust(authority=read_authority(self._ca), insecure_http=known.insecure_http)
        check_line(address, known)
        if not self._pin and self._fingerprint is None:
            return known
        wanted = read_fingerprint(self._fingerprint) if self._fingerprint else None
        found = pinned(address, known, run.settings.proxy, wanted)
        if wanted is None:
            run.say(
                tr(
                    "The server shows the fingerprint {pin}. Have it read to you by telephone "
                    "by whoever runs the server, and compare.",
                    pin=spoken_fingerprint(found.pin or ""),
                )
            )
        return found


def _document(pairing: "Pairing") -> dict[str, Any]:
    return {
        "officer": pairing.officer,
        "name": pairing.name,
        "role": pairing.role,
        "wards": pairing.wards,
        "url": pairing.url,
        "pin": pairing.trust.pin,
        "insecure_http": pairing.trust.insecure_http,
    }


def _text(pairing: "Pairing") -> str:
    from wardtui.remote.trust import spoken_fingerprint

    lines = [
        tr(
            "Server: {url}, as {name}, {wards}.",
            url=pairing.url,
            name=pairing.name,
            wards=", ".join(pairing.wards),
        )
    ]
    if pairing.trust.pin is not None:
        pin = spoken_fingerprint(pairing.trust.pin)
        lines.append(tr("Only with the fingerprint: {pin}", pin=pin))
    if pairing.trust.authority is not None:
        lines.append(tr("Only with a certificate of the authority that was given."))
    if pairing.trust.insecure_http:
        lines.append(tr("Without encryption, as somebody has said."))
    return "\n".join(lines)
