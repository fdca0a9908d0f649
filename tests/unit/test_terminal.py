"""What a terminal has to be for a screen, and what is written where letters are missing."""

import io
import os

import pytest

from wardtui.cli import terminal
from wardtui.cli.terminal import check_terminal, terminal_encoding, write_what_it_can
from wardtui.domain.errors import Refused

NAME = "Nguyễn Đức Ưởng"


class Stream(io.TextIOWrapper):
    """A text stream into memory."""

    def __init__(self, encoding: str = "utf-8", *, terminal: bool = True) -> None:
        super().__init__(io.BytesIO(), encoding=encoding, errors="strict", newline="")
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    @property
    def written(self) -> bytes:
        self.flush()
        assert isinstance(self.buffer, io.BytesIO)
        return self.buffer.getvalue()


def refused(term: str | None, *streams: Stream | None) -> str | None:
    environ = {} if term is None else {"TERM": term}
    try:
        check_terminal(environ, streams or (Stream(), Stream(), Stream()))
    except Refused as error:
        return error.code
    return None


@pytest.mark.parametrize("term", ["xterm-256color", "linux", "vt100", "screen", "tmux-256color"])
def test_a_terminal_that_places_text_is_taken(term: str) -> None:
    assert refused(term) is None


@pytest.mark.skipif(os.name != "posix", reason="the Windows console has no TERM")
@pytest.mark.parametrize("term", [None, "", "dumb", "unknown"])
def test_a_terminal_that_cannot_place_text_is_refused(term: str | None) -> None:
    assert refused(term) == "dumb_terminal"


@pytest.mark.parametrize("place", range(3))
def test_every_stream_must_be_the_terminal(place: int) -> None:
    for missing in (Stream(terminal=False), None):
        streams: list[Stream | None] = [Stream(), Stream(), Stream()]
        streams[place] = missing
        assert refused("xterm", *streams) == "no_terminal"


def test_without_a_terminal_its_kind_does_not_matter() -> None:
    assert refused("dumb", Stream(terminal=False)) == "no_terminal"


@pytest.mark.parametrize("encoding", ["ascii", "iso8859-1", "cp1252", "cp1258", "koi8-r"])
def test_where_letters_are_missing_their_base_letters_are_written(encoding: str) -> None:
    stream = Stream(encoding)
    write_what_it_can([stream])
    stream.write(f"{NAME} ✓ 市")
    assert stream.written == b"Nguyen Duc Uong ? ?"


def test_marks_that_stand_by_themselves_take_no_place() -> None:
    stream = Stream("ascii")
    write_what_it_can([stream])
    stream.write("Nguye\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING TILDE}n")
    assert stream.written == b"Nguyen"


@pytest.mark.parametrize("encoding", ["utf-8", "UTF8", "utf_8"])
def test_utf_8_is_left_as_it_is(encoding: str) -> None:
    stream = Stream(encoding)
    write_what_it_can([None, stream])
    stream.write(NAME)
    assert stream.written == NAME.encode()


def test_a_windows_console_takes_utf_8_whatever_the_locale_says(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(terminal.locale, "getencoding", lambda: "cp1258")
    monkeypatch.setattr(terminal.sys, "stderr", Stream())
    assert terminal_encoding() == "cp1258"
    monkeypatch.setattr(terminal.os, "name", "nt")
    assert terminal_encoding() == "utf-8"
