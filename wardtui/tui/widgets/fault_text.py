"""A fault as the screen shows it: whose it is, what is known, and which key does what about it."""

from collections.abc import Iterator
from datetime import datetime

import msgspec
from rich.cells import cell_len
from textual.content import Content

from wardtui.domain.personal_number import mask_personal_number
from wardtui.domain.resident import Field
from wardtui.domain.vocabulary import Flag
from wardtui.i18n import tr
from wardtui.i18n.labels import label
from wardtui.services.data_quality import Detail
from wardtui.tui.fault_ways import choices, typed_fields
from wardtui.tui.widgets.case_text import named_row
from wardtui.wording.case import record_rows
from wardtui.wording.fault_rows import fault_rows, place_text, shown_value, stands_text
from wardtui.wording.faults import kind_text


def needs_digits(detail: Detail) -> bool:
    """Whether somebody can choose only by reading personal numbers whole."""
    return any(one.field in (Field.PERSONAL_ID, Field.LEGACY_ID9) for one in choices(detail))


def fault_content(detail: Detail, width: int) -> Content:
    """The essentials in a few lines: who, what is known, what can be done."""
    kind = kind_text(detail.fault.kind)
    lines = [Content.styled(f"{detail.case.resident.name} · {kind}", "bold")]
    lines.append(Content(place_text(detail.case)))
    lines += [named_row(name, value, width) for name, value in fault_rows(detail)]
    lines += _ways_in_lines(detail, width)
    return Content("\n").join(lines)


def wide_fault_content(detail: Detail, width: int, now: datetime) -> Content:
    """The same with the whole record behind it."""
    case = detail.case
    resident = case.resident
    if resident.personal_id is not None:
        hidden = mask_personal_number(resident.personal_id)
        resident = msgspec.structs.replace(resident, personal_id=hidden)
    lines = [Content.styled(kind_text(detail.fault.kind), "bold"), Content(resident.name)]
    lines.append(Content(""))
    lines += [named_row(name, value, width) for name, value in fault_rows(detail)]
    lines.append(Content(""))
    lines += [_way(*way) for way in _ways(detail)]
    lines.append(Content(""))
    lines += [named_row(name, value, width) for name, value in record_rows(case, resident, now)]
    return Content("\n").join(lines)


def _ways(detail: Detail) -> Iterator[tuple[str, str]]:
    """Key and what it does about this very fault."""
    kind = detail.fault.kind
    if kind == Flag.POSSIBLE_DUPLICATE and detail.twins:
        yield "⏎", tr("compare and merge")
    for number, one in enumerate(choices(detail), start=1):
        value = shown_value(one.field, one.value, reveal=True)
        sign = " " + tr("(stands now)") if one.stands else ""
        yield str(number), f"{label(one.field)}: {value}{sign}"
    if detail.proposal is not None:
        suggested = detail.proposal
        yield "f", f"{label(suggested.field)} → {shown_value(suggested.field, suggested.value)}"
    yield "x", stands_text(kind)
    for key, field in zip("eE", typed_fields(detail), strict=False):
        yield key, tr("type: {field}", field=label(field))


def _way(key: str, text: str) -> Content:
    return Content.assemble((f" {key} ", "reverse"), f" {text}  ")


def _ways_in_lines(detail: Detail, width: int) -> list[Content]:
    """As many keys in a line as fit whole."""
    lines: list[Content] = []
    room = 0
    for way in _ways(detail):
        one = _way(*way)
        taken = cell_len(one.plain)
        if taken > room:
            lines.append(one)
            room = width - taken
        else:
            lines[-1] = Content.assemble(lines[-1], one)
            room -= taken
    return lines
