"""The headers of requests and answers, as the description of the API names them."""

from collections.abc import Mapping
from typing import Any

from wardtui.messages import (
    DIGEST_HEADER,
    EPOCH_HEADER,
    HEAD_HEADER,
    PROTOCOL_HEADER,
    RECORDED_HEADER,
    TIME_HEADER,
)

_SHA256 = "^[0-9a-f]{64}$"

HEADERS: Mapping[str, dict[str, Any]] = {
    TIME_HEADER: {
        "description": "The server's time.",
        "schema": {"type": "string", "format": "date-time"},
    },
    EPOCH_HEADER: {
        "description": "Another one after the database was restored from a backup.",
        "schema": {"type": "string", "format": "uuid"},
    },
    HEAD_HEADER: {
        "description": "The newest number.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    PROTOCOL_HEADER: {
        "description": "The version of the protocol that the server speaks.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    DIGEST_HEADER: {
        "description": "SHA-256 of the body, unpacked.",
        "schema": {"type": "string", "pattern": _SHA256},
    },
    "Retry-After": {
        "description": "Seconds until it is worth trying again.",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    "Upgrade": {
        "description": "What the server speaks: `wardtui/N`.",
        "schema": {"type": "string"},
    },
    "WWW-Authenticate": {
        "description": "How to say who asks.",
        "schema": {"type": "string", "const": "Bearer"},
    },
}
"""Of answers."""

ON_EVERY_ANSWER = (TIME_HEADER, EPOCH_HEADER, HEAD_HEADER, PROTOCOL_HEADER)

ON_REFUSALS: Mapping[int, tuple[str, ...]] = {
    401: ("WWW-Authenticate",),
    426: ("Upgrade",),
    429: ("Retry-After",),
    503: ("Retry-After",),
}

PARAMETERS: Mapping[str, dict[str, Any]] = {
    "Content-Encoding": {
        "description": "How the body is packed.",
        "schema": {"type": "string", "enum": ["gzip", "identity"]},
    },
    DIGEST_HEADER: {
        "description": "SHA-256 of the body, unpacked; one that does not fit is `body_damaged`.",
        "schema": {"type": "string", "pattern": _SHA256},
    },
    RECORDED_HEADER: {
        "description": "How far the device has counted its own events.",
        "schema": {"type": "string", "pattern": "^[0-9]{1,15}$"},
    },
    PROTOCOL_HEADER: {
        "description": "The version of the protocol that the device speaks.",
        "schema": {"type": "string", "pattern": "^[0-9]{1,9}$"},
    },
}
"""Of requests."""
