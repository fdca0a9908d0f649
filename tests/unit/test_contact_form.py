"""A contact that is changed: its rows follow the outcome, and nothing that is filled in hides."""

from datetime import timedelta

import pytest

from tests.builders import MONDAY
from wardtui.domain.events import ContactLogged
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.tui.contact_form import ContactForm
from wardtui.tui.details import Detail
from wardtui.tui.outcomes import offered

EVENING = MONDAY.replace(hour=19)
PROMISED = ContactLogged(
    channel=Channel.CALL,
    outcome=Outcome.APPOINTMENT_MADE,
    promised_for=EVENING + timedelta(days=2),
)


def test_what_is_not_touched_stays() -> None:
    assert ContactForm(PROMISED, EVENING).details() == PROMISED


def test_what_was_recorded_stays_in_view_under_another_outcome() -> None:
    form = ContactForm(PROMISED, EVENING)
    form.take_character("1")
    assert form.outcome is Outcome.NO_ANSWER
    assert form.rows[-1] is Detail.PROMISE
    form.cursor = form.rows.index(Detail.PROMISE)
    form.erase(all_of_it=True)
    assert Detail.PROMISE in form.rows
    changed = form.details()
    assert (changed.outcome, changed.promised_for) == (Outcome.NO_ANSWER, None)


def test_what_was_chosen_stays_in_view_under_another_outcome() -> None:
    form = ContactForm(PROMISED, EVENING)
    form.take_character("6")
    form.cursor = form.rows.index(Detail.REASONS)
    form.take_character("1")
    form.cursor = form.rows.index(Detail.OUTCOME)
    form.take_character("7")
    assert form.outcome is Outcome.APPOINTMENT_MADE
    assert Detail.REASONS in form.rows


@pytest.mark.parametrize("channel", list(Channel))
def test_the_outcomes_have_the_keys_of_the_log_panel_and_one_is_always_chosen(
    channel: Channel,
) -> None:
    form = ContactForm(PROMISED, EVENING)
    form.cursor = form.rows.index(Detail.CHANNEL)
    form.choose(channel)
    form.cursor = form.rows.index(Detail.OUTCOME)
    keys = dict(form.choices())
    assert keys.items() >= dict(offered(channel)).items()
    assert len(keys) == len(form.choices())
    assert PROMISED.outcome in keys.values()
    first = next(iter(keys))
    form.take_character(first)
    form.take_character(first)
    assert form.outcome is keys[first]
    assert form.details().channel is channel
