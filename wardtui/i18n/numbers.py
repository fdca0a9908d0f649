"""Numbers as each language writes them."""

from wardtui.i18n import Language, language

_KILOBYTE = 1000


def file_size(count: int) -> str:
    """A number of bytes with its unit: 1,5 MB in Vietnamese."""
    if count < _KILOBYTE**2:
        return f"{count / _KILOBYTE:.0f} kB"
    text = f"{count / _KILOBYTE**2:.1f} MB"
    return text.replace(".", ",") if language() is Language.VIETNAMESE else text


def percent(share: float) -> str:
    """A share as a percentage with one decimal: 12,5% in Vietnamese."""
    text = f"{share:.1%}"
    return text.replace(".", ",") if language() is Language.VIETNAMESE else text


def one_decimal(value: float) -> str:
    """A number with one decimal: 12,5 in Vietnamese."""
    text = f"{value:.1f}"
    return text.replace(".", ",") if language() is Language.VIETNAMESE else text
