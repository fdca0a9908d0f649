"""Letters that a Vietnamese input method composed, as the keys that were pressed.

Telex turns ``w`` into ``ư``, ``dd`` into ``đ`` and ``as`` into ``á``: whoever pressed a letter key
meant the key, and of a composed letter the last one that was pressed (domain.md §4.4).
"""

import unicodedata

_SHAPES = {"\u0306": "w", "\u031b": "w"}
"""Breve (ă) and horn (ơ, ư). A circumflex comes from the letter itself, typed twice."""

_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
"""Sắc, huyền, hỏi, ngã, nặng."""


def pressed_key(character: str) -> str:
    """The letter key behind a character: ``ư`` is ``w``, ``đ`` is ``d``, ``á`` is ``s``."""
    if character in ("đ", "Đ"):
        return "d" if character == "đ" else "D"
    decomposed = unicodedata.normalize("NFD", character)
    base, marks = decomposed[:1], decomposed[1:]
    if not marks:
        return character
    keys = [_TONES[mark] for mark in marks if mark in _TONES]
    keys += [_SHAPES[mark] for mark in marks if mark in _SHAPES]
    key = keys[0] if keys else base
    return key.upper() if base.isupper() else key
