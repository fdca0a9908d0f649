"""The step of the guided first start that asks where the list comes from."""

import platform

from textual import events, work
from textual.app import ComposeResult
from textual.widgets import Static

from wardtui.bootstrap import connector, open_desk
from wardtui.domain.errors import WardtuiError
from wardtui.i18n import ntr, tr
from wardtui.i18n.labels import label
from wardtui.services.pair import pair
from wardtui.services.ports import Tools
from wardtui.services.records import Pairing
from wardtui.services.sync import Progress, Synced, sync
from wardtui.settings import Places, read_settings
from wardtui.tui.background import aside
from wardtui.tui.screens.first_frame import ChoosingStep, Options, TypingStep
from wardtui.tui.widgets.typing_line import TypingLine

_PAIR, _IMPORT, _LATER = range(3)

_PATIENCE_SECONDS = 10.0
"""Somebody waits; and can try again."""

_DRAW_SECONDS = 0.2
_DEVICE_NAME_CHARACTERS = 120


class SourceStep(ChoosingStep):
    """Pair with a server, import a file, or later."""

    def heading(self) -> str:
        """What it is about."""
        return tr("The list of residents")

    def text(self) -> str:
        """That all of it can be done later."""
        pairing = self.guide.answers.pairing
        if pairing is not None:
            return _paired_text(pairing)
        return tr("Where does it come from? Each of these can be done later too.")

    def body(self) -> ComposeResult:
        """The three ways."""
        is_paired = self.guide.answers.pairing is not None
        texts = [
            tr("Read the list from the server") if is_paired else tr("Pair with the ward's server"),
            tr("Import a file as soon as this is done"),
            tr("Go on") if is_paired else tr("Later: begin with an empty list"),
        ]
        yield Options(texts, _LATER if is_paired else _PAIR)

    async def go_on(self) -> None:
        """Pair, or on with what was chosen."""
        if self.options.cursor == _PAIR:
            await self.guide.go_to_pairing()
            return
        self.guide.answers.import_next = self.options.cursor == _IMPORT
        await super().go_on()


class PairStep(TypingStep):
    """Address and pairing code, then the first exchange."""

    _busy = False
    _read = 0
    """Events read so far: noted by the exchange, drawn by the screen's own clock."""

    def heading(self) -> str:
        """What it is about."""
        return tr("Pair with the ward's server")

    def text(self) -> str:
        """Where the code comes from."""
        return tr("Whoever runs the server gives you its address and a code, which works once.")

    def body(self) -> ComposeResult:
        """The two lines."""
        yield Static(tr("Address of the server"), markup=False)
        yield TypingLine(placeholder="https://", id="first-address")
        yield Static(tr("Pairing code"), markup=False)
        yield TypingLine(id="first-pairing-code")

    def on_mount(self) -> None:
        """Ready to type, or to read what is still missing."""
        super().on_mount()
        self.set_interval(_DRAW_SECONDS, self._draw)
        if self.guide.answers.pairing is not None:
            self._lock_fields()
            self._exchange()

    async def take_key(self, event: events.Key) -> bool:
        """Nothing until the server has answered."""
        return self._busy or await super().take_key(event)

    async def go_on(self) -> None:
        """To the second line, to the server, and on when everything was read."""
        address, code = self.fields
        answers = self.guide.answers
        if answers.has_list:
            answers.import_next = False
            await super().go_on()
        elif answers.pairing is not None:
            self._exchange()
        elif not address.value.strip():
            self.tell(tr("The address of the server is missing. Esc: another way to a list."))
            self.set_focus(address)
        elif self.field is address and not code.value.strip():
            self.set_focus(code)
        elif not code.value.strip():
            self.tell(tr("The pairing code is missing. Esc: another way to a list."))
        else:
            self._lock_fields()
            self._exchange()

    async def go_back(self) -> None:
        """To the three ways; what was paired stays paired."""
        await self.guide.go_to_source()

    def _lock_fields(self) -> None:
        for field in self.fields:
            field.disabled = True

    def _draw(self) -> None:
        if self._busy and self._read:
            self.tell(ntr("{count} entry read…", "{count} entries read…", self._read))

    def _exchange(self) -> None:
        """Pair, unless that is done, and read what the server has."""
        # Noted before anything else happens: a code is good for once.
        self._busy = True
        self.tell(tr("Asking the server…"))
        self._wait()

    @work
    async def _wait(self) -> None:
        answers, places, tools = self.guide.answers, self.guide.places, self.guide.tools
        secret = answers.passphrase
        address, code = (field.value for field in self.fields)
        try:
            if answers.pairing is None:
                answers.pairing = await aside(
                    lambda: _pair(places, tools, secret, address, code), "pair"
                )
            done = await aside(lambda: _read_all(places, tools, secret, self._note), "sync")
        except WardtuiError as error:
            self.tell_error(error)
            self._let_try_again()
            return
        finally:
            self._busy = False
        answers.has_list = True
        read = ntr("{count} entry was read.", "{count} entries were read.", done.pulled)
        self.tell(f"{_paired_text(answers.pairing)}\n{read}")
        self.speak()

    def _let_try_again(self) -> None:
        if self.guide.answers.pairing is not None:
            return
        for field in self.fields:
            field.disabled = False
        self.set_focus(self.fields[1])

    def _note(self, so_far: Synced) -> None:
        self._read = so_far.pulled

    def go_text(self) -> str:
        """What Enter does now."""
        answers = self.guide.answers
        if answers.has_list:
            return tr("Enter goes on")
        return tr("Enter pairs") if answers.pairing is None else tr("Enter tries again")


def _paired_text(pairing: Pairing) -> str:
    return tr(
        "Paired as {name} ({role}), {wards}.",
        name=pairing.name,
        role=label(pairing.role),
        wards=", ".join(pairing.wards),
    )


def _pair(places: Places, tools: Tools, passphrase: str, address: str, code: str) -> Pairing:
    from wardtui.remote.central_api import HttpCentralApi, check_address

    url = check_address(address)
    with (
        open_desk(places.home, passphrase, tools, writing="pair") as desk,
        HttpCentralApi(url, wait=_PATIENCE_SECONDS, proxy=read_settings(places).proxy) as api,
    ):
        return pair(desk.vault, api, url, code, platform.node()[:_DEVICE_NAME_CHARACTERS])


def _read_all(places: Places, tools: Tools, passphrase: str, progress: Progress) -> Synced:
    with open_desk(places.home, passphrase, tools, writing="sync") as desk:
        reach = connector(_PATIENCE_SECONDS, read_settings(places).proxy)
        return sync(desk.vault, reach, tools, progress)
