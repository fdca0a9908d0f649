"""Which file somebody means, and which ones are offered."""

import os
from pathlib import Path

import pytest

from wardtui.tui.list_files import list_files, looks_like_a_path, path_of, usual_folders


@pytest.mark.parametrize(
    "typed",
    [
        "{file}",
        "  {file} ",
        "'{file}'",
        '"{file}"',
        "{escaped}",
        "file://{encoded}",
        "~/ds tổ 5 #2.xlsx",
    ],
)
def test_a_file_is_meant_however_a_terminal_writes_it(typed: str) -> None:
    from urllib.parse import quote

    file = Path.home() / "ds tổ 5 #2.xlsx"
    file.parent.mkdir(exist_ok=True)
    file.touch()
    escaped = str(file).replace(" ", "\\ ").replace("#", "\\#")
    text = typed.format(file=file, escaped=escaped, encoded=quote(str(file)))
    assert path_of(text) == file
    assert looks_like_a_path(text)


@pytest.mark.parametrize("typed", ["", "~nobody/x", "\0", "file://", "'", "a\\"])
def test_any_line_means_some_path(typed: str) -> None:
    assert isinstance(path_of(typed), Path)


def test_part_of_a_name_is_no_path() -> None:
    assert not looks_like_a_path("to 5")


def test_list_files_are_offered_the_newest_first(tmp_path: Path) -> None:
    for age, name in enumerate(["a.xlsx", "b.CSV", "c.ods", "d.docx", "~$a.xlsx", ".e.csv"]):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "to_nowhere.csv").symlink_to(tmp_path / "gone.csv")
    found = list_files([tmp_path, tmp_path, tmp_path / "missing"])
    assert [one.path.name for one in found] == ["a.xlsx", "b.CSV", "c.ods"]


def test_the_folders_are_looked_for_under_their_own_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "user-dirs.dirs").write_text(
        '# comment\nXDG_DOWNLOAD_DIR="$HOME/Tải xuống"\nXDG_MUSIC_DIR="$HOME/Nhạc"\n', "utf-8"
    )
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    assert Path.home() / "Tải xuống" in usual_folders()
    assert Path.home() / "Downloads" in usual_folders()
    assert Path.home() / "Nhạc" not in usual_folders()
