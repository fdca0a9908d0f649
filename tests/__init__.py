"""The tests of wardtui."""
