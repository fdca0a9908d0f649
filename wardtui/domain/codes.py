"""Codes that people write down and read aloud: Crockford's base 32, in groups of four."""

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""No letter that is taken for another."""

_LOOKALIKES = str.maketrans("OIL", "011")
_GROUP = 4


def spell(secret: bytes) -> str:
    """Random bytes as a code, five bits a letter: ``ZE7N-5GMV``."""
    letters = "".join(
        _ALPHABET[int.from_bytes(secret) >> shift & 31]
        for shift in range(len(secret) * 8 - 5, -1, -5)
    )
    return "-".join(letters[i : i + _GROUP] for i in range(0, len(letters), _GROUP))


def normalise(code: str) -> str:
    """A code as it is compared, however it was typed."""
    return "".join(c for c in code.upper().translate(_LOOKALIKES) if c in _ALPHABET)
