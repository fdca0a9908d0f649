"""Spreadsheet files as grids of cells."""
