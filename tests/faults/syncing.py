"""An officer who logs calls and syncs, until the laptop dies: ``python -m … HOME CALLS``.

The id of every call that was called saved is written to standard output, so that whoever ends this
process knows what must not be lost.
"""

import random
import sys
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from tests.conftest import PASSPHRASE
from wardtui.bootstrap import connector, make_tools
from wardtui.domain.errors import NetworkFailed
from wardtui.domain.events import ContactLogged
from wardtui.domain.vocabulary import Channel, Outcome
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.sync import sync
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

WAIT = 2.0
"""Seconds after which an exchange in which nothing goes forward is given up."""


def main() -> None:
    """Work until so many calls are logged, or something ends this process."""
    home, calls = Path(sys.argv[1]), int(sys.argv[2])
    chance = random.Random()
    tools = make_tools()
    with OpenVault(home, unlock(home, PASSPHRASE)) as vault:
        vault.start_writing("test", datetime.now(UTC))
        residents = [case.id for case in vault.read(lambda unit: list(unit.cases.all()))]
        for _ in range(calls):
            contact = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)
            command = LogContact(resident=chance.choice(residents), contact=contact)
            saved = vault.write(partial(log_contact, command=command, tools=tools))
            print(saved.event, flush=True)
            if chance.random() < 0.4:
                with suppress(NetworkFailed):
                    sync(vault, connector(WAIT), tools, lambda _: None)


if __name__ == "__main__":
    main()
