"""The reference of commands and keys is what the code says."""

from tests.reference import OUTPUT, reference


def test_the_reference_is_up_to_date() -> None:
    assert OUTPUT.read_text("utf-8") == reference(), "call: make reference"
