"""A synthetic ward: residents without a card or an activated account, the same for the same seed.

Names are combined from common ones; personal numbers begin with 000, which is no province; phones
lie in 0570 000 000-999, which is allocated to nobody.
"""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import msgspec

from wardtui.domain.personal_number import SAMPLE_PLACE
from wardtui.domain.vocabulary import Sex

AS_OF = date(2026, 11, 1)
"""The day on which the list was made: ages do not depend on when the sample is."""

SHIPPED_RESIDENTS = 812
SHIPPED_SEED = 7
"""``sample_data/ward_list.xlsx`` is made with these."""

WARD_NAME = "Phường Mẫu"
WARD_CODE = "PHUONG-MAU"

_SURNAMES = (
    ("Nguyễn", 38),
    ("Trần", 12),
    ("Lê", 10),
    ("Phạm", 7),
    ("Hoàng", 5),
    ("Huỳnh", 3),
    ("Phan", 4),
    ("Vũ", 4),
    ("Võ", 3),
    ("Đặng", 3),
    ("Bùi", 3),
    ("Đỗ", 3),
    ("Hồ", 2),
    ("Ngô", 2),
    ("Dương", 2),
    ("Lý", 1),
    ("Đoàn", 1),
    ("Trương", 2),
)
_MIDDLE_MALE = ("Văn", "Đức", "Minh", "Quang", "Hữu", "Công", "Xuân", "Đình", "Thành", "Ngọc")
_MIDDLE_FEMALE = ("Thị", "Thị Thu", "Thị Ngọc", "Ngọc", "Thu", "Thanh", "Minh", "Thị Kim", "Hồng")
_GIVEN_MALE = (
    "An Anh Ân Bách Bảo Bình Cường Dũng Duy Đạt Đông Đức Giang Hải Hiếu Hòa Hoàng Hùng Huy Khang "
    "Khánh Kiên Lâm Long Lộc Mạnh Nam Nghĩa Ngọc Phong Phúc Quân Quý Sơn Tài Tâm Thái Thắng Thịnh "
    "Thọ Tiến Toàn Trung Tú Tuấn Tùng Ước Việt Vinh Vượng Ý"
).split()
_GIVEN_FEMALE = (
    "An Anh Ánh Bích Châu Chi Cúc Diệp Dung Duyên Đào Giang Hà Hạnh Hằng Hiền Hoa Hòa Huệ Hương "
    "Khuê Lan Liên Linh Loan Ly Mai Mây My Nga Ngân Nguyệt Nhung Oanh Phương Quyên Quỳnh Tâm "
    "Thảo Thoa Thơm Thúy Trang Trinh Tuyết Uyên Vân Xuân Yên Yến"
).split()
_STREETS = (
    "phố Mẫu Đơn",
    "phố Hàng Giấy Mẫu",
    "phố Cầu Mẫu",
    "đường Sông Mẫu",
    "phố Chợ Mẫu",
    "đường Đê Mẫu",
    "phố Giếng Mẫu",
    "phố Đình Mẫu",
)
_HAMLETS = ("Thôn Đoài", "Thôn Thượng")
_NOTES = (
    "Gọi sau 18h",
    "Đi làm ca, gọi cuối tuần",
    "Nhờ tổ trưởng báo trước",
    "Cần phục vụ tại nhà",
    "Đề nghị buổi tối",
    "Chưa có điện thoại thông minh",
)
_RESIDENTS_AN_AREA = 45


class Person(msgspec.Struct, frozen=True, kw_only=True):
    """One invented resident, as a list would have them."""

    name: str
    birth_date: date
    year_only: bool
    """The list knows no more than the year of birth."""
    sex: Sex
    personal_id: str
    phone: str
    area: str
    registered_at: str
    lives_at: str
    residency: str
    lacks_card: bool
    lacks_account: bool
    lacks_activation: bool
    guardian: str
    note: str


class _Door(msgspec.Struct, frozen=True):
    area: str
    address: str


def make_people(count: int, seed: int) -> list[Person]:
    """So many residents, area by area."""
    rng = random.Random(seed)  # noqa: S311  a sample must be repeatable, not unguessable
    areas = _areas(count)
    people: list[Person] = []
    serials: set[str] = set()
    doors: set[_Door] = set()
    while len(people) < count:
        door = _door(rng, areas)
        if door in doors:
            continue
        doors.add(door)
        size = rng.choices((1, 2, 3, 4), (58, 26, 11, 5))[0]
        people += _household(rng, door, min(size, count - len(people)), serials)
    order = {area: position for position, area in enumerate(areas)}
    return sorted(people, key=lambda person: order[person.area])


def _areas(count: int) -> list[str]:
    groups = max(4, count // _RESIDENTS_AN_AREA - len(_HAMLETS))
    return [f"Tổ {number}" for number in range(1, groups + 1)] + list(_HAMLETS)


def _door(rng: random.Random, areas: list[str]) -> _Door:
    position = rng.randrange(len(areas))
    area = areas[position]
    if area in _HAMLETS:
        return _Door(area, f"Số {rng.randint(1, 180)}, xóm {rng.randint(1, 6)}")
    if position % 5 == 3:
        # Every fifth group is an apartment estate: floors 2 to 25, where 13 is called 12A.
        floor = rng.randint(2, 25)
        level = "12A" if floor == 13 else str(floor)
        tower = f"CT{1 + position // 5 * 2 + rng.randrange(2)}"
        return _Door(area, f"P.{level}{rng.randint(1, 12):02} toà {tower}")
    street = _STREETS[position % len(_STREETS)]
    alley = rng.choice((12, 26, 35, 48, 72, 90, 117))
    branch, house = rng.randint(2, 60), rng.randint(1, 40)
    suffix = rng.choices(("", "A", "B", "bis"), (85, 8, 5, 2))[0]
    forms = (
        f"Số {rng.randint(1, 220)}{suffix} {street}",
        f"Số {house}{suffix} ngõ {alley} {street}",
        f"Số {house} ngách {alley}/{branch} {street}",
        f"Số {rng.randint(1, 12)} hẻm {alley}/{branch}/{rng.randint(2, 15)} {street}",
    )
    return _Door(area, rng.choices(forms, (35, 35, 22, 8))[0])


def _household(rng: random.Random, door: _Door, size: int, serials: set[str]) -> Iterator[Person]:
    surname = rng.choices([name for name, _ in _SURNAMES], [weight for _, weight in _SURNAMES])[0]
    phone = _phone(rng)
    parent = _name(rng, surname, rng.choice(list(Sex)))
    for number in range(size):
        age = _age(rng)
        sex = rng.choice(list(Sex))
        family = surname if number == 0 or rng.random() < 0.7 else rng.choice(_SURNAMES)[0]
        born = AS_OF - timedelta(days=int(age * 365.25) + rng.randint(1, 364))
        child = age < 14
        lacks_card = child or rng.random() < 0.55
        lacks_account = not child and rng.random() < (0.7 if lacks_card else 0.45)
        residency = rng.choices(("KT1", "KT2", "Tạm trú"), (78, 12, 10))[0]
        year_only = age > 60 and rng.random() < 0.15
        yield Person(
            name=_name(rng, family, sex),
            birth_date=born,
            year_only=year_only,
            sex=sex,
            personal_id="" if rng.random() < 0.05 else _personal_id(rng, born, sex, serials),
            phone=phone if rng.random() < 0.6 else _phone(rng),
            area=door.area,
            registered_at="Nơi khác" if residency == "Tạm trú" else door.address,
            lives_at="Đi làm ăn xa" if residency == "KT2" else door.address,
            residency=residency,
            lacks_card=lacks_card,
            lacks_account=lacks_account,
            lacks_activation=not child and (lacks_account or not lacks_card),
            guardian=parent if child else "",
            note=rng.choice(_NOTES) if rng.random() < 0.08 else "",
        )


def _age(rng: random.Random) -> int:
    low, high = rng.choices(
        ((0, 5), (6, 13), (14, 17), (18, 35), (36, 60), (61, 96)), (7, 12, 11, 30, 25, 15)
    )[0]
    return rng.randint(low, high)


def _name(rng: random.Random, surname: str, sex: Sex) -> str:
    if sex is Sex.MALE:
        return f"{surname} {rng.choice(_MIDDLE_MALE)} {rng.choice(_GIVEN_MALE)}"
    return f"{surname} {rng.choice(_MIDDLE_FEMALE)} {rng.choice(_GIVEN_FEMALE)}"


def _phone(rng: random.Random) -> str:
    if rng.random() < 0.1:
        return ""
    last = rng.randint(0, 999)
    return rng.choices((f"0570000{last:03}", f"0570.000.{last:03}"), (85, 15))[0]


def _personal_id(rng: random.Random, born: date, sex: Sex, serials: set[str]) -> str:
    century_and_sex = (born.year // 100 - 19) * 2 + (sex is Sex.FEMALE)
    head = f"{SAMPLE_PLACE}{century_and_sex}{born.year % 100:02}"
    while (number := f"{head}{rng.randrange(10**6):06}") in serials:
        pass
    serials.add(number)
    return number
