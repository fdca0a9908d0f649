"""A check-up of this laptop: everything is looked at, and nothing keeps the rest from it."""

import os
import platform
import shutil
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from wardtui import __version__
from wardtui.cli.measuring import cells_of
from wardtui.cli.run import Run
from wardtui.cli.terminal import places_text, terminal_encoding
from wardtui.domain.errors import BadInput
from wardtui.domain.moments import local_day
from wardtui.services import judge
from wardtui.services.check_up import (
    ClockSeen,
    Finding,
    InsideSeen,
    LookSeen,
    ProgramSeen,
    TerminalSeen,
)
from wardtui.settings import AUTO, Places, Settings, read_settings, unknown_names

_TRUE_COLOUR, _MANY, _FEW = 2**24, 256, 16
_LETTER, _FRAME = "ễ", "─"


def examine(run: Run, secret: str | None, wait: float) -> Iterator[Finding]:
    """Look at everything.

    :param secret: what opens the vault, if anybody has given it
    :param wait: seconds to go on asking the server
    """
    from wardtui.remote.reaching import see_line, shown_address
    from wardtui.store.examining import see_disk, see_files, see_inside
    from wardtui.tui.first_recovery import is_unread

    places, clock = run.places, run.tools.clock
    settings, look = see_look(places)
    terminal = see_terminal(settings)
    home = shown_path(places.home)
    yield from judge.judge_program(see_program())
    yield from judge.judge_terminal(terminal, ansi_theme=look.ansi)
    yield from judge.judge_fonts(terminal)
    files = see_files(places.home, places.config, code_unread=is_unread(places.home))
    inside, pairing = InsideSeen(), None
    if secret is not None and files.is_there and files.fault is None:
        inside, pairing = see_inside(places.home, secret, clock, shown_address)
    line = see_line(pairing, settings.proxy, wait)
    now = clock.now()
    seen = ClockSeen(now=now, fixed=clock.fixed, offset_minutes=_offset_minutes())
    yield from judge.judge_clock(seen, inside, line)
    yield from judge.judge_look(look)
    yield from judge.judge_disk(see_disk(places.home, home))
    yield from judge.judge_vault(files, inside, home)
    yield from judge.judge_backups(files, local_day(now))
    yield from judge.judge_line(inside, files, line, now)


def shown_path(path: Path) -> str:
    """A path without the name of the account, which is often that of a person."""
    try:
        return str(Path("~") / path.relative_to(Path.home()))
    except (ValueError, RuntimeError):
        return str(path)


def see_program() -> ProgramSeen:
    """What runs here."""
    from wardtui.store.sqlcipher import cipher_version

    return ProgramSeen(
        version=__version__,
        python=platform.python_version(),
        system=f"{platform.system()} {platform.release()} {platform.machine()}",
        sqlcipher=cipher_version(),
    )


def see_terminal(settings: Settings) -> TerminalSeen:
    """What the terminal says of itself."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    term = os.environ.get("TERM", "")
    encoding = terminal_encoding()
    if not all(stream is not None and stream.isatty() for stream in streams):
        return TerminalSeen(is_one=False, term=term, encoding=encoding)
    # Standard output is for the answer alone.
    letter, frame = cells_of(_LETTER + _FRAME, sys.stdin.fileno(), sys.stderr.fileno())
    size = shutil.get_terminal_size()
    return TerminalSeen(
        is_one=True,
        term=term,
        places_text=places_text(os.environ),
        columns=size.columns,
        lines=size.lines,
        colours=_colours(term),
        no_colour=bool(os.environ.get("NO_COLOR")),
        encoding=encoding,
        signs=settings.ascii.here(os.environ, encoding),
        letter_cells=letter,
        frame_cells=frame,
    )


def _colours(term: str) -> int:
    if os.environ.get("COLORTERM", "").lower() in ("truecolor", "24bit") or os.name == "nt":
        return _TRUE_COLOUR
    return _MANY if "256color" in term else _FEW


def _offset_minutes() -> int:
    offset = datetime.now().astimezone().utcoffset()
    return 0 if offset is None else int(offset.total_seconds() // 60)


def see_look(places: Places) -> tuple[Settings, LookSeen]:
    """What the settings and themes say; the settings are the defaults where they cannot be read."""
    from wardtui.tui.keymap import Keymap
    from wardtui.tui.theming import load_themes, theme_folders, theme_to_show

    settings, fault, facts = Settings(), None, {}
    try:
        settings = read_settings(places)
    except BadInput as error:
        fault = error.code
        facts = {name: _without_home(str(fact)) for name, fact in error.facts.items()}
    loaded = load_themes(theme_folders(places))
    shown = theme_to_show(settings.theme, loaded.files, os.environ)
    keys = {one.action for one in Keymap(settings.keys).faults}
    return settings, LookSeen(
        fault=fault,
        fault_facts=facts,
        unknown=tuple(unknown_names(places)),
        unusable_keys=tuple(sorted(keys)),
        themes=len(loaded.files),
        theme=shown,
        missing_theme=None if settings.theme in (*loaded.files, AUTO) else settings.theme,
        ansi=loaded.files[shown].ansi,
        unusable_themes=loaded.failed,
    )


def _without_home(text: str) -> str:
    return text.replace(str(Path.home()), "~")
