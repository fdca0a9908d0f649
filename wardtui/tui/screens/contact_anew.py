"""A contact that the server did not take, changed and logged anew in its place."""

from enum import StrEnum
from typing import TYPE_CHECKING

from wardtui.domain.events import ContactLogged
from wardtui.domain.vocabulary import Outcome
from wardtui.i18n import tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label, outcome_label
from wardtui.services.edit_rejected import edit_contact
from wardtui.services.outbox_view import NotTaken
from wardtui.services.recording import Saved
from wardtui.tui.contact_form import ContactForm
from wardtui.tui.screens.details import DetailPanel
from wardtui.wording.outbox import who_text

if TYPE_CHECKING:
    from wardtui.tui.screens.casework import CaseworkScreen


class ContactAnewScreen(DetailPanel):
    """Begins with all that the contact says."""

    def __init__(self, screen: "CaseworkScreen", one: NotTaken, contact: ContactLogged) -> None:
        self._contact_form = ContactForm(contact, screen.session.now())
        super().__init__(screen, self._contact_form)
        self._one = one

    def heading(self) -> str:
        """Whom the contact was with, and when: that stays."""
        event = next(
            each.event for each in self._one.events if isinstance(each.event.body, ContactLogged)
        )
        when = moment(event.occurred_at, self._screen.session.now())
        return tr("{who} · contact of {when}", who=who_text(self._one), when=when)

    def text_of(self, choice: StrEnum) -> str:
        """Outcomes in the words of their channel."""
        if isinstance(choice, Outcome):
            return outcome_label(self._contact_form.channel, choice)
        return label(choice)

    async def save(self) -> Saved:
        """Log it anew, and let go what was not taken."""
        contact = self._contact_form.details()
        return await self._screen.session.change(
            lambda unit, tools: edit_contact(unit, self._one.id, contact, tools)
        )
