"""Looking whether the server can be reached, and at what stands in the way where it cannot."""

import socket
import time
import urllib.request
from contextlib import suppress

import httpx

from wardtui.domain.errors import WardtuiError
from wardtui.remote.central_api import HttpCentralApi
from wardtui.remote.errors import ServerUnreachable
from wardtui.remote.trust import is_loopback
from wardtui.services.check_up import LineSeen
from wardtui.services.records import Pairing

_ELSEWHERE = (
    (socket.AF_INET, "192.0.2.1"),
    (socket.AF_INET6, "2001:db8::1"),
)
"""Addresses that belong to nobody (RFC 5737, RFC 3849). Nothing is sent to them: connecting a
datagram socket only asks the system for a way."""


def shown_address(url: str) -> str:
    """An address without what may be secret in it: scheme, host and port."""
    try:
        parsed = httpx.URL(url if "://" in url else f"http://{url}")
    except httpx.InvalidURL:
        return "-"
    port = f":{parsed.port}" if parsed.port else ""
    return f"{parsed.scheme}://{parsed.host}{port}"


def see_line(pairing: Pairing | None, proxy: str, wait: float) -> LineSeen:
    """What becomes of a question to the server; of the network alone where there is none.

    :param proxy: that of the settings
    :param wait: seconds to go on asking
    """
    host = httpx.URL(pairing.url).host if pairing else ""
    named, source = _proxy(pairing.url if pairing else "https://example.invalid", proxy)
    if pairing is None:
        return LineSeen(has_route=_has_route(), proxy=named, proxy_from=source)
    begun = time.perf_counter()
    try:
        with HttpCentralApi(
            pairing.url, pairing.token, wait, trust=pairing.trust, proxy=proxy
        ) as api:
            api.me()
            return LineSeen(
                proxy=named,
                proxy_from=source,
                seconds=time.perf_counter() - begun,
                protocol=api.protocol,
                clock_off=api.server_clock,
            )
    except WardtuiError as error:
        is_away = isinstance(error, ServerUnreachable)
        has_route = not is_away or is_loopback(host) or _has_route()
        code = error.code
        if not has_route:
            code = "no_network"
        elif is_away and named is None and not _is_known(host):
            code = "name_unknown"
        facts = {name: str(fact) for name, fact in error.facts.items() if name != "server"}
        return LineSeen(
            has_route=has_route,
            proxy=named,
            proxy_from=source,
            fault=code,
            fault_facts={**facts, "host": host},
        )


def _proxy(url: str, chosen: str) -> tuple[str | None, str | None]:
    """The proxy on the way to an address, and who has said so."""
    parsed = httpx.URL(url)
    if is_loopback(parsed.host):
        return None, None
    if chosen:
        return shown_address(chosen), "settings"
    with suppress(OSError, ValueError):
        if urllib.request.proxy_bypass(parsed.host):
            return None, None
    known = urllib.request.getproxies()
    found = known.get(parsed.scheme) or known.get("all")
    return (shown_address(found), "environment") if found else (None, None)


def _has_route() -> bool:
    """Whether there is any way out of this laptop."""
    return any(_finds_way(family, address) for family, address in _ELSEWHERE)


def _finds_way(family: socket.AddressFamily, address: str) -> bool:
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as one:
            one.connect((address, 9))
    except OSError:
        return False
    return True


def _is_known(host: str) -> bool:
    """Whether a name leads to an address."""
    try:
        socket.getaddrinfo(host, None)
    except OSError:
        return False
    return True
