"""The vault: TinyDB over an encrypted database, its keys and its lock. TinyDB lives only here."""

from wardtui.store.database import open_database

__all__ = ["open_database"]
