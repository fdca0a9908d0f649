"""Invented people for the demo, the tests and the benchmarks. Nobody here exists."""
