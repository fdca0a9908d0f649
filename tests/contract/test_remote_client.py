"""The client against peers that misbehave: every answer becomes a clear error, in its time."""

import gzip
import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from wardtui.domain.errors import BadInput, NetworkFailed
from wardtui.messages import PairRequest, Push
from wardtui.remote import central_api, patience
from wardtui.remote.answers import AnswerTooLarge, read_answer, retry_after
from wardtui.remote.central_api import HttpCentralApi, check_address
from wardtui.services.ports import AnswerTimedOut, BatchTooLarge, Standpoint
from wardtui.wording.errors import explain

DEVICE = "00000000-0000-7000-8000-0000000000d1"

Answer = Callable[[BaseHTTPRequestHandler], None]


class Peer:
    """Something that listens and answers as a test says, in turn; the last answer stays."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.asked = 0
        peer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                peer.asked += 1
                answer = peer.answers.pop(0) if len(peer.answers) > 1 else peer.answers[0]
                answer(self)

            do_POST = do_GET  # noqa: N815

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_address[1]}"


@pytest.fixture
def peer() -> Iterator[Peer]:
    made = Peer()
    yield made
    made.server.shutdown()
    made.server.server_close()


def says(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def problem(status: int, code: str) -> Answer:
    return says(status, json.dumps({"status": status, "title": "-", "code": code}).encode())


EMPTY = json.dumps({"events": [], "next": {}, "more": False}).encode()


def hangs(handler: BaseHTTPRequestHandler) -> None:
    time.sleep(30)


def hangs_up(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.close()


def pull(peer: Peer, wait: float = 0.3) -> object:
    with HttpCentralApi(peer.url, "token", wait) as api:
        return api.pull({}, 10)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (says(200, b"not json"), "answer_unreadable"),
        (says(200, b"{}"), "answer_unreadable"),
        (says(200, b"junk", Content_Encoding="gzip"), "answer_unreadable"),
        (says(404, b"<html>"), "answer_unreadable"),
        (says(302, b"", Location="/again"), "answer_unreadable"),
        (says(500, b"<html>"), "server_busy"),
        (says(429, b"", Retry_After="soon"), "server_busy"),
        (hangs_up, "server_unreachable"),
        (problem(401, "device_revoked"), "device_revoked"),
        (problem(426, "upgrade_required"), "upgrade_required"),
        (says(200, b"junk", Content_Encoding="br"), "answer_unreadable"),
        (says(200, b"junk", Content_Encoding="gzip, gzip"), "answer_unreadable"),
        (problem(403, "no_vault"), "server_refused"),
        (problem(400, "bad_usage"), "server_refused"),
    ],
)
def test_every_answer_that_is_none_is_told_in_words(peer: Peer, answer: Answer, code: str) -> None:
    peer.answers = [answer]
    with pytest.raises(NetworkFailed) as caught:
        pull(peer)
    assert caught.value.code == code
    told = explain(caught.value)
    assert told.message
    assert told.remedy


def test_a_peer_that_hangs_is_given_up_in_the_time_that_was_said(peer: Peer) -> None:
    peer.answers = [hangs]
    started = time.monotonic()
    with pytest.raises(NetworkFailed):
        pull(peer, wait=1.0)
    assert time.monotonic() - started < central_api.REQUEST_SECONDS / 2


def test_what_passes_is_tried_again(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "FIRST_RETRY_SECONDS", 0.01)
    peer.answers = [says(503), hangs_up, says(200, b"cut o"), says(200, EMPTY)]
    pull(peer, wait=20)
    assert peer.asked == 4


def test_a_busy_server_is_left_alone_as_long_as_it_asks(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "FIRST_RETRY_SECONDS", 0.01)
    peer.answers = [says(503, b"", Retry_After="1"), says(200, EMPTY)]
    started = time.monotonic()
    pull(peer, wait=20)
    assert time.monotonic() - started >= 1


def test_an_old_copy_is_asked_again_until_it_has_caught_up(
    peer: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "FIRST_RETRY_SECONDS", 0.01)
    behind = says(200, EMPTY, Wardtui_Epoch="e1", Wardtui_Head="4")
    peer.answers = [behind, behind, says(200, EMPTY, Wardtui_Epoch="e1", Wardtui_Head="5")]
    with HttpCentralApi(peer.url, "token", 20) as api:
        api.stand_at(Standpoint(epoch="e1", head=5))
        api.pull({}, 10)
    assert peer.asked == 3
    peer.answers = [behind]
    with HttpCentralApi(peer.url, "token", 0.3) as api:
        api.stand_at(Standpoint(epoch="e1", head=5))
        with pytest.raises(NetworkFailed, match="stale_server"):
            api.pull({}, 10)


def test_a_server_that_stays_away_longer_than_is_waited_is_not_waited_for(peer: Peer) -> None:
    peer.answers = [says(503, b"", Retry_After="60")]
    started = time.monotonic()
    with pytest.raises(NetworkFailed, match="server_busy"):
        pull(peer, wait=30)
    assert time.monotonic() - started < 15
    assert peer.asked == 1


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        ("Mon, 05 Jan 2026 22:00:30 GMT", 30.0),
        ("Mon, 05 Jan 2026 21:00:00 GMT", 0.0),
        ("soon", None),
        ("-3", None),
        ("", None),
        (None, None),
    ],
)
def test_when_to_come_back_is_read_as_seconds_or_by_the_clock_of_the_server(
    header: str | None, seconds: float | None
) -> None:
    assert retry_after(header, "Mon, 05 Jan 2026 22:00:00 GMT") == seconds


def test_pauses_are_random_as_a_whole_and_grow_up_to_five_minutes() -> None:
    draws = [[patience._pause(attempt, None) for _ in range(400)] for attempt in range(12)]
    for attempt, pauses in enumerate(draws):
        longest = min(300.0, 2.0**attempt)
        assert 0 <= min(pauses) < longest / 4
        assert longest * 3 / 4 < max(pauses) <= longest


def test_somebody_who_stops_it_does_not_wait_for_the_next_try(peer: Peer) -> None:
    peer.answers = [says(503, b"", Retry_After="25")]
    started = time.monotonic()
    with HttpCentralApi(peer.url, "token", 30) as api:
        api.stop_when(lambda: peer.asked > 0)
        with pytest.raises(NetworkFailed, match="sync_stopped"):
            api.pull({}, 10)
    assert time.monotonic() - started < 10


def test_an_answer_that_unpacks_without_end_takes_no_memory() -> None:
    read = 0

    def bomb() -> Iterator[bytes]:
        nonlocal read
        packed = gzip.compress(bytes(10**7))
        for first in range(0, len(packed), 100):
            read = first
            yield packed[first : first + 100]

    with pytest.raises(AnswerTooLarge):
        read_answer(bomb(), "gzip", 10**5)
    assert read < 1000
    assert read_answer([gzip.compress(bytes(10**5))], "gzip", 10**5) == bytes(10**5)


@pytest.mark.parametrize(
    ("answer", "error"), [(says(413, b"<html>"), BatchTooLarge), (hangs, AnswerTimedOut)]
)
def test_a_batch_that_is_too_much_is_told_apart(
    peer: Peer, answer: Answer, error: type[NetworkFailed]
) -> None:
    peer.answers = [answer]
    with HttpCentralApi(peer.url, "token", 1.0) as api, pytest.raises(error):
        api.push(Push(()))
    assert peer.asked == 1


def test_an_answer_larger_than_any_is_not_read(peer: Peer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(central_api, "ANSWER_BYTES", 10_000)
    peer.answers = [says(200, gzip.compress(b" " * 10**7), Content_Encoding="gzip")]
    with pytest.raises(NetworkFailed, match="answer_unreadable"):
        pull(peer)


def test_a_code_is_offered_once(peer: Peer) -> None:
    peer.answers = [says(503)]
    with HttpCentralApi(peer.url, None, 5) as api, pytest.raises(NetworkFailed):
        api.pair(PairRequest(code="AAAA-AAAA", device=DEVICE))
    assert peer.asked == 1


@pytest.mark.parametrize(
    "address",
    ["", "x", "ftp://a", "http://", "http://host:abc", "http://[::1", "http://" + "a" * 300, "a b"],
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    with pytest.raises(BadInput):
        check_address(address)


def test_an_address_is_kept_without_its_last_slash() -> None:
    assert check_address(" https://máy-chủ.example/ward/ ") == "https://máy-chủ.example/ward"
