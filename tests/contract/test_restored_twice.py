"""A laptop was put back from a backup, and then the server: what both had lacked is offered."""

from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import update

from tests.builders import MONDAY
from tests.carried import CarriedWard, Laptop
from tests.conftest import PASSPHRASE
from tests.databases import Kind
from wardtui.central import tables
from wardtui.store.keeping import back_up
from wardtui.store.restore import restore

ON_ONE_DATABASE = Kind.SQLITE


@pytest.fixture
def ward(tmp_path: Path, database: str) -> Iterator[CarriedWard]:
    made = CarriedWard(tmp_path, database)
    yield made
    made.close()


def put_back(ward: CarriedWard, laptop: Laptop, backup: Path) -> None:
    laptop.vault.close()
    restore(laptop.home, backup, PASSPHRASE, ward.tools.ids, MONDAY, salvage=False)
    laptop.open()


def test_what_a_laptop_read_back_after_its_restore_is_its_own_to_offer(
    ward: CarriedWard, tmp_path: Path
) -> None:
    laptop, other = ward.laptop(), ward.laptop()
    backup = back_up(laptop.home, laptop.vault, MONDAY, tmp_path / "backup").file
    an = laptop.lists("Nguyễn Văn An")
    laptop.syncs()
    put_back(ward, laptop, backup)
    laptop.syncs()
    listed = tables.events.c.resident == an
    with ward.writing() as connection:
        connection.execute(tables.events.delete().where(listed))
        connection.execute(tables.receipts.delete())
        connection.execute(update(tables.server).values(epoch=str(uuid4())))
    for one in (laptop, other):
        one.syncs()
    assert any(an in raw for _, raw in ward.told())
    assert laptop.holds() == other.holds() == ward.told()
