"""What every event's body is made of."""

from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from wardtui.domain.resident import AREA_LIMIT

HIGHEST_LEVEL = 99
"""No ladder is as long as this; a level is 1 or higher."""

Level = Annotated[int, Meta(ge=1, le=HIGHEST_LEVEL)]
Area = Annotated[str, Meta(min_length=1, max_length=AREA_LIMIT)]
"""``Tổ N`` or ``Thôn X``."""


class Body(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What an event says; each subclass is one event type."""

    TYPE: ClassVar[str]
