"""Identifiers, each its own type, and the deterministic ids of rule-made events."""

import re
from typing import NewType
from uuid import UUID, uuid5

EventId = NewType("EventId", str)
ActionId = NewType("ActionId", str)
ResidentId = NewType("ResidentId", str)
DeviceId = NewType("DeviceId", str)
OfficerId = NewType("OfficerId", str)
WardCode = NewType("WardCode", str)

RULE_NAMESPACE = UUID("5b9f2c1e-7a64-5c0e-9d6f-3f1f5a7d2b10")
"""Namespace of the ids of rule-made events. Changing it would double every such event."""

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


def rule_event_id(
    resident: ResidentId, rule: str, to_level: int, trigger: EventId, policy_version: str
) -> EventId:
    """The id of an event that a rule makes: equal wherever the same conclusion is reached."""
    name = f"{resident}|{rule}|{to_level}|{trigger}|{policy_version}"
    return EventId(str(uuid5(RULE_NAMESPACE, name)))
