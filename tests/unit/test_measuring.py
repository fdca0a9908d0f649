"""How wide signs are drawn is asked of a terminal, which answers rightly, wrongly or not at all."""

import os
import pty
import threading
import tty
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from wardtui.cli import measuring
from wardtui.cli.measuring import cells_of


@contextmanager
def terminal(width_of: dict[str, int] | None) -> Iterator[int]:
    """A terminal that draws letters so wide, or says nothing; its other end."""
    ours, theirs = pty.openpty()
    tty.setraw(theirs)

    def answer() -> None:
        told = b""
        while width_of is not None:
            try:
                told += os.read(ours, 1024)
            except OSError:
                return
            while b"\x1b[6n" in told:
                drawn, _, told = told.partition(b"\x1b[6n")
                sign = drawn.decode().rpartition("\r")[2]
                os.write(ours, b"\x1b[3;%dR" % (width_of[sign] + 1))

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        yield theirs
    finally:
        os.close(theirs)
        thread.join()
        os.close(ours)


@pytest.mark.parametrize("widths", [(1, 1), (3, 1), (1, 2)])
def test_a_terminal_says_how_wide_it_draws(widths: tuple[int, int]) -> None:
    with terminal(dict(zip("ễ─", widths, strict=True))) as end:
        assert cells_of("ễ─", end, end) == list(widths)


def test_a_terminal_that_does_not_answer_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(measuring, "PATIENCE_SECONDS", 0.05)
    with terminal(None) as end:
        assert cells_of("ễ─", end, end) == [None, None]


def test_what_is_no_terminal_is_not_asked() -> None:
    reading, writing = os.pipe()
    assert cells_of("ễ─", reading, writing) == [None, None]
    os.set_blocking(reading, False)
    with pytest.raises(BlockingIOError):
        os.read(reading, 1)
    os.close(reading)
    os.close(writing)
