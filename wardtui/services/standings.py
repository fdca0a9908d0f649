"""How everybody whom this device knows, or has known, stood at the ends of some days."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime

import msgspec

from wardtui.domain.forgotten import Forgotten
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.moments import local_day
from wardtui.domain.standing import Standing, Stood, stood
from wardtui.services.moving import moved_by_now
from wardtui.services.person import person_of
from wardtui.services.ports import Unit
from wardtui.services.records import entries

Stands = tuple[WardCode | None, Standing]
"""How somebody stood, and their ward."""


def standings_at(unit: Unit, days: Sequence[date], now: datetime | None) -> list[list[Stands]]:
    """How everybody stood at the end of each day, those whom this device has forgotten too.

    :param now: with what the policy has decided by then, on this day, though it is not recorded
    """
    gone = {one.id: one for one in unit.forgotten.all()}
    found: list[list[Stands]] = [[] for _ in days]
    known: set[ResidentId] = set()
    for one, place, then in stood_at(unit, days, gone, now):
        before, day = gone.get(one.id), days[place]
        if before is None:
            if then is not None:
                found[place].append((one.ward, then.standing(day)))
            continue
        known.add(one.id)
        if one.then.listed_on > day:
            # Listed again later: what is left of the first time tells of the days before.
            found[place].append((before.ward, before.standing(day)))
        elif then is not None:
            both = _with_the_past(then.standing(day), before.standing(day))
            found[place].append((one.ward, both))
    for before in gone.values():
        if before.id not in known:
            for standings, day in zip(found, days, strict=True):
                standings.append((before.ward, before.standing(day)))
    return found


def _with_the_past(now: Standing, before: Standing) -> Standing:
    """How somebody stands who was forgotten and listed again."""
    return msgspec.structs.replace(
        now,
        contacted=now.contacted or before.contacted,
        invited=now.invited or before.invited,
        has_come=now.has_come or before.has_come,
    )


def stood_at(
    unit: Unit,
    days: Sequence[date],
    gone: Mapping[ResidentId, Forgotten],
    now: datetime | None = None,
) -> Iterator[tuple[Stood, int, Stood | None]]:
    """How everybody with a case stands, the place of a day, and how they stood at its end.

    Null when they were on no list by then. Histories are read once, and only those of whom
    something has changed since.

    :param gone: whom this device has forgotten; some of them may be listed again
    :param now: with what the policy has decided by then, on this day, though it is not recorded
    """
    moved: dict[ResidentId, Stood] = {}
    today = None if now is None else local_day(now)
    if now is not None and today in days:
        moved = {one.case.id: stood(one.case) for one in moved_by_now(unit, now)}
    changed: dict[ResidentId, tuple[Stood, list[int]]] = {}
    for one in unit.cases.stood():
        for place, day in enumerate(days):
            present = moved.get(one.id, one) if day == today else one
            if present.on <= day:
                yield one, place, present
            else:
                changed.setdefault(one.id, (one, []))[1].append(place)
    yield from _as_they_were(unit, days, gone, changed)


def _as_they_were(
    unit: Unit,
    days: Sequence[date],
    gone: Mapping[ResidentId, Forgotten],
    changed: Mapping[ResidentId, tuple[Stood, list[int]]],
) -> Iterator[tuple[Stood, int, Stood | None]]:
    if not changed:
        return
    from wardtui.domain.case_told import tell

    alone = [who for who, (one, _) in changed.items() if not one.same_as]
    logs = unit.events.of_residents(alone)
    several = [who for who, (one, _) in changed.items() if one.same_as]
    people = ((who, entries(person_of(unit, who).events)) for who in several)
    for found in (logs, people):
        for who, log in found:
            one, places = changed[who]
            before = gone.get(who)
            met = before.needs if before is not None else ()
            for place in places:
                day, members = days[place], (who, *one.same_as)
                told = tell(who, log, day, met, members, unit.sessions)
                yield one, place, None if told is None else stood(told, day)
