"""What the process that reads a workbook says to the one that asked for it."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import BinaryIO

import msgspec

from wardtui.domain.roster.grid import Cell, Merge

WireCell = str | int | None
"""A date travels as the number of its day: as text it could not be told from text."""

_LENGTH_BYTES = 4


class Refusal(StrEnum):
    """Why there is nothing to read."""

    UNREADABLE = "unreadable"
    PROTECTED = "protected"
    TOO_LARGE = "too_large"


class SheetHead(msgspec.Struct, frozen=True, tag=True):
    """A sheet begins."""

    name: str
    first_row: int
    hidden: bool
    merged: tuple[Merge, ...]


class Rows(msgspec.Struct, frozen=True, tag=True):
    """The next rows of the sheet that began last."""

    rows: tuple[tuple[WireCell, ...], ...]

    def cells(self) -> Iterator[tuple[Cell, ...]]:
        """The rows with their dates."""
        for row in self.rows:
            yield tuple([date.fromordinal(c) if isinstance(c, int) else c for c in row])


class Refused(msgspec.Struct, frozen=True, tag=True):
    """The workbook gives nothing."""

    why: Refusal


class End(msgspec.Struct, frozen=True, tag=True):
    """All was said. Without it the process died."""


Frame = SheetHead | Rows | Refused | End

_ENCODER = msgspec.msgpack.Encoder()
_DECODER: msgspec.msgpack.Decoder[Frame] = msgspec.msgpack.Decoder(Frame)


def write_frame(stream: BinaryIO, frame: Frame) -> None:
    """Send a frame."""
    packed = _ENCODER.encode(frame)
    stream.write(len(packed).to_bytes(_LENGTH_BYTES, "big"))
    stream.write(packed)


def read_frame(stream: BinaryIO) -> Frame | None:
    """The next frame, or none when the sender is gone."""
    length = int.from_bytes(stream.read(_LENGTH_BYTES), "big")
    packed = stream.read(length)
    return _DECODER.decode(packed) if length and len(packed) == length else None
