"""Data cleaning as the screens ask for it: the open vault's use cases, none of which blocks."""

from collections.abc import Collection
from typing import Any

from wardtui.domain.ids import EventId, ResidentId
from wardtui.domain.moments import local_day
from wardtui.domain.resident import Field, Resident
from wardtui.domain.typed_values import typed_value
from wardtui.domain.vocabulary import CloseReason, Flag
from wardtui.services.clear_flag import clear_flag, use_proposal_for
from wardtui.services.close_case import close_case, reopen_case
from wardtui.services.correct_record import CorrectRecord, correct_record
from wardtui.services.data_quality import Detail, Fault, Faults, find_faults, look_at
from wardtui.services.merge_residents import merge_residents, split_person, tell_apart
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Saved
from wardtui.tui.session import Session


class Cleaning:
    """What a screen of data quality does with the vault. Every change returns when it is saved.

    Each raises the ``WardtuiError`` of its use case.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    async def faults(self, kind: str | None, area: str | None) -> Faults:
        """Everything to put right, of one kind and one area when they are given."""
        return await self._session.read(lambda unit: find_faults(unit, kind, area))

    async def look_at(self, fault: Fault) -> Detail | None:
        """A fault with what helps to put it right."""
        return await self._session.read(lambda unit: look_at(unit, fault))

    async def correct(
        self, resident: ResidentId, field: Field, value: Any, instead: EventId | None = None
    ) -> Saved:
        """Put a field right; the value is as an event carries it.

        :param instead: a correction that the server did not take and in whose place this stands
        """
        command = CorrectRecord(resident=resident, field=field, value=value)

        def work(unit: Unit, tools: Tools) -> Saved:
            if instead is None:
                return correct_record(unit, command, tools)
            # Loaded for these only: pages of data quality need none of it.
            from wardtui.services.edit_rejected import Form, record_instead

            return record_instead(
                unit,
                instead,
                Form.CORRECTION,
                lambda same: correct_record(same, command, tools),
                tools,
            )

        return await self._session.change(work)

    async def correct_typed(
        self,
        resident: ResidentId,
        field: Field,
        text: str,
        record: Resident,
        instead: EventId | None = None,
    ) -> Saved:
        """Put a field right to what somebody typed.

        :param instead: a correction that the server did not take and in whose place this stands
        :raises wardtui.domain.typed_values.BadValue: when it is no value of the field
        """
        value = typed_value(field, text, record, local_day(self._session.now()))
        return await self.correct(resident, field, value, instead)

    async def settle(self, resident: ResidentId, flag: Flag) -> Saved:
        """Let a flagged record stand as it is."""
        return await self._session.change(
            lambda unit, tools: clear_flag(unit, resident, flag, tools)
        )

    async def use_proposal(self, resident: ResidentId, flag: Flag) -> Saved:
        """Correct the record to what the data suggest."""
        return await self._session.change(
            lambda unit, tools: use_proposal_for(unit, resident, flag, tools)
        )

    async def merge(
        self, resident: ResidentId, into: ResidentId, take: Collection[Field] = ()
    ) -> Saved:
        """Make one person of two records."""
        return await self._session.change(
            lambda unit, tools: merge_residents(unit, resident, into, tools, take)
        )

    async def split(self, resident: ResidentId) -> Saved:
        """Take merges back."""
        return await self._session.change(lambda unit, tools: split_person(unit, resident, tools))

    async def tell_apart(self, one: ResidentId, other: ResidentId) -> Saved:
        """Two who look alike are two people."""
        return await self._session.change(lambda unit, tools: tell_apart(unit, one, other, tools))

    async def close(self, resident: ResidentId, reason: CloseReason) -> Saved:
        """Close a case."""
        return await self._session.change(
            lambda unit, tools: close_case(unit, resident, reason, tools)
        )

    async def reopen(self, resident: ResidentId) -> Saved:
        """Open a closed case again."""
        return await self._session.change(lambda unit, tools: reopen_case(unit, resident, tools))
