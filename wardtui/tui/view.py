"""What is shown of the worklist: order, filters, search, and where the cursor stands."""

from datetime import date

import msgspec

from wardtui.domain.ids import ResidentId
from wardtui.domain.worklist_filter import Filter
from wardtui.domain.worklist_orders import Sort
from wardtui.i18n import N_

SORTS = {
    Sort.DUE: N_("by when it is due"),
    Sort.WALK: N_("as you walk"),
    Sort.SIDES: N_("as you walk, one side after the other"),
    Sort.NAME: N_("by given name"),
}

ON_FOOT = frozenset({Sort.WALK, Sort.SIDES})
"""Orders in which somebody stands before the doors."""


class View(msgspec.Struct, kw_only=True):
    """What is shown of the worklist."""

    sort: Sort = Sort.DUE
    with_done: bool = False
    query: str = ""
    area: str | None = None
    only: Filter = Filter()
    """What was chosen to be shown alone, without area, query and what is finished."""
    resident: ResidentId | None = None
    """Under the cursor."""

    @property
    def needs_first_lines_only(self) -> bool:
        """Whether the lines that are due first are what is shown."""
        return self == View()

    def filter_on(self, day: date) -> Filter:
        """Everything that a line has to pass, with ages as they are on a day."""
        return msgspec.structs.replace(
            self.only,
            area=self.area,
            query=self.query,
            open_only=not self.with_done,
            today=day if self.only.ages else None,
        )

    def next_sort(self) -> Sort:
        """The order behind this one, in a circle."""
        orders = list(SORTS)
        return orders[(orders.index(self.sort) + 1) % len(orders)]
