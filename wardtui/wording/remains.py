"""What is left of somebody whom this device has forgotten, in words, for that person."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime

import msgspec

from wardtui.domain.bands import AgeBand, Residency
from wardtui.domain.case import Attempts
from wardtui.domain.forgotten import Forgotten
from wardtui.domain.page import Page, Part
from wardtui.domain.standing import Standing
from wardtui.domain.vocabulary import Channel, Reason
from wardtui.i18n import tr
from wardtui.i18n.labels import label
from wardtui.services.subject import Remains
from wardtui.wording.subject import Fact, access_lines, made_text, time_text

_NONE = Attempts()


def remains_page(found: Remains, now: datetime) -> Page:
    """The page. It names nobody: who it is about is known to whoever gives it out."""
    left = found.left
    why = tr(
        "This device has forgotten the person, since nothing was left to be done for long: name, "
        "numbers, telephones, address, notes and entries are deleted here. The server may still "
        "hold them, and so may a backup of this device until it is deleted."
    )
    if left.erased:
        why = tr(
            "Nothing is to be kept of this person: name, numbers, telephones, address, notes and "
            "entries are deleted here and on the server. A backup may hold them until it is "
            "deleted."
        )
    parts = (
        Part(tr("What is left, so that figures stay right"), tuple(_facts(left))),
        Part(tr("Tries that are counted, by day"), lines=tuple(_days(left))),
        Part(tr("By what a later list finds this person"), lines=tuple(_marks(left))),
        Part(
            tr("Who saw it whole or took it out, on this device"),
            lines=tuple(access_lines(found.accesses)) or (tr("Nobody yet."),),
        ),
        Part(tr("Where it is kept"), tuple(_kept(found))),
    )
    notes = (why, made_text(found.officer, now))
    return Page(tr("WHAT IS KEPT ABOUT ONE PERSON"), notes, parts)


def _facts(left: Forgotten) -> Iterator[Fact]:
    last = left.standing(date.max)
    yield tr("area"), last.area or tr("no area")
    yield tr("on a list since"), _day(last.listed_on)
    yield tr("status"), label(last.status)
    if last.done_on is not None:
        yield tr("all done on"), _day(last.done_on)
    for need in left.needs:
        when = f" ({time_text(need.met_at)})" if need.met_at else ""
        yield label(need.need), (label(need.step) if need.step else tr("done")) + when
    for one in () if left.needs else last.needs:
        yield label(one.need), tr("not done yet") if one.met_on is None else _day(one.met_on)
    yield tr("level"), str(last.level)
    if last.residency is not Residency.UNKNOWN:
        yield tr("registration"), label(last.residency)
    if last.age is not AgeBand.UNKNOWN:
        yield tr("age then"), label(last.age)
    yield from _further(last)


def _further(last: Standing) -> Iterator[Fact]:
    if last.reason is not Reason.NOT_STATED:
        yield tr("reason given"), label(last.reason)
    facts = (
        (last.home_service, tr("was to be served at home")),
        (last.facility_service, tr("was to be served in a facility")),
        (last.contacted, tr("somebody tried to reach them")),
        (last.invited, tr("was invited")),
        (last.has_come, tr("came")),
    )
    words = [text for holds, text in facts if holds]
    if words:
        yield tr("also"), ", ".join(words)
    if last.flags or last.flags_settled:
        counts = tr(
            "open: {open}, put right: {settled}", open=last.flags, settled=last.flags_settled
        )
        yield tr("faults in the record"), counts


def _days(left: Forgotten) -> Iterator[str]:
    """How often somebody tried, and what was done, on which day."""
    found = False
    for one in left.days:
        counts = Counter(msgspec.structs.asdict(one.standing.attempts or _NONE))
        tried = [f"{label(Channel(name))}: {count}" for name, count in counts.items() if count]
        if one.standing.came:
            tried.append(tr("came: {count}", count=one.standing.came))
        if one.standing.files:
            tried.append(tr("files: {count}", count=one.standing.files))
        if tried:
            found = True
            yield f"{_day(one.day)} · {', '.join(tried)}"
    if not found:
        yield tr("None.")


def _marks(left: Forgotten) -> Iterator[str]:
    if not left.marks.name:
        yield tr("Nothing: no list finds them again.")
        return
    yield tr(
        "Sums of name, year of birth, number and address under a key of this device. Nobody can "
        "read from them who it is; they only tell whether somebody on a later list is the same."
    )


def _kept(found: Remains) -> Iterator[Fact]:
    yield tr("Ward"), found.left.ward or found.ward or tr("no ward")
    yield tr("this device"), found.device
    yield tr("records of this person"), found.left.id
    when = tr("Not synchronised yet")
    yield tr("last sync"), when if found.last_sync is None else time_text(found.last_sync)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
