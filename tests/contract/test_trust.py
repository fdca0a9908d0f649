"""Nothing secret goes to anybody but the server that was meant."""

from pathlib import Path

import pytest
import trustme

from tests.certificates import listening, new_key, self_signed
from wardtui.domain.errors import BadInput, NetworkFailed
from wardtui.i18n import Language, use_language
from wardtui.messages import PairRequest
from wardtui.remote.central_api import HttpCentralApi
from wardtui.remote.errors import ServerUnreachable
from wardtui.remote.trust import (
    BadAuthority,
    BadFingerprint,
    BadProxy,
    CertificateRefused,
    FingerprintDiffers,
    InsecureAddress,
    NoCertificate,
    check_line,
    pinned,
    read_authority,
    read_fingerprint,
    spoken_fingerprint,
)
from wardtui.services.records import Trust
from wardtui.wording.errors import explain

TOKEN = "a-token-that-nobody-else-may-see"
CODE = "ABCD-EFGH"
DEVICE = "00000000-0000-7000-8000-0000000000d1"
OTHER = "0" * 64


def ask(url: str, trust: Trust, proxy: str = "") -> None:
    """Ask a server for something with a token, and pair."""
    with HttpCentralApi(url, TOKEN, 2.0, trust=trust, proxy=proxy) as api:
        api.pair(PairRequest(code=CODE, device=DEVICE))


@pytest.mark.parametrize(
    "url",
    ["http://server.example", "http://10.0.0.9:8770", "http://[2001:db8::1]", "http://127.example"],
)
def test_a_line_that_is_not_encrypted_is_refused_unless_somebody_has_said_that_it_will_do(
    url: str,
) -> None:
    with pytest.raises(InsecureAddress):
        HttpCentralApi(url, TOKEN)
    check_line(url, Trust(insecure_http=True))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8770", "http://localhost", "http://[::1]:1", "http://127.8.9.1"]
)
def test_this_machine_needs_no_encryption_to_itself(url: str) -> None:
    check_line(url, Trust())


def test_an_address_with_tls_is_always_good() -> None:
    check_line("https://server.example", Trust())


def test_a_server_for_which_nobody_vouches_is_told_nothing(tmp_path: Path) -> None:
    with listening(self_signed(tmp_path, new_key())) as peer:
        with pytest.raises(CertificateRefused):
            ask(f"https://127.0.0.1:{peer.port}", Trust())
        assert (peer.received, peer.connections) == (b"", 1)


def test_a_certificate_for_another_name_is_refused(tmp_path: Path) -> None:
    authority = trustme.CA()
    made = authority.issue_cert("other.example")
    made.private_key_pem.write_to_path(tmp_path / "key.pem")
    made.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    trust = Trust(authority=authority.cert_pem.bytes().decode())
    with listening((tmp_path / "cert.pem", tmp_path / "key.pem")) as peer:
        with pytest.raises(CertificateRefused):
            ask(f"https://127.0.0.1:{peer.port}", trust)
        assert peer.received == b""


def test_the_pin_of_a_certificate_of_its_own_is_enough_and_holds_when_it_is_renewed(
    tmp_path: Path,
) -> None:
    key = new_key()
    with listening(self_signed(tmp_path / "first", key)) as peer:
        url = f"https://127.0.0.1:{peer.port}"
        trust = pinned(url, Trust())
        assert trust.pin_alone
        assert CODE.encode() not in peer.received
        with pytest.raises(NetworkFailed):
            ask(url, trust)
        assert TOKEN.encode() in peer.received
    with listening(self_signed(tmp_path / "renewed", key)) as peer:
        with pytest.raises(NetworkFailed):
            ask(f"https://127.0.0.1:{peer.port}", trust)
        assert TOKEN.encode() in peer.received


def test_another_key_is_told_nothing_and_shown_to_compare(tmp_path: Path) -> None:
    with listening(self_signed(tmp_path, new_key())) as peer:
        url = f"https://127.0.0.1:{peer.port}"
        seen = pinned(url, Trust()).pin or ""
        peer.received = b""
        with pytest.raises(FingerprintDiffers) as error:
            ask(url, Trust(pin=OTHER, pin_alone=True))
        assert peer.received == b""
        assert error.value.facts["seen"] == spoken_fingerprint(seen)
        with pytest.raises(FingerprintDiffers):
            pinned(url, Trust(), wanted=OTHER)
        assert pinned(url, Trust(), wanted=seen).pin == seen


def test_beside_an_authority_a_pin_is_asked_for_as_well(tmp_path: Path) -> None:
    authority = trustme.CA()
    made = authority.issue_cert("127.0.0.1")
    made.private_key_pem.write_to_path(tmp_path / "key.pem")
    made.cert_chain_pems[0].write_to_path(tmp_path / "cert.pem")
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    known = Trust(authority=read_authority(tmp_path / "ca.pem"))
    with listening((tmp_path / "cert.pem", tmp_path / "key.pem")) as peer:
        url = f"https://127.0.0.1:{peer.port}"
        trust = pinned(url, known)
        assert not trust.pin_alone
        peer.received = b""
        with pytest.raises(CertificateRefused):
            ask(url, Trust(pin=trust.pin))
        with pytest.raises(FingerprintDiffers):
            ask(url, Trust(pin=OTHER, authority=known.authority))
        assert peer.received == b""
        with pytest.raises(NetworkFailed):
            ask(url, trust)
        assert TOKEN.encode() in peer.received


def test_without_tls_there_is_nothing_to_pin() -> None:
    with pytest.raises(NoCertificate):
        pinned("http://127.0.0.1:1", Trust())


def test_where_nothing_answers_there_is_nothing_to_pin_either() -> None:
    with listening() as peer:
        pass
    with pytest.raises(ServerUnreachable):
        pinned(f"https://127.0.0.1:{peer.port}", Trust())


def test_a_fingerprint_is_read_as_people_say_it() -> None:
    pin = "0123456789abcdef" * 4
    spoken = spoken_fingerprint(pin)
    assert spoken.startswith("0123 4567 89AB CDEF ")
    assert read_fingerprint(spoken) == read_fingerprint(f" {pin.upper()}\n") == pin
    assert read_fingerprint(":".join(pin[at : at + 2] for at in range(0, 64, 2))) == pin


@pytest.mark.parametrize("text", ["", "abc", "g" * 64, "a" * 63, "ạ" * 64])
def test_what_is_no_fingerprint_is_told(text: str) -> None:
    with pytest.raises(BadFingerprint):
        read_fingerprint(text)


@pytest.mark.parametrize("content", [b"", b"nothing", "chứng thư".encode()])
def test_a_file_without_certificates_is_no_authority(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "ca.pem").write_bytes(content)
    for file in (tmp_path / "ca.pem", tmp_path / "none.pem"):
        with pytest.raises(BadAuthority):
            read_authority(file)


SOMEWHERE = "http://server.example"
OPEN = Trust(insecure_http=True)


def test_the_proxy_of_the_settings_or_the_environment_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with listening() as proxy, listening() as other:
        url = f"http://127.0.0.1:{proxy.port}"
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{other.port}")
        with pytest.raises(NetworkFailed):
            ask(SOMEWHERE, OPEN, url)
        assert (b"http://server.example/v1/pair" in proxy.received, other.connections) == (True, 0)
        with pytest.raises(NetworkFailed):
            ask(SOMEWHERE, OPEN)
        assert b"http://server.example/v1/pair" in other.received


def test_this_machine_is_never_asked_through_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening() as proxy, listening() as peer:
        url = f"http://127.0.0.1:{proxy.port}"
        monkeypatch.setenv("ALL_PROXY", url)
        for named in ("", url):
            with pytest.raises(NetworkFailed):
                ask(f"http://127.0.0.1:{peer.port}", Trust(), named)
        assert (proxy.connections, peer.connections) == (0, 2)


def test_behind_a_proxy_the_certificate_is_that_of_the_server(tmp_path: Path) -> None:
    with listening() as proxy:
        with pytest.raises(NetworkFailed):
            ask("https://server.example", Trust(), f"http://127.0.0.1:{proxy.port}")
        assert b"CONNECT server.example:443" in proxy.received
        assert TOKEN.encode() not in proxy.received


@pytest.mark.parametrize("proxy", ["ftp://proxy.example", "nothing", "socks5://proxy.example"])
def test_a_proxy_that_can_be_none_is_told(proxy: str) -> None:
    with pytest.raises(BadProxy):
        ask(SOMEWHERE, OPEN, proxy)


def test_every_refusal_names_the_reason_and_the_remedy() -> None:
    use_language(Language.ENGLISH)
    errors = [
        InsecureAddress(url=SOMEWHERE),
        CertificateRefused(server=SOMEWHERE),
        FingerprintDiffers(server=SOMEWHERE, seen="AB"),
    ]
    assert isinstance(errors[0], BadInput)
    for error, remedy in zip(errors, ("--insecure-http", "--fingerprint", "--pin"), strict=True):
        told = explain(error)
        assert "server.example" in told.message
        assert remedy in told.remedy
