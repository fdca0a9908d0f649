"""A line to type into."""

from functools import cache
from typing import Any

from textual import events
from textual.binding import BindingsMap
from textual.widgets import Input


class Field(Input):
    """Types what the application gives it, key by key, each to its end.

    Textual's own line inserts a letter at once but looks for what any other key does only when the
    key has gone up through every container. Where the machine is slow, a letter that was typed
    after a backspace then stands before it.

    The cursor stands behind what is there, and nothing is marked: one backspace takes one letter.
    """

    def __init__(self, value: str = "", **how: Any) -> None:
        """Prepare the line.

        :param how: as Textual's line takes it
        """
        super().__init__(value, select_on_focus=False, **how)

    async def take_key(self, event: events.Key) -> bool:
        """Insert a letter or carry out an editing key; false when the key is neither."""
        if event.is_printable and event.character:
            self._put(event.character)
            return True
        action = _editing_keys().get(event.key)
        return action is not None and await self.app.run_action(action, self)

    def edits(self, key: str) -> bool:
        """Whether the key changes the line or moves in it."""
        return key in _editing_keys()

    def take_paste(self, text: str) -> None:
        """Insert what was pasted as one line; of a secret only the first."""
        lines = text.splitlines()
        self._put(" ".join(lines[:1] if self.password else lines))

    def _put(self, text: str) -> None:
        self.replace(text, *self.selection)


@cache
def _editing_keys() -> dict[str, str]:
    """The actions of a line by their keys: those of Textual, and of two those of a shell."""
    textual = {key: one.action for key, one in BindingsMap(Input.BINDINGS)}
    del textual["enter"]  # belongs to the page
    return textual | dict.fromkeys(("alt+backspace", "ctrl+backspace"), "delete_left_word")
