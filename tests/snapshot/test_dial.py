"""A number as a picture: how it looks, and what each key does.

After a change that is meant: ``pytest tests/snapshot --snapshot-update``, then read the diff.
"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion
from textual.pilot import Pilot

from tests.builders import AN, MONDAY, CountingIds, SetClock
from wardtui.domain.resident import Guardian, Phone, Resident
from wardtui.domain.vocabulary import Channel, Need
from wardtui.i18n import Language, use_language
from wardtui.services.ports import Tools
from wardtui.settings import Places
from wardtui.tui.app import WardApp
from wardtui.tui.screens.dial import DialScreen, KeyLine, dial_target
from wardtui.tui.widgets.qr import QrCode
from wardtui.wording.invitation import Appointment, Invitation, full_text

SIZES = [(80, 24), (120, 40), (200, 60)]
EVENING = MONDAY.replace(hour=19, minute=30)
CARD = Invitation(need=Need.ID_CARD, officer="Lê An", phone="+84570000999")
MEETING = Invitation(
    need=Need.VNEID_ACCOUNT,
    appointment=Appointment(EVENING, "Nhà văn hoá tổ dân phố số 12"),
    phone="+84570000999",
)
BINH = Resident(
    name="Nguyễn Thị Bình",
    phones=(Phone("+84570000123", "bà nội"), Phone("+84570000456")),
    guardian=Guardian("Nguyễn Văn An", "+84570000789"),
    needs=(Need.CHILD_CARD,),
)
CHILD_CARD = Invitation(need=Need.CHILD_CARD)
NOBODY = msgspec.structs.replace(AN, phones=())
LOOKS: dict[str, tuple[Resident, Invitation, tuple[str, ...]]] = {
    "call": (AN, CARD, ()),
    "message": (AN, CARD, ("tab",)),
    "several_numbers": (BINH, CHILD_CARD, ("2",)),
    "appointment": (AN, MEETING, ("m",)),
}


class Dialling:
    """The application with a number on top of it."""

    def __init__(self, app: WardApp, pilot: "Pilot[None]", logged: list[Channel]) -> None:
        self.app = app
        self.pilot = pilot
        self.logged = logged

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
        await self.pilot.pause()

    async def click(self, key: str) -> None:
        line = next(line for line in self.app.screen.query(KeyLine) if line.key == key)
        await self.pilot.click(line)
        await self.pilot.pause()

    @property
    def is_open(self) -> bool:
        return isinstance(self.app.screen, DialScreen)

    @property
    def code(self) -> str:
        """The code as it is drawn."""
        area = self.app.screen.query_one(QrCode).region
        lines = self.text.splitlines()[area.y : area.bottom]
        return "\n".join(line.ljust(area.right)[area.x : area.right] for line in lines)

    @property
    def text(self) -> str:
        strips = self.app.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)

    @property
    def words(self) -> str:
        """What stands beside the code, without regard to where lines break."""
        left = self.app.screen.query_one("#dial-side").region.x
        return " ".join(" ".join(line[left:] for line in self.text.splitlines()).split())


Step = Callable[[Dialling], Awaitable[None]]
Dial = Callable[..., Awaitable[None]]


@pytest.fixture
def dial(tmp_path: Path) -> Dial:
    """Runs a step on the screen of somebody's numbers."""

    async def run(
        step: Step,
        resident: Resident = AN,
        invitation: Invitation | None = CARD,
        size: tuple[int, int] = (80, 24),
        language: Language = Language.ENGLISH,
        ascii_only: bool = False,
    ) -> None:
        use_language(language)
        app = WardApp(Places(tmp_path, tmp_path), Tools(SetClock(EVENING), CountingIds()), None)
        logged: list[Channel] = []

        async def log(channel: Channel) -> None:
            assert not isinstance(app.screen, DialScreen)
            logged.append(channel)

        async with app.run_test(size=size) as pilot:
            screen = DialScreen(dial_target(resident, invitation), log, ascii_only=ascii_only)
            await app.push_screen(screen)
            await pilot.pause()
            await step(Dialling(app, pilot, logged))

    return run


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", LOOKS)
async def test_screen(
    name: str, size: tuple[int, int], language: Language, dial: Dial, snapshot: SnapshotAssertion
) -> None:
    resident, invitation, keys = LOOKS[name]

    async def look(screen: Dialling) -> None:
        await screen.press(*keys)
        assert screen.text == snapshot

    await dial(look, resident, invitation, size, language)


async def test_without_half_blocks_a_module_is_two_characters(
    dial: Dial, snapshot: SnapshotAssertion
) -> None:
    async def look(screen: Dialling) -> None:
        assert screen.text == snapshot

    await dial(look, ascii_only=True)


async def test_a_window_that_is_too_small_for_a_code_says_so(
    dial: Dial, snapshot: SnapshotAssertion
) -> None:
    async def look(screen: Dialling) -> None:
        assert "▀" in screen.text
        await screen.press("tab")
        assert screen.text == snapshot

    await dial(look, size=(60, 16))


async def test_a_code_grows_into_a_window_that_becomes_larger(dial: Dial) -> None:
    async def grow(screen: Dialling) -> None:
        await screen.press("tab")
        assert "▀" not in screen.code
        await screen.pilot.resize_terminal(80, 24)
        await screen.pilot.pause()
        assert screen.code.count("▀") > 100

    await dial(grow, size=(60, 16))


async def test_tab_and_m_switch_between_calling_and_writing(dial: Dial) -> None:
    async def switch(screen: Dialling) -> None:
        call = screen.code
        await screen.press("tab")
        message = screen.code
        assert message != call
        assert "Kinh moi ong/ba lam can cuoc." in screen.words
        await screen.press("m")
        assert screen.code == call
        await screen.press("m")
        assert screen.code == message
        await screen.click("tab")
        assert screen.code == call

    await dial(switch)


async def test_a_digit_or_a_click_chooses_whom_to_call(dial: Dial) -> None:
    async def choose(screen: Dialling) -> None:
        guardian = screen.code
        assert "1 › 0570 000 789 · guardian Nguyễn Văn An" in screen.words
        await screen.press("2")
        grandmother = screen.code
        assert grandmother != guardian
        assert "2 › 0570 000 123 · bà nội" in screen.words
        await screen.press("4", "0")
        assert screen.code == grandmother
        await screen.click("1")
        assert screen.code == guardian
        await screen.press("3", "y")
        assert screen.app.clipboard == "0570000456"

    await dial(choose, BINH, CHILD_CARD)


@pytest.mark.parametrize(
    ("keys", "channel"),
    [(("c",), Channel.CALL), (("tab", "c"), Channel.MESSAGE), (("m", "m", "c"), Channel.CALL)],
)
async def test_c_closes_and_logs_what_was_done(
    keys: tuple[str, ...], channel: Channel, dial: Dial
) -> None:
    async def log(screen: Dialling) -> None:
        await screen.press(*keys)
        assert not screen.is_open
        assert screen.logged == [channel]

    await dial(log)


async def test_a_click_on_a_key_does_the_same(dial: Dial) -> None:
    async def log(screen: Dialling) -> None:
        await screen.click("c")
        assert screen.logged == [Channel.CALL]

    await dial(log)


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_going_back_logs_nothing(key: str, dial: Dial) -> None:
    async def leave(screen: Dialling) -> None:
        await screen.press(key)
        assert not screen.is_open
        assert screen.logged == []

    await dial(leave)


async def test_y_copies_the_number_or_the_whole_text_and_says_what_may_go_wrong(
    dial: Dial,
) -> None:
    async def copy(screen: Dialling) -> None:
        await screen.press("y")
        assert screen.app.clipboard == "0570000123"
        assert "If nothing arrives, your terminal does not allow it." in screen.words
        await screen.press("tab")
        assert "If nothing arrives" not in screen.words
        await screen.press("y")
        assert screen.app.clipboard == full_text(CARD)

    await dial(copy)


async def test_without_an_invitation_there_is_only_calling(dial: Dial) -> None:
    async def look(screen: Dialling) -> None:
        call = screen.code
        assert "Message" not in screen.words
        await screen.press("tab", "m")
        assert screen.code == call

    await dial(look, invitation=None)


async def test_without_a_number_nothing_can_be_done_but_going_back(dial: Dial) -> None:
    async def look(screen: Dialling) -> None:
        assert "No telephone number is known." in screen.words
        await screen.press("c", "y", "tab", "1")
        assert screen.is_open
        assert screen.logged == []
        assert screen.app.clipboard == ""
        await screen.press("escape")
        assert not screen.is_open

    await dial(look, NOBODY)


def test_a_number_on_the_list_twice_is_shown_once_as_the_guardians() -> None:
    use_language(Language.ENGLISH)
    shared = msgspec.structs.replace(BINH, guardian=Guardian("Nguyễn Văn An", "+84570000456"))
    numbers = dial_target(shared, CARD).numbers
    assert [(one.number, one.answers) for one in numbers] == [
        ("+84570000123", "bà nội"),
        ("+84570000456", "guardian Nguyễn Văn An"),
    ]


def test_many_numbers_have_nine_keys() -> None:
    phones = tuple(Phone(f"+845700001{place:02}") for place in range(12))
    assert len(dial_target(msgspec.structs.replace(AN, phones=phones), CARD).numbers) == 9
