"""Files on a USB stick, by the commands: laptops without a line, and who goes to the server."""

from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from tests.e2e.program import SMALL, Laptop, Server, run, small_list
from wardtui.sealed import Keys


@pytest.fixture
def laptops(server: Server, tmp_path: Path) -> tuple[Laptop, Laptop]:
    """An officer with a list that nobody has seen yet, and a leader."""
    ward = f"WARD-{tmp_path.name}"
    officer, leader = Laptop(tmp_path / "officer").new(), Laptop(tmp_path / "leader").new()
    officer.ask("import", small_list())
    server.pair(officer, "Nguyễn Văn Mẫu", "officer", ward)
    server.pair(leader, "Trần Thị Mẫu", "leader", ward)
    return officer, leader


def carry(server: Server, laptop: Laptop, folder: Path) -> None:
    """Bring a laptop's file to the server and the answer back."""
    outbox, answer = folder / "outbox.bundle", folder / "answer.bundle"
    laptop.ask("bundle", "write", outbox)
    done = run("central", "bundle", outbox, "-o", answer, "--database", server.database, "--json")
    assert done.code == 0, (done.out, done.err)
    laptop.ask("bundle", "read", answer)


def test_two_laptops_without_a_line_end_with_the_same(
    server: Server, laptops: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    officer, leader = laptops
    carry(server, officer, tmp_path)
    assert officer.ask("outbox")["pending"] == 0
    carry(server, leader, tmp_path)
    assert leader.ask("list", "--limit", 1)["total"] == SMALL
    case = leader.first_case()
    leader.ask("log", "call", case["id"], "--outcome", "no_answer")
    for laptop in (leader, officer):
        carry(server, laptop, tmp_path)
    assert officer.ask("show", case["id"]) == leader.ask("show", case["id"])
    # The line says nothing that the files have not said.
    done = officer.ask("sync")
    assert (done["pushed"], done["duplicates"], done["pulled"]) == (0, 0, 0)


def test_a_courier_without_a_laptop_of_wardtui_brings_it_to_the_running_server(
    server: Server, laptops: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    officer, _ = laptops
    outbox, answer = tmp_path / "outbox.bundle", tmp_path / "answer.bundle"
    written = officer.ask("bundle", "write", outbox)
    assert written == {"file": str(outbox), "events": SMALL, "left": 0}
    told = httpx.post(f"{server.url}/v1/bundle", content=outbox.read_bytes())
    assert (told.status_code, told.headers["content-type"]) == (200, "application/octet-stream")
    answer.write_bytes(told.content)
    read = officer.ask("bundle", "read", answer)
    assert (read["pushed"], read["pending"], read["old"]) == (SMALL, 0, False)
    assert officer.ask("bundle", "read", answer)["old"] is True


def test_what_is_no_bundle_of_a_laptop_is_refused_by_the_running_server(server: Server) -> None:
    for content in (b"", b"%PDF-1.7", b"WARDTUI BUNDLE\n\x01"):
        told = httpx.post(f"{server.url}/v1/bundle", content=content)
        assert told.status_code == 400
        assert told.headers["content-type"].startswith("application/problem+json")


def test_files_that_cannot_be_used_are_told_with_their_exit_code(
    server: Server, laptops: tuple[Laptop, Laptop], tmp_path: Path
) -> None:
    officer, _ = laptops
    (tmp_path / "letter.pdf").write_bytes(b"%PDF-1.7")
    officer.ask("bundle", "write", tmp_path / "outbox.bundle")
    (tmp_path / "cut.bundle").write_bytes((tmp_path / "outbox.bundle").read_bytes()[:-1])
    for name, code, said in [
        ("nowhere.bundle", 2, "cannot_write"),
        ("letter.pdf", 2, "not_a_bundle"),
        ("outbox.bundle", 2, "not_an_answer"),
    ]:
        refused = officer.run("bundle", "read", tmp_path / name, "--json")
        assert (refused.code, refused.json["error"]["code"]) == (code, said)
    named = ("--database", server.database, "--json")
    cut = run("central", "bundle", tmp_path / "cut.bundle", "-o", tmp_path / "a", *named)
    assert (cut.code, cut.json["error"]["code"]) == (5, "bundle_damaged")
    assert not (tmp_path / "a").exists()
    unwritable = officer.run("bundle", "write", tmp_path / "none" / "outbox.bundle", "--json")
    assert (unwritable.code, unwritable.json["error"]["code"]) == (2, "cannot_write")
    assert officer.ask("outbox")["pending"] == SMALL


def test_a_vault_without_a_pairing_writes_no_bundle(tmp_path: Path) -> None:
    alone = Laptop(tmp_path / "alone").new()
    refused = alone.run("bundle", "write", tmp_path / "outbox.bundle", "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "not_paired")
    assert not (tmp_path / "outbox.bundle").exists()


def test_a_laptop_that_was_paired_without_keys_says_them_later(
    server: Server, tmp_path: Path
) -> None:
    code = server.add_officer("Lê Văn Mẫu", "officer", f"WARD-{tmp_path.name}")["pairing_code"]
    wish = {"code": code, "device": str(uuid4())}
    with httpx.Client(base_url=f"{server.url}/v1") as client:
        paired = client.post("/pair", json=wish).json()
        client.headers["Authorization"] = f"Bearer {paired['token']}"
        for key in ("", "no key", "A" * 88):
            assert client.post("/keys", json={"public_key": key}).status_code == 400
        for _ in range(2):
            told = client.post("/keys", json={"public_key": Keys.new().public})
            assert told.json() == {"server_public_key": paired["server_public_key"]}
        del client.headers["Authorization"]
        assert client.post("/keys", json={"public_key": Keys.new().public}).status_code == 401
