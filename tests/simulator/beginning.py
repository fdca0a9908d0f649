"""The ward as it is before the first day: made once in a process, copied for each seed."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.builders import CountingIds, SetClock
from tests.databases import Kind, new_database
from tests.once import lasting_folder
from tests.simulator.central import Central, in_memory
from tests.simulator.laptop import Laptop
from tests.simulator.size import Size
from tests.thirty_days.play import FIRST_DAY, POLICY
from wardtui.central.accounts import add_officer
from wardtui.domain.events import AreaAssigned, CaseAssigned
from wardtui.domain.ids import OfficerId, WardCode
from wardtui.domain.moments import VIETNAM
from wardtui.domain.roster.grid import Sheet
from wardtui.domain.vocabulary import Role
from wardtui.sample.list_file import write_sample_list
from wardtui.sample.people import WARD_CODE
from wardtui.services.import_roster import import_roster, plan_roster
from wardtui.services.ports import Unit
from wardtui.services.recording import Draft, record
from wardtui.services.use_policy import use_policy
from wardtui.sheets.reader import read_file

WARD = WardCode(WARD_CODE)
ELSEWHERE = WardCode("PHUONG-KHAC")
_LIST_SEED = 4


class Ward:
    """The server and all laptops, in a folder that goes with them."""

    def __init__(self, folder: Path, size: Size, officers: list[str]) -> None:
        self.folder = folder
        self.size = size
        self.clock = SetClock(datetime.combine(FIRST_DAY, time(7, 0), VIETNAM))
        self.central = Central(folder, self.clock)
        self.laptops = [
            Laptop(number, folder, self.central, officer) for number, officer in enumerate(officers)
        ]

    def close(self) -> None:
        """Close everything that is open."""
        for one in self.laptops:
            one.vault.close()
        self.central.close()


@contextmanager
def ward(size: Size) -> Iterator[Ward]:
    """A copy of the ward as it is before the first day, open."""
    made, officers = _made(size)
    with TemporaryDirectory(prefix="wardtui-play-", dir=in_memory()) as folder:
        here = Path(folder) / "ward"
        shutil.copytree(made, here)
        copy = Ward(here, size, officers)
        for laptop in copy.laptops:
            laptop.open()
        try:
            yield copy
        finally:
            copy.close()


@cache
def _made(size: Size) -> tuple[Path, list[str]]:
    """The folder of a ward in which everybody has read the list and who does what."""
    folder = lasting_folder("play", in_memory())
    write_sample_list(folder / "list.csv", size.residents, _LIST_SEED)
    sheets = read_file(folder / "list.csv")
    here = folder / "ward"
    here.mkdir()
    with new_database(Kind.SQLITE, here):
        made = Ward(here, size, [])
    made.clock.moment -= timedelta(hours=12)
    with made.central.writing() as connection:
        officers = [
            add_officer(
                connection, f"Cán bộ {number + 1}", _role(size, number), [_in(size, number)]
            )
            for number in range(size.laptops)
        ]
    for number, officer in enumerate(officers):
        laptop = Laptop(number, here, made.central, officer)
        laptop.tools = type(laptop.tools)(laptop.clock, CountingIds((number + 1) << 30))
        laptop.make()
        made.laptops.append(laptop)
    leader = made.laptops[size.leaders[0]]
    leader.sync()
    leader.do(lambda unit: _hand_out(unit, sheets, made, officers))
    for laptop in (leader, *made.laptops):
        laptop.sync()
    made.close()
    return here, officers


def _hand_out(unit: Unit, sheets: list[Sheet], made: Ward, officers: list[str]) -> None:
    """The policy and the list are there, and everybody on it has an officer."""
    second, third = made.size.leaders
    tools = made.laptops[second].tools
    plan = plan_roster(unit, sheets, FIRST_DAY)
    import_roster(unit, plan, WARD, tools)
    use_policy(unit, POLICY, WARD, tools)
    cases = sorted(unit.cases.all(), key=lambda case: case.id)
    drafts = [
        Draft(resident=None, ward=WARD, body=AreaAssigned(area=area, level=level, officer=holder))
        for area in sorted({case.resident.area for case in cases if case.resident.area})
        for level, holder in ((2, OfficerId(officers[second])), (3, OfficerId(officers[third])))
    ]
    drafts += [
        Draft(
            resident=case.id,
            ward=WARD,
            body=CaseAssigned(to=OfficerId(officers[place % made.size.neighbour]), level=1),
        )
        for place, case in enumerate(cases)
    ]
    record(unit, drafts, tools)


def _role(size: Size, laptop: int) -> Role:
    return Role.LEADER if laptop in size.leaders else Role.OFFICER


def _in(size: Size, laptop: int) -> WardCode:
    return ELSEWHERE if laptop == size.neighbour else WARD
