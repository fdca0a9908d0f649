"""Play seeds by hand: ``python -m tests.simulator --seed N`` tells what happened day by day."""

import argparse
import sys
from collections import Counter

from tests.simulator.beginning import ward
from tests.simulator.campaign import Campaign
from tests.simulator.ending import check
from tests.simulator.size import SHORT, WHOLE, Size


def main() -> int:
    """Play and check; how many seeds failed."""
    asked = argparse.ArgumentParser(prog="python -m tests.simulator", description=__doc__)
    asked.add_argument("--seed", type=int, default=0, help="the first one")
    asked.add_argument("--count", type=int, default=1, help="how many; the story of one is told")
    asked.add_argument("--whole", action="store_true", help="twenty officers and two leaders")
    wish = asked.parse_args()
    size = WHOLE if wish.whole else SHORT
    counts: Counter[str] = Counter()
    failed = 0
    for seed in range(wish.seed, wish.seed + wish.count):
        failed += not _passes(seed, size, counts, tells=wish.count == 1)
    for what, often in counts.most_common():
        print(f"{often:6} {what}")
    return failed


def _passes(seed: int, size: Size, counts: Counter[str], *, tells: bool) -> bool:
    with ward(size) as here:
        campaign = Campaign(seed, here)
        try:
            campaign.play()
            check(campaign, thorough=True)
        except Exception as error:
            print(f"seed {seed} failed: {type(error).__name__} {error}", file=sys.stderr)
            if tells:
                raise
            return False
        finally:
            counts.update(campaign.ledger.counts)
            if tells:
                print("\n".join(campaign.ledger.story))
    return True


if __name__ == "__main__":
    sys.exit(min(main(), 1))
