"""Handing people over to another ward: what was done, and what others offer."""

from collections.abc import Sequence
from datetime import datetime

from wardtui.domain.case import Case
from wardtui.domain.ids import WardCode, short_id
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import day_text, moment
from wardtui.i18n.labels import label
from wardtui.services.hand_over import Offer
from wardtui.wording.columns import cells

_WIDTHS = (8, 24, 4, 14, 11)


def offered_text(case: Case, ward: WardCode) -> str:
    """Who was offered to whom, and by when an answer is expected; one line."""
    done = tr("Offered to {ward}: {name}", ward=ward, name=case.resident.name)
    return f"✓ {done}{_next(case)}"


def withdrawn_text(case: Case) -> str:
    """Whose offer was withdrawn, and what happens next; one line."""
    done = tr("Offer withdrawn: {name}", name=case.resident.name)
    return f"✓ {done}{_next(case)}"


def taken_on_text(case: Case) -> str:
    """Who was taken on, under which id, and what happens next; one line."""
    done = tr("Taken on: {name} ({id})", name=case.resident.name, id=short_id(case.id))
    return f"✓ {done}{_next(case)}"


def declined_text(ward: WardCode | None) -> str:
    """That somebody stays with the ward that offers them; one line."""
    return "✓ " + tr("Not taken on. They stay with {ward}.", ward=ward or "?")


def _next(case: Case) -> str:
    action = case.next_action
    if action is None:
        return f" · {label(case.status)}"
    return f" → {label(action.kind)} · {moment(action.due, case.changed_at)}"


def offers_text(offers: Sequence[Offer], now: datetime) -> str:
    """What other wards offer, a line each, with the address and what is needed below."""
    if not offers:
        return tr("No other ward offers anybody here. Offers come with a sync.")
    names = (tr("Id"), tr("Name"), tr("Year"), tr("From ward"), tr("Offered"))
    lines = [" ".join(cells(name, width) for name, width in zip(names, _WIDTHS, strict=True))]
    for one in offers:
        values = (
            short_id(one.handoff.of),
            one.body.name,
            str(one.body.birth_year or ""),
            one.handoff.from_ward or "?",
            day_text(one.handoff.offered_at, now),
        )
        lines.append(
            " ".join(cells(value, width) for value, width in zip(values, _WIDTHS, strict=True))
        )
        wanted = [*map(label, one.body.needs), *map(label, one.body.support_needs)]
        lines.append("         " + " · ".join([one.body.address, *wanted]))
    lines.append(ntr("{count} offer", "{count} offers", len(offers)))
    lines.append(tr("Take them on: wardtui handoff accept ID · or not: wardtui handoff decline ID"))
    return "\n".join(line.rstrip() for line in lines)
