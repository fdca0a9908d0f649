"""wardtui: reach every resident who still has no ID card or no activated VNeID account."""

__version__ = "1.0.0"
