"""A central list: what it says of the people of a ward, as events of the server itself."""

from collections.abc import Callable, Sequence

from sqlalchemy import Connection
from uuid_utils import uuid7

from wardtui.central.figures import people_of
from wardtui.central.same_person import Made
from wardtui.central.taker import Taker
from wardtui.domain.events import ResidentListed
from wardtui.domain.ids import ResidentId
from wardtui.domain.resident import Resident
from wardtui.domain.roster.plan import ImportPlan, plan_import
from wardtui.domain.roster.rows import ReadSheet


def compare(
    connection: Connection,
    ward: str,
    read: Sequence[ReadSheet],
    tell: Callable[[int], None] = lambda _: None,
) -> ImportPlan:
    """What a list would change in a ward, by the rules by which a laptop imports one.

    :param tell: told now and then how many rows are compared
    """
    folded = (person.case() for person in people_of(connection, ward))
    return plan_import(read, [case for case in folded if case is not None], None, tell)


def carry_out(connection: Connection, ward: str, plan: ImportPlan) -> None:
    """Number what a plan says in the ward's stream, in the caller's transaction.

    Who may be the same person as somebody who is there is said behind each, as of every list.
    """
    listings = [(ResidentId(str(uuid7())), one) for one in plan.added]
    listings += [(one.id, one.row) for one in plan.changed]
    taker = Taker(connection)
    taker.make([(_listed(*one), ward) for one in listings])
    taker.write()


def _listed(resident: ResidentId, record: Resident) -> Made:
    return Made(str(uuid7()), resident, ResidentListed(resident=record))
