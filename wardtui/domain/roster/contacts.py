"""Whom to reach about somebody: telephones from several columns, and a child's guardian."""

import re
from functools import lru_cache

from wardtui.domain.neutral import unsuitable
from wardtui.domain.phones import read_phones
from wardtui.domain.resident import TEXT_LIMIT, Guardian, Phone, Resident
from wardtui.domain.roster.columns import Column, Meaning
from wardtui.domain.roster.headings import folded_words, who_answers
from wardtui.domain.roster.names import read_name
from wardtui.domain.roster.one_row import OneRow
from wardtui.domain.vocabulary import Flag

_CHILD_OF_HEAD = re.compile(r"con( (de|ruot|trai|gai|ut|ca|dau|thu .*|de trai|de gai))*")
_NUMBER_IN_NAME = re.compile(
    r"\W*(?:(?:số\s*)?(?:s?đt|sdt|điện thoại|tel)[\s.:]*)?\+?\d(?:[ .\-]?\d){7,}", re.IGNORECASE
)


class ReadContacts:
    """Telephones and guardian of one row."""

    def __init__(self, row: OneRow) -> None:
        self.guardian: Guardian | None = None
        self._row = row
        self._phones: dict[str, Phone] = {}
        self._unclear: list[str] = []
        for column in row.filled(Meaning.PHONE):
            self._take(column, None)
        self._own = bool(self._phones or self._unclear)
        for column in row.filled(Meaning.HEAD_PHONE, Meaning.RELATIVE_PHONE):
            self._take(column, who_answers(column.heading))

    @property
    def phones(self) -> tuple[Phone, ...]:
        """Every number once, the resident's own first."""
        return tuple(self._phones.values())

    @property
    def doubtful(self) -> str | None:
        """What was no telephone number as it stood."""
        return "; ".join(self._unclear) or None

    @property
    def flags(self) -> list[Flag]:
        """What is wrong with the numbers."""
        flags = []
        if self._unclear:
            flags.append(Flag.INVALID_PHONE)
        if not self._phones and not self._unclear:
            flags.append(Flag.MISSING_PHONE)
        if any(phone.converted for phone in self._phones.values()):
            flags.append(Flag.CONVERTED_PHONE)
        return flags

    def find_guardian(self, age: int | None, child_before: int, head: Resident | None) -> None:
        """Settle who acts for a child, and whose the guardian's telephone is.

        A guardian that the list names as one is always taken. Father and mother are guardians of
        who is not known to be older; the head of the household of a child that is theirs.

        :param head: the household's head, when one stands in a row above at the same door
        """
        row = self._row
        phones = row.filled(Meaning.GUARDIAN_PHONE)
        parents = age is None or age < child_before
        names = row.filled(Meaning.GUARDIAN)
        if parents:
            names += row.filled(Meaning.FATHER) + row.filled(Meaning.MOTHER)
        for column in names:
            self._name_guardian(row.clean(column), phones)
            if self.guardian is not None:
                return
        if age is not None and age < child_before and self._is_child_of_head():
            heads = row.filled(Meaning.HOUSEHOLD_HEAD)
            if heads:
                text = row.clean(heads[0])
                self._name_guardian(text, phones or row.filled(Meaning.HEAD_PHONE))
            elif head is not None:
                number = head.phones[0].number if head.phones else None
                self.guardian = Guardian(head.name, number)
        if self.guardian is None:
            for column in phones:
                self._take(column, who_answers(column.heading))

    def _is_child_of_head(self) -> bool:
        relations = self._row.filled(Meaning.RELATION)
        said = folded_words(self._row.text_of(relations[0])) if relations else ""
        return _CHILD_OF_HEAD.fullmatch(said) is not None and said != "con dau"

    def _name_guardian(self, text: str, columns: list[Column]) -> None:
        number = _NUMBER_IN_NAME.search(text) if any(map(str.isdigit, text)) else None
        beside = text[: number.start()] or text[number.end() :] if number else text
        name = read_name(beside)
        if not name:
            return
        cells = [self._row.text_of(column) for column in columns] + ([text] if number else [])
        found = [phone.number for cell in cells for phone in _phones_in(cell)[0]]
        self.guardian = Guardian(name[:TEXT_LIMIT], found[0] if found else None)

    def _take(self, column: Column, answers: str | None) -> None:
        phones, unclear = _phones_in(self._row.clean(column))
        self._unclear += unclear
        for phone in phones:
            if answers is not None and phone.answers is None:
                phone = Phone(phone.number, answers, phone.raw, phone.converted)
            self._phones.setdefault(phone.number, phone)


@lru_cache(maxsize=4096)
def _phones_in(text: str) -> tuple[tuple[Phone, ...], tuple[str, ...]]:
    """The numbers of a cell and what is unclear; a remark on people stays in the list."""
    read = read_phones(text)
    return tuple(_fit(phone) for phone in read.phones), tuple(
        unclear[:TEXT_LIMIT] for unclear in read.unclear if not unsuitable(unclear)
    )


def _fit(phone: Phone) -> Phone:
    return Phone(phone.number, _kept(phone.answers), _kept(phone.raw), phone.converted)


def _kept(text: str | None) -> str | None:
    return None if text is None or unsuitable(text) else text[:TEXT_LIMIT]
