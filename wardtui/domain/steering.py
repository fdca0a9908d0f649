"""Signs that steer a terminal instead of being shown.

Whoever writes a note, or runs a server, must not be able to clear a colleague's screen, rename the
window, reach the clipboard or turn the order of letters round. Each such sign becomes a blank, so
that no text becomes longer or empty.
"""

import re

_STEERING = "\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069"
"""Control signs but tab and line feed; separators of lines, overrides of direction (Unicode)."""
_in_text = re.compile(f"[{_STEERING}]")
_in_json = re.compile(
    rb'(\\["\\/nt])|\\[bfr]|\\u(?:00[01][0-9a-fA-F]|007[fF]|00[89][0-9a-fA-F]|202[89a-eA-E]|206[6-9])'
    rb"|\x7f|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]"
)


def harmless(text: str) -> str:
    """A text as it may be written to a terminal."""
    return text if text.isprintable() else _in_text.sub(" ", text)


def harmless_json(raw: bytes) -> bytes:
    """A JSON document whose texts may be written to a terminal; the same bytes when they may be."""
    # What such a sign begins with: a backslash, DEL, or one of two bytes. Hardly any event has one,
    # and a byte is found as a number in a tenth of the time that it takes as bytes.
    if not (0x5C in raw or 0x7F in raw or 0xC2 in raw or 0xE2 in raw):
        return raw
    made = _in_json.sub(lambda found: found[1] or b" ", raw)
    return raw if made == raw else made
