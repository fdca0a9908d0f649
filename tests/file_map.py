"""What each module is for and which decisions there are, from the files themselves."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
MAP = ROOT / "docs" / "file-map.md"
DECISIONS = ROOT / "docs" / "decisions"
INDEX = DECISIONS / "README.md"

_NUMBERED = re.compile(r"(\d{4})-[a-z0-9-]+\.md")


def purpose(module: Path) -> str:
    """The first paragraph of a module's docstring, on one line; empty without one."""
    docstring = ast.get_docstring(ast.parse(module.read_text("utf-8"))) or ""
    return " ".join(docstring.partition("\n\n")[0].split())


def _folders() -> Iterator[tuple[str, list[Path]]]:
    """Every package with its modules, its own first."""
    for init in sorted((ROOT / "wardtui").rglob("__init__.py")):
        folder = init.parent
        modules = sorted(one for one in folder.glob("*.py") if one != init)
        yield folder.relative_to(ROOT).as_posix(), [init, *modules]


def file_map() -> str:
    """The page that says what every module is for."""
    lines = [
        "# File map",
        "",
        "Made from the modules' docstrings by `make reference`; a test fails when it is behind.",
        "How they work together stands in [architecture](architecture.md).",
    ]
    for name, (init, *modules) in _folders():
        lines += ["", f"## `{name}/`", ""]
        about = purpose(init)
        if about:
            lines += [about, ""]
        if modules:
            lines += ["| module | its role |", "|---|---|"]
        lines += [f"| `{one.name}` | {purpose(one).replace('|', '&#124;')} |" for one in modules]
    return "\n".join([*lines, ""])


def title(decision: Path) -> str:
    """A decision's heading."""
    heading, _, _ = decision.read_text("utf-8").partition("\n")
    return heading.removeprefix("# ")


def decisions() -> str:
    """The list of decisions, in the order of their numbers."""
    lines = ["# Decisions", "", "One file each: what was decided, why, and what it costs.", ""]
    for file in sorted(DECISIONS.glob("[0-9]*.md")):
        numbered = _NUMBERED.fullmatch(file.name)
        assert numbered, f"{file.name} is no number of four digits and a title"
        lines.append(f"{int(numbered[1])}. [{title(file)}]({file.name})")
    return "\n".join([*lines, ""])
