"""The step of the guided first start that chooses the colours."""

from textual.app import ComposeResult

from wardtui.domain.errors import CannotWrite
from wardtui.i18n import tr
from wardtui.settings import change_settings
from wardtui.tui.background import aside
from wardtui.tui.screens.first_frame import ChoosingStep, Options


class ThemeStep(ChoosingStep):
    """The theme, seen at once."""

    def heading(self) -> str:
        """What it is about."""
        return tr("Colours")

    def text(self) -> str:
        """That it is no decision for life."""
        return tr("↑ ↓ shows each at once. It can be changed later.")

    def go_text(self) -> str:
        """It is the last step."""
        return tr("Enter keeps it and opens the list")

    def body(self) -> ComposeResult:
        """The themes, and whom each is for."""
        self.guide.register_themes()
        files = self.guide.loaded_themes.files
        self._names = sorted(files, key=lambda name: (name != self.guide.theme, name))
        yield Options([f"{name} · {files[name].about}" for name in self._names])

    async def pick(self, place: int) -> None:
        """Look at it; Enter keeps it."""
        self.options.move(place - self.options.cursor)
        self.looked_at()

    def looked_at(self) -> None:
        """Put it on."""
        self.guide.theme = self._names[self.options.cursor]

    async def go_on(self) -> None:
        """Keep it for the next start, unless it is the one that would be shown anyway."""
        places, name = self.guide.places, self.guide.theme
        try:
            if name != self.guide.theme_before:
                await aside(lambda: change_settings(places, theme=name), "settings")
        except OSError as error:
            self.tell_error(CannotWrite(file=str(error.filename or places.config)))
        else:
            await super().go_on()
