"""What is typed in a terminal of Linux or macOS, key by key."""

import os
import re
import selectors
from codecs import getincrementaldecoder

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver

_ESCAPE = "\x1b"
_ESCAPE_SECONDS = 0.025
"""So long a lone Esc may begin a sequence: terminals send those in one piece."""

_POLL_SECONDS = 0.1
"""So long it takes until the end of the application is noticed."""

_READ_BYTES = 4096
_KEY_ALONE = re.compile(rf"{_ESCAPE}(?=[^]\[OPX^_\\\x7f\tbf])")
"""An Esc behind which comes another key: nothing that begins or ends a sequence (ECMA-48, 5.3 and
5.6), and none of the keys that terminals send as Esc and a sign: Alt with Backspace and Tab, and on
a Mac Alt with the arrows."""


class UnixInput(LinuxDriver):
    """Textual's driver, but for how it reads what comes in.

    It takes Esc and what is typed within a tenth of a second for one key, which is often the other
    one alone: Esc and Enter saved what was to be dropped. And a byte that is no UTF-8, of a
    terminal that was set up for another encoding, ended the program.
    """

    def run_input_thread(self) -> None:
        """Give the application what comes in, until it ends or the terminal has gone."""
        parser = XTermParser(self._debug)
        decoder = getincrementaldecoder("utf-8")("replace")
        held = ""
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                if selector.select(_ESCAPE_SECONDS if held else _POLL_SECONDS):
                    read = self._read()
                    if not read:
                        self._app.call_later(self._app.exit)
                        return
                    *alone, rest = keys_apart(held + decoder.decode(read))
                    held = _ESCAPE if rest.endswith(_ESCAPE) else ""
                    for text in alone:
                        self._take(parser, text)
                        self._escape()
                    self._take(parser, rest.removesuffix(_ESCAPE))
                elif held:
                    held = ""
                    self._escape()
                for event in parser.tick():
                    self.process_message(event)

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, _READ_BYTES)
        except OSError:  # its other end is closed
            return b""

    def _take(self, parser: XTermParser, text: str) -> None:
        if text:  # to the parser nothing is the end of everything
            for event in parser.feed(text):
                self.process_message(event)

    def _escape(self) -> None:
        self.process_message(events.Key("escape", _ESCAPE))


def keys_apart(text: str) -> list[str]:
    """The text, divided where an Esc is a key of its own; those are not in the parts."""
    return _KEY_ALONE.split(text)
