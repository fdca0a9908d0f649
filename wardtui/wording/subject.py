"""Everything that is held on one person, in words, for that person."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import msgspec

from wardtui.domain.case import Case
from wardtui.domain.events import ContactLogged, Event, ResidentCorrected, ResidentListed
from wardtui.domain.moments import local
from wardtui.domain.page import Page, Part
from wardtui.domain.resident import Field, Resident, field_value
from wardtui.domain.same_person import counting
from wardtui.i18n import ntr, tr
from wardtui.i18n.labels import label
from wardtui.services.records import AccessRecord, Rejected, StoredEvent, entries
from wardtui.services.subject import Subject, residents_of
from wardtui.services.view import masked
from wardtui.wording.case import next_rows, tried_text
from wardtui.wording.discards import discard_text
from wardtui.wording.faults import value_text
from wardtui.wording.history import event_text

Fact = tuple[str, str]


def subject_page(found: Subject, now: datetime, *, reveal: bool) -> Page:
    """The page.

    :param reveal: with whole numbers, notes, and the entries as they are stored
    """
    detail = found.detail
    case = detail.case
    parts = [
        Part(tr("The record"), tuple(_record(case.resident, reveal=reveal))),
        *_lists(case, reveal=reveal),
        Part(tr("The case"), tuple(_case(found, now))),
        Part(tr("Everything that was recorded"), lines=tuple(_history(found, reveal=reveal))),
        Part(tr("Who saw it whole or took it out, on this device"), lines=tuple(_accesses(found))),
        Part(tr("Where it is kept"), tuple(_kept(found))),
    ]
    if reveal:
        refused = (*detail.rejected, *detail.discarded)
        raw = (*(one.raw for one in detail.history), *(one.raw for one in refused))
        parts.append(Part(tr("The entries as they are stored"), lines=raw, is_raw=True))
    named = tr("For {name}, who may see what is kept.", name=case.resident.name)
    notes = [named, made_text(found.officer, now)]
    if not reveal:
        notes.append(tr("Numbers are masked and notes are left out."))
    return Page(tr("WHAT IS KEPT ABOUT ONE PERSON"), tuple(notes), tuple(parts))


def _record(resident: Resident, *, reveal: bool) -> Iterator[Fact]:
    """Every field that is known."""
    shown = resident if reveal else masked(resident)
    for field in Field:
        value = field_value(shown, field)
        if value not in (None, "", []):
            yield label(field), _left_out() if _is_hidden(field, reveal) else _value(field, value)
    facts = (
        (tr("needs"), [label(one) for one in resident.needs]),
        (tr("support needs"), [label(one) for one in resident.support_needs]),
        (tr("to correct"), [label(one) for one in resident.flags]),
    )
    yield from ((name, ", ".join(words)) for name, words in facts if words)
    if reveal:
        cells = {**(resident.doubtful or {}), **(resident.raw or {})}
        yield from (
            (tr("in the list: {column}", column=name), text) for name, text in cells.items()
        )


def _value(field: Field, value: Any) -> str:
    text = value_text(field, value)
    if field is Field.PHONES:
        who = [phone["answers"] for phone in value if phone.get("answers")]
        text += f" ({', '.join(who)})" if who else ""
    return text


def _is_hidden(field: Field, reveal: bool) -> bool:
    return field is Field.NOTE and not reveal


def _left_out() -> str:
    return tr("(a note, left out)")


def _lists(case: Case, *, reveal: bool) -> Iterator[Part]:
    """What the lists say, where it is not the record."""
    for one in case.lists:
        heading = tr("What a list says ({id})", id=one.resident)
        yield Part(heading, tuple(_record(one.record, reveal=reveal)))


def _case(found: Subject, now: datetime) -> Iterator[Fact]:
    case = found.detail.case
    yield tr("status"), label(case.status)
    yield tr("level"), str(case.level)
    for need in case.needs:
        how = need.failure or need.step
        when = f" ({time_text(need.met_at)})" if need.met_at else ""
        yield label(need.need), (label(how) if how else tr("not done yet")) + when
    yield tr("tried"), tried_text(case)
    words = (
        (tr("reasons"), [label(one) for one in case.reasons]),
        (tr("support needs"), [label(one) for one in case.support_needs]),
        (tr("to correct"), [label(one) for one in case.flags]),
    )
    yield from ((name, ", ".join(texts)) for name, texts in words if texts)
    yield from next_rows(case, now, found.detail.history, found.detail.names)


def _history(found: Subject, *, reveal: bool) -> Iterator[str]:
    """Every entry, the oldest first, also what was taken back or not taken."""
    detail = found.detail
    counted = {entry.event.id for entry in counting(entries(detail.history))}
    lines = [
        (one.event, _entry(found, one, one.event.id in counted, reveal)) for one in detail.history
    ]
    lines += [
        (one.event, _refused(found, one, reveal)) for one in (*detail.rejected, *detail.discarded)
    ]
    lines.sort(key=lambda pair: pair[0].effective_at)
    return (line for _, line in lines)


def _entry(found: Subject, stored: StoredEvent, counts: bool, reveal: bool) -> str:
    marks = [] if counts else [tr("taken back")]
    if stored.seq is None:
        marks.append(tr("not sent yet"))
    return _line(found, stored.event, stored.actor or stored.event.actor, marks, reveal)


def _refused(found: Subject, one: Rejected, reveal: bool) -> str:
    mark = tr("not taken") + f": {one.code}"
    if one.discard is not None:
        mark = tr("discarded") + f": {discard_text(one.discard, found.detail.names)}"
    return _line(found, one.event, one.event.actor, [mark], reveal)


def _line(found: Subject, event: Event, actor: Any, marks: list[str], reveal: bool) -> str:
    names = found.detail.names
    who = tr("this device, before it was paired") if actor is None else names.get(actor, actor)
    marked = f" [{', '.join(marks)}]" if marks else ""
    text = _words(found, event, reveal=reveal)
    return f"{time_text(event.effective_at)} · {text} ({who}){marked}"


def _words(found: Subject, event: Event, *, reveal: bool) -> str:
    names = found.detail.names
    match event.body:
        case ContactLogged(note=str(note)) as body if note and not reveal:
            bare = msgspec.structs.replace(event, body=msgspec.structs.replace(body, note=None))
            return f"{event_text(bare, names)} · {_left_out()}"
        case ResidentListed(resident=resident):
            told = "; ".join(f"{name}: {value}" for name, value in _record(resident, reveal=reveal))
            return f"{event_text(event, names)}: {told}"
        case ResidentCorrected(field=Field.NOTE) if not reveal:
            return tr("Corrected {field}: {old} → {new}", field=label(Field.NOTE), old="…", new="…")
        case ResidentCorrected(field=field, old=old, new=new) if reveal:
            return tr(
                "Corrected {field}: {old} → {new}",
                field=label(field),
                old=value_text(field, old),
                new=value_text(field, new),
            )
    return event_text(event, names)


def _accesses(found: Subject) -> Iterator[str]:
    """Who saw or took out what of this person, and how many lists may have named them."""
    yield from access_lines(found.accesses)
    if found.lists:
        first, last = (f"{local(one.at):%d/%m/%Y}" for one in (found.lists[0], found.lists[-1]))
        yield ntr(
            "{count} list of several people was shown whole or taken out from {first} to {last}; "
            "who stood on it is not kept.",
            "{count} lists of several people were shown whole or taken out from {first} to {last}; "
            "who stood on them is not kept.",
            len(found.lists),
            first=first,
            last=last,
        )
    if not found.accesses and not found.lists:
        yield tr("Nobody yet.")


def access_lines(accesses: Iterable[AccessRecord]) -> Iterator[str]:
    """Who saw or took out what, a line each."""
    words = {"reveal": tr("shown whole"), "export": tr("taken out as a file")}
    for one in accesses:
        yield f"{time_text(one.at)} · {words.get(one.what, one.what)} ({one.command})"


def made_text(officer: str | None, now: datetime) -> str:
    """Who made the page, and when."""
    if officer is None:
        return tr("Made {when}.", when=time_text(now))
    return tr("Made by {officer}, {when}.", officer=officer, when=time_text(now))


def _kept(found: Subject) -> Iterator[Fact]:
    yield tr("Ward"), found.ward or tr("no ward")
    yield tr("this device"), found.device
    yield tr("records of this person"), ", ".join(residents_of(found))
    when = tr("Not synchronised yet") if found.last_sync is None else time_text(found.last_sync)
    yield tr("last sync"), when
    waiting = sum(one.seq is None for one in found.detail.history)
    yield tr("not sent yet"), str(waiting)


def time_text(at: datetime) -> str:
    """A moment, in full."""
    return f"{local(at):%H:%M %d/%m/%Y}"
