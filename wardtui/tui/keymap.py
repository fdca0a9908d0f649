"""Which key does what where: the registry of actions with the user's own keys laid over it."""

from collections.abc import Mapping, Sequence
from functools import cache

import msgspec
from rich.cells import cell_len
from textual import events
from textual.keys import Keys, _character_to_key

from wardtui.i18n import tr
from wardtui.tui.action import Action, Place, shown_key
from wardtui.tui.actions import ACTIONS
from wardtui.tui.composed import pressed_key


class KeyFault(msgspec.Struct, frozen=True):
    """Keys of the settings that cannot be used."""

    action: str
    key: str | None = None
    """The key that does something else already or is none; none when there is no such action."""
    other: str | None = None
    """What that key does."""


class Keymap:
    """The actions as this user has them."""

    def __init__(self, own: Mapping[str, Sequence[str]] | None = None) -> None:
        """Lay the user's keys over the registry.

        :param own: code of an action to its keys; what cannot be used is passed over and told in
            ``faults``
        """
        wanted = {code: [key_name(key) for key in keys] for code, keys in (own or {}).items()}
        known = {action.code for action in ACTIONS}
        self.faults = [KeyFault(code) for code in wanted if code not in known]
        """What of the user's keys cannot be used."""
        for code, keys in list(wanted.items()):
            wrong = next((key for key in keys if not _can_be(code, key)), None)
            if wrong is not None:
                del wanted[code]
                self.faults.append(KeyFault(code, wrong))
        self.actions = tuple(_with_keys(one, wanted.get(one.code)) for one in ACTIONS)
        while (fault := _clash(self.actions, wanted)) is not None:
            # One after the other goes back to the keys that it had, until no key means two things.
            self.faults.append(fault)
            del wanted[fault.action]
            self.actions = tuple(_with_keys(one, wanted.get(one.code)) for one in ACTIONS)
        self._by_key = {
            (place, key): action
            for action in reversed(self.actions)
            for place in action.places
            for key in action.keys
        }

    def action_for(self, event: events.Key, place: Place) -> Action | None:
        """The action of a key in a place.

        A letter that an input method composed counts as the key behind it, and a capital as its
        small letter where it has no meaning of its own: Caps Lock is no mistake.
        """
        keys = [event.key]
        if event.character is not None and event.is_printable:
            letter = pressed_key(event.character)
            keys += [letter, letter.lower()]
        return next((found for key in keys if (found := self._by_key.get((place, key)))), None)

    def find(self, code: str) -> Action | None:
        """The action that the settings call so."""
        return next((action for action in self.actions if action.code == code), None)

    def of_place(self, place: Place) -> list[Action]:
        """What works in a place, in the order in which it is shown."""
        return [action for action in self.actions if place in action.places]

    def bar(self, place: Place, width: int, lines: int = 1) -> list[list[tuple[str, Action]]]:
        """What the bar at the foot of a screen shows: lines of texts with their actions.

        :param width: cells of a line
        :param lines: how many there may be
        """
        return _bar(tuple(self.of_place(place)), tr("Help"), width, lines)


def key_name(key: str) -> str:
    """A key of the settings as Textual names it: ``/`` is ``slash``, ``F9`` is ``f9``."""
    if len(key) == 1:
        return _character_to_key(key)
    return key.lower()


_NAMES = frozenset(key.value for key in Keys) | {
    _character_to_key(chr(code)) for code in range(0x21, 0x7F)
}


def _can_be(code: str, key: str) -> bool:
    """Whether there is such a key, and an action may have it.

    The key that locks works wherever somebody types, so it is no letter.
    """
    last = key.rpartition("+")[2]
    if key not in _NAMES and (last == key or last not in _NAMES):
        return False
    return code != "lock" or len(shown_key(key)) > 1


def _with_keys(action: Action, keys: Sequence[str] | None) -> Action:
    return msgspec.structs.replace(action, keys=tuple(keys)) if keys else action


def _clash(actions: Sequence[Action], wanted: Mapping[str, Sequence[str]]) -> KeyFault | None:
    """A key of the user's own that means something else in the same place."""
    for one in actions:
        if one.code not in wanted:
            continue
        for other in actions:
            if other.code == one.code or not set(other.places) & set(one.places):
                continue
            taken = next((key for key in one.keys if key in other.keys), None)
            if taken is not None:
                return KeyFault(one.code, taken, other.code)
    return None


@cache
def _bar(
    actions: tuple[Action, ...], _language: str, width: int, lines: int
) -> list[list[tuple[str, Action]]]:
    entries = [
        (f" {one.shown}\N{NO-BREAK SPACE}{tr(one.short)} ", one) for one in actions if one.in_bar
    ]
    always = [(text, one) for text, one in entries if one.always]
    others = [(text, one) for text, one in entries if not one.always]
    kept = sum(cell_len(text) for text, _ in always)
    found: list[list[tuple[str, Action]]] = []
    if lines > 1 and kept + sum(cell_len(text) for text, _ in others) > width:
        first = _that_fit(others, width)
        found.append(first)
        others = others[len(first) :]
    last = _that_fit(others, width - kept, pass_over=True)
    return [*found, [*last, *always]]


def _that_fit(
    entries: Sequence[tuple[str, Action]], room: int, *, pass_over: bool = False
) -> list[tuple[str, Action]]:
    """The first entries that fit into some cells; with ``pass_over`` later, shorter ones too."""
    found = []
    for text, one in entries:
        if cell_len(text) <= room:
            found.append((text, one))
            room -= cell_len(text)
        elif not pass_over:
            break
    return found
