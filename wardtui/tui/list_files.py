"""Where list files lie, and which file somebody means by what was typed, pasted or dropped."""

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote, urlsplit

import msgspec

LIST_FILES = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".csv", ".tsv"})
_SHOWN = 500
_SCANNED = 20_000
"""Entries of one folder that are looked at."""

_FOLDERS = ("Downloads", "Desktop", "Documents")
_XDG = re.compile(r'^XDG_(?:DOWNLOAD|DESKTOP|DOCUMENTS)_DIR="\$HOME/([^"]+)"', re.MULTILINE)


class ListFile(msgspec.Struct, frozen=True):
    """A file that may hold a list."""

    path: Path
    size: int
    """Bytes."""
    changed: datetime


def usual_folders() -> list[Path]:
    """The folder one is in, and those into which files are saved, whatever they are called here."""
    home = Path.home()
    names = list(_FOLDERS)
    config = Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config")
    with suppress(OSError, UnicodeDecodeError):  # not everybody has such a file
        names += _XDG.findall((config / "user-dirs.dirs").read_text("utf-8"))
    return [Path.cwd(), *(home / name for name in names)]


def list_files(folders: Iterable[Path]) -> list[ListFile]:
    """The list files that lie in some folders, the newest first. A folder that cannot be read has
    none. Blocks: call it in a thread.
    """
    found = {one.path.resolve(): one for folder in folders for one in _in_folder(folder)}
    newest = sorted(found.values(), key=lambda one: (one.changed, one.path.name), reverse=True)
    return newest[:_SHOWN]


def _in_folder(folder: Path) -> Iterator[ListFile]:
    try:
        with os.scandir(folder) as entries:
            for _, entry in zip(range(_SCANNED), entries, strict=False):
                # What spreadsheet programs put beside a file that is open is none.
                hidden = entry.name.startswith((".", "~$"))
                if hidden or Path(entry.name).suffix.lower() not in LIST_FILES:
                    continue
                try:
                    if entry.is_file():
                        info = entry.stat()
                        changed = datetime.fromtimestamp(info.st_mtime, UTC)
                        yield ListFile(Path(entry.path), info.st_size, changed)
                except (OSError, OverflowError, ValueError):
                    continue  # gone meanwhile, a link to nowhere, or a time that cannot be
    except OSError:
        return


def path_of(text: str) -> Path:
    """The file that a line means: quotes around it, ``~``, ``file://`` and the backslashes that a
    terminal puts before spaces do no harm.
    """
    text = text.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        text = text[1:-1]
    if text.lower().startswith("file://"):
        text = unquote(urlsplit(text.replace("#", "%23").replace("?", "%3F")).path)
        if re.match(r"/[A-Za-z]:", text):
            text = text[1:]
    path = Path(text)
    # No such user, or a name that cannot be: reading it says so.
    with suppress(OSError, RuntimeError, ValueError):
        path = path.expanduser()
        if os.sep == "/" and "\\" in text and not path.exists():
            unescaped = Path(re.sub(r"\\(.)", r"\1", text)).expanduser()
            path = unescaped if unescaped.exists() else path
    return path


def looks_like_a_path(text: str) -> bool:
    """Whether a line names a file, rather than a part of the names of those that are shown."""
    text = text.strip().strip("'\"")
    return "/" in text or "\\" in text or Path(text).suffix.lower() in LIST_FILES | {".txt"}
