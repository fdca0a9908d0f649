"""Handing people over to another ward: what was done, and what others offer."""

from collections.abc import Sequence
from datetime import datetime

from wardtui.domain.case import Case
from wardtui.domain.handoff_action import ANSWER_DAYS
from wardtui.domain.ids import WardCode, short_id
from wardtui.domain.moments import days_later, local_day
from wardtui.domain.resident import Guardian, Phone
from wardtui.i18n import ntr, tr
from wardtui.i18n.dates import day_text, moment
from wardtui.i18n.labels import label
from wardtui.services.answer_offers import Offer
from wardtui.wording.columns import cells
from wardtui.wording.phones import phone_text

_WIDTHS = (8, 24, 4, 14, 11)

_WAITING, _NAME, _YEAR, _WARD, _ADDRESS = 8, 20, 4, 14, 24
"""Cells of the columns on 80 columns; more room goes to the name and the address."""
_GAPS = 6
_NEEDS_FROM = 100
"""Cells of a list from which what is needed has a column of its own."""


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


def offers_summary(offers: Sequence[Offer], now: datetime) -> str:
    """How many offers wait, and how many of them for longer than another ward expects."""
    parts = [ntr("{count} offer", "{count} offers", len(offers))]
    late = sum(_is_late(one, now) for one in offers)
    if late:
        parts.append(
            ntr(
                "! {count} for more than {days} days",
                "! {count} for more than {days} days",
                late,
                days=ANSWER_DAYS,
            )
        )
    return " · ".join(parts)


def no_offers_text(*, is_paired: bool) -> str:
    """What to do when no other ward offers anybody."""
    if not is_paired:
        return tr(
            "This device is not paired with a server, so it knows of no other ward.\n\n"
            "Ask for a code and call:  wardtui pair URL CODE\n\n"
            "Esc: back."
        )
    return tr(
        "No other ward offers anybody here.\n\n"
        "Offers come with a sync: s. Whoever lives in another ward is offered to it\n"
        "from the page of their case.\n\n"
        "Esc: back."
    )


def waiting_text(one: Offer, now: datetime) -> str:
    """For how long the other ward has waited, with a sign once that is longer than it expects."""
    days = (local_day(now) - local_day(one.handoff.offered_at)).days
    text = ntr("{count} day", "{count} days", days) if days > 0 else tr("today")
    return f"! {text}" if _is_late(one, now) else text


def _is_late(one: Offer, now: datetime) -> bool:
    return days_later(one.handoff.since, ANSWER_DAYS) < now


def offer_widths(width: int) -> Sequence[int]:
    """Of the columns of a list: how long it waits, name, year, ward, address, needs."""
    spare = max(0, width - 80)
    name = _NAME + min(8, spare // 4)
    fixed = _WAITING + name + _YEAR + _WARD + _GAPS
    if width < _NEEDS_FROM:
        return _WAITING, name, _YEAR, _WARD, max(0, width - fixed)
    address = _ADDRESS + spare // 4
    return _WAITING, name, _YEAR, _WARD, address, max(0, width - fixed - address - 1)


def heading_text(width: int) -> str:
    """What the columns of a list are called."""
    names = (
        tr("Waiting"),
        tr("Name"),
        tr("Year"),
        tr("From ward"),
        tr("Address"),
        tr("Needs"),
    )
    widths = offer_widths(width)
    return " " + " ".join(cells(name, room) for name, room in zip(names, widths, strict=False))


def offer_cells(one: Offer, now: datetime) -> tuple[str, ...]:
    """An offer as a line of a list."""
    return (
        waiting_text(one, now),
        one.body.name,
        str(one.body.birth_year or ""),
        one.handoff.from_ward or "?",
        one.body.address,
        " · ".join(_wanted(one)),
    )


def offer_lines(one: Offer, now: datetime) -> list[str]:
    """An offer in three lines, for below a list."""
    body = one.body
    phone = phone_text(body.phones[0].number) if body.phones else ""
    who = (body.name, str(body.birth_year or ""), phone, body.address)
    return [" · ".join(part for part in who if part), " · ".join(_wanted(one)), _since(one, now)]


def offer_rows(one: Offer, now: datetime) -> list[tuple[str, str]]:
    """All about an offer, as named rows. There is no personal number in it."""
    body = one.body
    guardian = body.guardian
    rows = [
        (tr("Needs"), " · ".join(label(need) for need in body.needs)),
        (tr("Support"), " · ".join(label(need) for need in body.support_needs)),
        *((tr("Phone"), _phone(phone)) for phone in body.phones),
        (tr("Address"), body.address),
        (tr("Born"), str(body.birth_year or "")),
        (tr("Guardian"), "" if guardian is None else _guardian(guardian)),
        (tr("From ward"), one.handoff.from_ward or "?"),
        (tr("Offered"), _when(one, now)),
    ]
    return [(name, value) for name, value in rows if value]


def _wanted(one: Offer) -> list[str]:
    return [*map(label, one.body.needs), *map(label, one.body.support_needs)]


def _phone(phone: Phone) -> str:
    return phone_text(phone.number) + (f" ({phone.answers})" if phone.answers else "")


def _guardian(guardian: Guardian) -> str:
    phone = "" if guardian.phone is None else phone_text(guardian.phone)
    return " · ".join(part for part in (guardian.name, phone) if part)


def _since(one: Offer, now: datetime) -> str:
    ward = one.handoff.from_ward or "?"
    return tr("offered by {ward}, {when}", ward=ward, when=_when(one, now))


def _when(one: Offer, now: datetime) -> str:
    return f"{day_text(one.handoff.offered_at, now)} · {waiting_text(one, now)}"


def area_pick_text(area: str | None, *, is_proposed: bool) -> str:
    """An area to choose from, or that it is not known yet."""
    if area is None:
        return tr("not known yet, to be put right later")
    return tr("{area} · suggested", area=area) if is_proposed else area


def waiting_offers_text(count: int, key: str) -> str:
    """How many offers of other wards wait for an answer here, and the key to them."""
    return ntr(
        "{count} offer of another ward ({key})",
        "{count} offers of other wards ({key})",
        count,
        key=key,
    )
