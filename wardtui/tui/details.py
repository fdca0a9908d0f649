"""Which details an outcome may have, the most useful first."""

from enum import StrEnum

from wardtui.domain.vocabulary import Channel, ContactPerson, Outcome, Reason, SupportNeed


class Detail(StrEnum):
    """What a contact says. Named as the body of the event names it."""

    CHANNEL = "channel"
    OUTCOME = "outcome"
    CALL_BACK = "call_back_at"
    PROMISE = "promised_for"
    WITH = "with_whom"
    REASONS = "reasons"
    SUPPORT = "support_needs"
    NOTE = "note"

    @property
    def is_time(self) -> bool:
        """Typed as people say times."""
        return self in (Detail.CALL_BACK, Detail.PROMISE)

    @property
    def is_typed(self) -> bool:
        """Typed, not chosen."""
        return self.is_time or self is Detail.NOTE

    @property
    def choices(self) -> tuple[StrEnum, ...]:
        """What can be chosen; nothing for what is typed."""
        return _CHOICES.get(self, ())

    @property
    def is_single(self) -> bool:
        """One choice at most."""
        return self is Detail.WITH or self.is_given

    @property
    def is_given(self) -> bool:
        """Every contact says it; the others can be added."""
        return self in (Detail.CHANNEL, Detail.OUTCOME)


_CHOICES: dict[Detail, tuple[StrEnum, ...]] = {
    Detail.CHANNEL: tuple(Channel),
    Detail.OUTCOME: tuple(Outcome),
    Detail.WITH: tuple(ContactPerson),
    Detail.REASONS: tuple(Reason),
    Detail.SUPPORT: tuple(SupportNeed),
}

_COMING = (Detail.PROMISE, Detail.WITH, Detail.SUPPORT, Detail.NOTE)
_LATER = (Detail.CALL_BACK, Detail.REASONS, Detail.WITH, Detail.SUPPORT, Detail.NOTE)
_WHY = (Detail.REASONS, Detail.WITH, Detail.SUPPORT, Detail.CALL_BACK, Detail.NOTE)
_TRIED = (Detail.NOTE, Detail.WITH, Detail.CALL_BACK, Detail.REASONS)

_OFFERED: dict[Outcome, tuple[Detail, ...]] = {
    Outcome.APPOINTMENT_MADE: _COMING,
    Outcome.AGREED_NO_DATE: _COMING,
    Outcome.SELF_BOOKED: _COMING,
    Outcome.CALLBACK_REQUESTED: _LATER,
    Outcome.NOT_NOW: _LATER,
    Outcome.GUARDIAN_NEEDED: _LATER,
    Outcome.HOME_VISIT_REQUESTED: (
        Detail.SUPPORT,
        Detail.CALL_BACK,
        Detail.WITH,
        Detail.REASONS,
        Detail.NOTE,
    ),
}


def offered_details(outcome: Outcome) -> tuple[Detail, ...]:
    """What is offered for an outcome."""
    return _OFFERED.get(outcome, _TRIED if outcome.failed else _WHY)


def time_detail(outcome: Outcome) -> Detail | None:
    """The time that belongs to an outcome, when it is the first thing to be asked."""
    first = offered_details(outcome)[0]
    return first if first.is_time else None
