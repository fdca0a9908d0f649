"""A ward's thirty days with all that goes wrong end with nothing lost and nobody forgotten.

``tests/simulator/`` plays them, each from one seed. In the suite 25 short ones, in the long run
(``WARDTUI_LONG=1``) a thousand, and some with twenty officers.
"""

import pytest

from tests.faults.sizes import LONG, size
from tests.simulator.beginning import ward
from tests.simulator.campaign import Campaign
from tests.simulator.ending import check
from tests.simulator.size import SHORT, WHOLE, Size

AT_ONCE = 5
"""Seeds that share the ward as it is before the first day, which takes a while to be made."""
SHORT_ONES = [(SHORT, range(one, one + AT_ONCE)) for one in range(0, size(25, 1000), AT_ONCE)]
WHOLE_ONES = [(WHOLE, range(one, one + 1)) for one in range(size(0, 25))]


def play(seed: int, how_large: Size) -> None:
    """The thirty days of a seed, checked at the end; what fails says how to play it again."""
    with ward(how_large) as here:
        campaign = Campaign(seed, here)
        try:
            campaign.play()
            check(campaign, thorough=LONG)
        except BaseException as error:
            whole = " --whole" if how_large is WHOLE else ""
            error.add_note(f"Play it again: python -m tests.simulator --seed {seed}{whole}")
            raise


@pytest.mark.parametrize(("how_large", "seeds"), [*SHORT_ONES, *WHOLE_ONES])
def test_nothing_is_lost_and_nobody_forgotten_in_thirty_days(how_large: Size, seeds: range) -> None:
    for seed in seeds:
        play(seed, how_large)


def test_a_seed_is_the_same_story_each_time() -> None:
    stories = []
    for _ in range(2):
        with ward(SHORT) as here:
            campaign = Campaign(3, here)
            campaign.play()
        stories.append((campaign.ledger.story, campaign.ledger.recorded))
    assert stories[0] == stories[1]
