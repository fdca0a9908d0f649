"""What every application of ours has: themes, plain signs, room, keys in their order, an end."""

import os
import sys
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar

from textual import constants, events
from textual.app import App, ReturnType
from textual.binding import Binding
from textual.css.query import NoMatches
from textual.driver import Driver
from textual.filter import LineFilter

from wardtui.settings import Places, PlainSigns, read_settings
from wardtui.tui.ending import HANG_UP_EXIT, end_in_order
from wardtui.tui.screens.room import Room, asks_to_leave
from wardtui.tui.theming import (
    LoadedThemes,
    load_themes,
    theme_at_start,
    theme_folders,
    theme_to_show,
)

_STYLES = Path(__file__).parent / "styles"


_ALT = "alt+"


class Shell(App[ReturnType]):
    """An application of ours around its screens."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[Binding]] = []  # type: ignore[assignment]

    def __init__(self, places: Places, *styles: str) -> None:
        """Prepare it.

        :param styles: names of the style sheets that the first screen needs
        """
        super().__init__(css_path=[_STYLES / f"{name}.tcss" for name in styles])
        self.places = places
        self.animation_level = "none"
        self.when_forced: Callable[[], None] = lambda: None
        """What is left to clean up when the process has to end at once."""
        self._room = Room(self)
        self.settings = read_settings(places)
        start = theme_at_start(places, self.settings.theme, os.environ)
        if start is None:
            self.register_themes()
            known = self.loaded_themes.files
            self.theme = theme_to_show(self.settings.theme, known, os.environ)
        else:
            self.register_theme(start.for_textual())
            self.theme = start.name
        # Textual draws on standard error.
        encoding = sys.__stderr__.encoding if sys.__stderr__ is not None else "utf-8"
        self.signs = self.settings.ascii.here(os.environ, encoding)
        """How plain frames and letters have to be on this terminal."""

    @cached_property
    def loaded_themes(self) -> LoadedThemes:
        """Those to choose from, and the files that cannot be used."""
        return load_themes(theme_folders(self.places))

    @property
    def failed_themes(self) -> dict[str, str]:
        """Files of the user's own that cannot be used, and why."""
        own = theme_folders(self.places)[-1]
        return self.loaded_themes.failed if any(own.glob("*.toml")) else {}

    def register_themes(self) -> None:
        """Make every theme known, to choose from them."""
        for theme in self.loaded_themes.themes.values():
            self.register_theme(theme)

    def get_driver_class(self) -> type[Driver]:
        """Textual's own, but for how keys are read where it reads them from a terminal's bytes."""
        if os.name != "posix" or constants.DRIVER is not None:
            return super().get_driver_class()
        from wardtui.tui.unix_input import UnixInput

        return UnixInput

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's own, and those for terminals that cannot show every sign."""
        ansi = self.current_theme.ansi
        if self.signs is PlainSigns.OFF and not ansi:
            return super().get_line_filters()
        from wardtui.tui.plain_signs import plain_filters

        return [*super().get_line_filters(), *plain_filters(self.signs, ansi=ansi)]

    def on_mount(self) -> None:
        """Be ready for small windows, and for the end of the terminal."""
        if not self.is_headless:
            end_in_order(self.leave, self._force_end)
        self._room.watch()

    def on_resize(self, event: events.Resize) -> None:
        """Ask for room where there is too little."""
        self._room.resize(event.size)

    async def on_event(self, event: events.Event) -> None:
        """Give keys to our own screens one after the other, each to its end."""
        if isinstance(event, events.Key | events.Paste) and not self.screen_stack:
            return  # the application is ending, and nobody is there to take it
        if isinstance(event, events.Key) and _are_two(event):
            both = (
                events.Key("escape", None),
                events.Key(event.key.removeprefix(_ALT), event.character),
            )
            for key in both:
                key.time = event.time
                await self.on_event(key)
            return
        if self._room.keeps(event):
            if asks_to_leave(event):
                self.leave()
            return
        if isinstance(event, events.Key) and not event.is_forwarded:
            # Textual gives keys out while the first screen is still being made.
            screen: Any = self.screen
            await screen._mounted_event.wait()
            take_key = getattr(self.screen, "take_key", None)
            if take_key is not None and await take_key(event):
                return
        if isinstance(event, events.Paste):
            take_paste = getattr(self.screen, "take_paste", None)
            if take_paste is not None:
                take_paste(event.text)
                return
        is_pressed = isinstance(event, events.MouseDown) and not event.is_forwarded
        await super().on_event(event)
        if is_pressed and self.screen_stack:
            # From here, for what a widget gets says when it was handed on, not when it was made.
            take_press = getattr(self.screen, "take_press", None)
            if take_press is not None:
                take_press(event)

    def leave(self) -> None:
        """End in order."""
        self.exit()

    def _force_end(self) -> None:
        """End without the terminal, which does not answer. Everything saved is on the disk."""
        self.when_forced()
        os._exit(HANG_UP_EXIT)

    def _handle_exception(self, error: Exception) -> None:
        """Textual's last net; what is missed while everything is taken away misses nobody."""
        if self._exit and isinstance(error, NoMatches):
            return
        super()._handle_exception(error)


def _are_two(event: events.Key) -> bool:
    """Whether it is Esc and a sign that followed quickly: Windows gives both as one key.

    Alt with an arrow, or in a terminal that tells it from Esc, has no sign.
    """
    return event.key.startswith(_ALT) and event.character is not None and not event.is_forwarded
