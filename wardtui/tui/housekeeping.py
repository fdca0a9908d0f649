"""What is done once a day while somebody works, and what nobody waits for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wardtui.services.forget import purge
from wardtui.store.backup import is_due
from wardtui.store.keeping import back_up, tidy
from wardtui.store.os_calls import step_back
from wardtui.store.vault import OpenVault

_QUICKLY_COMPACTED_BYTES = 64 * 2**20
"""A file that is rewritten while somebody may want to save: within a second."""


def keep_house(
    home: Path,
    vault: OpenVault,
    retention: timedelta,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> int:
    """Forget whose time is over, and back up once a day; how many residents were forgotten.

    Forgotten first, so that the newest backup no longer has them. Blocks: call it in a thread.

    :raises wardtui.domain.errors.WardtuiError: when the backup cannot be written
    """
    step_back()
    moment = now()
    try:
        return purge(vault, moment, retention, _QUICKLY_COMPACTED_BYTES).forgotten
    finally:
        if is_due(home, moment):
            back_up(home, vault, moment)
            tidy(home, moment, retention)
