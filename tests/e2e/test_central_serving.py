"""The server as it is run: several processes, several instances, its log, its figures, its end."""

import json
import os
import signal
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest

from tests.databases import Kind
from tests.e2e.program import Laptop, Server, run, serving, small_list

_PATIENCE = 30


def _ward_with_a_list(server: Server, folder: Path) -> tuple[Laptop, Laptop]:
    """Two paired laptops; the list that the first has imported is on its way to the second."""
    first, second = Laptop(folder / "first").new(), Laptop(folder / "second").new()
    server.pair(first, "Nguyễn Văn Mẫu")
    server.pair(second, "Trần Thị Mẫu", "leader")
    first.ask("import", small_list())
    return first, second


@pytest.mark.parametrize("database", [Kind.POSTGRESQL], indirect=True)
def test_two_instances_of_two_processes_on_one_database_are_one_server(
    tmp_path: Path, database: str
) -> None:
    with ExitStack() as servers:
        for name in ("here", "there"):
            (tmp_path / name).mkdir()
        here = servers.enter_context(serving(tmp_path / "here", database, "--workers", "2"))
        there = servers.enter_context(serving(tmp_path / "there", database, "--workers", "2"))
        first, second = _ward_with_a_list(here, tmp_path)
        sent = first.ask("sync")
        second.ask("server", there.url)
        read = second.ask("sync")
        assert sent["rejected"] == sent["pending"] == 0
        assert read["pulled"] >= sent["pushed"] > 0
        who = second.first_case()["id"]
        second.ask("log", "call", who, "--outcome", "no_answer")
        assert second.ask("sync")["pushed"] >= 1
        first.ask("sync")
        case = first.ask("show", who)
        assert case["attempts"]["call"] == 1


def test_a_database_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    with serving(tmp_path, f"sqlite:///{tmp_path / 'new.db'}") as server:
        first, second = _ward_with_a_list(server, tmp_path)
        sent = first.ask("sync")["pushed"]
        assert second.ask("sync")["pulled"] >= sent > 0


@pytest.mark.parametrize("database", [Kind.POSTGRESQL], indirect=True)
def test_a_process_that_is_killed_is_begun_anew_and_nothing_is_lost(
    tmp_path: Path, database: str
) -> None:
    with serving(tmp_path, database, "--workers", "2") as server:
        first, second = _ward_with_a_list(server, tmp_path)
        sent = first.ask("sync")["pushed"]
        for child in _children(server.process.pid):
            os.kill(child, signal.SIGKILL)
        # Whoever comes now waits until there is somebody again.
        assert second.ask("sync", "--wait", _PATIENCE)["pulled"] >= sent


def _children(process: int) -> list[int]:
    """The processes that serve: the children that were spawned, but for the resource tracker."""
    found = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    lines = {int(one): Path(f"/proc/{one}/cmdline").read_text() for one in found}
    return [one for one, line in lines.items() if "spawn_main" in line]


def test_the_log_says_what_was_asked_and_nothing_about_anybody(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        first, _ = _ward_with_a_list(server, tmp_path)
        first.ask("sync")
        token = {"Authorization": "Bearer not-a-token"}
        httpx.get(f"{server.url}/v1/events?after=PHUONG-MAU:1", headers=token)
        httpx.get(f"{server.url}/nguyen-van-an/0570000001")
    told = server.logged("request")
    assert {"/v1/pair", "/v1/events"} <= {line["route"] for line in told}
    assert {line["status"] for line in told} == {200, 401, 404}
    written = server.log.read_text()
    for secret in ("not-a-token", "PHUONG-MAU", "nguyen-van-an", "0570", "Mẫu"):
        assert secret not in written
    assert all(set(json.loads(line)) >= {"event", "at"} for line in written.splitlines())


def test_the_figures_are_those_of_all_processes(tmp_path: Path) -> None:
    with serving(tmp_path, None, "--workers", "2") as server:
        first, _ = _ward_with_a_list(server, tmp_path)
        pushed = first.ask("sync")["pushed"]
        figures = httpx.get(f"{server.url}/metrics").text
        # Whichever process is asked: twice, since it is chance which one answers.
        assert httpx.get(f"{server.url}/metrics").status_code == 200
    values = dict(line.rsplit(" ", 1) for line in figures.splitlines() if not line.startswith("#"))
    assert float(values['wardtui_events_total{status="accepted"}']) == pushed
    assert float(values['wardtui_requests_total{route="/v1/pair",status="200"}']) == 2


def test_told_to_end_it_finishes_what_has_begun_and_says_goodbye(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        first, second = _ward_with_a_list(server, tmp_path)
        first.ask("sync")
        server.process.send_signal(signal.SIGTERM)
        # Ended by the signal, after it has answered: who watches it sees why.
        assert server.process.wait(_PATIENCE) in (0, -signal.SIGTERM)
        refused = second.run("sync", "--wait", 0, "--json")
        assert refused.code == 4
        assert refused.json["error"]["code"] == "server_unreachable"


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--tls-key", "key.pem"), "bad_certificate"),
        (("--tls-cert", "nowhere.pem"), "bad_certificate"),
        (("--database", "mysql://there/db"), "bad_database_address"),
        (("--database", "postgresql://w@127.0.0.1:1/db"), "central_database_unusable"),
        (("--host", "203.0.113.7"), "port_in_use"),
    ],
)
def test_what_cannot_be_served_is_named_with_a_remedy(
    tmp_path: Path, options: tuple[str, ...], code: str
) -> None:
    named = () if "--database" in options else ("--database", f"sqlite:///{tmp_path / 'a.db'}")
    ended = run("central", "serve", *named, "--port", 0, *options, "--json")
    assert ended.code in (2, 4, 5), ended.err
    assert ended.json["error"]["code"] == code
    assert ended.json["error"]["remedy"]
