"""A page to print as a file: HTML that needs nothing beside it, or plain text."""

import textwrap
from enum import StrEnum
from html import escape
from pathlib import Path

from wardtui.domain.errors import BadInput
from wardtui.domain.page import Page, Part
from wardtui.i18n import language

_TEXT_WIDTH = 80

_STYLE = """
body { font: 11pt/1.4 "DejaVu Sans", Arial, sans-serif; max-width: 48em; margin: 2em auto; }
h1 { font-size: 16pt; } h2 { font-size: 12pt; border-bottom: 1px solid; margin-top: 1.5em; }
table { border-collapse: collapse; } th, td { text-align: left; vertical-align: top; }
th { padding-right: 1.5em; font-weight: normal; min-width: 11em; } td { font-weight: bold; }
ul { list-style: none; padding: 0; } li { margin: 0.2em 0; break-inside: avoid; }
.raw { font: 8pt monospace; overflow-wrap: anywhere; }
@page { size: A4; margin: 2cm; } @media print { body { margin: 0; } }
"""


class PageFormat(StrEnum):
    """What a page can be written as, by the ending of the file."""

    HTML = ".html"
    TEXT = ".txt"


class NotAPageName(BadInput):
    """The file is not named as a page that can be written."""

    CODE = "not_a_page_name"


def page_format(file: Path) -> PageFormat:
    """What a file is to hold.

    :raises NotAPageName: when its ending names neither
    """
    try:
        return PageFormat(file.suffix.lower())
    except ValueError:
        raise NotAPageName(file=str(file)) from None


def page_bytes(page: Page, form: PageFormat) -> bytes:
    """The page as a file."""
    return (_html(page) if form is PageFormat.HTML else _text(page)).encode()


def _html(page: Page) -> str:
    notes = "".join(f"<p>{escape(note)}</p>\n" for note in page.notes)
    parts = "".join(_html_part(part) for part in page.parts)
    return (
        f'<!DOCTYPE html>\n<html lang="{language().value}">\n<head><meta charset="utf-8">\n'
        f"<title>{escape(page.title)}</title>\n<style>{_STYLE}</style></head>\n<body>\n"
        f"<h1>{escape(page.title)}</h1>\n{notes}{parts}</body>\n</html>\n"
    )


def _html_part(part: Part) -> str:
    rows = "".join(
        f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>\n" for name, value in part.facts
    )
    table = f"<table>\n{rows}</table>\n" if rows else ""
    kind = ' class="raw"' if part.is_raw else ""
    items = "".join(f"<li>{escape(line)}</li>\n" for line in part.lines)
    listed = f"<ul{kind}>\n{items}</ul>\n" if items else ""
    return f"<h2>{escape(part.heading)}</h2>\n{table}{listed}"


def _text(page: Page) -> str:
    lines = [page.title, "", *(one for note in page.notes for one in _wrapped(note, ""))]
    for part in page.parts:
        lines += ["", part.heading, "-" * len(part.heading)]
        lines += [one for fact in part.facts for one in _wrapped(": ".join(fact), "  ")]
        for line in part.lines:
            lines += [line] if part.is_raw else _wrapped(line, "    ")
    return "\n".join(lines) + "\n"


def _wrapped(line: str, further: str) -> list[str]:
    return textwrap.wrap(line, _TEXT_WIDTH, subsequent_indent=further, break_on_hyphens=False)
