"""What counts at the level at which a case stands."""

from collections.abc import Sequence
from datetime import datetime

from wardtui.domain.booking_action import Expected
from wardtui.domain.bookings import Booking
from wardtui.domain.climbing import Climbed
from wardtui.domain.ladder import FIRST_LEVEL, Ladder, Try
from wardtui.domain.ladder_action import AGREED
from wardtui.domain.moments import local, local_day
from wardtui.domain.next_action import Contact, Moment, Proposal, Recorded
from wardtui.domain.session_codes import BookingState
from wardtui.domain.vocabulary import Outcome


def ladder_of(
    climbed: Climbed,
    contacts: Sequence[Contact],
    recorded: Sequence[Recorded],
    proposal: Proposal,
    booked: Sequence[Booking] = (),
    standing: Expected | None = None,
) -> Ladder:
    """The ladder of a case with the contacts that count there.

    :param contacts: all of the case, by effective time
    :param recorded: all enrolments of the case, by effective time
    :param proposal: what the contacts ask for
    :param booked: all bookings of the case
    :param standing: the one to which they are expected next
    """
    counts_from, clock = climbed.counts_from, (climbed.clock_since, climbed.clock_event)
    if recorded and (climbed.level == FIRST_LEVEL or climbed.is_accepted):
        # Whoever came to be enrolled is neither unreachable nor declining, and was just seen.
        came = recorded[-1]
        counts_from = max(counts_from, came.moment)
        clock = max(clock, (came.at, came.event), key=lambda one: one[0])
    attended = [one for one in booked if one.state is BookingState.ATTENDED]
    if attended and (climbed.level == FIRST_LEVEL or climbed.is_accepted):
        clock = max(clock, (attended[-1].since, attended[-1].because), key=lambda one: one[0])
    tries = tuple(
        Try(
            event=contact.event,
            at=contact.at,
            known_at=max(contact.at, contact.known_at),
            channel=contact.body.channel,
            outcome=contact.body.outcome,
            promised_for=_standing_promise(contact, contacts[place + 1 :], recorded),
        )
        for place, contact in enumerate(contacts)
        if contact.moment > counts_from
    )
    return Ladder(
        since=climbed.level_since,
        event=climbed.level_event,
        clock_since=clock[0],
        clock_event=clock[1],
        rungs=climbed.rungs,
        tries=_with_missed(tries, booked, counts_from),
        agreed=proposal.due if proposal.rule in AGREED else None,
        waited_until=_waited_until(contacts),
        booked=standing.ends if standing is not None else None,
        spent=climbed.spent,
    )


def _with_missed(
    tries: tuple[Try, ...], booked: Sequence[Booking], counts_from: Moment
) -> tuple[Try, ...]:
    """The tries with the bookings that were missed; one that was also logged counts once."""
    logged = {local_day(one.at) for one in tries if one.outcome is Outcome.MISSED}
    missed = [
        Try(one.because, one.since, one.since, None, Outcome.MISSED)
        for one in booked
        if one.state is BookingState.MISSED
        and one.since > counts_from[0]
        and local_day(one.since) not in logged
    ]
    if not missed:
        return tries
    return tuple(sorted((*tries, *missed), key=lambda one: one.at))


def _standing_promise(
    contact: Contact, after: Sequence[Contact], recorded: Sequence[Recorded]
) -> datetime | None:
    """The promised time, unless it was kept or another word replaced it before its day was over."""
    promised = contact.body.promised_for
    if promised is None:
        return None
    day = local_day(promised)
    words = [one for one in after if one.body.outcome.reached and not one.is_one_way]
    if any(local_day(one.at) <= day and one.body.outcome is not Outcome.MISSED for one in words):
        return None
    steps = [one for one in recorded if one.progress.failure is None]
    if any(one.moment > contact.moment and local_day(one.at) <= day for one in steps):
        return None
    return local(promised)


def _waited_until(contacts: Sequence[Contact]) -> datetime | None:
    """When the time that was agreed last was used up: at that time, or by a word before it."""
    for place in range(len(contacts) - 1, -1, -1):
        agreed = contacts[place].body.call_back_at or contacts[place].body.promised_for
        if agreed is not None:
            after = contacts[place + 1 :]
            ended = (one.at for one in after if one.at >= agreed or one.body.outcome.reached)
            return next(ended, None)
    return None
