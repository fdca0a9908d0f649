"""What a telephone reads from a picture in order to call a number or to write to it."""

import unicodedata
from urllib.parse import quote

from wardtui.domain.text import nfc

CODE_BYTES = 134
"""The bytes of a QR code of version 6 with error correction L (ISO/IEC 18004, table 7): 41 modules
a side, the largest that stands in 24 lines of half blocks with light around it."""

_UNQUOTED = "/:,()"
"""Signs of our texts that a query may hold as they are (RFC 3986, 3.4): three bytes saved each."""
_ALIKE = str.maketrans("đĐ–—’‘“”`", "dD--''\"\"'")


def tel_link(number: str) -> str:
    """``+84570000123`` as a link that calls it (RFC 3966): ``tel:+84570000123``."""
    return f"tel:{number}"


def sms_link(number: str, text: str) -> str:
    """A link that opens a message to a number with its text, ready to be sent (RFC 5724).

    The text is percent-encoded UTF-8; a space is ``%20``, since ``+`` would be sent as a plus.
    """
    return f"sms:{number}?body={quote(nfc(text), safe=_UNQUOTED)}"


def fits_small_code(link: str) -> bool:
    """Whether a code of this link stands on the smallest screen that is served, 80 by 24."""
    return len(link.encode()) <= CODE_BYTES


def without_marks(text: str) -> str:
    """A text in ASCII, as Vietnamese is written in short messages: ``Kinh moi ong/ba``.

    One message then holds 160 characters (GSM 03.38); a single mark makes that 70.
    """
    decomposed = unicodedata.normalize("NFKD", text.translate(_ALIKE))
    return "".join(char for char in decomposed if char.isascii())
