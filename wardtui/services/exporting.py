"""Write down that somebody took out what the vault protects."""

from datetime import UTC, datetime

from wardtui.services.ports import Vault
from wardtui.services.records import AccessRecord


def note_export(vault: Vault, command: str, residents: int) -> None:
    """Append to the access log, at the machine's own time: a clock set by hand does not count.

    :param residents: how many people the file is about
    """
    vault.note_access(
        AccessRecord(at=datetime.now(UTC), what="export", command=command, residents=residents)
    )
