"""A small ward whose lists were made by hand: one resident for each kind of fault. All invented."""

from typing import Any

import msgspec

from tests.builders import AN
from wardtui.domain.events import Body, ResidentCorrected, ResidentFlagged, ResidentListed
from wardtui.domain.ids import EventId, ResidentId
from wardtui.domain.resident import Field, Phone, Resident, carried
from wardtui.domain.vocabulary import Flag, Sex
from wardtui.services.ports import Tools, Unit
from wardtui.services.recording import Draft, record

PEOPLE: dict[str, dict[str, Any]] = {
    "lan": {
        "name": "Nguyễn Thị Lan",
        "sex": Sex.FEMALE,
        "personal_id": None,
        "doubtful": {Field.PERSONAL_ID: "185000123"},
        "flags": (Flag.INVALID_PERSONAL_ID,),
    },
    "binh": {
        "name": "Trần Văn Bình",
        "phones": (Phone("+84380000123", "con gái", "0168 000 0123 con gái", "mobile_2018"),),
        "address": "Số 14 ngõ 72 phố Mẫu Đơn",
        "flags": (Flag.CONVERTED_PHONE,),
    },
    "cuc": {
        "name": "Lê Thị Cúc",
        "sex": Sex.FEMALE,
        "personal_id": None,
        "phones": (),
        "address": "Số 16 ngõ 72 phố Mẫu Đơn",
        "flags": (Flag.MISSING_PHONE, Flag.MISSING_PERSONAL_ID),
    },
    "dung": {
        "name": "Phạm Văn Dũng",
        "birth_date": "1986-02-03",
        "address": "Số 3 ngách 72/5 phố Mẫu Đơn",
        "area": "Tổ 6",
        "flags": (Flag.ID_BIRTH_YEAR_MISMATCH,),
    },
    "em": {
        "name": "Hoàng Văn Em",
        "birth_date": None,
        "personal_id": None,
        "legacy_id9": "000000123",
        "doubtful": {Field.BIRTH_DATE: "31/02/1990"},
        "address": "Số 5 ngách 72/5 phố Mẫu Đơn",
        "area": "Tổ 6",
        "flags": (Flag.LEGACY_ID9, Flag.INVALID_BIRTH_DATE),
    },
    "giang": {"name": "Nguyễn Văn Giang", "note": "Gọi sau 18h", "area": "Tổ 7"},
    "giang_again": {
        "name": "Nguyen Van Giang",
        "birth_date": "1985",
        "personal_id": "000085000132",
        "phones": (Phone("+84570000456"),),
        "address": "12 ngõ 72 Mẫu Đơn",
        "lives_at": "Khu tập thể Mẫu, phường Mẫu Hai",
        "area": "Tổ 7",
    },
    "hoa": {"name": "Vũ Thị Hoa", "sex": Sex.FEMALE, "personal_id": None, "area": "Tổ 7"},
    "khoa": {"name": "Đặng Văn Khoa", "area": "Tổ 8"},
    "lien": {"name": "Bùi Thị Liên", "area": None, "flags": (Flag.UNKNOWN_AREA,)},
}


def list_messy_ward(unit: Unit, tools: Tools) -> dict[str, ResidentId]:
    """List everybody, with twins, a field put right in two ways and a list that says otherwise."""
    ids = {name: ResidentId(tools.ids.new()) for name in PEOPLE}

    def write(resident: str, body: Body) -> EventId:
        return record(unit, [Draft(resident=ids[resident], body=body)], tools).event

    listings = {name: write(name, ResidentListed(resident=person(name))) for name in PEOPLE}
    suspect(unit, tools, ids["giang"], ids["giang_again"])
    for address in ("Số 2 phố Mẫu Đơn", "Số 3 phố Mẫu Đơn"):
        write("hoa", _address(person("hoa"), address, listings["hoa"]))
    now = "Số 8 phố Mẫu Đơn"
    write("khoa", _address(person("khoa"), now, listings["khoa"]))
    later = msgspec.structs.replace(person("khoa"), address="Số 18 phố Mẫu Đơn")
    write("khoa", ResidentListed(resident=later))
    return ids


def person(name: str) -> Resident:
    """Somebody as the list gives them."""
    return msgspec.structs.replace(AN, **PEOPLE[name])


def suspect(unit: Unit, tools: Tools, one: ResidentId, other: ResidentId) -> None:
    """Flag two as possible duplicates of each other."""
    drafts = [
        Draft(resident=a, body=ResidentFlagged(flag=Flag.POSSIBLE_DUPLICATE, of=b))
        for a, b in ((one, other), (other, one))
    ]
    record(unit, drafts, tools)


def _address(before: Resident, new: str, listing: EventId) -> ResidentCorrected:
    """A correction by somebody who knew the list only."""
    return ResidentCorrected(
        field=Field.ADDRESS, old=carried(before.address), new=new, replaces=(listing,)
    )
