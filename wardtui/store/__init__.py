"""The vault: TinyDB over an encrypted database, its keys and its lock. TinyDB lives only here."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wardtui.store.database import open_database

__all__ = ["open_database"]


def __getattr__(name: str) -> Any:
    # Loaded when it is asked for: the passphrase is asked for before a database is needed.
    if name == "open_database":
        from wardtui.store.database import open_database

        return open_database
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
