"""The demo: a real server, real vaults and invented people in a folder that is deleted after."""

import contextlib
import os
import secrets
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import msgspec

from wardtui.bootstrap import connector, new_vault, open_desk
from wardtui.cli.commands.central import need_central
from wardtui.cli.commands.sample import SHIPPED_SEED
from wardtui.cli.commands.screen import need_terminal, show_screen
from wardtui.cli.run import current
from wardtui.domain.errors import NetworkFailed
from wardtui.domain.ids import WardCode
from wardtui.domain.moments import local_day
from wardtui.domain.vocabulary import Role
from wardtui.i18n import tr
from wardtui.remote.central_api import HttpCentralApi
from wardtui.resources import resource_folder
from wardtui.sample.people import WARD_CODE
from wardtui.services.import_roster import import_roster, plan_roster
from wardtui.services.pair import pair
from wardtui.services.ports import Tools
from wardtui.services.sync import sync
from wardtui.settings import Places
from wardtui.sheets.reader import read_file

_PEOPLE = (("Nguyễn Văn Mẫu", Role.OFFICER), ("Trần Thị Mẫu", Role.LEADER))
_PATIENCE_SECONDS = 10.0


class _Serving(msgspec.Struct):
    url: str


def run_demo(residents: int | None, role: Role) -> None:
    """Start everything, open the screen of a role, and leave nothing behind.

    :raises Refused: without a terminal
    """
    need_terminal()
    need_central()
    run = current()
    # A closed window must end the demo as tidily as a key does.
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _leave)
    with tempfile.TemporaryDirectory(prefix="wardtui-demo-") as folder:
        code = _play(Path(folder), residents, role, run.tools)
    if code:
        raise SystemExit(code)


def _leave(number: int, _: object) -> None:
    raise SystemExit(128 + number)


def _play(folder: Path, residents: int | None, role: Role, tools: Tools) -> int:
    from wardtui.central.admin import add_officer, initialise

    run = current()
    passphrase = secrets.token_urlsafe(16)
    database = f"sqlite:///{folder / 'central.db'}"
    run.say(tr("Starting a server with invented people…"))
    initialise(database)
    roster = _roster(folder, residents)
    homes = {one: folder / one.value for _, one in _PEOPLE}
    with _server(database) as url:
        for name, one in _PEOPLE:
            officer = add_officer(database, name, one, [WARD_CODE])
            new_vault(homes[one], passphrase)
            with (
                open_desk(homes[one], passphrase, tools, writing="demo") as desk,
                HttpCentralApi(url) as api,
            ):
                if one is Role.OFFICER:
                    sheets = read_file(roster)
                    today = local_day(tools.clock.now())
                    desk.vault.write(
                        lambda unit, sheets=sheets, today=today: import_roster(  # type: ignore[misc]
                            unit, plan_roster(unit, sheets, today), WardCode(WARD_CODE), tools
                        )
                    )
                pair(desk.vault, api, url, officer.pairing_code, "demo")
                sync(desk.vault, connector(_PATIENCE_SECONDS), tools, lambda _: None)
        home = homes.get(role, homes[Role.LEADER])
        return show_screen(run, Places(home, home), passphrase)


def _roster(folder: Path, residents: int | None) -> Path:
    if residents is None:
        return resource_folder("sample_data") / "ward_list.xlsx"
    from wardtui.sample.list_file import write_sample_list

    file = folder / "ward_list.xlsx"
    write_sample_list(file, residents, SHIPPED_SEED)
    return file


@contextlib.contextmanager
def _server(database: str) -> Iterator[str]:
    """A server of its own process on a free port; its address."""
    command = [sys.executable, "-m", "wardtui", "central", "serve"]
    process = subprocess.Popen(  # noqa: S603  our own program
        [*command, "--database", database, "--port", "0", "--json"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONUTF8": "1"},
        # Ctrl+C belongs to the screen; the server is told to end when the screen has closed.
        start_new_session=True,
    )
    try:
        line = process.stdout.readline() if process.stdout else b""
        try:
            yield msgspec.json.decode(line, type=_Serving).url
        except msgspec.MsgspecError as error:
            raise NetworkFailed("demo_server") from error
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE_SECONDS)
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
