"""How far the server has numbered, and in which life of its database."""

import msgspec
from sqlalchemy import Connection, select

from wardtui.central.tables import server


class Standing(msgspec.Struct, frozen=True):
    """What every answer about the stream is measured by."""

    epoch: str
    """Another one after the database was restored from a backup."""
    head: int
    """The newest number."""


def standing(connection: Connection) -> Standing:
    """What the database says now."""
    row = connection.execute(select(server.c.epoch, server.c.head)).one()
    return Standing(row.epoch, row.head)
