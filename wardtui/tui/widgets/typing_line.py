"""A line to type into."""

from functools import cache
from typing import Any

from textual import events
from textual.binding import BindingsMap
from textual.widgets import Input


class TypingLine(Input):
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
            self.put(event.character)
            return True
        action = _editing_keys().get(event.key)
        return action is not None and await self.app.run_action(action, self)

    def put(self, text: str) -> None:
        """Insert a text where the cursor is, or for what is marked."""
        if text:
            self.replace(text, *self.selection)

    def take_paste(self, text: str) -> None:
        """Insert the first line of what was pasted: a path, an address, a secret."""
        self.put(next(iter(text.splitlines()), ""))

    def action_empty(self) -> None:
        """Take everything away, as this key does wherever something is typed."""
        self.value = ""


@cache
def _editing_keys() -> dict[str, str]:
    """The actions of a line by their keys: Textual's, and some as terminals have them."""
    textual = {key: one.action for key, one in BindingsMap(Input.BINDINGS)}
    del textual["enter"]  # belongs to the page
    word_left = dict.fromkeys(("alt+backspace", "ctrl+backspace"), "delete_left_word")
    return textual | word_left | {"ctrl+u": "empty"}
