"""What a check-up finds in what was seen, and that it has words for everything."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import msgspec
import pytest

from wardtui.domain.ids import DeviceId
from wardtui.i18n import Language, use_language
from wardtui.messages import PROTOCOL
from wardtui.services import judge
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
    WriterSeen,
)
from wardtui.services.status import Status
from wardtui.wording.check_up import document, found_text, text

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SERVER = "https://central.example"

TERMINAL = TerminalSeen(
    is_one=True, term="xterm-256color", columns=80, lines=24, colours=256, letter_cells=1,
    frame_cells=1,
)  # fmt: skip
CLOCK = ClockSeen(now=NOW, fixed=False, offset_minutes=7 * 60)
LOOK = LookSeen(themes=6, theme="ward-dark")
DISK = DiskSeen(folder="~/ward", free_bytes=10**10, write_seconds=0.01)
FILES = FilesSeen(is_there=True, newest_backup="2026-11-22", backups=3)
STATUS = Status(
    device=DeviceId("d"), residents=812, events=4000, waiting=2, rejected=0, forgotten=0, lost=(),
    server=SERVER, clock_was=None,
)  # fmt: skip
INSIDE = InsideSeen(status=STATUS, layout=7, pairing=PairingSeen(server=SERVER), last_success=NOW)
LINE = LineSeen(seconds=0.05, protocol=PROTOCOL, clock_off=1.0)
UNOPENED = InsideSeen()


def seen(original: Any, **changes: Any) -> Any:
    return msgspec.structs.replace(original, **changes)


def terminal(ansi_theme: bool = False, **changes: Any) -> Iterable[Finding]:
    return judge.judge_terminal(seen(TERMINAL, **changes), ansi_theme=ansi_theme)


def fonts(**changes: Any) -> Iterable[Finding]:
    return judge.judge_fonts(seen(TERMINAL, **changes))


def clock(inside: InsideSeen = INSIDE, off: float | None = 1.0, **ours: Any) -> Iterable[Finding]:
    return judge.judge_clock(seen(CLOCK, **ours), inside, seen(LINE, clock_off=off))


def gone_back() -> Iterable[Finding]:
    return clock(seen(INSIDE, status=seen(STATUS, clock_was=NOW + timedelta(days=1))))


def look(**changes: Any) -> Iterable[Finding]:
    return judge.judge_look(seen(LOOK, **changes))


def disk(**changes: Any) -> Iterable[Finding]:
    return judge.judge_disk(seen(DISK, **changes))


def vault(inside: InsideSeen = INSIDE, **files: Any) -> Iterable[Finding]:
    return judge.judge_vault(seen(FILES, **files), inside, "~/ward")


def with_status(**changes: Any) -> InsideSeen:
    return msgspec.structs.replace(INSIDE, status=seen(STATUS, **changes))


def backups(**files: Any) -> Iterable[Finding]:
    return judge.judge_backups(seen(FILES, **files), NOW.date())


def line(inside: InsideSeen = INSIDE, files: FilesSeen = FILES, **ours: Any) -> Iterable[Finding]:
    return judge.judge_line(inside, files, seen(LINE, **ours), NOW)


def paired(**changes: Any) -> InsideSeen:
    return msgspec.structs.replace(INSIDE, pairing=PairingSeen(server=SERVER, **changes))


FOUND = [
    (terminal(), "terminal", Level.OK),
    (terminal(is_one=False), "not_a_terminal", Level.LOOK),
    (terminal(places_text=False, term="dumb"), "dumb_terminal", Level.WRONG),
    (terminal(columns=59), "window_small", Level.WRONG),
    (terminal(lines=15), "window_small", Level.WRONG),
    (terminal(columns=60, lines=16), "terminal", Level.OK),
    (terminal(no_colour=True), "no_colour", Level.LOOK),
    (terminal(colours=16), "few_colours", Level.LOOK),
    (terminal(colours=16, ansi_theme=True), "terminal", Level.OK),
    (fonts(encoding="ANSI_X3.4-1968"), "not_utf8", Level.WRONG),
    (fonts(letter_cells=3), "letters_wide", Level.WRONG),
    (fonts(frame_cells=2), "frames_wide", Level.WRONG),
    (fonts(), "sample", Level.LOOK),
    (clock(), "clock_same", Level.OK),
    (clock(off=None), "clock", Level.OK),
    (clock(off=180.0), "clock_off", Level.WRONG),
    (clock(off=-180.0), "clock_off", Level.WRONG),
    (clock(fixed=True), "clock_fixed", Level.LOOK),
    (clock(offset_minutes=0), "time_zone", Level.LOOK),
    (clock(offset_minutes=-210), "time_zone", Level.LOOK),
    (gone_back(), "clock_gone_back", Level.WRONG),
    (look(), "settings", Level.OK),
    (look(fault="settings_unreadable", fault_facts={"file": "f", "reason": "r"}),
     "settings_unreadable", Level.WRONG),
    (look(unknown=("langauge",)), "settings_unknown", Level.LOOK),
    (look(unusable_keys=("undo",)), "keys_unused", Level.LOOK),
    (look(), "themes", Level.OK),
    (look(unusable_themes={"bad.toml": "It is no TOML."}), "theme_unusable", Level.LOOK),
    (look(missing_theme="mine"), "theme_missing", Level.LOOK),
    (disk(), "disk", Level.OK),
    (disk(fault="disk_full"), "disk_full", Level.WRONG),
    (disk(fault="cannot_write"), "cannot_write", Level.WRONG),
    (disk(free_bytes=10**7), "disk_low", Level.LOOK),
    (disk(free_bytes=10**9, vault_bytes=5 * 10**8), "disk_low", Level.LOOK),
    (disk(write_seconds=3.0), "disk_slow", Level.LOOK),
    (disk(is_private=False), "folder_open", Level.LOOK),
    (disk(kept_by="OneDrive"), "folder_copied", Level.LOOK),
    (vault(is_there=False), "no_vault", Level.LOOK),
    (vault(), "vault", Level.OK),
    (vault(UNOPENED), "vault_not_opened", Level.LOOK),
    (vault(seen(UNOPENED, fault="wrong_passphrase")), "wrong_passphrase", Level.WRONG),
    (vault(UNOPENED, fault="keys_missing"), "keys_missing", Level.WRONG),
    (vault(UNOPENED, fault="database_missing"), "database_missing", Level.WRONG),
    (vault(UNOPENED, fault="database_empty"), "database_empty", Level.WRONG),
    (vault(seen(UNOPENED, fault="vault_too_new", fault_facts={"schema": "99", "known": "7"})),
     "vault_too_new", Level.WRONG),
    (vault(writer=WriterSeen(42, "tui", NOW)), "vault_writer", Level.OK),
    (vault(code_unread=True), "code_unread", Level.LOOK),
    (vault(unfinished=1), "unfinished", Level.LOOK),
    (vault(aside=1), "aside", Level.LOOK),
    (vault(fault_noted="2026-11-20"), "fault_noted", Level.LOOK),
    (vault(seen(INSIDE, torn_pages=2)), "pages_torn", Level.WRONG),
    (vault(seen(INSIDE, missed=3)), "saved_missed", Level.WRONG),
    (vault(with_status(rejected=1)), "not_taken", Level.LOOK),
    (backups(), "backups", Level.OK),
    (backups(newest_backup=None), "no_backup_yet", Level.LOOK),
    (backups(newest_backup="2026-11-15"), "backup_old", Level.LOOK),
    (line(), "network", Level.OK),
    (line(proxy="http://p:1", proxy_from="environment"), "proxy", Level.OK),
    (line(has_route=False, fault="no_network"), "no_network", Level.LOOK),
    (line(UNOPENED), "server_not_asked", Level.LOOK),
    (line(seen(INSIDE, pairing=None)), "not_paired_yet", Level.OK),
    (line(), "server", Level.OK),
    (line(paired(pinned=True)), "server_pinned", Level.OK),
    (line(paired(own_authority=True)), "server_authority", Level.OK),
    (line(paired(insecure_http=True)), "line_open", Level.LOOK),
    (line(protocol=PROTOCOL - 1), "server_older", Level.LOOK),
    (line(protocol=PROTOCOL + 1), "upgrade_soon", Level.LOOK),
    (line(protocol=PROTOCOL + 2), "upgrade_required", Level.WRONG),
    (line(fault="name_unknown", fault_facts={"host": "central.example"}), "name_unknown",
     Level.WRONG),
    (line(fault="server_unreachable"), "server_unreachable", Level.WRONG),
    (line(fault="device_revoked"), "device_revoked", Level.WRONG),
    (line(fault="certificate_refused"), "certificate_refused", Level.WRONG),
    (line(fault="server_busy", fault_facts={"status": "503"}), "server_busy", Level.LOOK),
    (line(seen(INSIDE, last_success=None)), "never_synced", Level.LOOK),
    (line(seen(INSIDE, last_success=NOW - timedelta(days=4))), "sync_old", Level.LOOK),
    (line(), "synced", Level.OK),
]  # fmt: skip
FINDINGS = [([*found], code, level) for found, code, level in FOUND]
ALL = list(chain.from_iterable(found for found, _, _ in FINDINGS)) + list(
    judge.judge_program(
        ProgramSeen(version="1.0.0", python="3.11.7", system="Linux", sqlcipher="4.9")
    )
)


@pytest.mark.parametrize(("found", "code", "level"), FINDINGS, ids=[one[1] for one in FINDINGS])
def test_what_was_seen_is_judged(found: list[Finding], code: str, level: Level) -> None:
    assert (code, level) in [(one.code, one.level) for one in found]


def test_a_laptop_on_which_all_is_well_has_nothing_to_be_looked_at_but_its_letters() -> None:
    found = [*terminal(), *fonts(), *clock(), *look(), *disk(), *vault(), *backups(), *line()]
    assert [one.code for one in found if one.level is not Level.OK] == ["sample"]


def test_a_wrong_clock_is_not_called_good_too() -> None:
    assert [one.code for one in clock(off=180.0)] == ["clock_off"]


def test_where_there_is_no_vault_neither_backups_nor_a_server_are_told_of() -> None:
    nothing = FilesSeen(is_there=False)
    assert list(judge.judge_backups(nothing, NOW.date())) == []
    assert [one.code for one in line(UNOPENED, nothing)] == ["network"]


@pytest.mark.parametrize("spoken", list(Language))
def test_every_finding_has_words_with_all_its_facts(spoken: Language) -> None:
    use_language(spoken)
    for finding in ALL:
        told, remedy = found_text(finding)
        assert told
        assert remedy or finding.level is Level.OK, finding.code
        assert not set("{}") & set(told + remedy), finding.code
        assert "?" not in told, finding.code
        assert f"({finding.code})" not in told


def test_the_document_says_whether_something_is_wrong() -> None:
    assert document(list(terminal()))["ok"] is True
    assert document(list(terminal(columns=10)))["ok"] is False
    entry = document(list(disk()))["findings"][0]
    assert entry["topic"] == "disk"
    assert entry["facts"]["free_bytes"] == 10**10
    msgspec.json.encode(document(ALL))


def test_the_text_fits_into_the_window_and_names_a_topic_once() -> None:
    lines = text([*disk(is_private=False, write_seconds=3.0), *vault()], 60).splitlines()
    told = lines[: lines.index("")]
    assert max(map(len, told)) <= 60
    assert sum("Ổ đĩa" in line for line in told) == 1
    assert "Không có lỗi; có 2 điều nên xem." in lines


def test_how_far_a_clock_is_off_is_told_with_its_direction() -> None:
    use_language(Language.ENGLISH)
    assert "3 minutes slow" in found_text(next(iter(clock(off=180.0))))[0]
    assert "3 minutes fast" in found_text(next(iter(clock(off=-180.0))))[0]
