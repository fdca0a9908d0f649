"""Files that are carried in any order, lost, repeated and mixed with syncs: the end is the same."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from tests.carried import CarriedWard
from tests.faults.sizes import size
from tests.property.test_sync_machine import check_read_models
from wardtui.domain.events import Body, ContactLogged, EnrolmentRecorded
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Channel, Need, Outcome, Role
from wardtui.wire import read_event

LAPTOPS = 2


class CarryingMachine(RuleBasedStateMachine):
    """Two laptops of a ward, their server, and whoever goes between them."""

    residents: Bundle[ResidentId] = Bundle("residents")
    files: Bundle[tuple[int, bytes]] = Bundle("files")
    answers: Bundle[tuple[int, bytes]] = Bundle("answers")

    @initialize()
    def set_up(self) -> None:
        # Nothing here is about the disk, and waiting for one would take most of the time.
        memory = Path("/dev/shm")  # noqa: S108
        self.folder = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None))
        self.ward = CarriedWard(self.folder, f"sqlite:///{self.folder / 'central.db'}")
        self.laptops = [self.ward.laptop(role) for role in (Role.OFFICER, Role.LEADER)]
        self.said: set[str] = set()

    def teardown(self) -> None:
        if not hasattr(self, "ward"):
            return
        try:
            self._all_end_as_if_they_had_synced()
        finally:
            self.ward.close()
            shutil.rmtree(self.folder)

    laptop = st.integers(0, LAPTOPS - 1)
    names = st.sampled_from(["An", "Bình", "Chi"])
    bodies = st.one_of(
        st.builds(ContactLogged, channel=st.just(Channel.CALL), outcome=st.sampled_from(Outcome)),
        st.sampled_from([EnrolmentRecorded(need=Need.ID_CARD, step=s) for s in Need.ID_CARD.steps]),
    )

    @rule(target=residents, laptop=laptop, name=names)
    def list_somebody(self, laptop: int, name: str) -> ResidentId:
        return self.laptops[laptop].lists(name)

    @rule(laptop=laptop, resident=residents, body=bodies)
    def work(self, laptop: int, resident: ResidentId, body: Body) -> None:
        self.laptops[laptop].says(resident, body)

    @rule(target=files, laptop=laptop)
    def write_a_file(self, laptop: int) -> tuple[int, bytes]:
        return laptop, self.laptops[laptop].writes()

    @rule(target=answers, file=files)
    def bring_a_file_to_the_server(self, file: tuple[int, bytes]) -> tuple[int, bytes]:
        laptop, content = file
        return laptop, self.ward.answers(content)

    @rule(answer=answers)
    def read_an_answer(self, answer: tuple[int, bytes]) -> None:
        laptop, content = answer
        self.laptops[laptop].reads(content)

    @rule(answer=answers)
    def read_an_answer_twice(self, answer: tuple[int, bytes]) -> None:
        self.read_an_answer(answer)
        laptop = self.laptops[answer[0]]
        before = laptop.everything()
        self.read_an_answer(answer)
        assert laptop.everything() == before

    @rule(laptop=laptop)
    def sync_over_the_line(self, laptop: int) -> None:
        self.laptops[laptop].syncs()

    @invariant()
    def what_a_laptop_holds_by_number_is_what_the_server_has(self) -> None:
        if not hasattr(self, "ward"):
            return
        told = set(self.ward.told())
        for laptop in self.laptops:
            assert set(laptop.holds()) <= told
            laptop.vault.read(check_read_models)

    @invariant()
    def note_what_was_recorded(self) -> None:
        for laptop in getattr(self, "laptops", ()):
            self.said |= laptop.vault.read(lambda unit: {one.event.id for one in unit.events.all()})

    def _all_end_as_if_they_had_synced(self) -> None:
        for laptop in (*self.laptops, *self.laptops):
            laptop.reads(self.ward.answers(laptop.writes()))
        told = self.ward.told()
        for laptop in self.laptops:
            assert (laptop.holds(), laptop.waits()) == (told, 0)
        assert self.said <= {read_event(raw).id for _, raw in told}
        by_file = [laptop.everything() for laptop in self.laptops]
        for laptop in self.laptops:
            assert laptop.syncs().pulled == 0
        assert [laptop.everything() for laptop in self.laptops] == by_file


CarryingMachine.TestCase.settings = settings(
    max_examples=size(12, 250), stateful_step_count=30, deadline=None
)
TestCarrying = CarryingMachine.TestCase
