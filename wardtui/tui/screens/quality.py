"""The data-quality inbox: what each key puts right."""

from textual import events

from wardtui.domain.case import Case
from wardtui.domain.errors import WardtuiError
from wardtui.domain.resident import Field, field_value
from wardtui.domain.vocabulary import Flag
from wardtui.i18n import tr
from wardtui.services.clear_flag import NoProposal
from wardtui.services.data_quality import CONFLICT, Detail
from wardtui.services.recording import Saved
from wardtui.tui.fault_ways import choices, typed_fields
from wardtui.tui.quality_actions import CHOICE_KEYS
from wardtui.tui.screens.case import CaseScreen
from wardtui.tui.screens.fault_page import FaultPage
from wardtui.tui.screens.type_value import type_value
from wardtui.tui.widgets.bars import AreaBar
from wardtui.tui.widgets.fault_list import KindList
from wardtui.wording.fault_rows import cleaned_text


class QualityScreen(FaultPage):
    """The page with its keys: each puts something right, or shows another part of it."""

    async def on_fault_list_opened(self) -> None:
        """A fault was clicked twice."""
        await self.do_open()

    async def take_key(self, event: events.Key) -> bool:
        """Digits choose; before anything is done, what an undo or others changed is read."""
        if self._is_stale:
            await self._read()
        if event.key in CHOICE_KEYS and not self._is_asking:
            await self.do_choose(event.key)
            return True
        return await super().take_key(event)

    async def _look(self) -> Detail | None:
        """The fault under the cursor as it stands now."""
        fault = self._list.fault
        if fault is None:
            return None
        try:
            return await self._cleaning.look_at(fault)
        except WardtuiError as error:
            self.tell_error(error)
            return None

    async def do_fix(self) -> None:
        """Put right what is proposed."""
        fault = self._list.fault
        if fault is None:
            return
        try:
            if fault.kind == CONFLICT:
                raise NoProposal
            saved = await self._cleaning.use_proposal(fault.resident, Flag(fault.kind))
        except NoProposal:
            self.tell(tr("Nothing is proposed here: e types what is right."), wrong=True)
        except WardtuiError as error:
            self.tell_error(error)
        else:
            self.settled(saved, cleaned_text(saved))

    async def do_stands(self) -> None:
        """Let the record stand as it is."""
        detail = await self._look()
        if detail is None:
            return
        if len(detail.twins) > 1:
            self.tell(tr("Several look alike: Enter shows them one after the other."), wrong=True)
            return
        try:
            saved = await self._let_stand(detail)
        except WardtuiError as error:
            self.tell_error(error)
        else:
            self.settled(saved, cleaned_text(saved))

    async def _let_stand(self, detail: Detail) -> Saved:
        case, kind = detail.case, detail.fault.kind
        if kind == CONFLICT:
            field = case.conflicts[0].field
            return await self._cleaning.correct(case.id, field, field_value(case.resident, field))
        if detail.twins:
            return await self._cleaning.tell_apart(case.id, detail.twins[0].id)
        return await self._cleaning.settle(case.id, Flag(kind))

    async def do_choose(self, digit: str = CHOICE_KEYS[0]) -> None:
        """Take one of the values that differ."""
        detail = await self._look()
        found = choices(detail) if detail else []
        if detail is None or int(digit) > len(found):
            return
        chosen = found[int(digit) - 1]
        try:
            saved = await self._cleaning.correct(detail.case.id, chosen.field, chosen.value)
        except WardtuiError as error:
            self.tell_error(error)
        else:
            self.settled(saved, cleaned_text(saved))

    async def do_type(self, which: str) -> None:
        """Type the right value."""
        detail = await self._look()
        if detail is None:
            return
        fields = typed_fields(detail)
        if not fields and detail.fault.kind == Flag.POSSIBLE_DUPLICATE:
            self.tell(tr("Enter shows both records side by side."), wrong=True)
        elif int(which) >= len(fields):
            self.tell(tr("There is no other value to type here."), wrong=True)
        else:
            await self._type(detail.case, fields[int(which)])

    async def _type(self, case: Case, field: Field) -> None:
        try:
            await type_value(self, case, field, self.settled)
        except WardtuiError as error:
            self.tell_error(error)

    async def do_open(self) -> None:
        """Open the case, or both records of a possible duplicate."""
        from wardtui.tui.screens.twins import TwinsScreen

        detail = await self._look()
        target = self.target()
        if detail is not None and detail.twins:
            await self.app.push_screen(TwinsScreen(detail.fault, self.settled))
        elif target is not None:
            await self.app.push_screen(CaseScreen(target))

    async def do_undo(self, *, confirmed: bool = False) -> None:
        """Take back the newest action; what is wrong again by it comes under the cursor."""
        self._before_undo = set(self._faults)
        await super().do_undo(confirmed=confirmed)
        if not self._is_stale:
            self._before_undo = None

    async def do_kind(self, step: str) -> None:
        """Show the kind before or behind."""
        self._choose(self.query_one(KindList).step(int(step)), self._area)

    async def do_area(self, step: str) -> None:
        """Show the area before or behind."""
        self._choose(self._kind, self.query_one(AreaBar).step(int(step)))
