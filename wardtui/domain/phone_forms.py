"""How a telephone number is written: as it is dialled, for people, and masked."""


def national(number: str) -> str:
    """``+84570000123`` as people dial it: ``0570000123``. Foreign numbers stay as they are."""
    return "0" + number[3:] if number.startswith("+84") else number


def for_people(number: str) -> str:
    """``+84570000123`` in groups that can be read aloud: ``0570 000 123``."""
    digits = national(number)
    return f"{digits[:-6]} {digits[-6:-3]} {digits[-3:]}"


def mask_phone(number: str) -> str:
    """All but the last three digits hidden."""
    return number[:3] + "•" * (len(number) - 6) + number[-3:]
