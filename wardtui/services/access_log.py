"""Write down who saw, or took out, what the vault protects."""

from datetime import UTC, datetime

from wardtui.domain.ids import ResidentId
from wardtui.services.ports import Vault
from wardtui.services.records import AccessRecord


def note_reveal(
    vault: Vault, command: str, residents: int, resident: ResidentId | None = None
) -> None:
    """Somebody saw what is masked by default."""
    _note(vault, "reveal", command, residents, resident)


def note_export(
    vault: Vault, command: str, residents: int, resident: ResidentId | None = None
) -> None:
    """Somebody took a file out.

    :param residents: how many people it is about
    :param resident: who, when it is about one
    """
    _note(vault, "export", command, residents, resident)


def _note(
    vault: Vault, what: str, command: str, residents: int, resident: ResidentId | None = None
) -> None:
    """Append to the access log, at the machine's own time: a clock set by hand does not count."""
    vault.note_access(
        AccessRecord(
            at=datetime.now(UTC),
            what=what,
            command=command,
            residents=residents,
            resident=resident,
        )
    )
