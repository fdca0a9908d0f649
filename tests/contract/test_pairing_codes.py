"""A pairing code binds one device, once, within its time."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import create_engine, update

from tests.builders import CountingIds
from tests.e2e.program import Server, run
from wardtui.central.tables import pairing_codes
from wardtui.domain.ids import DeviceId

_ids = CountingIds(1 << 58)


def offered(server: Server, code: str) -> httpx.Response:
    """The answer to a device that nobody knows and that has this code."""
    asked = {"code": code, "device": DeviceId(_ids.new())}
    return httpx.post(f"{server.url}/v1/pair", json=asked)


def test_a_code_that_was_used_binds_nobody_else(server: Server) -> None:
    code = server.add_officer("Nguyễn Văn Mẫu")["pairing_code"]
    assert offered(server, code).status_code == 200
    second = offered(server, code)
    assert (second.status_code, second.json()["code"]) == (403, "pairing_code_refused")


@pytest.mark.parametrize(("minutes", "status"), [(1, 200), (-1, 403)])
def test_a_code_is_good_until_its_time_is_over(server: Server, minutes: int, status: int) -> None:
    officer = server.add_officer("Trần Thị Mẫu")["officer"]
    made = run("central", "pairing-code", officer, "--database", server.database, "--json")
    code = made.json["pairing_code"]
    ends = datetime.now(UTC) + timedelta(minutes=minutes)
    with create_engine(server.database).begin() as connection:
        connection.execute(
            update(pairing_codes).where(pairing_codes.c.officer == officer).values(expires_at=ends)
        )
    assert offered(server, code).status_code == status
