"""The demo: a real server, real vaults and invented people in a folder that is deleted after.

Where the server is not installed, there is one laptop that is paired with none.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from wardtui.bootstrap import Desk, connector, new_vault, open_desk
from wardtui.cli.central_options import has_central
from wardtui.cli.demo_sessions import play_sessions
from wardtui.cli.evenings import play_answers, play_evenings
from wardtui.cli.run import current
from wardtui.cli.showing import need_terminal, show_screen
from wardtui.domain.errors import NetworkFailed
from wardtui.domain.vocabulary import Role
from wardtui.i18n import tr
from wardtui.remote.central_api import HttpCentralApi
from wardtui.resources import resource_folder
from wardtui.sample.people import SHIPPED_SEED, WARD_CODE
from wardtui.services.pair import pair
from wardtui.services.ports import Tools
from wardtui.services.sync import sync
from wardtui.settings import Places, change_settings
from wardtui.sheets.reader import read_file

_PEOPLE = (("Nguyễn Văn Mẫu", Role.OFFICER), ("Trần Thị Mẫu", Role.LEADER))
_PASSPHRASE = "demo"  # noqa: S105  shown to whoever locks the demo
_PATIENCE_SECONDS = 10.0


class _Serving(msgspec.Struct):
    url: str


def run_demo(residents: int | None, role: Role) -> None:
    """Start everything, open the screen of a role, and leave nothing behind.

    :raises Refused: without a terminal
    """
    need_terminal()
    run = current()
    # A closed window must end the demo as tidily as a key does.
    for name in ("SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _leave)
    with tempfile.TemporaryDirectory(prefix="wardtui-demo-") as folder:
        play = _play if has_central() else _play_alone
        code = play(Path(folder), residents, role, run.tools)
    if code:
        raise SystemExit(code)


def _leave(number: int, _: object) -> None:
    raise SystemExit(128 + number)


def _play(folder: Path, residents: int | None, role: Role, tools: Tools) -> int:
    from wardtui.central.admin import add_officer, initialise

    run = current()
    database = f"sqlite:///{folder / 'central.db'}"
    run.say(tr("Starting a server with invented people…"))
    initialise(database)
    roster = _roster(folder, residents)
    homes = {one: folder / one.value for _, one in _PEOPLE}
    with _server(database) as (url, process):
        for name, one in _PEOPLE:
            officer = add_officer(database, name, one, [WARD_CODE])
            with (
                _new_desk(homes[one], tools) as desk,
                HttpCentralApi(url) as api,
            ):
                if one is Role.OFFICER:
                    play_evenings(desk.vault, read_file(roster), tools)
                    play_sessions(desk.vault, tools)
                pair(desk.vault, api, url, officer.pairing_code, "demo")
                _exchange(desk)
                if one is Role.LEADER:
                    play_answers(desk.vault, tools)
                    _exchange(desk)
        with open_desk(homes[Role.OFFICER], _PASSPHRASE, tools, writing="demo") as desk:
            _exchange(desk)
        home = homes.get(role, homes[Role.LEADER])

        def when_forced() -> None:
            process.kill()
            shutil.rmtree(folder, ignore_errors=True)

        return _show(home, when_forced)


def _play_alone(folder: Path, residents: int | None, role: Role, tools: Tools) -> int:
    current().say(tr("There is no server in this wardtui: one laptop with invented people…"))
    home = folder / role.value
    with _new_desk(home, tools) as desk:
        play_evenings(desk.vault, read_file(_roster(folder, residents)), tools)
        play_sessions(desk.vault, tools)
        if role is not Role.OFFICER:
            play_answers(desk.vault, tools)
    return _show(home, lambda: shutil.rmtree(folder, ignore_errors=True))


@contextlib.contextmanager
def _new_desk(home: Path, tools: Tools) -> Iterator[Desk]:
    """A new vault that does not lock, open."""
    new_vault(home, _PASSPHRASE)
    change_settings(Places(home, home), lock_after_minutes=0)
    with open_desk(home, _PASSPHRASE, tools, writing="demo") as desk:
        yield desk


def _show(home: Path, when_forced: Callable[[], None]) -> int:
    hint = tr("The demo's passphrase is: {passphrase}", passphrase=_PASSPHRASE)
    return show_screen(current(), Places(home, home), _PASSPHRASE, when_forced, hint)


def _exchange(desk: Desk) -> None:
    sync(desk.vault, connector(_PATIENCE_SECONDS), desk.tools, lambda _: None)


def _roster(folder: Path, residents: int | None) -> Path:
    if residents is None:
        return resource_folder("sample_data") / "ward_list.xlsx"
    from wardtui.sample.list_file import write_sample_list

    file = folder / "ward_list.xlsx"
    write_sample_list(file, residents, SHIPPED_SEED)
    return file


@contextlib.contextmanager
def _server(database: str) -> "Iterator[tuple[str, subprocess.Popen[bytes]]]":
    """A server in a process of its own on a free port; its address and its process."""
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
            url = msgspec.json.decode(line, type=_Serving).url
        except msgspec.MsgspecError as error:
            raise NetworkFailed("demo_server") from error
        yield url, process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_PATIENCE_SECONDS)
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()
