"""What people write in their own words: short, and about what is to be done."""

from wardtui.domain.errors import BadInput
from wardtui.domain.resident import TEXT_LIMIT


class TextTooLong(BadInput):
    """A text is longer than what is kept."""

    CODE = "note_too_long"


class UnsuitableText(BadInput):
    """A text speaks about the person, not about what is to be done."""

    CODE = "bad_note"


def check_text(text: str | None) -> str | None:
    """The text without spaces around it; none when nothing is left.

    :raises TextTooLong: when it does not fit
    :raises UnsuitableText: when it speaks about the person
    """
    text = (text or "").strip()
    if not text:
        return None
    if len(text) > TEXT_LIMIT:
        raise TextTooLong(limit=TEXT_LIMIT, length=len(text))
    # Loaded with its word lists for a text only: most actions have none.
    from wardtui.domain.neutral import unsuitable

    words = unsuitable(text)
    if words:
        raise UnsuitableText(words=tuple(words))
    return text
