"""A campaign as somebody gives it at a prompt."""

import re
from collections.abc import Sequence
from datetime import date

from wardtui.domain.campaign import ALL, LONGEST, Campaign, Target
from wardtui.domain.errors import BadInput
from wardtui.domain.vocabulary import Need

_TARGET = re.compile(r"(?:(?P<area>.+)=)?\s*(?P<number>\d{1,6})\s*(?P<percent>%?)\s*")


def read_campaign(
    start: date, end: date, targets: Sequence[str], needs: Sequence[Need], areas: Sequence[str]
) -> Campaign:
    """The campaign that is meant.

    :raises BadInput: when it ends before it starts, is too long, or a target says nothing
    """
    if end < start:
        raise BadInput("campaign_ends_first", start=f"{start:%d/%m/%Y}", end=f"{end:%d/%m/%Y}")
    if (end - start).days > LONGEST:
        raise BadInput("campaign_too_long", most=LONGEST)
    read = tuple(_target(text) for text in targets)
    named = [one.area for one in read]
    if len(set(named)) < len(named) or (areas and not {*named} <= {*areas, None}):
        raise BadInput("target_twice")
    return Campaign(
        start=start,
        end=end,
        needs=tuple(one for one in Need if one in needs),
        areas=tuple(dict.fromkeys(areas)),
        targets=read,
    )


def _target(text: str) -> Target:
    """``Tổ 5=80%``, ``Tổ 5=120`` or, for every other area, ``80%``.

    :raises BadInput: when it is none
    """
    found = _TARGET.fullmatch(text)
    if found is None:
        raise BadInput("bad_target", text=text[:60])
    area, number = found["area"], int(found["number"])
    area = area.strip() if area else None
    if not found["percent"]:
        return Target(area=area, people=number)
    if number > ALL:
        raise BadInput("bad_target", text=text[:60])
    return Target(area=area, percent=number)
