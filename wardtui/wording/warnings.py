"""What an officer must be warned of, in words."""

from datetime import datetime

from wardtui.domain.moments import local
from wardtui.i18n import ntr, tr
from wardtui.services.records import Lost


def clock_text(was: datetime) -> str:
    """The clock of this machine has gone back."""
    return tr(
        "The clock of this laptop has gone back: the last entry was saved at {time}. "
        "Set it right, or days and deadlines will be wrong.",
        time=f"{local(was):%H:%M %d/%m/%Y}",
    )


def lost_text(lost: Lost) -> str:
    """Entries were saved here and are gone."""
    return ntr(
        "{count} entry that was saved here by {time} is no longer in the database. What was sent "
        "comes back with the next sync; log again what is missing.",
        "{count} entries that were saved here by {time} are no longer in the database. What was "
        "sent comes back with the next sync; log again what is missing.",
        lost.last - lost.first + 1,
        time=f"{local(lost.saved_at):%H:%M %d/%m/%Y}",
    )
