"""From what was seen of a laptop to what is right, what to look at and what is wrong."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from wardtui.domain.moments import VIETNAM, local_day
from wardtui.messages import PROTOCOL
from wardtui.services.check_up import (
    ClockSeen,
    DiskSeen,
    FilesSeen,
    Finding,
    InsideSeen,
    Level,
    LineSeen,
    LookSeen,
    PairingSeen,
    ProgramSeen,
    TerminalSeen,
    Topic,
)

LEAST_COLUMNS, LEAST_LINES = 60, 16
"""Smaller windows show nothing but the wish for a larger one."""

FEW_COLOURS = 16

LEAST_FREE_BYTES = 100 * 2**20
"""Room for the write-ahead log and a week of backups of a small ward."""

SLOW_WRITE_SECONDS = 2.0
CLOCK_MAY_DIFFER = timedelta(minutes=2)
BACKUP_MAY_BE_OLD = timedelta(days=7)
SYNC_MAY_BE_OLD = timedelta(days=3)

_NOTHING_BROKEN = frozenset({"no_network", "server_busy"})
"""What passes by itself: nothing of it is put right on this laptop."""


def judge_program(seen: ProgramSeen) -> Iterator[Finding]:
    """Which versions run."""
    yield Finding(
        Topic.PROGRAM,
        Level.OK,
        "program",
        {
            "version": seen.version,
            "python": seen.python,
            "sqlcipher": seen.sqlcipher,
            "system": seen.system,
        },
    )


def judge_terminal(seen: TerminalSeen, *, ansi_theme: bool) -> Iterator[Finding]:
    """Whether a screen can be drawn.

    :param ansi_theme: whether the theme names colours of the terminal
    """
    if not seen.is_one:
        yield Finding(Topic.TERMINAL, Level.LOOK, "not_a_terminal")
        return
    found = list(_terminal_faults(seen, ansi_theme=ansi_theme))
    facts: dict[str, Any] = {
        "columns": seen.columns,
        "lines": seen.lines,
        "colours": seen.colours,
        "term": seen.term or "-",
    }
    yield from found or [Finding(Topic.TERMINAL, Level.OK, "terminal", facts)]


def _terminal_faults(seen: TerminalSeen, *, ansi_theme: bool) -> Iterator[Finding]:
    if not seen.places_text:
        yield Finding(Topic.TERMINAL, Level.WRONG, "dumb_terminal", {"term": seen.term})
        return
    if seen.columns < LEAST_COLUMNS or seen.lines < LEAST_LINES:
        size: dict[str, Any] = {"columns": seen.columns, "lines": seen.lines}
        yield Finding(Topic.TERMINAL, Level.WRONG, "window_small", size)
    if seen.no_colour:
        yield Finding(Topic.TERMINAL, Level.LOOK, "no_colour")
    elif seen.colours <= FEW_COLOURS and not ansi_theme:
        yield Finding(Topic.TERMINAL, Level.LOOK, "few_colours", {"colours": seen.colours})


def judge_fonts(seen: TerminalSeen) -> Iterator[Finding]:
    """Whether letters and frames come out; the rest only eyes can tell."""
    if seen.encoding.lower().replace("-", "") != "utf8":
        yield Finding(Topic.FONTS, Level.WRONG, "not_utf8", {"encoding": seen.encoding})
    if seen.letter_cells not in (None, 1):
        yield Finding(Topic.FONTS, Level.WRONG, "letters_wide", {"cells": seen.letter_cells})
    elif seen.frame_cells not in (None, 1) and seen.signs == "off":
        yield Finding(Topic.FONTS, Level.WRONG, "frames_wide", {"cells": seen.frame_cells})
    if seen.is_one:
        yield Finding(Topic.FONTS, Level.LOOK, "sample", {"signs": seen.signs})


def judge_clock(seen: ClockSeen, inside: InsideSeen, line: LineSeen | None) -> Iterator[Finding]:
    """Whether days and deadlines will be right."""
    found = list(_clock_faults(seen, inside, line))
    if not any(one.level is Level.WRONG for one in found):
        off = None if line is None else line.clock_off
        facts: dict[str, Any] = {"now": seen.now, "seconds": None if off is None else round(off)}
        found.append(
            Finding(Topic.CLOCK, Level.OK, "clock" if off is None else "clock_same", facts)
        )
    yield from found


def _clock_faults(seen: ClockSeen, inside: InsideSeen, line: LineSeen | None) -> Iterator[Finding]:
    if seen.fixed:
        yield Finding(Topic.CLOCK, Level.LOOK, "clock_fixed", {"now": seen.now})
    if seen.offset_minutes != VIETNAM.utcoffset(None) // timedelta(minutes=1):
        facts: dict[str, Any] = {"offset_minutes": seen.offset_minutes, "now": seen.now}
        yield Finding(Topic.CLOCK, Level.LOOK, "time_zone", facts)
    if inside.status is not None and inside.status.clock_was is not None:
        yield Finding(Topic.CLOCK, Level.WRONG, "clock_gone_back", {"was": inside.status.clock_was})
    off = None if line is None else line.clock_off
    if off is not None and abs(off) > CLOCK_MAY_DIFFER.total_seconds() and not seen.fixed:
        yield Finding(Topic.CLOCK, Level.WRONG, "clock_off", {"seconds": round(off)})


def judge_look(seen: LookSeen) -> Iterator[Finding]:
    """Whether what was chosen can be used."""
    settings = list(_settings_faults(seen))
    yield from settings or [Finding(Topic.SETTINGS, Level.OK, "settings")]
    themes = [
        Finding(Topic.THEMES, Level.LOOK, "theme_unusable", {"file": file, "reason": reason})
        for file, reason in seen.unusable_themes.items()
    ]
    if seen.missing_theme is not None:
        missing = {"name": seen.missing_theme}
        themes.append(Finding(Topic.THEMES, Level.LOOK, "theme_missing", missing))
    facts: dict[str, Any] = {"count": seen.themes, "name": seen.theme}
    yield from themes or [Finding(Topic.THEMES, Level.OK, "themes", facts)]


def _settings_faults(seen: LookSeen) -> Iterator[Finding]:
    if seen.fault is not None:
        yield Finding(Topic.SETTINGS, Level.WRONG, seen.fault, seen.fault_facts)
    if seen.unknown:
        yield Finding(Topic.SETTINGS, Level.LOOK, "settings_unknown", {"names": seen.unknown})
    if seen.unusable_keys:
        yield Finding(Topic.SETTINGS, Level.LOOK, "keys_unused", {"names": seen.unusable_keys})


def judge_disk(seen: DiskSeen) -> Iterator[Finding]:
    """Whether what is saved can be on the disk, and is nobody else's."""
    where: dict[str, Any] = {"folder": seen.folder}
    found = []
    if seen.fault is not None:
        found.append(Finding(Topic.DISK, Level.WRONG, seen.fault, {**where, "file": seen.folder}))
    elif seen.free_bytes < max(LEAST_FREE_BYTES, 3 * seen.vault_bytes):
        free = {**where, "free_bytes": seen.free_bytes}
        found.append(Finding(Topic.DISK, Level.LOOK, "disk_low", free))
    if seen.fault is None and seen.write_seconds > SLOW_WRITE_SECONDS:
        slow = {**where, "seconds": round(seen.write_seconds, 1)}
        found.append(Finding(Topic.DISK, Level.LOOK, "disk_slow", slow))
    if not seen.is_private:
        found.append(Finding(Topic.DISK, Level.LOOK, "folder_open", where))
    if seen.kept_by is not None:
        copied = {**where, "service": seen.kept_by}
        found.append(Finding(Topic.DISK, Level.LOOK, "folder_copied", copied))
    facts = {**where, "free_bytes": seen.free_bytes, "seconds": round(seen.write_seconds, 3)}
    yield from found or [Finding(Topic.DISK, Level.OK, "disk", facts)]


def judge_vault(files: FilesSeen, inside: InsideSeen, folder: str) -> Iterator[Finding]:
    """Whether the vault is there, opens, and holds what was saved."""
    if not files.is_there:
        yield Finding(Topic.VAULT, Level.LOOK, "no_vault", {"folder": folder})
        return
    if files.writer is not None:
        who: dict[str, Any] = {
            "pid": files.writer.pid,
            "purpose": files.writer.purpose,
            "since": files.writer.since,
        }
        yield Finding(Topic.VAULT, Level.OK, "vault_writer", who)
    if files.code_unread:
        yield Finding(Topic.VAULT, Level.LOOK, "code_unread")
    if files.unfinished:
        yield Finding(Topic.VAULT, Level.LOOK, "unfinished", {"count": files.unfinished})
    if files.aside:
        yield Finding(Topic.VAULT, Level.LOOK, "aside", {"count": files.aside})
    if files.fault_noted is not None:
        yield Finding(Topic.VAULT, Level.LOOK, "fault_noted", {"day": files.fault_noted})
    if files.fault is not None:
        facts: dict[str, Any] = {"folder": folder, "file": "keys.json"}
        yield Finding(Topic.VAULT, Level.WRONG, files.fault, facts)
    elif inside.status is None:
        yield _not_opened(inside)
    else:
        yield from _contents(inside)


def _not_opened(inside: InsideSeen) -> Finding:
    if inside.fault is None:
        return Finding(Topic.VAULT, Level.LOOK, "vault_not_opened")
    return Finding(Topic.VAULT, Level.WRONG, inside.fault, inside.fault_facts)


def _contents(inside: InsideSeen) -> Iterator[Finding]:
    status = inside.status
    if status is None:
        return
    if inside.torn_pages:
        yield Finding(Topic.VAULT, Level.WRONG, "pages_torn", {"count": inside.torn_pages})
    else:
        facts: dict[str, Any] = {
            "residents": status.residents,
            "events": status.events,
            "layout": inside.layout,
        }
        yield Finding(Topic.VAULT, Level.OK, "vault", facts)
    if inside.missed:
        yield Finding(Topic.VAULT, Level.WRONG, "saved_missed", {"count": inside.missed})
    if status.rejected:
        yield Finding(Topic.VAULT, Level.LOOK, "not_taken", {"count": status.rejected})


def judge_backups(files: FilesSeen, today: date) -> Iterator[Finding]:
    """Whether there is something to go back to."""
    if not files.is_there:
        return
    if files.newest_backup is None:
        yield Finding(Topic.BACKUPS, Level.LOOK, "no_backup_yet")
        return
    facts: dict[str, Any] = {"count": files.backups, "day": files.newest_backup}
    is_old = today - date.fromisoformat(files.newest_backup) > BACKUP_MAY_BE_OLD
    level, code = (Level.LOOK, "backup_old") if is_old else (Level.OK, "backups")
    yield Finding(Topic.BACKUPS, level, code, facts)


def judge_line(
    inside: InsideSeen, files: FilesSeen, line: LineSeen, now: datetime
) -> Iterator[Finding]:
    """Whether the server is reached, and takes this laptop for what it is."""
    if not line.has_route:
        yield Finding(Topic.NETWORK, Level.LOOK, "no_network")
    elif line.proxy is not None:
        facts: dict[str, Any] = {"proxy": line.proxy, "source": line.proxy_from}
        yield Finding(Topic.NETWORK, Level.OK, "proxy", facts)
    else:
        yield Finding(Topic.NETWORK, Level.OK, "network")
    pairing = inside.pairing
    if inside.status is None:
        if files.is_there:
            yield Finding(Topic.SERVER, Level.LOOK, "server_not_asked")
    elif pairing is None:
        yield Finding(Topic.SERVER, Level.OK, "not_paired_yet")
    else:
        yield from _server(inside, pairing, line, now)


def _server(
    inside: InsideSeen, pairing: PairingSeen, line: LineSeen, now: datetime
) -> Iterator[Finding]:
    where: dict[str, Any] = {"server": pairing.server}
    if line.fault is not None:
        level = Level.LOOK if line.fault in _NOTHING_BROKEN else Level.WRONG
        yield Finding(Topic.SERVER, level, line.fault, {**where, **line.fault_facts})
    else:
        answered = {**where, "milliseconds": round(line.seconds * 1000), "protocol": line.protocol}
        yield Finding(Topic.SERVER, Level.OK, _known_by(pairing), answered)
        yield from _versions(line.protocol, where)
    if pairing.insecure_http:
        yield Finding(Topic.SERVER, Level.LOOK, "line_open", where)
    waiting = inside.status.waiting if inside.status is not None else 0
    last = inside.last_success
    facts: dict[str, Any] = {"when": last, "count": waiting}
    if last is None:
        yield Finding(Topic.SERVER, Level.LOOK, "never_synced", facts)
    elif now - last > SYNC_MAY_BE_OLD:
        facts["days"] = (local_day(now) - local_day(last)).days
        yield Finding(Topic.SERVER, Level.LOOK, "sync_old", facts)
    else:
        yield Finding(Topic.SERVER, Level.OK, "synced", facts)


def _versions(protocol: int | None, where: dict[str, Any]) -> Iterator[Finding]:
    """Whether this wardtui and the server speak alike: a server reads the version before its own.

    :param protocol: the server's
    """
    if protocol is None or protocol == PROTOCOL:
        return
    if protocol < PROTOCOL:
        yield Finding(Topic.SERVER, Level.LOOK, "server_older", where)
    elif protocol == PROTOCOL + 1:
        yield Finding(Topic.SERVER, Level.LOOK, "upgrade_soon", where)
    else:
        yield Finding(Topic.SERVER, Level.WRONG, "upgrade_required", where)


def _known_by(pairing: PairingSeen) -> str:
    if pairing.pinned:
        return "server_pinned"
    return "server_authority" if pairing.own_authority else "server"
