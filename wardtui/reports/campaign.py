"""A campaign in words, and as a document."""

from typing import Any

import msgspec

from wardtui.domain.campaign import Campaign, Target
from wardtui.i18n import tr
from wardtui.i18n.labels import label
from wardtui.i18n.numbers import percent


def campaign_document(campaign: Campaign) -> dict[str, Any]:
    """The campaign for other programs: empty needs and areas are all of them."""
    return {
        "start": campaign.start.isoformat(),
        "end": campaign.end.isoformat(),
        "needs": [one.value for one in campaign.needs],
        "areas": list(campaign.areas),
        "targets": [msgspec.structs.asdict(one) for one in campaign.targets],
    }


def campaign_text(campaign: Campaign) -> str:
    """The campaign in a few lines."""
    needs = ", ".join(label(one) for one in campaign.needs) or tr("all that somebody has")
    areas = ", ".join(campaign.areas) or tr("the whole ward")
    own = [f"{one.area} {_amount(one)}" for one in campaign.targets if one.area is not None]
    others = [_amount(one) for one in campaign.targets if one.area is None] or [percent(1)]
    rest = tr("every other area {amount}", amount=others[0]) if own else others[0]
    return "\n".join(
        (
            tr(
                "From {start} to {end}.",
                start=f"{campaign.start:%d/%m/%Y}",
                end=f"{campaign.end:%d/%m/%Y}",
            ),
            tr("Needs: {needs}", needs=needs),
            tr("Areas: {areas}", areas=areas),
            tr("To be done: {targets}", targets=", ".join([*own, rest])),
        )
    )


def _amount(target: Target) -> str:
    if target.percent is not None:
        return percent(target.percent / 100)
    return tr("{count} residents", count=target.people)
