"""What is known of somebody's card, as a document."""

from datetime import date
from typing import Any

from wardtui.domain.card_rules import EARLY_YEARS, band, years_before
from wardtui.domain.case import Case
from wardtui.domain.vocabulary import Need


def card_document(case: Case, day: date) -> dict[str, Any]:
    """How somebody gets a card on a day, and when it is due next.

    ``next_renewal`` is the birthday at which a card is due next, as far as that is known, and
    ``may_renew_from`` the day from which one serves beyond it, for who has one.
    """
    arises = case.arises
    has_card = not {Need.ID_CARD, Need.CHILD_CARD} & {*case.unmet}
    return {
        "band": band(case.resident.birth_date, day),
        "next_renewal": None if arises is None else arises.due,
        "may_renew_from": years_before(arises.due, EARLY_YEARS)
        if arises is not None and has_card
        else None,
    }
