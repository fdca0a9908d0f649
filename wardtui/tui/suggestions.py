"""When to try somebody next, by what the tries of the whole ward tell."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from wardtui.domain.case import Case
from wardtui.domain.moments import local_day
from wardtui.domain.worklist import WorklistRow, worklist_row
from wardtui.services.ports import Unit, Vault
from wardtui.tui.background import aside

if TYPE_CHECKING:
    from wardtui.domain.best_time import Statistics, Suggestion

GOOD_FOR = timedelta(minutes=10)
"""How long the ward's figures are taken as they were counted; a case's own are always fresh."""


class Suggestions:
    """Counts the ward's tries when they are asked for, and now and then again."""

    def __init__(self, vault: Vault, now: Callable[[], datetime]) -> None:
        self._vault = vault
        self._now = now
        self._counted: tuple[datetime, Statistics] | None = None

    @property
    def are_counted(self) -> bool:
        """Whether a suggestion is there without waiting."""
        return self._counted is not None

    async def of(self, case: Case) -> "Suggestion | None":
        """When to try somebody; none where a time was agreed or nobody has to be reached."""
        now = self._now()
        if self._counted is None or not self._counted[0] <= now < self._counted[0] + GOOD_FOR:
            statistics = await aside(lambda: self._count(now), "statistics")
            self._counted = now, statistics
        from wardtui.domain.best_time import suggest

        return suggest(worklist_row(case), self._counted[1], now)

    def _count(self, now: datetime) -> "Statistics":
        from wardtui.domain.best_time import Statistics

        return Statistics.of(self._vault.read(_rows), local_day(now))


def _rows(unit: Unit) -> Iterable[WorklistRow]:
    return unit.worklist().rows()
