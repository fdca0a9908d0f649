"""What comes from others is text on a terminal, and never a command to it."""

import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.test_wire import changed
from wardtui.domain.events import ContactLogged
from wardtui.domain.steering import harmless, harmless_json
from wardtui.messages import Numbered, Pull
from wardtui.wire import content_hash, read_event, reread_event

TITLE = "\x1b]0;gone\x07"
STEERING = [chr(n) for n in (*range(9), *range(11, 32), *range(0x7F, 0xA0))] + list(
    "\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


@pytest.mark.parametrize("escaped", [True, False], ids=["escaped", "as bytes"])
def test_what_steers_a_terminal_is_a_blank_in_every_event_that_is_read(escaped: bool) -> None:
    body = {"channel": "call", "outcome": "busy", "note": f"a{TITLE}\u202eb"}
    raw = changed(body=body)
    if not escaped:
        raw = json.dumps(json.loads(raw), ensure_ascii=False).encode()
    for event in (read_event(raw), reread_event(raw)):
        assert isinstance(event.body, ContactLogged)
        assert event.body.note == "a ]0;gone  b"
    assert content_hash(raw) != content_hash(harmless_json(raw))


@given(st.text())
def test_texts_keep_their_length_and_everything_else(text: str) -> None:
    shown = harmless(text)
    assert len(shown) == len(text)
    for before, after in zip(text, shown, strict=True):
        assert after == (" " if before in STEERING else before)


@given(st.dictionaries(st.text(), st.text() | st.text(STEERING) | st.lists(st.text()), max_size=4))
def test_json_is_read_as_its_texts_without_them(document: dict[str, object]) -> None:
    def plain(value: object) -> object:
        match value:
            case str():
                return harmless(value)
            case list():
                return [plain(one) for one in value]
            case _:
                raise AssertionError

    wanted = {harmless(key): plain(value) for key, value in document.items()}
    for raw in (json.dumps(document).encode(), msgspec.json.encode(document)):
        assert json.loads(harmless_json(raw)) == wanted


def test_text_that_steers_nothing_is_left_as_it_is() -> None:
    raw = json.dumps({"note": 'hai\ndòng\t"\\u001b" – Đ', "path": "C:\\b"}).encode()
    assert harmless_json(raw) is raw


def test_what_a_server_puts_beside_an_event_is_a_code() -> None:
    page = Pull(
        events=(
            Numbered(
                seq=1,
                received_at=read_event(changed()).recorded_at,
                actor=TITLE,
                ward="PHUONG-MAU",
                event=msgspec.Raw(changed()),
            ),
        ),
        next={"PHUONG-MAU": 1},
        more=False,
    )
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(msgspec.json.encode(page), type=Pull)
