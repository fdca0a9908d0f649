"""docs/security.md names a control for every threat, and a test for every control."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "security.md").read_text("utf-8")
_NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
_THREAT = re.compile(r"^### (.+)$", re.MULTILINE)


@cache
def defined_in(file: str) -> frozenset[str]:
    """The names of a file's tests; none when there is no such file."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    functions = ast.FunctionDef | ast.AsyncFunctionDef
    tree = ast.parse(path.read_text("utf-8"))
    return frozenset(one.name for one in ast.walk(tree) if isinstance(one, functions))


def sections() -> dict[str, str]:
    """The text below each threat."""
    _, *parts = _THREAT.split(TEXT.partition("\n## What is not covered")[0])
    return dict(zip(parts[::2], parts[1::2], strict=True))


def rows(text: str) -> list[str]:
    """The lines of a section's table below its head."""
    table = [line for line in text.splitlines() if line.startswith("|")]
    assert table[:2] == ["| control | test |", "|---|---|"]
    return table[2:]


def test_every_test_that_is_named_is_there() -> None:
    named = _NAMED.findall(TEXT)
    assert len(named) > 50
    assert [f"{file}::{test}" for file, test in named if test not in defined_in(file)] == []


def test_every_test_is_named_whole() -> None:
    assert TEXT.count("tests/") == len(_NAMED.findall(TEXT))


@pytest.mark.parametrize("threat", sections())
def test_every_control_against_a_threat_has_its_test(threat: str) -> None:
    controls = rows(sections()[threat])
    assert controls
    assert [row for row in controls if not _NAMED.search(row)] == []


@pytest.mark.parametrize(
    "file", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda p: p.name
)
def test_whatever_is_installed_is_pinned_with_its_hash(file: Path) -> None:
    whole = file.read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in whole.splitlines() if line and not line.startswith("#")]
    assert len(lines) > 20
    assert [line for line in lines if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:", line)] == []
