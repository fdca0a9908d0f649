"""Keys are told apart in what a terminal sends."""

import pytest

from wardtui.tui.unix_input import keys_apart


@pytest.mark.parametrize(
    "key",
    [
        "\x1b[A",
        "\x1bOQ",
        "\x1b[27u",
        "\x1b[<0;12;8M",
        "\x1b[200~pasted\x1b[201~",
        "\x1b]11;rgb:0000/0000/0000\x1b\\",
        "\x1bP>|term\x1b\\",
        "\x1b\x7f",
        "\x1b\t",
        "\x1bb",
        "\x1bf",
        "\x1b",
        "c",
    ],
)
def test_what_a_terminal_sends_for_one_key_stays_together(key: str) -> None:
    assert keys_apart(key) == [key]
    assert keys_apart(f"c{key}") == [f"c{key}"]


@pytest.mark.parametrize("key", ["\r", "\n", " ", "1", "/", "c", "ư", "?", ":", "\x0c", "\x1b[A"])
def test_an_escape_before_any_other_key_is_a_key_of_its_own(key: str) -> None:
    assert keys_apart(f"\x1b{key}") == ["", key]
    assert keys_apart(f"v\x1b{key}1") == ["v", f"{key}1"]
