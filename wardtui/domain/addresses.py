"""Addresses in the order in which somebody walks past them.

Chains of numbers sorted as tuples are a depth-first walk: 4, 10, 12, 12A, 12bis, 72, 72/1, 72/15,
74. A tower is walked by floor and flat, where the floor 12A lies above 12 and below 14. A route
number set by hand goes before everything that an address says.
"""

from functools import lru_cache

from wardtui.domain.address_reader import Address, parse_address
from wardtui.domain.address_text import Chain, Link
from wardtui.domain.text import (
    NaturalKey,
    collation_key,
    natural_key,
    tones_last,
)

__all__ = [
    "Address",
    "Chain",
    "Link",
    "WalkKey",
    "natural_key",
    "parse_address",
    "sides_key",
    "walking_key",
]

_NO_ROUTE = 10**6
"""Behind every route number."""

_Side = tuple[int, int, tuple[int, ...]]

WalkKey = tuple[int, int, NaturalKey, _Side, Chain, str]
"""By route number, whether there is a place, street, side, chain, text."""

_RISING: _Side = (0, 0, ())
_PLACE, _WORDS, _NOTHING = range(3)
"""What an address gives: a street or number, something else ("cạnh nhà ông Ba"), nothing."""


@lru_cache(maxsize=2048)
def _street_key(street: str) -> NaturalKey:
    """One street however it is written: without capitals, hòa as hoà."""
    return natural_key(tones_last(street.casefold()))


@lru_cache(maxsize=4096)
def _read(address: str) -> tuple[Address, int, str]:
    """An address, what it gives, and what orders it among those of the same place."""
    parsed = parse_address(address)
    if parsed.street or parsed.chain:
        return parsed, _PLACE, address.casefold()
    return parsed, _WORDS, collation_key(address)


def walking_key(address: str | None, route_no: int | None = None) -> WalkKey:
    """Sort key of a door inside its area, rising. Without an address it comes last.

    :param route_no: its place on the walk, set by hand: those that have one come first, by it
    """
    return _key(address, route_no, sides=False)


def sides_key(address: str | None, route_no: int | None = None) -> WalkKey:
    """Sort key of a door inside its area: up the odd side of a street, down the even side.

    The first number on the street decides. The way into an alley is rising on both sides.

    :param route_no: its place on the walk, set by hand: those that have one come first, by it
    """
    return _key(address, route_no, sides=True)


def _key(address: str | None, route_no: int | None, *, sides: bool) -> WalkKey:
    route = _NO_ROUTE if route_no is None else route_no
    if not address or not address.strip():
        return route, _NOTHING, (), _RISING, (), ""
    parsed, place, text = _read(address)
    side = _side(parsed) if sides else _RISING
    return route, place, _street_key(parsed.street), side, parsed.chain, text


def _side(address: Address) -> _Side:
    if address.flat or not address.chain:
        return _RISING
    number, suffix = address.chain[0]
    if number % 2:
        return 1, number, tuple(map(ord, suffix))
    return 2, -number, tuple(-ord(letter) for letter in suffix) or (1,)
