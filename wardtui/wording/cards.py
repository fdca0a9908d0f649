"""Cards and accounts in words: how somebody gets one, by when, and what became due."""

from datetime import datetime

from wardtui.domain.activation import HOTLINE
from wardtui.domain.card_rules import AGE_OF, EARLY_YEARS, CardBand, band, years_before
from wardtui.domain.case import Case
from wardtui.domain.events import NeedArose
from wardtui.domain.moments import local_day
from wardtui.domain.vocabulary import ActionKind, Need
from wardtui.i18n import N_, tr
from wardtui.i18n.dates import day_text
from wardtui.i18n.labels import label

_CARDS = frozenset({Need.ID_CARD, Need.CHILD_CARD})

_WAYS = {
    CardBand.UNDER_6: N_(
        "under 6: the representative applies in VNeID or on the portal; the child need not come"
    ),
    CardBand.FROM_6: N_("6 to under 14: the child comes with a representative"),
}


def action_text(case: Case, now: datetime) -> str:
    """What has to be done next; for a child it is the guardian who is called."""
    action = case.next_action
    if action is None:
        return label(case.status)
    by_guardian = case.unmet == (Need.CHILD_CARD,) and _band(case, now) in _WAYS
    if by_guardian and action.kind is ActionKind.CALL:
        return tr("Call the parent or guardian")
    if by_guardian and action.kind is ActionKind.CALL_BACK:
        return tr("Call the parent or guardian back")
    return label(action.kind)


def card_rows(case: Case, now: datetime) -> list[tuple[str, str]]:
    """How a child gets a card, until when an account is activated, and when a card is due anew."""
    rows = []
    way = _WAYS.get(_band(case, now) or CardBand.FROM_14)
    if way is not None and not _CARDS.isdisjoint(case.unmet):
        rows.append((tr("Card"), tr(way)))
    if case.activate_by is not None:
        rows.append((tr("Activate"), activation_text(case.activate_by, now)))
    arises = case.arises
    if arises is not None and _CARDS.isdisjoint(case.unmet):
        since, due = years_before(arises.due, EARLY_YEARS), arises.due
        if since <= local_day(now):
            age = AGE_OF[arises.cause]
            text = tr("due at {age}, on {day}; can be renewed now", age=age, day=f"{due:%d/%m/%Y}")
            rows.append((tr("New card"), text))
    return rows


def activation_text(until: datetime, now: datetime) -> str:
    """Until when an approved account is activated, and how when that is over."""
    if until < now:
        return tr("the seven days are over: by the hotline {number}", number=HOTLINE)
    return tr("in the app until {day}", day=day_text(until, now))


def arose_text(body: NeedArose) -> str:
    """What somebody came to lack, and why."""
    return f"{label(body.cause)}: {label(body.need)}"


def _band(case: Case, now: datetime) -> CardBand | None:
    return band(case.resident.birth_date, local_day(now))
