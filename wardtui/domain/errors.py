"""Errors that a user can meet. Each names what it is about; front ends put it into words.

The code is a contract (JSON output, server answers), the facts fill the sentence. No fact ever
holds personal data: errors end up in logs.
"""

from typing import ClassVar


class WardtuiError(Exception):
    """Something could not be done, and the user can do something about it."""

    EXIT: ClassVar[int] = 1
    """Exit code of a command that ends with this error (design: 0 to 5)."""
    CODE: ClassVar[str] = "refused"

    def __init__(self, code: str | None = None, **facts: object) -> None:
        self.code = code or self.CODE
        self.facts = facts
        super().__init__(self.code, facts)

    def __str__(self) -> str:
        inside = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code}({inside})"


class Refused(WardtuiError):
    """A rule of the work says no."""


class BadInput(WardtuiError):
    """What the user gave names nothing, or cannot be read."""

    EXIT = 2
    CODE = "bad_input"


class CannotWrite(BadInput):
    """A file that the user asked for cannot be written there."""

    CODE = "cannot_write"


class DiskFull(Refused):
    """There is no room on the disk; nothing was written."""

    CODE = "disk_full"


class VaultLocked(WardtuiError):
    """The vault is not open: wrong passphrase, no passphrase, or another process holds it."""

    EXIT = 3
    CODE = "vault_locked"


class NetworkFailed(WardtuiError):
    """The central server cannot be reached, or says no."""

    EXIT = 4
    CODE = "network"


class Damaged(WardtuiError):
    """Data on disk is not what it should be."""

    EXIT = 5
    CODE = "damaged"
