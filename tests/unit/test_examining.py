"""What the folder of a vault can do, on disks that are full, closed or copied elsewhere."""

import errno
import os
from pathlib import Path
from typing import IO

import pytest

from wardtui.services.check_up import DiskSeen
from wardtui.store import examining
from wardtui.store.examining import see_disk


def seen(folder: Path) -> DiskSeen:
    return see_disk(folder, "~/ward")


def test_a_folder_that_can_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    found = seen(tmp_path)
    assert (found.fault, found.is_private, found.kept_by) == (None, True, None)
    assert found.free_bytes > 0
    assert list(tmp_path.iterdir()) == []


def test_what_is_not_there_yet_is_judged_by_the_folder_above_it(tmp_path: Path) -> None:
    assert seen(tmp_path / "a" / "b").fault is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("number", "code"), [(errno.ENOSPC, "disk_full"), (errno.EROFS, "cannot_write")]
)
def test_what_keeps_a_file_from_the_disk_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str
) -> None:
    def refuse(_file: IO[bytes]) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(examining, "sync_file", refuse)
    assert seen(tmp_path).fault == code
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_others_may_enter_is_not_private(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert not seen(tmp_path).is_private


@pytest.mark.parametrize("name", ["OneDrive - Cong an", "Dropbox", "google drive"])
def test_a_folder_that_is_copied_elsewhere_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    assert seen(tmp_path / name / "ward").kept_by is not None


def test_a_folder_whose_name_only_begins_alike_is_copied_by_nobody(tmp_path: Path) -> None:
    assert seen(tmp_path / "megan" / "ward").kept_by is None
