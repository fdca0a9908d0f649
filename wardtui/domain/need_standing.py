"""How far one need of somebody had come at the end of a day, as figures and counts keep it."""

from datetime import date

import msgspec

from wardtui.domain.vocabulary import Need


class NeedStanding(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One need."""

    need: Need
    met_on: date | None = None
    """Null while it is unmet."""
    level1: bool = False
    """It stands at level 1 of an account, which does not meet it."""
