"""Telephone numbers as people read them aloud."""

from wardtui.domain.phone_forms import for_people


def phone_text(number: str) -> str:
    """``0570 000 123``; a number abroad as its own country writes it: ``+82 10-1234-5678``.

    The numbering plans of other countries are the library's; it is loaded for such numbers only.
    """
    if number.startswith("+84") or "•" in number:
        return number if "•" in number else for_people(number)
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    text: str = phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return text
