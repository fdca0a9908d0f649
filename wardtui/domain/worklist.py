"""One line of the worklist: what the list shows of a case, and what it is searched by."""

import re
from datetime import datetime

import msgspec

from wardtui.domain.addresses import WalkKey, natural_key, walking_key
from wardtui.domain.case import Attempts, Case
from wardtui.domain.ids import ResidentId
from wardtui.domain.phones import national
from wardtui.domain.text import CollationKey, name_key, search_fold
from wardtui.domain.vocabulary import ActionKind, Flag, Need, Outcome, Status

NO_AREA = ""
"""Area of a case whose list named none."""


class WorklistRow(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A case as the list shows it. Array-like, because fifty thousand of them are kept at hand."""

    id: ResidentId
    name: str
    birth_year: int | None
    area: str
    address: str
    phone: str
    """The first number as people dial it; empty when there is none."""
    status: Status
    level: int
    unmet: tuple[Need, ...]
    kind: ActionKind | None
    due: datetime | None
    attempts: Attempts
    last_outcome: Outcome | None
    last_at: datetime | None
    flags: tuple[Flag, ...]
    search: str
    """Folded name, its initials, phones, personal numbers and address."""

    @property
    def needs_action(self) -> bool:
        """Whether the case is open."""
        return self.status.needs_action


def worklist_row(case: Case) -> WorklistRow:
    """The line of a case."""
    resident = case.resident
    last = case.last_contact
    action = case.next_action
    return WorklistRow(
        id=case.id,
        name=resident.name,
        birth_year=resident.birth_year,
        area=resident.area or NO_AREA,
        address=resident.address or "",
        phone=national(resident.phones[0].number) if resident.phones else "",
        status=case.status,
        level=case.level,
        unmet=case.unmet,
        kind=action.kind if action else None,
        due=action.due if action else None,
        attempts=case.attempts,
        last_outcome=last.outcome if last else None,
        last_at=last.at if last else None,
        flags=case.flags,
        search=_search_text(case),
    )


def _search_text(case: Case) -> str:
    resident = case.resident
    name = search_fold(resident.name)
    initials = "".join(word[0] for word in name.split())
    numbers = [national(phone.number) for phone in resident.phones]
    numbers += [n for n in (resident.personal_id, resident.legacy_id9) if n]
    return " ".join([name, initials, *numbers, search_fold(resident.address or "")])


_NUMBER_QUERY = re.compile(r"[+\d][\d .\-()]*")


def fold_query(text: str) -> str:
    """What somebody typed, as it is compared with ``WorklistRow.search``.

    A telephone number may be typed with +84 or with its groups apart.
    """
    text = text.strip()
    if len(text) > 3 and _NUMBER_QUERY.fullmatch(text):
        digits = re.sub(r"\D", "", text)
        return "0" + digits[2:] if text.startswith("+84") else digits
    return search_fold(text)


def matches(row_search: str, query: str) -> bool:
    """Whether a row's search text holds every word of a folded query."""
    return all(word in row_search for word in query.split())


DueKey = tuple[float, tuple[tuple[int, CollationKey], ...], WalkKey, str]


def due_key(row: WorklistRow) -> DueKey:
    """Sort key: the soonest due first, finished cases last, then as somebody walks."""
    due = row.due.timestamp() if row.due else float("inf")
    return due, natural_key(row.area), walking_key(row.address), row.id


def walk_key(row: WorklistRow) -> tuple[tuple[tuple[int, CollationKey], ...], WalkKey, str]:
    """Sort key: area by area, door by door."""
    return natural_key(row.area), walking_key(row.address), row.id


def given_name_key(row: WorklistRow) -> tuple[tuple[CollationKey, CollationKey], str]:
    """Sort key: by given name, as Vietnamese lists are."""
    return name_key(row.name), row.id
