"""What the columns of a list can hold, and the columns of one list."""

from enum import StrEnum

import msgspec


class Meaning(StrEnum):
    """What a column holds."""

    ORDINAL = "ordinal"
    NAME = "name"
    FAMILY_NAME = "family_name"
    """Family and middle names, when the given name has a column of its own."""
    GIVEN_NAME = "given_name"
    BIRTH_DATE = "birth_date"
    BIRTH_DAY = "birth_day"
    BIRTH_MONTH = "birth_month"
    BIRTH_YEAR = "birth_year"
    """Three columns in which lists split a birth date."""
    SEX = "sex"
    MALE = "male"
    FEMALE = "female"
    """A pair of columns, one of which is crossed or holds the birth date: the column is the sex."""
    PERSONAL_ID = "personal_id"
    LEGACY_ID9 = "legacy_id9"
    PHONE = "phone"
    AREA = "area"
    ADDRESS = "address"
    HOUSE_NUMBER = "house_number"
    STREET = "street"
    CURRENT_ADDRESS = "current_address"
    RESIDENCY = "residency"
    REGISTERED_HERE = "registered_here"
    LIVES_HERE = "lives_here"
    """Crosses."""
    NEEDS_ID_CARD = "needs_id_card"
    NEEDS_ACCOUNT = "needs_account"
    NEEDS_ACTIVATION = "needs_activation"
    """"Chưa có …": a cross says that it is lacking."""
    HAS_ID_CARD = "has_id_card"
    HAS_ACCOUNT = "has_account"
    HAS_ACTIVATION = "has_activation"
    """"Đã có …": a cross says that it is not lacking."""
    ID_CARD_STATUS = "id_card_status"
    ACCOUNT_STATUS = "account_status"
    ACTIVATION_STATUS = "activation_status"
    """"Kích hoạt VNeID": the cell says "đã" or "chưa"; a cross alone means what the title asks."""
    HOME_SERVICE = "home_service"
    """A cross asks to be served at home."""
    GUARDIAN = "guardian"
    FATHER = "father"
    MOTHER = "mother"
    GUARDIAN_PHONE = "guardian_phone"
    HOUSEHOLD_HEAD = "household_head"
    HEAD_PHONE = "head_phone"
    RELATION = "relation"
    """What somebody is to the head of the household."""
    RELATIVE_PHONE = "relative_phone"
    NOTE = "note"
    IGNORE = "ignore"
    """Somebody said that nothing of the column is wanted."""
    FORBIDDEN = "forbidden"
    """Must not be stored; dropped and reported."""


DROPPED = frozenset({Meaning.IGNORE, Meaning.FORBIDDEN})
"""Nothing of these columns is taken."""


class Column(msgspec.Struct, frozen=True):
    """One column of a list."""

    index: int
    heading: str
    """As it stands in the list, levels joined by `` / ``; empty when there is none."""
    meaning: Meaning | None = None
    group: str = ""
    """The heading above, shared with the columns beside it."""
    own: str = ""
    """The lowest heading."""

    @property
    def letter(self) -> str:
        """``A``, ``B``, …, as a spreadsheet shows it."""
        return letter_of(self.index)

    @property
    def title(self) -> str:
        """How the column is named to people: its heading, else its letter."""
        return self.heading or self.letter


class Layout(msgspec.Struct, frozen=True):
    """Where a list stands and what its columns mean."""

    header_row: int
    """Index of the first heading row inside the sheet's rows."""
    data_row: int
    """Index of the first row below the headings."""
    columns: tuple[Column, ...]
    by_meaning: dict[Meaning, tuple[Column, ...]]

    @classmethod
    def of(cls, header_row: int, data_row: int, columns: tuple[Column, ...]) -> "Layout":
        """A layout from its columns."""
        found: dict[Meaning, list[Column]] = {}
        for column in columns:
            if column.meaning is not None:
                found.setdefault(column.meaning, []).append(column)
        by_meaning = {meaning: tuple(those) for meaning, those in found.items()}
        return cls(header_row, data_row, columns, by_meaning)

    def all(self, *meanings: Meaning) -> tuple[Column, ...]:
        """Every column with one of the meanings, meaning by meaning."""
        if len(meanings) == 1:
            return self.by_meaning.get(meanings[0], ())
        return tuple(one for meaning in meanings for one in self.by_meaning.get(meaning, ()))

    def column(self, *meanings: Meaning) -> Column | None:
        """The first column with one of the meanings."""
        return next(iter(self.all(*meanings)), None)

    @property
    def name_column(self) -> Column | None:
        """Where a person's name begins."""
        return self.column(Meaning.NAME, Meaning.FAMILY_NAME, Meaning.GIVEN_NAME)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings from left to right."""
        return tuple(column.heading for column in self.columns)

    @property
    def dropped(self) -> tuple[str, ...]:
        """Headings of columns that must not be stored."""
        return tuple(one.heading for one in self.all(Meaning.FORBIDDEN))


def letter_of(index: int) -> str:
    """A column's letter: 0 is ``A``, 26 is ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def index_of(letter: str) -> int:
    """A column's index by its letter."""
    index = 0
    for char in letter.upper():
        index = index * 26 + ord(char) - ord("A") + 1
    return index - 1
