"""Identifiers, each its own type."""

import re
from typing import NewType

EventId = NewType("EventId", str)
ActionId = NewType("ActionId", str)
ResidentId = NewType("ResidentId", str)
DeviceId = NewType("DeviceId", str)
OfficerId = NewType("OfficerId", str)
WardCode = NewType("WardCode", str)

SHORT_LENGTH = 8
"""Characters of a short id. The end of a UUIDv7 is random; its start is only a time."""

UUID_PATTERN = r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
_UUID = re.compile(UUID_PATTERN)


def is_uuid(text: str) -> bool:
    """Whether ``text`` is a UUID in its canonical lower-case form."""
    return _UUID.match(text) is not None


def short_id(identifier: str) -> str:
    """The last eight characters: what people read aloud and type."""
    return identifier[-SHORT_LENGTH:]
