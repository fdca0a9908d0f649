"""The wheel, installed where there is no source tree: what it holds, and a ward's work with it."""

import json
import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

import wardtui
from tests.conftest import PASSPHRASE
from tests.e2e.terminal import Terminal

ROOT = Path(wardtui.__file__).parent.parent
WARD = "PHUONG-MAU"
PATIENCE = 60


def build(kind: str, source: Path, into: Path) -> Path:
    """Build a wheel or an sdist of a source tree."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", kind, "-d", str(into)],
        cwd=source,
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )
    (made,) = into.iterdir()
    return made


class Installed:
    """The program as its users have it, in a folder of its own."""

    def __init__(self, program: Path, folder: Path) -> None:
        self.program = program
        self.folder = folder
        ours = {"WARDTUI_HOME": str(folder / "ward"), "WARDTUI_PASSPHRASE": PASSPHRASE}
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
            **ours,
        }

    def run(self, *arguments: object) -> str:
        """Run a command that must succeed; what it says."""
        done = subprocess.run(
            [str(self.program), *map(str, arguments)],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode()

    def ask(self, *arguments: object) -> Any:
        """Run a command that must succeed; its JSON document."""
        return json.loads(self.run(*arguments, "--json"))

    @contextmanager
    def serving(self, database: str) -> Iterator[str]:
        """A central server; its address."""
        command = ["central", "serve", "--database", database, "--port", "0", "--json"]
        with (self.folder / "server.log").open("wb") as log:
            process = subprocess.Popen(
                [str(self.program), *command],
                cwd=self.folder,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.terminate()
            process.wait(PATIENCE)
            process.stdout.close()


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program of the wheel, in an environment that has what the wheel needs and no more."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    install = ["-m", "pip", "--python", str(python), "install", "-q", "--no-index"]
    # What is not needed need not be compiled.
    lightly = ["--no-deps", "--no-compile"]
    subprocess.run([sys.executable, *install, *lightly, str(wheel)], check=True, timeout=PATIENCE)
    (site,) = folder.glob("lib/python*/site-packages")
    # What a .pth file names is searched; the .pth files in there, ours among them, are not read.
    (site / "needed.pth").write_text(sysconfig.get_path("purelib"), "utf-8")
    return folder / "bin" / "wardtui"


@pytest.fixture
def installed(program: Path, tmp_path: Path) -> Installed:
    return Installed(program, tmp_path)


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as packed:
        return set(packed.namelist())


def test_the_wheel_holds_all_that_the_program_reads(wheel: Path) -> None:
    held = names(wheel)
    package = ROOT / "wardtui"
    wanted = {
        file.relative_to(ROOT).as_posix()
        for file in package.rglob("*")
        if file.is_file() and "__pycache__" not in file.parts and file.suffix != ".pyc"
    }
    for folder in ("themes", "sample_data"):
        files = (file for file in (ROOT / folder).rglob("*") if file.is_file())
        wanted |= {f"wardtui/_data/{file.relative_to(ROOT).as_posix()}" for file in files}
    assert wanted <= held
    assert {file.rpartition(".")[2] for file in wanted} >= {
        "py", "toml", "mo", "tcss", "docx", "xlsx", "typed",
    }  # fmt: skip
    assert any("/migrations/" in name for name in held)


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    top = {name.partition("/")[0] for name in names(wheel)}
    assert top == {"wardtui", f"wardtui-{wardtui.__version__}.dist-info"}
    assert not [name for name in names(wheel) if "tests" in name.split("/")]


def test_the_sdist_makes_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    sdist = build("sdist", ROOT, tmp_path / "sdist")
    with tarfile.open(sdist) as packed:
        packed.extractall(tmp_path / "source", filter="data")
    (source,) = (tmp_path / "source").iterdir()
    assert (source / "Makefile").is_file()
    assert (source / "tests" / "e2e" / "test_wheel.py").is_file()
    assert names(build("wheel", source, tmp_path / "wheel")) == names(wheel)


def test_it_is_the_installed_program_that_runs(installed: Installed) -> None:
    assert installed.run("--version") == f"wardtui {wardtui.__version__}\n"
    code = "import wardtui, wardtui.resources as r; print(wardtui.__file__, r.resource_folder('t'))"
    python = installed.program.with_name("python")
    done = subprocess.run(
        [python, "-c", code], cwd=installed.folder, env=installed.environment,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert str(ROOT) + "/" not in done.stdout.replace(str(installed.program.parent.parent), "")


def test_a_ward_is_worked_on_without_the_source_tree(installed: Installed) -> None:
    installed.run("sample-data", "--residents", 40, "-o", "list.xlsx")
    installed.ask("init")
    assert installed.ask("import", "list.xlsx", "--ward", WARD)["added"] > 30
    assert installed.ask("list")["total"] > 30
    assert "ward-dark" in installed.ask("theme", "list")
    assert "three-level" in installed.run("policy", "list")
    installed.run("letters", "-o", "letters.docx")
    assert (installed.folder / "letters.docx").read_bytes().startswith(b"PK")
    assert installed.ask("report", "daily")["total"]["eligible"] > 30
    assert "Chưa xem trong kho" not in installed.run("doctor")
    with Terminal([str(installed.program)], installed.environment, columns=100) as screen:
        screen.wait_for("Tổ 1")
        screen.press("c", "1")
        screen.wait_for("Đã lưu")
        screen.press("q")
        assert screen.wait_for_end() == 0
    database = f"sqlite:///{installed.folder / 'central.db'}"
    officer = ("--name", "Nguyễn Văn Mẫu", "--role", "officer", "--ward", WARD)
    added = installed.ask("central", "add-officer", *officer, "--database", database)
    with installed.serving(database) as url:
        installed.ask("pair", url, added["pairing_code"])
        done = installed.ask("sync")
    assert done["pushed"] > 30
    assert (done["pending"], done["rejected"]) == (0, 0)
