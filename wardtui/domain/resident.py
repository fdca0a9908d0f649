"""The record of a resident as a list gives it."""

from datetime import date

import msgspec

from wardtui.domain.vocabulary import Flag, Need, Sex, SupportNeed


class Phone(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One telephone number."""

    number: str
    """E.164, for example ``+84570000123``."""
    answers: str | None = None
    """Who answers when it is not the resident ("con gái", "chị Hoa")."""
    raw: str | None = None
    """The cell as it stood in the list, when it was more than this number."""
    converted: str | None = None
    """``mobile_2018``, ``landline_2017`` or ``zero_restored`` when the number was changed."""


class Guardian(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """The parent or guardian who acts for a child."""

    name: str
    phone: str | None = None
    """E.164."""


class Source(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """Where in an imported file a record stood. The file's name is not kept."""

    sheet: str
    row: int
    """Row number as a spreadsheet shows it, from 1."""


class Resident(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is known of one resident, no more than the work needs."""

    name: str
    birth_date: str | None = None
    """``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``: only as much as is known."""
    sex: Sex | None = None
    personal_id: str | None = None
    """Twelve digits."""
    legacy_id9: str | None = None
    """Number of an old nine-digit card."""
    phones: tuple[Phone, ...] = ()
    address: str | None = None
    """The door in this ward."""
    lives_at: str | None = None
    """Where somebody lives who is registered here and lives elsewhere."""
    area: str | None = None
    """``Tổ N`` or ``Thôn X``."""
    registered_here: bool | None = None
    """Residence is registered in this ward."""
    lives_here: bool | None = None
    """Actually lives in this ward. Registered and living here is what people call KT1."""
    needs: tuple[Need, ...] = ()
    support_needs: tuple[SupportNeed, ...] = ()
    guardian: Guardian | None = None
    note: str | None = None
    flags: tuple[Flag, ...] = ()
    source: Source | None = None
    raw: dict[str, str] | None = None
    """The row's cells under their headings, less what must not be stored."""

    @property
    def birth_year(self) -> int | None:
        """The year of birth, when known."""
        return int(self.birth_date[:4]) if self.birth_date else None

    def age_on(self, day: date) -> int | None:
        """Completed years on ``day``; with a year only, counted from 1 January."""
        if not self.birth_date:
            return None
        parts = [int(part) for part in self.birth_date.split("-")]
        month, of_month = (*parts[1:], 1, 1)[:2]
        return day.year - parts[0] - ((day.month, day.day) < (month, of_month))
