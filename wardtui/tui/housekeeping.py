"""What is done once a day while somebody works, and what nobody waits for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from wardtui.services.forget import purge
from wardtui.services.ports import Priority
from wardtui.store.backup import is_due
from wardtui.store.keeping import back_up, tidy
from wardtui.store.os_calls import step_back
from wardtui.store.vault import OpenVault


def keep_house(
    home: Path,
    vault: OpenVault,
    retention: timedelta,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> int:
    """Once a day: forget whose time is over, then back up; how many residents were forgotten.

    Forgotten first, so that the newest backup no longer has them. Blocks: call it in a thread.

    :raises wardtui.domain.errors.WardtuiError: when the backup cannot be written
    """
    step_back()
    moment = now()
    if not is_due(home, moment):
        return 0
    forgotten = purge(vault, moment, retention).forgotten
    if forgotten:
        vault.write(lambda unit: unit.seal_worklist(), Priority.HOUSEKEEPING)
    back_up(home, vault, moment)
    tidy(home, moment, retention)
    return forgotten
