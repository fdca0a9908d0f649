"""Documents as the JSON text that a table holds."""

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from wardtui.store.sqlcipher import TornDocument


def encode(document: Mapping[str, Any]) -> str:
    """A document as JSON text, with TinyDB's own rules of what can be stored."""
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate cannot be stored but as an escape
        return json.dumps(document, separators=(",", ":"))
    return text


def decode(text: str) -> Any:
    """The document that was encoded.

    :raises TornDocument: when the text is none
    """
    try:
        return msgspec.json.decode(text)
    except msgspec.DecodeError:
        pass
    # The slower reader knows what only Python writes: infinities and lone surrogates.
    try:
        return json.loads(text)
    except ValueError as error:
        raise TornDocument from error
