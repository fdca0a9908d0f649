"""Type the right value of a field of a record."""

from collections.abc import Callable
from typing import Any, cast

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.errors import WardtuiError
from wardtui.domain.ids import EventId
from wardtui.domain.resident import Field, field_value
from wardtui.domain.typed_values import BadValue
from wardtui.domain.vocabulary import ValueFault
from wardtui.i18n import tr
from wardtui.i18n.labels import label
from wardtui.services.recording import Saved
from wardtui.tui.cleaning import Cleaning
from wardtui.tui.screens.base import WorkScreen
from wardtui.tui.screens.edit import EditScreen
from wardtui.wording.errors import explain
from wardtui.wording.fault_rows import cleaned_text, hint_text, typed_text

_HIDDEN_ELSEWHERE = frozenset({Field.PERSONAL_ID, Field.LEGACY_ID9})


class Refused(msgspec.Struct, frozen=True):
    """A correction that the server did not take."""

    event: EventId
    value: Any
    """As an event carries it."""


async def type_value(
    screen: WorkScreen,
    case: Case,
    field: Field,
    when_saved: Callable[[Saved, str], None],
    refused: Refused | None = None,
) -> None:
    """Ask for a field's value, beginning with what stands there, or with what a cell said.

    :param when_saved: takes what was recorded, and what to say of it
    :param refused: in whose place it is recorded; it begins with what that said
    :raises WardtuiError: when it cannot be written down that a number is shown whole
    """
    session = screen.session
    cleaning = Cleaning(session)
    resident = case.resident
    value = field_value(resident, field) if refused is None else refused.value
    text = typed_text(field, value) or (resident.doubtful or {}).get(field, "")
    instead = None if refused is None else refused.event
    if text and field in _HIDDEN_ELSEWHERE:
        await session.note_reveal("screen", 1, case.id)

    async def take(typed: str) -> str | None:
        try:
            saved = await cleaning.correct_typed(case.id, field, typed, resident, instead)
        except BadValue as error:
            return _fault_text(error)
        except WardtuiError as error:
            return explain(error).message
        when_saved(saved, cleaned_text(saved))
        return None

    title = f"{resident.name} · {label(field)}"
    await screen.app.push_screen(EditScreen(title, text, take, hint_text(field)))


def _fault_text(error: BadValue) -> str:
    reason = label(cast("ValueFault", error.facts["fault"]))
    words = cast("tuple[str, ...]", error.facts.get("words", ()))
    if words:
        reason += f" ({', '.join(words)})"
    return tr("Not taken: {reason}.", reason=reason)
