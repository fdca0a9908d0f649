"""The thirty days as they are played: what the seed has in store, and what people make of it."""

from datetime import date, datetime, time, timedelta
from random import Random

from tests.simulator.beginning import Ward
from tests.simulator.fortune import Day, Exchange, draw
from tests.simulator.ledger import Ledger
from tests.simulator.seat import Lives, Seat
from tests.simulator.work import do_something
from tests.thirty_days.play import FIRST_DAY
from tests.thirty_days.residents import shift_of
from wardtui.central.laptops import revoke
from wardtui.domain.errors import BadInput, NetworkFailed, Refused
from wardtui.domain.moments import VIETNAM
from wardtui.services.ports import Unit

_MORNING, _NOON, _NIGHT = time(7, 30), time(12, 0), time(22, 30)


class Campaign:
    """One seed's thirty days in one ward."""

    def __init__(self, seed: int, ward: Ward) -> None:
        self.ward = ward
        self.ledger = Ledger()
        self._rng = Random(f"people/{seed}")
        self._fortune = draw(Random(f"fortune/{seed}"), ward.size)
        self._lives = Lives(seed)
        self._backup = ward.folder / "backup"
        self._whose = 0
        self._copy = ""

    def play(self) -> None:
        """Live through all days, then let everybody exchange until nothing is new to anybody."""
        for number, day in enumerate(self._fortune.days):
            today = FIRST_DAY + timedelta(days=number)
            self.ledger.tell(f"day {number + 1}, {today:%a %d/%m}")
            self._live(today, day)
        self._agree()

    def _live(self, today: date, day: Day) -> None:
        self._comes(datetime.combine(today, _MORNING, VIETNAM))
        self._exchange(day.mornings)
        self._comes(datetime.combine(today, _NOON, VIETNAM))
        self._let_go_wrong(day)
        self._comes(shift_of(today))
        for laptop, things in day.working:
            for _ in range(things):
                self._work(laptop)
                self.ward.clock.forward(minutes=2)
        self._comes(datetime.combine(today, _NIGHT, VIETNAM))
        self._exchange(day.nights)

    def _comes(self, moment: datetime) -> None:
        """Time goes on, and never back."""
        self.ward.clock.moment = max(self.ward.clock.moment, moment)

    def _work(self, number: int) -> None:
        laptop = self.ward.laptops[number]
        what = ""

        def work(unit: Unit) -> None:
            nonlocal what
            what = do_something(Seat(unit, laptop, self.ward.size, self._lives, self._rng))

        try:
            events = laptop.do(work)
        except (Refused, BadInput) as error:
            self.ledger.tell(f"  laptop {number}: refused, {error.code}")
            self.ledger.counts[f"refused here: {error.code}"] += 1
            return
        self.ledger.note(laptop.name, events)
        self.ledger.counts[what] += bool(events)
        if events:
            types = ", ".join(one.type for one in reversed(events))
            self.ledger.tell(f"  laptop {number}: {what}: {types}")

    def _exchange(self, exchanges: tuple[Exchange, ...]) -> None:
        for number, cut_at, twice in exchanges:
            laptop = self.ward.laptops[number]
            if number == self._fortune.on_a_stick:
                laptop.carry()
                self.ledger.tell(f"  laptop {number}: a stick was carried")
                continue
            try:
                done = laptop.sync(cut_at, twice=twice)
            except NetworkFailed as error:
                self.ledger.counts["cut lines"] += 1
                self.ledger.tell(f"  laptop {number}: cut at step {cut_at}, {error.code}")
            else:
                moved = f"{done.pushed} sent, {done.pulled} read, {done.rejected} rejected"
                self.ledger.tell(f"  laptop {number}: {moved}{', twice' if twice else ''}")

    def _let_go_wrong(self, day: Day) -> None:
        for number, ahead in day.clocks:
            self.ward.laptops[number].clock.ahead = ahead
            self.ledger.tell(f"  laptop {number}: its clock is {ahead} ahead")
        if day.server_backed_up:
            self._copy = self.ward.central.back_up()
            self.ledger.tell("  the server is backed up")
        if day.backed_up is not None:
            self._whose = day.backed_up
            self.ward.laptops[self._whose].back_up(self._backup)
            self.ledger.tell(f"  laptop {self._whose}: is backed up")
        if day.lost is not None:
            self._lose(day.lost)
        if day.put_back:
            self._put_back()
        if day.server_put_back:
            self._put_server_back()

    def _lose(self, number: int) -> None:
        """A laptop is gone with what it alone had; its officer is given another one."""
        laptop = self.ward.laptops[number]
        gone = self.ledger.lose(self.ledger.of(laptop.name) - self.ward.central.ids())
        laptop.vault.close()
        # One that was put back and has not exchanged since the server knows by its old name.
        revoke(self.ward.central.database, laptop.officer)
        laptop.make()
        self.ledger.counts["laptops lost"] += 1
        self.ledger.tell(f"  laptop {number}: is lost with {gone} events, another one comes")

    def _put_back(self) -> None:
        laptop = self.ward.laptops[self._whose]
        recorded = self.ledger.of(laptop.name)
        laptop.restore(self._backup)
        own = self.ledger.of(laptop.name)
        # What others made it does not offer: that goes again once all has been read.
        self.ledger.find(own & laptop.ids())
        recorded |= own
        gone = self.ledger.lose(recorded - laptop.ids() - self.ward.central.ids())
        self._pair_if_unknown()
        self._tell_whose_files_come()
        self.ledger.counts["laptops put back"] += 1
        self.ledger.tell(f"  laptop {self._whose}: is put back without {gone} events")

    def _put_server_back(self) -> None:
        """What the copy lacks comes back from whoever made it, as far as they have it."""
        before = self.ward.central.ids()
        self.ward.central.restore(self._copy)
        missing = before - self.ward.central.ids()
        held = [
            one
            for laptop in self.ward.laptops
            for one in self.ledger.of(laptop.name) & laptop.ids()
        ]
        gone = self.ledger.lose((missing & self.ledger.recorded.keys()).difference(held))
        self._pair_if_unknown()
        self._tell_whose_files_come()
        self.ledger.counts["servers put back"] += 1
        self.ledger.tell(f"  the server is put back: {len(missing)} to come back, {gone} will not")

    def _pair_if_unknown(self) -> None:
        for laptop in self.ward.laptops:
            if not laptop.is_known():
                laptop.pair()

    def _tell_whose_files_come(self) -> None:
        """Whose files it is to take a server has to hear once over a line, from each new device."""
        laptop = self.ward.laptops[self._fortune.on_a_stick]
        if not laptop.is_known_by_its_id():
            laptop.sync()

    def _agree(self) -> None:
        """Everybody exchanges until nothing is new to anybody."""
        for _ in range(8):
            news = [self._is_news(number) for number in range(len(self.ward.laptops))]
            if not any(news):
                return
        raise AssertionError("the laptops do not come to rest")

    def _is_news(self, number: int) -> bool:
        done = self.ward.laptops[number].sync()
        return bool(done.pushed or done.pulled or done.pending or done.changed)
