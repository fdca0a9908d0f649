"""A page to print: headings with facts and lines, however it comes to be written."""

import msgspec


class Part(msgspec.Struct, frozen=True):
    """What stands below one heading."""

    heading: str
    facts: tuple[tuple[str, str], ...] = ()
    """Names with what they are."""
    lines: tuple[str, ...] = ()
    is_raw: bool = False
    """The lines are for machines and are printed small."""


class Page(msgspec.Struct, frozen=True):
    """A page to print."""

    title: str
    notes: tuple[str, ...]
    """What it is, who made it and when."""
    parts: tuple[Part, ...]
