"""What a route says of itself for the description of the API, beside its handler."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

_KEY = "described"


class Described(Struct, frozen=True, kw_only=True):
    """What is not seen from a handler's signature."""

    takes: type[Struct] | str | None = None
    """The message in the body, or the media type of a file."""
    gives: type[Struct] | str
    """The same of the answer."""
    refuses: Mapping[int, Sequence[str]] = {}
    """Status to codes, of what this route alone refuses."""
    headers: Sequence[str] = ()
    """Those of the request that it reads besides."""
    watches: bool = False
    """It is for what watches the server: always let in, and without the database it answers too."""


def described(
    *,
    takes: type[Struct] | str | None = None,
    gives: type[Struct] | str,
    refuses: Mapping[int, Sequence[str]] | None = None,
    headers: Sequence[str] = (),
    watches: bool = False,
) -> dict[str, Any]:
    """The ``opt`` of a handler that describes it."""
    one = Described(
        takes=takes, gives=gives, refuses=refuses or {}, headers=headers, watches=watches
    )
    return {_KEY: one}


def described_by(opt: Mapping[str, Any]) -> Described:
    """What a handler says of itself.

    :raises KeyError: when it does not
    """
    found: Described = opt[_KEY]
    return found
