"""What is wrong with a record, in words, and what has to be asked at the door."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from wardtui.domain.resident import Field
from wardtui.domain.vocabulary import Flag
from wardtui.i18n import N_, tr
from wardtui.i18n.labels import label
from wardtui.wording.columns import cells
from wardtui.wording.phones import phone_text

if TYPE_CHECKING:
    from wardtui.services.data_quality import Detail

_ASK: dict[Flag, str] = {
    Flag.MISSING_PHONE: N_("phone"),
    Flag.INVALID_PHONE: N_("phone"),
    Flag.CONVERTED_PHONE: N_("phone"),
    Flag.MISSING_PERSONAL_ID: N_("personal number"),
    Flag.INVALID_PERSONAL_ID: N_("personal number"),
    Flag.LEGACY_ID9: N_("personal number"),
    Flag.ID_BIRTH_YEAR_MISMATCH: N_("birth date"),
    Flag.ID_SEX_MISMATCH: N_("sex"),
    Flag.MISSING_BIRTH_DATE: N_("birth date"),
    Flag.INVALID_BIRTH_DATE: N_("birth date"),
    Flag.MISSING_ADDRESS: N_("address"),
    Flag.UNKNOWN_AREA: N_("group or hamlet"),
}

_ASK_IN_CELLS: dict[str, str] = {
    N_("phone"): N_("tel."),
    N_("personal number"): N_("ID no."),
    N_("birth date"): N_("birth"),
    N_("sex"): N_("sex"),
    N_("address"): N_("addr."),
    N_("group or hamlet"): N_("group"),
}
"""The same words where there is little room."""

_SHORTEST_ACTION = 8
"""Cells of the next action that stay in front of what is to be asked."""


def kind_text(kind: str) -> str:
    """What a kind of fault is called."""
    # Loaded for the page of faults: the worklist only says what to ask.
    from wardtui.services.data_quality import CONFLICT

    return tr("Corrected in two ways") if kind == CONFLICT else label(Flag(kind))


def ask_text(flags: Sequence[Flag]) -> str:
    """What to ask at the door, in a few words; empty when nothing is missing."""
    asked = dict.fromkeys(tr(_ASK[flag]) for flag in flags if flag in _ASK)
    return ", ".join(asked)


def asking_text(action: str, flags: Sequence[Flag], width: int) -> str:
    """The next action with what is to be asked at the door behind it, in so many cells.

    The action gives way first: on a walk it is the same at most doors, what to ask is not.
    """
    short = dict.fromkeys(tr(_ASK_IN_CELLS[_ASK[flag]]) for flag in flags if flag in _ASK)
    if not short:
        return cells(action, width)
    asked = " · " + tr("ask {what}", what=", ".join(short))
    room = max(_SHORTEST_ACTION, width - len(asked))
    if len(action) > room:
        action = cells(action, room)
    return cells(action + asked, width)


def proposal_text(detail: "Detail") -> str:
    """What one key would do, in a few words."""
    if detail.proposal is None:
        return ""
    return f"→ {value_text(detail.proposal.field, detail.proposal.value)}"


def value_text(field: Field, value: Any) -> str:
    """A field's value, as an event carries it, for people."""
    if value in (None, "", []):
        return "—"
    match field:
        case Field.PHONES:
            return ", ".join(phone_text(phone["number"]) for phone in value)
        case Field.BIRTH_DATE:
            return "/".join(reversed(value.split("-")))
        case Field.GUARDIAN:
            phone = value.get("phone")
            return str(value["name"]) + (f" · {phone_text(phone)}" if phone else "")
        case Field.REGISTERED_HERE | Field.LIVES_HERE:
            return tr("yes") if value else tr("no")
        case Field.SEX:
            return tr("male") if value == "M" else tr("female")
        case _:
            return str(value)


def masked_value_text(field: Field, value: Any) -> str:
    """The same with the digits of numbers hidden but for the last."""
    text = value_text(field, value)
    from wardtui.services.view import NUMBERS, hide_digits

    return hide_digits(text) if field in NUMBERS else text
