"""Write down that somebody saw what is masked by default."""

from datetime import UTC, datetime

from wardtui.domain.ids import ResidentId
from wardtui.services.ports import Vault
from wardtui.services.records import AccessRecord


def note_reveal(
    vault: Vault, command: str, residents: int, resident: ResidentId | None = None
) -> None:
    """Append to the access log, at the machine's own time: a clock set by hand does not count."""
    vault.note_access(
        AccessRecord(
            at=datetime.now(UTC),
            what="reveal",
            command=command,
            residents=residents,
            resident=resident,
        )
    )
