"""Needs that arise by themselves: what holds for any history, any birth date and any clock."""

from datetime import UTC, date, datetime, time, timedelta

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import AN, DEVICE, OTHER_DEVICE, RESIDENT, WARD, Story, case_under
from tests.faults.sizes import size
from tests.strategies import histories
from wardtui.domain.arising import Conclusion
from wardtui.domain.card_rules import AGE_OF, birthday, next_renewal
from wardtui.domain.case import Case
from wardtui.domain.events import Entry, Event, NeedArose, ResidentCorrected
from wardtui.domain.fold import fold
from wardtui.domain.following import follows, has_followed, next_to_follow
from wardtui.domain.ids import DeviceId
from wardtui.domain.moments import VIETNAM, local_day
from wardtui.domain.resident import Field
from wardtui.domain.session_codes import EligibilityCause
from wardtui.domain.vocabulary import CloseReason, Need, Origin, Status, Step
from wardtui.services.policies import shipped_force
from wardtui.services.writing import rule_made

EXAMPLES = settings(max_examples=size(60, 1500), deadline=None)
THREE = shipped_force()
START = datetime(2026, 1, 1, 8, tzinfo=VIETNAM)

birth_dates = st.one_of(
    st.dates(date(1960, 1, 1), date(2026, 1, 1)).map(str),
    st.sampled_from([None, "2012", "2012-02", "2012-02-29", "2001-02-30", "0000", "1986-06"]),
)


@st.composite
def stories(draw: st.DrawFn) -> Story:
    """Years of one person's cards: captured, handed out, sent back, lost, closed, opened again."""
    story = Story()
    at = START
    needs = draw(st.lists(st.sampled_from([Need.CHILD_CARD, Need.ID_CARD]), max_size=2))
    needs = [*dict.fromkeys(needs)]
    record = msgspec.structs.replace(AN, birth_date=draw(birth_dates), needs=tuple(needs))
    story.listed(at, record)
    for _ in range(draw(st.integers(0, 6))):
        at += timedelta(days=draw(st.sampled_from([0, 3, 100, 400, 1500, 4000])), hours=1)
        card = draw(st.sampled_from([Need.CHILD_CARD, Need.ID_CARD]))
        what = draw(st.integers(0, 9))
        if what < 5:
            story.enrolled(card, at, step=draw(st.sampled_from(card.steps)))
        elif what < 6:
            cause = EligibilityCause.NEWLY_ELIGIBLE
            story.add(NeedArose(need=card, cause=cause, due=local_day(at)), at)
        elif what < 7:
            story.closed(at, CloseReason.NOT_IN_SCOPE)
        elif what < 8:
            story.reopened(at)
        elif what < 9:
            known = draw(birth_dates)
            story.add(ResidentCorrected(field=Field.BIRTH_DATE, old=None, new=known), at)
        else:
            pass_until(story, at)
    return story


def of(story: Story) -> Case:
    case = case_under(story.entries, THREE, RESIDENT)
    assert case is not None
    return case


def pass_until(story: Story, now: datetime, device: DeviceId = DEVICE) -> list[Event]:
    """All that follows by itself, each with effect and none twice."""
    made: list[Event] = []
    known = {entry.event.id for entry in story.entries}
    case = of(story)
    while (conclusion := follows(case, THREE, now)) is not None:
        assert conclusion.event_id not in known, "what has followed does not follow again"
        known.add(conclusion.event_id)
        check(conclusion, case, now)
        event = rule_made(conclusion, WARD, device, len(story.entries) + 1, now)
        story.entries.append(Entry(event, None, WARD))
        made.append(event)
        then = of(story)
        assert has_followed(conclusion, case, then), "it has effect at once"
        case = then
    return made


def check(conclusion: Conclusion, case: Case, now: datetime) -> None:
    body = conclusion.body
    assert conclusion.at <= now
    if not isinstance(body, NeedArose):
        return
    assert case.status not in (Status.CLOSED, Status.HANDED_OFF), "nothing arises for these"
    assert body.need is Need.ID_CARD
    assert Need.ID_CARD not in case.unmet or Need.CHILD_CARD in case.unmet
    assert body.due == birthday(case.resident.birth_date, AGE_OF[body.cause])
    assert conclusion.at >= case.listed_at
    assert local_day(conclusion.at) >= body.due


years = st.integers(0, 60).map(lambda n: START.replace(year=START.year + n))


@EXAMPLES
@given(stories(), years)
def test_what_arises_has_effect_at_once_once_and_the_chain_ends(
    story: Story, now: datetime
) -> None:
    pass_until(story, max(now, story.entries[-1].event.occurred_at))
    case = of(story)
    assert (case.next_action is not None) == case.status.needs_action
    # Never both cards at once when the child is of age, and no card is forgotten.
    following = next_to_follow(case, THREE)
    if following is not None:
        assert case.moves_at == following.at


@EXAMPLES
@given(stories(), years)
def test_two_devices_come_to_the_same_events(story: Story, now: datetime) -> None:
    other = Story()
    other.entries = list(story.entries)
    mine = pass_until(story, now, DEVICE)
    theirs = pass_until(other, now, OTHER_DEVICE)
    assert [(one.id, one.body) for one in mine] == [(one.id, one.body) for one in theirs]
    together = Story()
    together.entries = [*story.entries, *other.entries]
    assert fold(together.entries, THREE).cases[RESIDENT] == of(story)


@EXAMPLES
@given(stories(), years, st.integers(0, 40))
def test_a_later_look_finds_all_that_an_earlier_one_did(
    story: Story, now: datetime, more: int
) -> None:
    at_once, in_two = Story(), Story()
    at_once.entries, in_two.entries = list(story.entries), list(story.entries)
    later = now.replace(year=now.year + more)
    all_of_it = [one.id for one in pass_until(at_once, later)]
    first = [one.id for one in pass_until(in_two, now)]
    assert [*first, *(one.id for one in pass_until(in_two, later))] == all_of_it


@EXAMPLES
@given(histories, histories)
def test_a_history_with_needs_that_arose_is_folded_on_as_at_once(
    a: list[Entry], b: list[Entry]
) -> None:
    born = "2012-12-01"
    body = NeedArose(need=Need.ID_CARD, cause=EligibilityCause.AGE_14, due=date(2026, 12, 1))
    story = Story()
    story.listed(START, msgspec.structs.replace(AN, birth_date=born, needs=(Need.CHILD_CARD,)))
    story.add(body, datetime.combine(body.due, time(0), UTC))
    assert fold([*story.entries, *a]).apply(b).cases == fold([*story.entries, *a, *b]).cases


@given(
    st.dates(date(1900, 1, 1), date(2090, 1, 1)).map(str),
    st.dates(date(1930, 1, 1), date(2090, 1, 1)),
)
def test_a_card_serves_for_at_least_two_years_and_until_an_age(born: str, issued_on: date) -> None:
    found = next_renewal(born, issued_on)
    if found is None:
        last = birthday(born, 58)
        assert last is not None
        assert issued_on >= last - timedelta(days=1)
        return
    assert issued_on < found.may_renew_from < found.due
    assert found.due == birthday(born, AGE_OF[found.cause])
    renewed = next_renewal(born, found.may_renew_from)
    assert renewed is None or renewed.due > found.due


def test_the_years_of_the_stories_hold_every_age() -> None:
    """Each age arises in one life, for who renews at each."""
    story = Story()
    record = msgspec.structs.replace(AN, birth_date="2016-05-06", needs=(Need.CHILD_CARD,))
    story.listed(START, record)
    story.enrolled(Need.CHILD_CARD, START, step=Step.CAPTURED)
    causes = []
    for year in range(2026, 2080):
        now = START.replace(year=year, month=12)
        made = [one for one in pass_until(story, now) if isinstance(one.body, NeedArose)]
        causes += [one.body.cause for one in made if isinstance(one.body, NeedArose)]
        if made:
            assert all(one.origin is Origin.RULE for one in made)
            story.enrolled(Need.ID_CARD, now, step=Step.CAPTURED)
    assert causes == [*AGE_OF]
