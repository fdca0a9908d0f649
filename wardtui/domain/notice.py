"""What is told to residents, and to those who go to them, as far as it is known. No words yet."""

from datetime import datetime
from enum import StrEnum

import msgspec

from wardtui.domain.ids import ResidentId
from wardtui.domain.papers import Paper
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.vocabulary import Need, SupportNeed


class Appointment(msgspec.Struct, frozen=True):
    """A time and a place that are offered."""

    at: datetime
    place: str | None
    """Null when the team comes to their home."""
    until: datetime | None = None
    """End of the time window; null for a single moment."""
    comes_to_them: bool = False
    """The team comes to the resident."""


class Invitation(msgspec.Struct, frozen=True, kw_only=True):
    """What an invitation says."""

    need: Need
    """The one that a short message names."""
    also: tuple[Need, ...] = ()
    """What is done on the same way."""
    appointment: Appointment | None = None
    """Without one the resident is asked which time and place suit."""
    choices: tuple[Appointment, ...] = ()
    """Sessions that they may choose from when none is booked; letters alone have room for them."""
    papers: tuple[Paper, ...] = ()
    home_service: bool = False
    """They are known to need a service at their place."""
    officer: str | None = None
    """Name of the officer to call."""
    phone: str | None = None
    """The officer's number, E.164; without it the number that the invitation comes from."""

    @property
    def needs(self) -> tuple[Need, ...]:
        """All that is to be done."""
        return (self.need, *self.also)


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """An invitation on paper, with whom it goes to."""

    resident: ResidentId
    name: str
    is_child: bool
    """Somebody else acts for them."""
    guardian: str | None = None
    """Who acts for a child, when that is known."""
    area: str | None = None
    address: str | None = None
    """Where the letter is taken."""
    invitation: Invitation


class Sender(msgspec.Struct, frozen=True, kw_only=True):
    """Who writes a letter."""

    ward: str | None = None
    """Name of the ward ("Phường Mẫu"); without it there is a line to write it on."""
    today: datetime


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """What a letter says, in the words in which it is printed. Each is a field of the template."""

    name: str
    """The resident."""
    addressee: str
    """After "Kính gửi": the resident, or who acts for a child."""
    address: str
    """Where it is taken; empty when that is not known."""
    area: str
    purpose: str
    """What it is about: "làm thẻ căn cước"."""
    opening: str
    """The sentence that invites."""
    time: str
    place: str
    choices: tuple[str, ...]
    """Sessions to choose from; empty when one is booked."""
    papers: tuple[str, ...]
    """What to come with; empty when nothing is needed."""
    contact: str
    """Whom to call."""
    home_service: str
    """How to be served at home."""


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody on a route or a list of those who are expected."""

    resident: ResidentId
    name: str
    birth_year: int | None
    area: str | None
    """Null outside the ward."""
    address: str | None
    """The door that the team goes to."""
    at: datetime
    until: datetime | None = None
    """End of the time window; null for a single moment."""
    needs: tuple[Need, ...] = ()
    papers: tuple[Paper, ...] = ()
    phones: tuple[str, ...] = ()
    """E.164."""
    guardian: str | None = None
    support_needs: tuple[SupportNeed, ...] = ()


class SheetFor(StrEnum):
    """Who carries a sheet."""

    TEAM = "team"
    HELPER = "helper"
    """The head of the residential group and other helpers: name, door, time, nothing else."""
    MOBILE = "mobile"
    """A team that goes far: what has to be confirmed before."""


class RunSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A session with everybody who is expected at it, in the order in which they are served."""

    kind: SessionKind
    place: str
    start: datetime
    end: datetime
    stops: tuple[Stop, ...]
    officer: str | None
    """Who printed it."""
    printed_at: datetime
