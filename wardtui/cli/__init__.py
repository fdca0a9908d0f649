"""The command line: the same use cases as the screens, for people and for other programs."""
