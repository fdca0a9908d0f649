"""What speaks against a contact now, in words."""

from collections.abc import Sequence

from rich.cells import cell_len

from wardtui.domain.calling_care import Caution, CautionKind
from wardtui.domain.moments import local
from wardtui.domain.policy import ContactCare
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import day_text
from wardtui.i18n.labels import label

_SIGN = "! "


def caution_text(caution: Caution, care: ContactCare) -> str:
    """One caution, in a few words.

    :param care: from which it follows
    """
    match caution.kind:
        case CautionKind.STOPPED if caution.report is not None:
            return tr("contact was stopped ({report})", report=label(caution.report))
        case CautionKind.STOPPED:
            return tr("contact was stopped")
        case CautionKind.OUT_OF_HOURS:
            return tr("outside the hours for contact ({hours})", hours=_hours(care))
        case CautionKind.AFTER_REFUSAL:
            assert caution.since is not None  # noqa: S101  what it follows from
            assert caution.until is not None  # noqa: S101
            return tr(
                "not agreed on {day}, better wait until {until}",
                day=day_text(caution.since, caution.until),
                until=day_text(caution.until, caution.since),
            )
        case CautionKind.TOO_SOON:
            assert caution.since is not None  # noqa: S101
            assert caution.until is not None  # noqa: S101
            return tr(
                "last call at {time}, better wait until {until}",
                time=f"{local(caution.since):%H:%M}",
                until=f"{local(caution.until):%H:%M}",
            )
        case CautionKind.TOO_OFTEN:
            return tr(
                "call {number} in seven days (of {limit})",
                number=caution.number,
                limit=care.calls_per_week,
            )


def care_line(found: Sequence[Caution], care: ContactCare, key: str | None, width: int) -> str:
    """What an officer should think of before going on, in one line; empty without anything.

    :param key: opens the note, into which a reason goes; none where it means something else
    :param width: cells of the line; what does not fit is counted
    """
    if not found:
        return ""
    texts = [caution_text(one, care) for one in found]
    reason = " · " + (tr("note why: {key}", key=key) if key else tr("note why when you log it"))
    whole = _SIGN + ", ".join(texts) + reason
    if len(texts) == 1 or cell_len(whole) <= width:
        return whole
    return f"{_SIGN}{texts[0]} (+{len(texts) - 1}){reason}"


def care_line_of_many(found: Sequence[Sequence[Caution]], care: ContactCare) -> str:
    """What to think of before many are contacted in one go; empty without anything.

    :param found: what speaks against each
    """
    stopped = sum(any(one.kind is CautionKind.STOPPED for one in each) for each in found)
    parts = []
    if stopped:
        parts.append(
            ntr(
                "contact with {count} of them was stopped",
                "contact with {count} of them was stopped",
                stopped,
            )
        )
    late = next((one for each in found for one in each if one.kind in _OF_ALL), None)
    if late is not None:
        parts.append(caution_text(late, care))
    return _SIGN + ", ".join(parts) if parts else ""


_OF_ALL = (CautionKind.OUT_OF_HOURS,)
"""What holds for one holds for all."""


def _hours(care: ContactCare) -> str:
    match care.calls_from, care.calls_until:
        case None, None:
            return ""
        case start, None:
            return tr("from {hour}", hour=f"{start:%H:%M}")
        case None, end:
            return tr("until {hour}", hour=f"{end:%H:%M}")
        case start, end:
            return f"{start:%H:%M}–{end:%H:%M}"
