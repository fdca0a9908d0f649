"""A file system of SQLite's own kind that writes down, in order, what happens to every file.

SQLite reaches the disk through a table of C functions, its VFS. The extension module of
``sqlcipher3`` exports ``sqlite3_vfs_register``, so a second VFS can be put before the one of the
platform and made the default: the product's own code then runs on it unchanged. The shim keeps
SQLite's file objects as the platform's VFS made them and only exchanges their table of methods.
What does not change a file (reading, locks, shared memory) goes straight to the platform's code.
"""

import ctypes
from collections.abc import Callable
from ctypes import CFUNCTYPE, Structure, c_char_p, c_int, c_int64, c_void_p
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec

SECTOR = 4096
"""What SQLite is told is the smallest piece that the disk writes."""

_OK, _IOERR = 0, 10
_OPEN_CREATE = 0x04
_METHODS_WITHOUT_MMAP = 2


class Made(msgspec.Struct, frozen=True):
    """A file came to be."""

    file: str


class Wrote(msgspec.Struct, frozen=True):
    """Bytes were written to a file."""

    file: str
    offset: int
    data: bytes


class Truncated(msgspec.Struct, frozen=True):
    """A file was given a size."""

    file: str
    size: int


class Synced(msgspec.Struct, frozen=True):
    """A file was made durable."""

    file: str


class Deleted(msgspec.Struct, frozen=True):
    """A file was deleted."""

    file: str
    folder_synced: bool


class Renamed(msgspec.Struct, frozen=True):
    """A file was given another name and its folder synced; Python does that, beside SQLite."""

    file: str
    to: str


Step = Made | Wrote | Truncated | Synced | Deleted | Renamed


class _Vfs(Structure):
    """``sqlite3_vfs`` (sqlite.org/c3ref/vfs.html), version 3; functions as bare addresses."""

    _fields_ = (
        ("version", c_int),
        ("file_size", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", c_void_p),
        ("delete", c_void_p),
        *((f"method_{number}", c_void_p) for number in range(14)),
    )


class _Methods(Structure):
    """``sqlite3_io_methods`` (sqlite.org/c3ref/io_methods.html), version 2."""

    _fields_ = (
        ("version", c_int),
        *(
            (name, c_void_p)
            for name in (
                *("close", "read", "write", "truncate", "sync", "size", "lock", "unlock"),
                *("is_reserved", "control", "sector_size", "promises"),
                *("shm_map", "shm_lock", "shm_barrier", "shm_unmap"),
            )
        ),
    )


_OPEN = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DELETE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_CLOSE = CFUNCTYPE(c_int, c_void_p)
_WRITE = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TRUNCATE = CFUNCTYPE(c_int, c_void_p, c_int64)
_SYNC = CFUNCTYPE(c_int, c_void_p, c_int)
_ASK = CFUNCTYPE(c_int, c_void_p)

_for_ever: list[object] = []
"""Recorders whose files were not closed: C code has their callbacks' addresses until it ends."""


def _library() -> ctypes.CDLL | None:
    from sqlcipher3 import _sqlite3

    library = ctypes.CDLL(_sqlite3.__file__)
    try:
        library.sqlite3_vfs_find.argtypes = [c_char_p]
        library.sqlite3_vfs_find.restype = c_void_p
        library.sqlite3_vfs_register.argtypes = [c_void_p, c_int]
        library.sqlite3_vfs_unregister.argtypes = [c_void_p]
    except AttributeError:
        return None
    return library


def why_not_here() -> str | None:
    """Why nothing can be recorded on this platform, if so."""
    if _library() is None:
        return "the extension module of sqlcipher3 does not export sqlite3_vfs_register"
    return None


class Recorder:
    """Every change to a file that SQLite makes, while the block lasts.

    :param promises_kept: tell SQLite what the platform's VFS promises of the disk, as in the
        product. Else nothing is promised, and SQLite takes more care.
    """

    def __init__(self, *, promises_kept: bool = False) -> None:
        self.steps: list[Step] = []
        self.opened = 0
        self._promises_kept = promises_kept
        self._failed: BaseException | None = None
        self._beside: set[str] = set()
        self._callbacks: list[object] = []
        self._names: dict[int, str] = {}
        self._methods: dict[int, _Methods] = {}
        library = _library()
        assert library is not None
        self._library = library
        self._platform: int = library.sqlite3_vfs_find(None)
        original = _Vfs.from_address(self._platform)
        self._vfs = _Vfs.from_buffer_copy(original)
        self._vfs.name = b"recorder"
        self._vfs.next = None
        self._vfs.open = self._callback(_OPEN, self._open, _OPEN(original.open))
        self._vfs.delete = self._callback(_DELETE, self._delete, _DELETE(original.delete))

    def __enter__(self) -> "Recorder":
        self._library.sqlite3_vfs_register(ctypes.addressof(self._vfs), 1)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._library.sqlite3_vfs_unregister(ctypes.addressof(self._vfs))
        self._library.sqlite3_vfs_register(self._platform, 1)
        if self._names:
            _for_ever.append(self)
        # Through C no exception passes; what was caught there is the cause of whatever came after.
        if self._failed is not None:
            raise self._failed
        if kind is None and self._names:
            raise AssertionError(f"still open: {sorted(self._names.values())}")

    @property
    def position(self) -> int:
        """How many steps there are by now."""
        return len(self.steps)

    def note_rename(self, file: Path, to: Path) -> None:
        """Write down what the program did without SQLite."""
        self.steps.append(Renamed(str(file), str(to)))

    def note_content(self, file: Path) -> None:
        """Write down what a small file holds that the program has written without SQLite."""
        if str(file) not in self._beside:
            self._beside.add(str(file))
            self.steps.append(Made(str(file)))
        self.steps.append(Wrote(str(file), 0, file.read_bytes()))

    def _callback(self, kind: Any, ours: Callable[..., int], platforms: Any) -> int:
        """The address of a C function that calls ``ours`` with the platform's function."""

        def run(*arguments: Any) -> int:
            try:
                return ours(platforms, *arguments)
            except BaseException as error:  # noqa: BLE001  raised when the block ends
                self._failed = self._failed or error
                return _IOERR

        function = kind(run)
        self._callbacks.append(function)
        return ctypes.cast(function, c_void_p).value or 0

    def _open(
        self, platforms: Any, vfs: int, name: int | None, file: int, flags: int, out: int | None
    ) -> int:
        # A file without a name is a temporary one: SQLite chooses where, and deletes it.
        path = f"(temporary {self.opened})" if name is None else ctypes.string_at(name).decode()
        is_new = name is None or not Path(path).exists()
        code = int(platforms(self._platform, name, file, flags, out))
        if code == _OK:
            self.opened += 1
            self._names[file] = path
            if is_new and flags & _OPEN_CREATE:
                self.steps.append(Made(path))
            table = c_void_p.from_address(file)
            table.value = ctypes.addressof(self._methods_over(table.value or 0))
        return code

    def _methods_over(self, address: int) -> _Methods:
        """Our table of methods over the platform's at an address."""
        found = self._methods.get(address)
        if found is None:
            platforms = _Methods.from_address(address)
            found = self._methods[address] = _Methods.from_buffer_copy(platforms)
            found.version = min(platforms.version, _METHODS_WITHOUT_MMAP)
            for name, kind, ours in (
                ("close", _CLOSE, self._close),
                ("write", _WRITE, self._write),
                ("truncate", _TRUNCATE, self._truncate),
                ("sync", _SYNC, self._sync),
            ):
                setattr(found, name, self._callback(kind, ours, kind(getattr(platforms, name))))
            if not self._promises_kept:
                found.promises = self._callback(_ASK, lambda *_: 0, None)
                found.sector_size = self._callback(_ASK, lambda *_: SECTOR, None)
        return found

    def _delete(self, platforms: Any, vfs: int, name: int, sync_folder: int) -> int:
        path = ctypes.string_at(name).decode()
        code = int(platforms(self._platform, name, sync_folder))
        if code == _OK:
            self.steps.append(Deleted(path, bool(sync_folder)))
        return code

    def _close(self, platforms: Any, file: int) -> int:
        del self._names[file]
        return int(platforms(file))

    def _write(self, platforms: Any, file: int, data: int, length: int, offset: int) -> int:
        # Before the call: a write that fails may have left some of its bytes on the disk.
        self.steps.append(Wrote(self._names[file], offset, ctypes.string_at(data, length)))
        return int(platforms(file, data, length, offset))

    def _truncate(self, platforms: Any, file: int, size: int) -> int:
        self.steps.append(Truncated(self._names[file], size))
        return int(platforms(file, size))

    def _sync(self, platforms: Any, file: int, flags: int) -> int:
        code = int(platforms(file, flags))
        if code == _OK:
            self.steps.append(Synced(self._names[file]))
        return code
