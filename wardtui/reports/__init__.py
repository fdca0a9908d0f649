"""Figures as documents that people and programs read."""
