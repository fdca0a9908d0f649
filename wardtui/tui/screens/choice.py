"""One of a few things to choose, each under a key of its own."""

from collections.abc import Awaitable, Callable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.i18n import tr

_KEYS = "123456789abcdefghij"
_TITLE_LINES = 1


class ChoiceScreen(ModalScreen[None]):
    """Asks for one of some things; any other key goes back."""

    def __init__(
        self, title: str, texts: Sequence[str], when_chosen: Callable[[int], Awaitable[None]]
    ) -> None:
        """Prepare the panel.

        :param when_chosen: takes the place of the text that was chosen
        """
        super().__init__()
        self._title = title
        self._texts = texts
        self._when_chosen = when_chosen

    def compose(self) -> ComposeResult:
        """The panel."""
        lines = [Content.styled(self._title, "bold")]
        lines += [
            Content.assemble((f" {key} ", "reverse"), f" {text}")
            for key, text in zip(_KEYS, self._texts, strict=False)
        ]
        lines.append(Content.styled(tr("Any other key goes back."), "dim"))
        with Vertical(id="choice-panel"):
            yield Static(Content("\n").join(lines))

    async def take_key(self, event: events.Key) -> bool:
        """Choose, or go back."""
        place = _KEYS.find(event.character or " ")
        await self._choose(place)
        return True

    async def on_click(self, event: events.Click) -> None:
        """Choose the line that was clicked."""
        if isinstance(event.widget, Static):
            await self._choose(event.screen_y - event.widget.region.y - _TITLE_LINES)

    async def _choose(self, place: int) -> None:
        self.app.pop_screen()
        if 0 <= place < len(self._texts):
            await self._when_chosen(place)
