"""Numbers as each language writes them."""

from wardtui.i18n import Language, language


def percent(share: float) -> str:
    """A share as a percentage with one decimal: 12,5% in Vietnamese."""
    text = f"{share:.1%}"
    return text.replace(".", ",") if language() is Language.VIETNAMESE else text
