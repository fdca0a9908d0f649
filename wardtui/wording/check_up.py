"""A check-up of this laptop in words: what was found, and what to do."""

from collections.abc import Sequence
from datetime import date, datetime
from textwrap import wrap
from typing import Any

from wardtui.domain.errors import WardtuiError
from wardtui.domain.moments import VIETNAM, local
from wardtui.i18n import N_, ntr, tr
from wardtui.i18n.numbers import file_size
from wardtui.services.check_up import Finding, Level, Topic
from wardtui.wording.check_up_texts import TEXTS
from wardtui.wording.errors import explain, explained

TOPICS = {
    Topic.PROGRAM: N_("Program"),
    Topic.TERMINAL: N_("Window"),
    Topic.FONTS: N_("Letters"),
    Topic.CLOCK: N_("Date and time"),
    Topic.SETTINGS: N_("Settings"),
    Topic.THEMES: N_("Colours"),
    Topic.DISK: N_("Disk"),
    Topic.VAULT: N_("Vault"),
    Topic.BACKUPS: N_("Backups"),
    Topic.NETWORK: N_("Network"),
    Topic.SERVER: N_("Server"),
}

LEVELS = {Level.OK: N_("good"), Level.LOOK: N_("look"), Level.WRONG: N_("WRONG")}

SAMPLE = "Ằ Ễ Ộ Ữ Ỵ đ ơ ư ┌─┬─┐ │ ✓ ‼ ▲ ▀▄█"
"""Letters with two marks, and every kind of sign that the screens draw."""

_NARROWEST = 40
"""Characters beside the names, at least."""

_MILLION, _GIGABYTE = 10**6, 10**9


def found_text(finding: Finding) -> tuple[str, str]:
    """What was found, and what to do about it; the second is empty where there is nothing to do."""
    facts = _facts(finding)
    texts = TEXTS.get(finding.code)
    if texts is None:
        told = explain(WardtuiError(finding.code, **facts))
        if finding.code not in explained():
            facts["code"] = finding.code
            return tr("Something else went wrong ({code}).", **facts), told.remedy
        return told.message, told.remedy
    return tuple(tr(one).format_map(facts) if one else "" for one in texts)  # type: ignore[return-value]


def _facts(finding: Finding) -> dict[str, Any]:
    """The facts as people write them."""
    facts = {name: _words(name, fact) for name, fact in finding.facts.items()}
    if finding.code == "clock_off":
        facts["off"] = _off(finding.facts["seconds"])
    if finding.code == "sample":
        facts["sample"] = SAMPLE
    return facts


def _words(name: str, fact: Any) -> Any:
    match fact:
        case datetime():
            return f"{local(fact):%H:%M %d/%m/%Y}"
        case tuple() | list():
            return ", ".join(map(str, fact))
        case int() if name == "free_bytes":
            return file_size(fact) if fact < _GIGABYTE else f"{fact // _GIGABYTE} GB"
        case int() if name == "offset_minutes":
            return _zone(fact)
        case int() if name == "colours" and fact > _MILLION:
            return tr("16 million")
        case str() if name == "source":
            return tr("the settings") if fact == "settings" else tr("this laptop's environment")
        case str() if name == "purpose" and fact == "tui":
            return tr("the screen")
        case str() if name == "day":
            return f"{date.fromisoformat(fact):%d/%m/%Y}"
        case None:
            return "-"
        case _:
            return fact


def _zone(minutes: int) -> str:
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02}" if rest else "")


def _off(seconds: int) -> str:
    minutes = round(abs(seconds) / 60)
    if seconds > 0:
        return ntr("{count} minute slow", "{count} minutes slow", minutes)
    return ntr("{count} minute fast", "{count} minutes fast", minutes)


def document(found: Sequence[Finding]) -> dict[str, Any]:
    """The check-up as one JSON document."""
    return {
        "ok": not any(one.level is Level.WRONG for one in found),
        "findings": [_entry(one) for one in found],
    }


def _entry(one: Finding) -> dict[str, Any]:
    found, remedy = found_text(one)
    facts = {
        name: fact.astimezone(VIETNAM) if isinstance(fact, datetime) else fact
        for name, fact in one.facts.items()
    }
    return {
        "topic": one.topic,
        "level": one.level,
        "code": one.code,
        "found": found,
        "remedy": remedy,
        "facts": facts,
    }


def text(found: Sequence[Finding], width: int) -> str:
    """The check-up for people: for each finding what was found, and below it what to do.

    :param width: characters of a line
    """
    level_width = max(len(tr(one)) for one in LEVELS.values())
    topic_width = max(len(tr(one)) for one in TOPICS.values())
    lines = []
    before = None
    for one in found:
        told, remedy = found_text(one)
        topic = tr(TOPICS[one.topic]) if one.topic is not before else ""
        head = f"{tr(LEVELS[one.level]):{level_width}}  {topic:{topic_width}}  "
        lines += _folded(told, head, len(head), width)
        if remedy:
            lines += _folded(remedy, " " * len(head) + "→ ", len(head) + 2, width)
        before = one.topic
    wrong = sum(one.level is Level.WRONG for one in found)
    look = sum(one.level is Level.LOOK for one in found)
    lines += ["", _summary(wrong, look)]
    lines.append(tr("Nothing in this is about a resident: you may send it to whoever helps you."))
    return "\n".join(lines)


def _folded(words: str, first: str, indent: int, width: int) -> list[str]:
    """A text under itself; what belongs together, as an address does, is not broken."""
    return wrap(
        words,
        max(width, indent + _NARROWEST),
        initial_indent=first,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _summary(wrong: int, look: int) -> str:
    if wrong:
        return ntr(
            "{count} thing is wrong: do what stands behind its arrow.",
            "{count} things are wrong: do what stands behind their arrows.",
            wrong,
        )
    if look:
        return ntr(
            "Nothing is wrong; look at {count} thing.",
            "Nothing is wrong; look at {count} things.",
            look,
        )
    return tr("Nothing is wrong.")
