"""How much of the machine reading a file may take.

A list of 50,000 residents is a workbook of 4 MB, unpacks to 35 MB and takes 250 MB while it is
read; the office computers that the tool runs on have 4 GB.
"""

FILE_LIMIT_MB = 256
"""The file as it lies on the disk."""

UNPACKED_LIMIT_MB = 1024
"""The parts of a workbook, unpacked."""

MEMORY_LIMIT_MB = 3072
"""Address space of the process that reads a workbook."""

SECONDS_LIMIT = 120
"""Processor time of that process."""
