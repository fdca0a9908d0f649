"""Every link from one document to another, or to a heading in it, leads somewhere."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
_LINK = re.compile(r"\]\(([^()\s]+)\)")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def anchors(page: Path) -> Iterator[str]:
    """The names under which a page's headings are linked to, as the forges make them."""
    for heading in _HEADING.findall(
        re.sub(r"```.*?```", "", page.read_text("utf-8"), flags=re.DOTALL)
    ):
        yield re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def links(page: Path) -> Iterator[str]:
    """Where a page's links lead to in this repository."""
    for link in _LINK.findall(_CODE.sub("", page.read_text("utf-8"))):
        if "://" not in link:
            yield link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = []
    for link in links(page):
        file, _, anchor = link.partition("#")
        target = (page.parent / file) if file else page
        if not target.exists() or (anchor and anchor not in set(anchors(target))):
            lost.append(link)
    assert lost == []


def test_links_are_found() -> None:
    assert sum(1 for page in PAGES for _ in links(page)) > 100
