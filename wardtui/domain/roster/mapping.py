"""What somebody said about the columns of a list that the program cannot know by itself."""

import msgspec

from wardtui.domain.neutral import is_forbidden_title
from wardtui.domain.roster.columns import Meaning
from wardtui.domain.vocabulary import Need

NO_HEADINGS = 0
"""As ``header_row``: the data begins in the first row, and columns are named by letter."""


class Mapping(msgspec.Struct, frozen=True):
    """How a list is to be read. A column that must not be stored is never mapped in."""

    columns: dict[str, Meaning] = {}
    """By heading; case, diacritics and signs do not matter. Two levels are joined by `` / ``."""
    letters: dict[str, Meaning] = {}
    """By the letter that a spreadsheet shows; goes before headings."""
    header_row: int | None = None
    """Number of the heading row as a spreadsheet shows it; `NO_HEADINGS` when there is none."""
    read_sheets: tuple[str, ...] = ()
    """When given, only these sheets are read."""
    skip_sheets: tuple[str, ...] = ()
    area: str | None = None
    """Of everybody whose row, section, sheet name and title say none."""
    needs: tuple[Need, ...] = ()
    """Of everybody whose columns say nothing; goes before the sheet's title."""

    def wants(self, sheet: str) -> bool:
        """Whether a sheet is to be read."""
        if self.read_sheets and sheet not in self.read_sheets:
            return False
        return sheet not in self.skip_sheets


def forbidden_wishes(mapping: Mapping) -> tuple[str, ...]:
    """Headings that a mapping wants taken in although they must not be stored."""
    return tuple(
        heading
        for heading, meaning in mapping.columns.items()
        if meaning not in (Meaning.IGNORE, Meaning.FORBIDDEN) and is_forbidden_title(heading)
    )
