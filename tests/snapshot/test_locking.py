"""Locking the screen and coming back, and what goes on behind it while somebody works."""

import asyncio
import shutil
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from tests import screen_app
from tests.builders import MONDAY, CountingIds, SetClock
from tests.conftest import PASSPHRASE
from tests.contract.test_sync import PAIRING, Scripted
from tests.screen_app import taken, ward_app, work_done
from tests.snapshot import test_screens
from wardtui.domain.first_lines import FirstLines
from wardtui.services.ports import Tools
from wardtui.settings import Places, change_settings
from wardtui.store.backup import check_backup
from wardtui.store.key_slots import WrongSecret
from wardtui.store.unit import VaultUnit
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.store.writer_lock import holder_of
from wardtui.tui import idle
from wardtui.tui import session as tui_session
from wardtui.tui.app import WardApp
from wardtui.tui.screens.unlock import SecretLine, UnlockScreen

PATIENCE = 20.0
EVENING = MONDAY.replace(hour=19)


vault = test_screens.vault
"""The fixture with the sample ward."""


@pytest.fixture
def home(vault: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(vault, tmp_path / "home"))


@contextmanager
def writing(home: Path) -> Iterator[OpenVault]:
    """The vault as another process has it that writes."""
    with OpenVault(home, unlock(home, PASSPHRASE)) as opened:
        opened.start_writing("log", MONDAY)
        yield opened


class Desk:
    """The screen of an officer, and what is done at it."""

    def __init__(self, home: Path, pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, WardApp)
        self.app, self.pilot, self._home = pilot.app, pilot, home
        self.press = pilot.press

    @property
    def text(self) -> str:
        """The screen as text."""
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def message(self) -> str:
        return str(self.app.screen.query_one("#message", Static).render())

    @property
    def is_locked(self) -> bool:
        return isinstance(self.app.screen, UnlockScreen)

    @property
    def is_closed(self) -> bool:
        """Whether another process may write."""
        return holder_of(self._home) is None

    async def until(self, condition: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, self.text
            await self.pilot.pause(0.05)

    async def until_shown(self, *wanted: str) -> None:
        """Wait for words, wherever the lines of a panel break."""

        def shown() -> bool:
            text = " ".join(self.text.replace("│", " ").split())
            return all(one in text for one in wanted)

        await self.until(shown)

    async def lock(self) -> None:
        await self.press("ctrl+l")
        await self.until(lambda: self.is_locked)

    async def give(self, passphrase: str = PASSPHRASE) -> None:
        self.app.screen.query_one(SecretLine).value = passphrase
        await self.press("enter")

    async def come_back(self) -> None:
        """Unlock, and wait until the whole list is there."""
        await self.give()
        await self.until(lambda: not self.is_locked)
        await self.app.session.complete()
        await self.until_shown("Việc tiếp", "hồ sơ cần làm")
        await self.pilot.pause()


@asynccontextmanager
async def sitting(home: Path, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Desk]:
    """The screen, opened with the passphrase of the environment."""
    places, tools = Places(home, home), Tools(SetClock(EVENING), CountingIds(1 << 50))
    app = ward_app(places, tools)
    try:
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            yield Desk(home, pilot)
    finally:
        app.close_session()


class Gate:
    """Holds whoever comes until it is opened."""

    def __init__(self) -> None:
        self.reached, self.opened = threading.Event(), threading.Event()

    def __call__(self) -> None:
        self.reached.set()
        assert self.opened.wait(PATIENCE)

    def before(self, patch: pytest.MonkeyPatch, owner: object, name: str, thread: str) -> None:
        """Stand before a function, for calls from one kind of thread."""
        real = getattr(owner, name)

        def held(*arguments: object) -> object:
            if threading.current_thread().name == thread:
                self()
            return real(*arguments)

        patch.setattr(owner, name, held)


@pytest.fixture
def gate() -> Iterator[Gate]:
    made = Gate()
    yield made
    made.opened.set()


class Hours:
    """The clock of idle time, which a test moves."""

    minutes = 0.0

    async def pass_by(self, desk: Desk, minutes: float) -> bool:
        """Whether the screen is locked after so long."""
        self.minutes += minutes
        desk.app.call_later(desk.app.locking.when_idle)
        for _ in range(2):
            await desk.pilot.pause()
        return desk.is_locked


@pytest.fixture
def hours(monkeypatch: pytest.MonkeyPatch) -> Hours:
    made = Hours()
    monkeypatch.setattr(idle, "seconds", lambda: made.minutes * 60)
    return made


PLACES = [(), ("c",), ("enter",), ("question_mark",), ("slash",), ("u", "u", "u", "u")]
"""The list, the log panel, a case, the help, the search and a question."""


@pytest.mark.parametrize(
    ("keys", "how"),
    [*zip(PLACES, ["ctrl+l", "f9"] * 3, strict=True), *((place, "nobody") for place in PLACES)],
)
async def test_wherever_somebody_was_the_screen_is_cleared_and_the_vault_closed(
    home: Path, hours: Hours, keys: tuple[str, ...], how: str
) -> None:
    with writing(home) as opened:
        rows = list(opened.read(lambda unit: unit.worklist()).rows())
    names = {text for row in rows for text in (row.name, row.phone) if text}
    async with sitting(home, (120, 40)) as desk:
        assert not desk.is_closed
        await desk.press(*keys)
        waiting = desk.app.session.exchange.waiting
        shown = desk.text
        assert any(one in shown for one in names) or len(desk.app.screen_stack) == 2
        if how == "nobody":
            assert not await hours.pass_by(desk, 9.9)
            assert await hours.pass_by(desk, 0.2)
            await desk.until_shown("Đã khóa sau 10 phút không thao tác.")
        else:
            await desk.press(how)
            await desk.until(lambda: desk.is_locked)
        shown = desk.text
        assert [one for one in names if one in shown] == []
        assert len(desk.app.screen_stack) == 1
        await desk.until(lambda: desk.is_closed)
        with writing(home) as opened:
            assert opened.write(lambda unit: unit.events.count_waiting()) == waiting
        await desk.come_back()
        await desk.press("1")  # no panel waits for an outcome
        await desk.until_shown("812 hồ sơ cần làm", f"{waiting} chưa gửi")


async def test_whoever_is_there_is_not_locked_out(home: Path, hours: Hours) -> None:
    async with sitting(home) as desk:
        for _ in range(2):
            assert not await hours.pass_by(desk, 9)
            await desk.press("down")
            assert not await hours.pass_by(desk, 9)
            await desk.pilot.hover("#cases", offset=(3, 3))
        hours.minutes += 10
        await desk.press("c")
        assert desk.is_locked, "whoever wakes the laptop is asked first"


@pytest.mark.parametrize(("setting", "quiet"), [(0, 9e5), (45, 44.9)])
async def test_it_locks_after_as_long_as_was_set_and_with_0_never(
    home: Path, hours: Hours, setting: int, quiet: float
) -> None:
    change_settings(Places(home, home), lock_after_minutes=setting)
    async with sitting(home) as desk:
        assert not await hours.pass_by(desk, quiet)
        assert await hours.pass_by(desk, 0.2) == bool(setting)
        assert max(cell_len(line) for line in desk.text.splitlines()) <= 80
        if setting:
            await desk.until_shown("Đã khóa sau 45 phút không thao tác.")


async def test_a_key_pressed_while_the_vault_is_being_opened_leaves_no_vault_open(
    home: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(home) as desk:
        await desk.lock()
        gate.before(monkeypatch, screen_app, "open_for", "open")
        await desk.give()
        await desk.until(gate.reached.is_set)
        await desk.press("f2")
        gate.opened.set()
        await desk.until(lambda: not desk.is_locked)
        await desk.until(lambda: getattr(desk.app.screen, "is_ready", False))
        await taken(desk.app)


@pytest.mark.parametrize("thread", ["read", "worklist", "housekeeping"])
async def test_what_is_being_read_when_the_screen_locks_is_given_up(
    home: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch, thread: str
) -> None:
    async with sitting(home, (120, 40)) as desk:
        await desk.app.session.complete()
        await desk.lock()
        name = "copy_to" if thread == "housekeeping" else "read"
        gate.before(monkeypatch, OpenVault, name, thread)
        await desk.give()
        await desk.until(lambda: not desk.is_locked)
        desk.app.upkeep._keep_house()
        await desk.until(gate.reached.is_set)
        await desk.lock()
        await desk.until(lambda: desk.is_closed)
        gate.opened.set()
        await desk.come_back()
        assert desk.message == ""


async def lock_during_a_sync(desk: Desk, gate: Gate, patch: pytest.MonkeyPatch) -> None:
    """Ask for a sync, lock while the server does not answer, come back, and let it answer."""
    server = nullcontext(Scripted())
    patch.setattr(tui_session, "connector", lambda *_: lambda _: server)
    gate.before(patch, Scripted, "push", "sync")
    await desk.press("s")
    await desk.until(gate.reached.is_set)
    await desk.lock()
    await desk.until(lambda: desk.is_closed)
    await desk.come_back()
    gate.opened.set()
    await desk.until(lambda: not desk.app.exchanging._running)


@pytest.fixture
def paired(home: Path) -> Path:
    with writing(home) as opened:
        opened.write(lambda unit: setattr(unit.state, "pairing", PAIRING))
    return home


async def test_a_running_sync_does_not_keep_the_screen_from_locking(
    paired: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(paired) as desk:
        await lock_during_a_sync(desk, gate, monkeypatch)
        await desk.press("s")
        await desk.until_shown("đã đồng bộ")


async def test_nobody_is_told_of_a_sync_that_the_lock_has_ended(
    paired: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(paired) as desk:
        await lock_during_a_sync(desk, gate, monkeypatch)
        assert desk.message == ""


async def test_first_lines_come_before_the_list_and_keys_pressed_at_once_are_not_lost(
    home: Path, gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate.before(monkeypatch, VaultUnit, "worklist", "worklist")
    async with sitting(home) as desk:
        await desk.until_shown("812 hồ sơ cần làm", "Việc tiếp")
        assert isinstance(desk.app.session.worklist, FirstLines)
        for key in "c1":
            desk.app.post_message(events.Key(key, key))
        await desk.until(gate.reached.is_set)
        gate.opened.set()
        await desk.until_shown("Đã lưu", "816 chưa gửi")
    with OpenVault(home, unlock(home, PASSPHRASE)) as opened:
        assert opened.read(lambda unit: unit.events.count()) == 816


async def test_the_backup_of_the_day_is_made_while_somebody_works(home: Path) -> None:
    async with sitting(home) as desk:
        for key in ("1", "2"):
            desk.app.upkeep._keep_house()
            await desk.press("c", key)
            await desk.until_shown("Đã lưu")
            await work_done(desk.app)
        (made,) = (home / "backups").iterdir()
        assert check_backup(made).vault


async def test_a_backup_that_fails_is_told_and_the_work_goes_on(home: Path) -> None:
    (home / "backups").write_text("in the way")
    async with sitting(home) as desk:
        desk.app.upkeep._keep_house()
        await desk.until_shown("Hôm nay chưa sao lưu được")
        assert not (home / "fault.log").exists(), "no fault of the program"
        await desk.press("c", "1")
        await desk.until_shown("Đã lưu", "816 chưa gửi")


async def test_a_key_that_comes_while_the_application_ends_is_nobodys(home: Path) -> None:
    async with sitting(home) as desk:
        app = desk.app
    assert not app.screen_stack
    await app.on_event(events.Key("f2", None))


async def test_while_the_answer_to_wrong_tries_is_put_off_it_is_said_why(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = asyncio.Event()

    async def no(_passphrase: str) -> None:
        await answer.wait()
        raise WrongSecret

    monkeypatch.setattr("wardtui.tui.screens.unlock._PATIENCE_SECONDS", 0.01)
    async with sitting(home) as desk:
        await desk.lock()
        monkeypatch.setattr(desk.app, "open_with", no)
        await desk.give("sai")
        await desk.until_shown("Vẫn đang mở", "nhập sai")
        answer.set()
        await desk.until_shown("không mở được kho này")
