"""The server's own keys, with which it opens bundles and signs its answers."""

from sqlalchemy import Connection, insert, select

from wardtui.central.tables import server_key
from wardtui.sealed import Keys


def kept_keys(connection: Connection) -> Keys | None:
    """The keys, if anybody has needed them yet."""
    kept = connection.scalar(select(server_key.c.private_key))
    return None if kept is None else Keys(bytes(kept))


def server_keys(connection: Connection) -> Keys:
    """The keys, made when they are needed first: the connection has to be one that writes."""
    kept = kept_keys(connection)
    if kept is not None:
        return kept
    keys = Keys.new()
    connection.execute(insert(server_key).values(id=1, private_key=keys.private))
    return keys
