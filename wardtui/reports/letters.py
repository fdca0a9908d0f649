"""Invitations as letters: one Word document, one letter to a page."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from wardtui.domain.moments import local
from wardtui.domain.notice import Letter, Sender
from wardtui.reports.document_files import LETTERS, SUFFIX
from wardtui.reports.word_templates import fill

TEMPLATE = LETTERS + SUFFIX
_TO_WRITE_ON = "…" * 6


def letters_document(letters: Sequence[Letter], sender: Sender, folders: Sequence[Path]) -> bytes:
    """The letters as a Word document, in their order.

    :param folders: where the template is looked for (``template_folders``)
    :raises wardtui.reports.word_templates.TemplateUnusable: when the template cannot be filled
    """
    ward = sender.ward or _TO_WRITE_ON
    fields = {
        "ward": ward,
        "ward_capitals": ward.upper(),
        "dated": f"{ward}, {_day(sender.today)}",
        "letters": list(letters),
    }
    return fill(TEMPLATE, fields, folders)


def _day(moment: datetime) -> str:
    """As official papers are dated: days and the months January and February have two digits
    (Decree 30/2020/ND-CP, annex I)."""
    day = local(moment)
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"
