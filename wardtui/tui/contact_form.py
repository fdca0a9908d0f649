"""All that a contact says while it is being changed: how, what came of it, and its details."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import cast

from wardtui.domain.events import ContactLogged
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.tui.detail_form import DetailForm
from wardtui.tui.details import Detail, offered_details
from wardtui.tui.outcomes import offered

_RECORDED_KEY = "z"
"""Of the outcome that stands there and that the channel does not offer."""


class ContactForm(DetailForm[ContactLogged]):
    """Rows that follow the outcome; what is filled in stays in view whatever is chosen."""

    def __init__(self, contact: ContactLogged, now: datetime) -> None:
        super().__init__(tuple(Detail), contact, now)
        self._recorded = [row for row in Detail if not row.is_given and self._is_filled(row)]
        self.cursor = self.rows.index(Detail.OUTCOME)

    @property
    def channel(self) -> Channel:
        """How they were tried."""
        return cast("Channel", self.chosen(Detail.CHANNEL)[0])

    @property
    def outcome(self) -> Outcome:
        """What came of it."""
        return cast("Outcome", self.chosen(Detail.OUTCOME)[0])

    @property
    def rows(self) -> Sequence[Detail]:
        """How, what came of it, what the outcome may have, and what else is there."""
        offers = offered_details(self.outcome)
        others = (row for row in self._rows if not row.is_given and row not in offers)
        kept = [row for row in others if row in self._recorded or self._is_filled(row)]
        return Detail.CHANNEL, Detail.OUTCOME, *offers, *kept

    def choices(self) -> list[tuple[str, StrEnum]]:
        """Key and choice of the row under the cursor; outcomes as the panel of keys has them."""
        if self.row is not Detail.OUTCOME:
            return super().choices()
        found: list[tuple[str, StrEnum]] = [*offered(self.channel)]
        if self.outcome not in dict(offered(self.channel)).values():
            found.append((_RECORDED_KEY, self.outcome))
        return found

    def _is_filled(self, row: Detail) -> bool:
        return bool(self.typed(row) if row.is_typed else self.chosen(row))
