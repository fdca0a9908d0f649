"""Services at people's place, in words."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from wardtui.domain.case import Case
from wardtui.domain.home_service import HomeStage
from wardtui.domain.moments import local
from wardtui.domain.vocabulary import SupportNeed
from wardtui.i18n import N_, ntr, tr
from wardtui.i18n.dates import day_text
from wardtui.i18n.labels import label
from wardtui.services.home_service import Proposed
from wardtui.wording.household import age_text, lacks_text
from wardtui.wording.phones import phone_text

STAGES = (HomeStage.PROPOSED, HomeStage.APPROVED, HomeStage.ON_ROUTE, HomeStage.DECLINED)
"""What still has to be looked at comes first."""

_COUNTED = {
    HomeStage.PROPOSED: N_("{count} proposed"),
    HomeStage.APPROVED: N_("{count} approved"),
    HomeStage.ON_ROUTE: N_("{count} on a route"),
    HomeStage.DECLINED: N_("{count} declined"),
}

_SAYS_ITSELF = SupportNeed.HOME_SERVICE
"""What nearly everybody in such a list needs."""


def window_text(at: datetime, until: datetime | None) -> str:
    """``18:00-18:15``."""
    end = f"-{local(until):%H:%M}" if until is not None else ""
    return f"{local(at):%H:%M}{end}"


def visit_text(one: Proposed, now: datetime) -> str:
    """When the team comes; empty until they are on a route."""
    return "" if one.at is None else f"{day_text(one.at, now)} {window_text(one.at, one.until)}"


def support_text(case: Case) -> str:
    """What has to be arranged for somebody."""
    return " · ".join(label(need) for need in case.support_needs)


def on_route_text(count: int) -> str:
    """How many are on a route now."""
    return ntr("{count} person on the route", "{count} people on the route", count)


def list_text(one: Proposed, now: datetime) -> str:
    """What is known of them in a line: when the team comes, and what it has to bring along."""
    visit = visit_text(one, now) if one.stage is HomeStage.ON_ROUTE else ""
    further = [label(need) for need in one.case.support_needs if need is not _SAYS_ITSELF]
    return " · ".join(part for part in (visit, *further) if part)


def summary_text(found: Sequence[Proposed], selected: int, *, leads: bool) -> str:
    """How many wait for what, and who decides."""
    counts = Counter(one.stage for one in found)
    parts = [tr(_COUNTED[one], count=counts[one]) for one in STAGES if counts[one]]
    if selected:
        parts = [ntr("{count} selected", "{count} selected", selected)]
    if not leads:
        parts.append(tr("a leader decides"))
    return " · ".join(parts)


def person_lines(one: Proposed, now: datetime) -> list[str]:
    """Somebody to whom the team is to go: who, what they lack and need, how it stands."""
    case = one.case
    phone = phone_text(case.resident.phones[0].number) if case.resident.phones else ""
    who = (case.resident.name, age_text(case, now), phone, case.resident.address)
    lacks = (lacks_text(case), support_text(case))
    stands = (label(one.stage), visit_text(one, now))
    return [" · ".join(part for part in parts if part) for parts in (who, lacks, stands)]


def decided_text(count: int, *, approved: bool) -> str:
    """What a leader has decided."""
    if approved:
        text = ntr("Approved for {count} person", "Approved for {count} people", count)
    else:
        text = ntr("Declined for {count} person", "Declined for {count} people", count)
    return f"✓ {text}"
