"""The themes to choose from: the one under the cursor is shown at once."""

import asyncio
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from wardtui.domain.errors import CannotWrite, WardtuiError
from wardtui.i18n import tr
from wardtui.settings import Places, change_settings
from wardtui.tui.background import aside
from wardtui.tui.theming import LoadedThemes, load_themes, theme_folders
from wardtui.tui.widgets.table_list import Line, TableList
from wardtui.wording.errors import explain

_KEPT = "✓"
_NAME_WIDTH = 18


class ThemeChoiceScreen(ModalScreen[None]):
    """Shows each theme under the cursor; one is kept, or all stays as it was."""

    CSS_PATH: ClassVar[str] = "../styles/theme_choice.tcss"

    def __init__(self, places: Places) -> None:
        super().__init__()
        self._places = places
        self._names: list[str] = []
        self._before = ""
        self._are_read = asyncio.Event()

    def compose(self) -> ComposeResult:
        """The panel."""
        with Vertical(id="theme-panel"):
            yield Static(tr("Which theme?"), id="theme-title", markup=False)
            yield TableList(id="theme-list", widths=_widths)
            yield Static("", id="theme-message", markup=False)
            yield Static(
                tr("↑ ↓ show it at once · Enter keeps it · Esc goes back"),
                id="theme-foot",
                markup=False,
            )

    async def on_mount(self) -> None:
        """Read the files: they may have changed since the start."""
        self._before = self.app.theme
        folders = theme_folders(self._places)
        loaded = await aside(lambda: load_themes(folders), "themes")
        for theme in loaded.themes.values():
            self.app.register_theme(theme)
        self._names = list(loaded.files)
        lines = [
            Line((f"{_KEPT if name == self._before else ' '} {name}", file.about))
            for name, file in loaded.files.items()
        ]
        here = self._names.index(self._before) if self._before in self._names else 0
        self._list.show(lines, here)
        self._say(failed_text(loaded))
        self._are_read.set()

    @property
    def _list(self) -> TableList:
        return self.query_one("#theme-list", TableList)

    def _say(self, text: str) -> None:
        message = self.query_one("#theme-message", Static)
        message.set_class(bool(text), "wrong")
        message.display = bool(text)
        message.update(text)

    async def take_key(self, event: events.Key) -> bool:
        """Go on to another theme, keep this one, or go back."""
        await self._are_read.wait()
        match event.key:
            case "up" | "k":
                self._list.move(-1)
            case "down" | "j":
                self._list.move(1)
            case "home" | "end":
                self._list.go_to_edge(last=event.key == "end")
            case "pageup" | "pagedown":
                self._list.page(1 if event.key == "pagedown" else -1)
            case "enter":
                await self._keep()
                return True
            case "escape":
                self.app.theme = self._before
                self.app.pop_screen()
                return True
            case _:
                return False
        self._preview()
        return True

    def _preview(self) -> None:
        self.app.theme = self._names[self._list.cursor]

    def on_table_list_highlighted(self) -> None:
        """A line was clicked; after the end nothing is tried on any more."""
        if self.is_current and self._are_read.is_set():
            self._preview()

    async def on_table_list_opened(self) -> None:
        """A line was clicked twice."""
        await self._keep()

    async def _keep(self) -> None:
        name = self._names[self._list.cursor]
        self.app.theme = name
        try:
            await aside(lambda: change_settings(self._places, theme=name), "settings")
        except WardtuiError as error:
            told = explain(error)
        except OSError as error:
            told = explain(CannotWrite(file=str(error.filename or self._places.config)))
        else:
            if self.is_attached and self.app.screen is self:
                self.app.pop_screen()
            return
        self._say(f"{told.message} {told.remedy}")


def failed_text(loaded: LoadedThemes) -> str:
    """The theme files that cannot be used and why, a line each."""
    return "\n".join(f"{file}: {reason}" for file, reason in loaded.failed.items())


def _widths(width: int) -> tuple[int, int]:
    return (_NAME_WIDTH, max(0, width - _NAME_WIDTH - 3))
