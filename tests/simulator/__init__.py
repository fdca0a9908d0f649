"""A ward's thirty days with all that goes wrong: residents, laptops, leaders and their server.

Everything is drawn from one seed, so that whatever a seed brings to light can be played again:
``python -m tests.simulator --seed N`` tells it day by day. Nobody in it exists.
"""
