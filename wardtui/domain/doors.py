"""Who shares a door."""

import re

from wardtui.domain.text import search_fold


def household_key(area: str | None, address: str | None) -> str | None:
    """Who shares a door: area and address, folded. None without an address."""
    if not address:
        return None
    letters = re.sub(r"[\W_]+", " ", search_fold(address)).strip()
    return f"{search_fold(area or '')}|{letters}"
