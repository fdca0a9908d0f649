"""An import as a document for other programs."""

from typing import Any

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.roster.plan import Change, ImportPlan
from wardtui.services.view import hide_digits, masked


def import_document(plan: ImportPlan, *, reveal: bool) -> dict[str, Any]:
    """What an import did or would do. The first nine keys are a contract."""
    return {
        "rows": plan.rows,
        "added": len(plan.added) + len(plan.returned),
        "changed": len(plan.changed),
        "unchanged": plan.unchanged,
        "rejected": [
            one if reveal else msgspec.structs.replace(one, value=hide_digits(one.value))
            for one in plan.rejected
        ],
        "duplicates": plan.duplicates,
        "dropped_columns": plan.dropped_columns,
        "flags": plan.flags,
        "changes": [_change_document(one, reveal=reveal) for one in plan.changed],
        "missing": [_named(case) for case in plan.missing],
        "closed": [_named(case) for case in plan.closed],
        "left_out": [
            {"sheet": n.sheet, "row": n.row, "column": n.column, "words": n.words}
            for n in plan.left_out
        ],
        "duplicate_rows": [
            {"sheet": one.source.sheet, "row": one.source.row} for one in plan.twice if one.source
        ],
        "skipped_sheets": [{"sheet": one.name, "why": one.why} for one in plan.skipped],
        "missing_columns": plan.missing_columns,
    }


def _change_document(change: Change, *, reveal: bool) -> dict[str, Any]:
    before, after = (one if reveal else masked(one) for one in (change.before, change.after))
    return {
        "id": change.id,
        "name": change.after.name,
        "fields": {
            name: {"old": getattr(before, name), "new": getattr(after, name)}
            for name in change.fields
        },
    }


def _named(case: Case) -> dict[str, Any]:
    return {"id": case.id, "name": case.resident.name, "area": case.resident.area}
