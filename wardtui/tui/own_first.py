"""The order of an officer's list: what stands above comes behind the officer's own work."""

from array import array

from wardtui.domain.policy import HIGHEST
from wardtui.domain.worklist_filter import Filter
from wardtui.domain.worklist_orders import Order
from wardtui.tui.session import Session

_ABOVE = tuple(range(2, HIGHEST + 1))


def own_first(session: Session, found: Order) -> Order:
    """The lines in their order, first those with which the officer has to do.

    Leaders, and whoever works alone, have to do with all of them.
    """
    pairing = session.exchange.pairing
    if pairing is None or pairing.role.leads or not session.is_complete:
        return found
    above = set(session.worklist.select(Filter(levels=_ABOVE)))
    above -= set(session.worklist.select(Filter(levels=_ABOVE, owner=pairing.officer)))
    if above.isdisjoint(found):
        return found
    return array("I", (*(i for i in found if i not in above), *(i for i in found if i in above)))


def waiting_above(session: Session) -> int:
    """How many cases were handed up to where the officer leads; none for who does not."""
    pairing = session.exchange.pairing
    leads = pairing is None or pairing.role.leads
    if not leads or not session.is_complete:
        return 0
    return len(session.worklist.select(Filter(levels=_ABOVE, open_only=True)))
