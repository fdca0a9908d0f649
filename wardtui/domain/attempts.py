"""What was tried, counted by channel, by time slot and by day."""

from collections.abc import Sequence
from datetime import date

from wardtui.domain.case import Attempts, DayCount, SlotTally, Tallies
from wardtui.domain.events import ContactLogged
from wardtui.domain.moments import TimeSlot, local_day, slot_of
from wardtui.domain.next_action import Contact
from wardtui.domain.vocabulary import Channel

_SLOTS = tuple(TimeSlot)


def count(bodies: Sequence[ContactLogged]) -> Attempts:
    """All attempts by channel."""
    channels = [body.channel for body in bodies]
    return Attempts(
        call=channels.count(Channel.CALL),
        visit=channels.count(Channel.VISIT),
        letter=channels.count(Channel.LETTER),
        message=channels.count(Channel.MESSAGE),
    )


def by_slot(contacts: Sequence[Contact]) -> Tallies:
    """Calls and visits by time slot."""
    found = {slot: [0, 0] for slot in _SLOTS}
    for contact in contacts:
        if contact.body.channel in (Channel.CALL, Channel.VISIT):
            tally = found[slot_of(contact.at)]
            tally[0] += 1
            tally[1] += contact.body.outcome.reached
    morning, afternoon, evening, weekend = (SlotTally(*found[slot]) for slot in _SLOTS)
    return morning, afternoon, evening, weekend


def by_day(contacts: Sequence[Contact]) -> tuple[DayCount, ...]:
    """What was tried on each day on which somebody tried."""
    days: dict[date, list[ContactLogged]] = {}
    for contact in contacts:
        days.setdefault(local_day(contact.at), []).append(contact.body)
    return tuple(
        DayCount(day, count(bodies), any(body.outcome.reached for body in bodies))
        for day, bodies in days.items()
    )
