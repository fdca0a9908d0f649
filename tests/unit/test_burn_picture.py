"""The campaign's curve as a picture."""

from xml.etree import ElementTree

import msgspec
import pytest

from tests.unit.test_workbooks import progressed
from wardtui.i18n import Language, use_language
from wardtui.reports.burn_picture import picture


def words(listed: int) -> list[str]:
    """What stands on the picture when so many are listed."""
    use_language(Language.ENGLISH)
    told = progressed()
    total = msgspec.structs.replace(told.burn_up.total, eligible=listed)
    burn = msgspec.structs.replace(told.burn_up, total=total)
    drawing = ElementTree.fromstring(picture(msgspec.structs.replace(told, burn_up=burn)))  # noqa: S314  our own
    return [one.text or "" for one in drawing if one.tag.endswith("}text")]


@pytest.mark.parametrize(
    ("listed", "scale"),
    [
        (20, ["0", "5", "10", "15", "20"]),
        (777, ["0", "200", "400", "600"]),
        (51_234, ["0", "20000", "40000"]),
    ],
)
def test_the_scale_has_round_numbers(listed: int, scale: list[str]) -> None:
    assert [one for one in words(listed) if one.isdecimal()] == scale


def test_the_picture_says_whether_the_target_will_be_reached() -> None:
    assert [one for one in words(20) if one.startswith("Target: ")] == ["Target: !! won't make it"]
