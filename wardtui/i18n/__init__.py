"""The two languages of wardtui. Messages stand in English in the code; Vietnamese is the default.

Catalogues are gettext ones (``locales/*/LC_MESSAGES``); ``make catalogues`` brings them up to date.
The language comes from the settings, never from the locale.
"""

import gettext
from enum import StrEnum
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locales"
DOMAIN = "wardtui"


class Language(StrEnum):
    """Languages that are complete."""

    VIETNAMESE = "vi"
    ENGLISH = "en"

    @property
    def own_name(self) -> str:
        """The language in its own words."""
        return "Tiếng Việt" if self is Language.VIETNAMESE else "English"


class _Speaker:
    """The language that is spoken now."""

    def __init__(self) -> None:
        self.language: Language | None = None
        self.catalogue: gettext.NullTranslations = gettext.NullTranslations()

    def use(self, language: Language) -> None:
        if language is self.language:
            return
        self.language = language
        self.catalogue = _catalogue(language)


@cache
def _catalogue(language: Language) -> gettext.NullTranslations:
    if language is Language.ENGLISH:
        return gettext.NullTranslations()
    with (LOCALES / language.value / "LC_MESSAGES" / f"{DOMAIN}.mo").open("rb") as file:
        return gettext.GNUTranslations(file)


_speaker = _Speaker()


def use_language(language: Language) -> None:
    """Speak a language from now on."""
    _speaker.use(language)


def language() -> Language:
    """The language that is spoken."""
    if _speaker.language is None:
        _speaker.use(Language.VIETNAMESE)
    return _speaker.language or Language.VIETNAMESE


def other() -> Language:
    """The language that is not spoken."""
    return Language.ENGLISH if language() is Language.VIETNAMESE else Language.VIETNAMESE


def N_(message: str) -> str:  # noqa: N802  gettext's own name for it
    """Mark a message for the catalogues; it is translated where it is shown."""
    return message


def tr(message: str, **facts: object) -> str:
    """A message in the language that is spoken, with its facts filled in."""
    language()
    text = _speaker.catalogue.gettext(message) if message else ""
    return text.format(**facts) if facts else text


def ntr(singular: str, plural: str, count: int, **facts: object) -> str:
    """A message about ``count`` things; the count itself is the fact ``count``."""
    language()
    return _speaker.catalogue.ngettext(singular, plural, count).format(count=count, **facts)
