"""The reference central server (extra ``central``): the same events, for a whole ward or city."""
