"""Identifiers, each its own type."""

import re
from typing import NewType
from uuid import UUID, uuid5

EventId = NewType("EventId", str)
ActionId = NewType("ActionId", str)
ResidentId = NewType("ResidentId", str)
DeviceId = NewType("DeviceId", str)
OfficerId = NewType("OfficerId", str)
WardCode = NewType("WardCode", str)
SessionId = NewType("SessionId", EventId)
"""The id of the event that opened a session."""
BookingId = NewType("BookingId", EventId)
"""The id of the event that made a booking."""

SHORT_LENGTH = 8
"""Characters of a short id. The end of a UUIDv7 is random; its start is only a time."""

UUID_PATTERN = r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z"
_UUID = re.compile(UUID_PATTERN)


def is_uuid(text: str) -> bool:
    """Whether ``text`` is a UUID in its canonical lower-case form."""
    return _UUID.match(text) is not None


_RULES = UUID("5f0e0c3e-8a5b-5b0e-9d0a-7b1f3c2d4e5a")
"""Namespace of the ids of what rules make."""


def rule_made_id(*parts: str) -> str:
    """The id (UUIDv5) of an event that a rule makes: the same wherever the rule comes to it."""
    return str(uuid5(_RULES, "|".join(parts)))


def short_id(identifier: str) -> str:
    """The last eight characters: what people read aloud and type."""
    return identifier[-SHORT_LENGTH:]
