"""wardtui: reach every resident who still has no ID card or no activated VNeID account."""

__version__ = "0.1.0"
