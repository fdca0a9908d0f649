"""TLS in the server, and laptops that speak with no other: real programs over real sockets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme

from tests.certificates import new_key, self_signed
from tests.e2e.program import Laptop, Server, serving

NAME = "Nguyễn Văn Mẫu"


def port_of(server: Server) -> int:
    return int(server.url.rpartition(":")[2])


@pytest.fixture
def laptop(tmp_path: Path) -> Laptop:
    return Laptop(tmp_path / "laptop").new()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """A server with a certificate for which nobody vouches."""
    certificate, key = self_signed(tmp_path / "tls", new_key())
    (tmp_path / "central").mkdir()
    with serving(
        tmp_path / "central", None, "--tls-cert", str(certificate), "--tls-key", str(key)
    ) as running:
        yield running


def code(server: Server) -> str:
    return str(server.add_officer(NAME)["pairing_code"])


def test_with_the_certificate_of_a_known_authority_everything_works(
    tmp_path: Path, laptop: Laptop
) -> None:
    authority = trustme.CA()
    made = authority.issue_cert("127.0.0.1")
    made.private_key_and_cert_chain_pem.write_to_path(tmp_path / "server.pem")
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    (tmp_path / "central").mkdir()
    with serving(tmp_path / "central", None, "--tls-cert", str(tmp_path / "server.pem")) as server:
        assert server.url.startswith("https://")
        good = code(server)
        refused = laptop.run("pair", server.url, good, "--json")
        assert (refused.code, refused.json["error"]["code"]) == (4, "certificate_refused")
        laptop.ask("pair", server.url, good, "--ca", tmp_path / "authority.pem")
        (tmp_path / "authority.pem").unlink()
        assert laptop.ask("sync")["pending"] == 0


def test_a_server_is_pinned_and_another_key_is_refused_until_somebody_has_compared(
    tmp_path: Path, server: Server, laptop: Laptop
) -> None:
    paired = laptop.run("pair", server.url, code(server), "--pin", "--json")
    pin = paired.json["pin"]
    assert pin[:4].upper() in paired.err
    laptop.ask("sync")
    port = port_of(server)
    server.process.terminate()
    server.process.wait(30)
    certificate, key = self_signed(tmp_path / "other", new_key())
    more = ("--tls-cert", str(certificate), "--tls-key", str(key))
    with serving(tmp_path, server.database, *more, port=port) as changed:
        assert changed.url == server.url
        refused = laptop.run("sync", "--wait", 5, "--json")
        assert (refused.code, refused.json["error"]["code"]) == (4, "fingerprint_differs")
        assert laptop.ask("server")["pin"] == pin
        renewed = laptop.ask("server", "--pin")["pin"]
        assert renewed != pin
        laptop.ask("sync")


def test_only_the_fingerprint_that_was_told_is_taken(server: Server, laptop: Laptop) -> None:
    good = code(server)
    wrong = laptop.run("pair", server.url, good, "--fingerprint", "0" * 64, "--json")
    assert (wrong.code, wrong.json["error"]["code"]) == (4, "fingerprint_differs")
    shown = wrong.json["error"]["message"].rpartition(": ")[2].partition(".")[0]
    assert laptop.ask("pair", server.url, good, "--fingerprint", shown)["pin"]


@pytest.mark.parametrize("command", ["pair", "server"])
def test_a_line_without_encryption_has_to_be_asked_for(
    laptop: Laptop, tmp_path: Path, command: str
) -> None:
    (tmp_path / "plain").mkdir()
    with serving(tmp_path / "plain") as plain:
        if command == "server":
            plain.pair(laptop, NAME)
        words = (command, "http://server.example", *(("ABCD-EFGH",) if command == "pair" else ()))
        refused = laptop.run(*words, "--json")
        assert (refused.code, refused.json["error"]["code"]) == (2, "insecure_address")
        assert "--insecure-http" in refused.json["error"]["remedy"]


def test_the_server_is_found_under_another_address_and_nobody_else_is(
    tmp_path: Path, laptop: Laptop
) -> None:
    for name in ("plain", "other"):
        (tmp_path / name).mkdir()
    with serving(tmp_path / "plain") as plain, serving(tmp_path / "other") as other:
        paired = plain.pair(laptop, NAME)
        laptop.ask("sync")
        refused = laptop.run("server", other.url, "--json")
        assert refused.json["error"]["code"] == "token_unknown"
        moved = plain.url.replace("127.0.0.1", "localhost")
        assert laptop.ask("server", moved)["url"] == moved
        assert laptop.ask("sync")["pending"] == 0
        shown = laptop.ask("server")
        assert (shown["url"], shown["officer"]) == (moved, paired["officer"])


def test_without_a_pairing_there_is_no_server_to_move(laptop: Laptop) -> None:
    for more in ((), ("http://127.0.0.1:1",)):
        refused = laptop.run("server", *more, "--json")
        assert (refused.code, refused.json["error"]["code"]) == (1, "not_paired")
