"""The data-quality inbox in eighty columns, for people at a prompt."""

from collections.abc import Sequence

from wardtui.domain.ids import short_id
from wardtui.i18n import ntr, tr
from wardtui.services.data_quality import Detail, Faults
from wardtui.services.view import hide_digits
from wardtui.wording.columns import cells
from wardtui.wording.faults import kind_text, proposal_text


def faults_text(faults: Faults, shown: Sequence[Detail], *, reveal: bool) -> str:
    """The counts by kind, then each fault on a line with what is proposed."""
    if not faults.by_kind:
        return tr("Nothing has to be put right.")
    lines = [f"  {count:6} {kind_text(kind)}" for kind, count in faults.by_kind.items()]
    lines.append("")
    lines += [_line(one, reveal=reveal) for one in shown]
    lines.append(
        ntr("{count} thing to put right", "{count} things to put right", len(faults.found))
    )
    return "\n".join(lines)


def _line(detail: Detail, *, reveal: bool) -> str:
    fault = detail.fault
    said = " ".join(f"“{text}”" for text in detail.doubtful)
    suggested = proposal_text(detail)
    if not reveal:
        said, suggested = hide_digits(said), hide_digits(suggested)
    twins = " ".join(short_id(twin.id) for twin in detail.twins)
    rest = " ".join(part for part in (kind_text(fault.kind), said, suggested, twins) if part)
    return f"{short_id(fault.resident)} {cells(fault.name, 22)} {cells(fault.area, 9)} {rest}"
