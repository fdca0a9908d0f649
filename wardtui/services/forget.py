"""Forget residents whose needs are met, when the server has everything and the time is over."""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.forgotten import KEY_BYTES, ForgottenPeople, forget
from wardtui.domain.ids import ResidentId
from wardtui.services.person import person_of
from wardtui.services.ports import Priority, Unit, Vault

_BATCH = 200
"""Residents in one commit: whoever logs a contact meanwhile waits for one batch at most."""


class Purged(msgspec.Struct, frozen=True):
    """What a purge did."""

    forgotten: int
    unconfirmed: int
    """Residents whose time is over, of whom the server does not have everything yet."""


def purge(
    vault: Vault, now: datetime, retention: timedelta, compact_at_most: int | None = None
) -> Purged:
    """Forget everybody whose last need was met longer ago than the retention.

    A resident is replaced by what figures and later lists need (``wardtui.domain.forgotten``), when
    the server has every event about them; until then nothing is forgotten.

    :param compact_at_most: bytes up to which the file is rewritten afterwards, for SQLite leaves
        copies behind of what it moves from page to page; without it, always
    """
    over = vault.read(lambda unit: _over(unit, now - retention))
    done = 0
    for first in range(0, len(over), _BATCH):
        done += vault.write(_forget(over[first : first + _BATCH]), Priority.HOUSEKEEPING)
    if done:
        vault.write(lambda unit: unit.seal_worklist(), Priority.HOUSEKEEPING)
        vault.compact(compact_at_most)
    return Purged(done, len(over) - done)


def _over(unit: Unit, limit: datetime) -> list[ResidentId]:
    return [case.id for case in unit.cases.all() if _is_over(case, limit)]


def _is_over(case: Case, limit: datetime) -> bool:
    return case.done_at is not None and case.done_at <= limit


def _forget(residents: Sequence[ResidentId]) -> Callable[[Unit], int]:
    def work(unit: Unit) -> int:
        return sum(_forget_one(unit, resident) for resident in residents)

    return work


def _forget_one(unit: Unit, resident: ResidentId) -> bool:
    case = unit.cases.get(resident)
    person = person_of(unit, resident)
    log = [event.entry for event in person.events]
    if case is None or unit.forgotten.get(resident):
        return False
    if any(unit.events.rejected_of(member) for member in person.members):
        return False
    if unit.state.sync.reading_again:
        return False  # which of the numbers still hold is not known
    read = unit.state.sync.cursors.get(case.ward or "", 0)
    if any(entry.seq is None or entry.seq > read for entry in log):
        # Somebody else's event may lie between those that were read and this one.
        return False
    left = forget(resident, case.resident, log, _key(unit), person.members)
    if left is None:
        return False
    for member in person.members:
        unit.events.forget(member)
    unit.cases.remove(resident)
    unit.forgotten.put(left)
    return True


def _key(unit: Unit) -> bytes:
    if unit.state.marks_key is None:
        unit.state.marks_key = secrets.token_bytes(KEY_BYTES)
    key = unit.state.marks_key
    if key is None:
        raise RuntimeError("the key of the marks was not kept")
    return key


def forgotten_people(unit: Unit) -> ForgottenPeople:
    """Whom this device has forgotten, to be found by what a list says."""
    return ForgottenPeople(unit.forgotten.all(), unit.state.marks_key)
