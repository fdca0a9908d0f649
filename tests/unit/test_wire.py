"""Events as bytes: the maker's bytes are the truth, the types are a view."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import MONDAY, Story
from wardtui.domain.events import ContactLogged, Unread
from wardtui.domain.ids import UUID_PATTERN
from wardtui.domain.vocabulary import Outcome
from wardtui.wire import (
    Envelope,
    MalformedEvent,
    content_hash,
    read_event,
    reread_event,
    write_event,
)


def a_call() -> bytes:
    story = Story()
    story.called(Outcome.NO_ANSWER, MONDAY)
    return write_event(story.entries[0].event)


def changed(**fields: object) -> bytes:
    return json.dumps({**json.loads(a_call()), **fields}).encode()


def test_what_was_written_is_read_again() -> None:
    story = Story()
    story.called(Outcome.NO_ANSWER, MONDAY)
    event = story.entries[0].event
    assert read_event(write_event(event)) == event
    assert reread_event(write_event(event)) == event


def test_unknown_fields_are_passed_over_and_stay_in_the_bytes() -> None:
    body = {"channel": "call", "outcome": "busy", "mood": "fine"}
    raw = changed(body=body, weather="rain")
    event = read_event(raw)
    assert isinstance(event.body, ContactLogged)
    assert content_hash(raw) != content_hash(a_call())


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "case.teleported"},
        {"v": 2},
        {"body": {"channel": "call", "outcome": "winked"}},
        {"body": {"channel": "pigeon", "outcome": "busy"}},
        {"body": {}},
        {"type": "enrolment.recorded", "body": {"need": "id_card"}},
        {"type": "enrolment.recorded", "body": {"need": "id_card", "step": "activated"}},
    ],
)
def test_what_only_a_newer_version_knows_is_kept_unread(fields: dict[str, object]) -> None:
    assert isinstance(read_event(changed(**fields)).body, Unread)
    assert reread_event(changed(**fields)) == read_event(changed(**fields))


@pytest.mark.parametrize(
    "record",
    [
        {"name": ""},
        {"name": "x" * 201},
        {"name": "An", "birth_date": "không rõ"},
        {"name": "An", "phones": [{"number": "0570"}]},
        {"name": "An", "personal_id": "12"},
        {"name": "An", "needs": ["a_car"]},
    ],
)
def test_a_record_that_says_what_none_can_is_kept_unread(record: dict[str, object]) -> None:
    raw = changed(type="resident.listed", body={"resident": record})
    assert isinstance(read_event(raw).body, Unread)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"[]",
        b"\xff\xfe",
        changed(id="17"),
        changed(device_seq=0),
        changed(occurred_at="2026-11-22T19:30:00"),
        changed(occurred_at="yesterday"),
        changed(ward=""),
        changed(origin="oracle"),
    ],
)
def test_bytes_that_are_no_event_are_refused(raw: bytes) -> None:
    with pytest.raises(MalformedEvent):
        read_event(raw)


_A_UUID = "01a199c5-3280-7712-b394-3234e674e999"
_NAMES = st.sampled_from(
    [None, "", "-", "None", "a.b", "Phường-1", "a\nb", _A_UUID, _A_UUID.upper()]
)


@given(
    st.dictionaries(
        st.sampled_from(["id", "type", "action", "ward", "resident", "actor", "device", "to_ward"]),
        _NAMES | st.text(max_size=70) | st.from_regex(UUID_PATTERN),
    )
)
def test_ids_and_codes_are_looked_at_together_as_one_by_one(fields: dict[str, str | None]) -> None:
    raw = changed(**fields)
    try:
        msgspec.json.decode(raw, type=Envelope)
    except (msgspec.ValidationError, UnicodeDecodeError):
        with pytest.raises(MalformedEvent):
            read_event(raw)
    else:
        read_event(raw)


@pytest.mark.parametrize("raw", [b"", b"[]", b"\xff\xfe", a_call()[:-1], changed(origin="oracle")])
def test_bytes_that_were_read_once_and_are_no_event_now_are_refused(raw: bytes) -> None:
    with pytest.raises(MalformedEvent):
        reread_event(raw)
