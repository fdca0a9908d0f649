"""What residents are told about their data is what the program does."""

import re
from pathlib import Path

import pytest

from wardtui.domain.erasure import DAYS_KEPT, ErasureReason
from wardtui.settings import Settings

DOCS = Path(__file__).parents[2] / "docs"
VIETNAMESE = (DOCS / "quyen-rieng-tu.md").read_text("utf-8")
ENGLISH = (DOCS / "privacy.md").read_text("utf-8")
REFERENCE = (DOCS / "reference.md").read_text("utf-8")
_COMMAND = re.compile(r"`wardtui ((?:central |vault )?[a-z-]+)([^`]*)`")


def test_the_times_are_those_of_the_program() -> None:
    settings = Settings()
    assert f"{settings.retention_days} ngày sau khi đã làm xong" in VIETNAMESE
    assert f"On a laptop {settings.retention_days} days" in ENGLISH
    assert f"được xóa sau {DAYS_KEPT} ngày" in VIETNAMESE
    assert f"On the\nserver {DAYS_KEPT} days" in ENGLISH
    assert f"sau {settings.lock_after_minutes} phút không dùng" in VIETNAMESE


@pytest.mark.parametrize("text", [VIETNAMESE, ENGLISH], ids=["vi", "en"])
def test_every_command_that_is_named_is_there_with_its_options(text: str) -> None:
    named = _COMMAND.findall(text)
    assert len(named) > 5
    for command, rest in named:
        heading = rf"^### `wardtui {command}(?: [^`]*)?`\n(.*?)(?=^### |\Z)"
        part = re.search(heading, REFERENCE, re.MULTILINE | re.DOTALL)
        assert part, command
        for option in re.findall(r"--[a-z-]+", rest):
            assert option in part[1], (command, option)
        for reason in re.findall(r"--reason (\w+)", rest):
            assert reason in list(ErasureReason)


def test_both_languages_name_the_same_commands_and_laws() -> None:
    def facts(text: str) -> set[str]:
        commands = {command for command, _ in _COMMAND.findall(text)}
        return commands | set(re.findall(r"\d+/\d{4}(?:/QH15)?", text)) - {"1/2026", "7/2024"}

    assert facts(VIETNAMESE) == facts(ENGLISH)
