"""Laptops that decide, accept and close without knowing of each other, and what a sync makes of it.

Real vaults and a real server over a real socket.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from tests.builders import MONDAY
from tests.contract.test_assigning import PATIENCE, Colleague, Team, exchange
from tests.contract.test_escalation_on_the_server import OURS
from tests.contract.test_sync import Scripted
from tests.e2e.program import Laptop, Server, run, small_list
from wardtui.domain.case import Case
from wardtui.domain.errors import NetworkFailed
from wardtui.domain.escalation_events import EscalationRaised
from wardtui.domain.events import ResidentClosed
from wardtui.domain.ids import ResidentId, WardCode
from wardtui.domain.policy_reader import read_policy
from wardtui.domain.vocabulary import CloseReason, PauseReason, Status
from wardtui.messages import Pull
from wardtui.remote.central_api import HttpCentralApi
from wardtui.services.escalate import accept_cases, pause_cases, raise_cases, return_cases
from wardtui.services.moving import record_due_moves
from wardtui.services.policies import shipped_policy
from wardtui.services.ports import Unit
from wardtui.services.recording import Draft, record
from wardtui.services.records import Pairing
from wardtui.services.sync import Connect, Synced, sync
from wardtui.services.verify import verify

ALMOST = {"days": 13}
THEN = {"days": 1, "hours": 2}
"""After both, fourteen days without contact are over; a laptop that has read in between knows
enough to decide by itself."""


@pytest.fixture
def ward(request: pytest.FixtureRequest) -> str:
    return re.sub(r"\W", "-", f"W-{request.node.name}")[:60]


@pytest.fixture
def team(server: Server, ward: str, tmp_path: Path) -> Iterator[Team]:
    """Two leaders of one ward."""
    made = [
        Colleague(server, tmp_path / name, f"Cán bộ {name}", "leader", ward)
        for name in ("one", "other")
    ]
    for colleague in made:
        colleague.sync()
    yield made[0], made[1]
    for colleague in made:
        colleague.vault.close()


def later(*team: Colleague, **delta: float) -> None:
    for one in team:
        one.tools.clock.forward(**delta)  # type: ignore[attr-defined]


def decide(colleague: Colleague) -> list[ResidentId]:
    """What the next write records of what time has decided."""
    cases = colleague.vault.write(lambda unit: record_due_moves(unit, colleague.tools))
    return [case.id for case in cases]


def case(colleague: Colleague, who: ResidentId) -> Case:
    found = colleague.vault.read(lambda unit: unit.cases.get(who))
    assert found is not None
    return found


def raises(colleague: Colleague, who: ResidentId) -> list[tuple[int | None, str]]:
    """The raises of a case: the server's number and the bytes of each."""

    def read(unit: Unit) -> list[tuple[int | None, str]]:
        events = unit.events.of_resident(who)
        return [(one.seq, one.raw) for one in events if one.event.type == EscalationRaised.TYPE]

    return colleague.vault.read(read)


def agree(*team: Colleague) -> None:
    """All hold the same cases and events, nothing waits and nothing needs attention."""

    def told(unit: Unit) -> object:
        assert (unit.events.count_waiting(), unit.events.count_rejected()) == (0, 0)
        assert verify(unit).problems == ()
        events = sorted((one.seq or 0, one.raw, one.actor or "") for one in unit.events.all())
        return events, sorted(unit.cases.all(), key=lambda one: one.id)

    first, *others = [one.vault.read(told) for one in team]
    assert all(other == first for other in others)


def act(colleague: Colleague, work: Callable[..., object], *arguments: object) -> None:
    colleague.vault.write(lambda unit: work(unit, *arguments, colleague.tools))


def close(unit: Unit, who: ResidentId, tools: object) -> None:
    body = ResidentClosed(reason=CloseReason.EMIGRATED)
    record(unit, [Draft(resident=who, body=body)], tools)  # type: ignore[arg-type]


# What time decides


def test_two_laptops_that_come_to_the_same_decision_make_one_event(team: Team) -> None:
    one, other = team
    (who,) = one.listed("Tổ 5")
    later(*team, **ALMOST)
    exchange(*team)
    later(*team, **THEN)
    assert decide(one) == decide(other) == [who]
    assert raises(one, who) != raises(other, who)
    first, second = one.sync(), other.sync()
    assert (first.pushed, first.duplicates, first.rejected) == (1, 0, 0)
    assert (second.pushed, second.duplicates, second.rejected) == (0, 1, 0)
    assert len(raises(one, who)) == 1
    assert raises(one, who) == raises(other, who)
    exchange(*team)
    agree(*team)
    assert case(one, who).level == 2


def test_what_waits_here_comes_behind_the_decision_of_another_laptop(team: Team) -> None:
    one, other = team
    (who,) = one.listed("Tổ 5")
    later(*team, **ALMOST)
    exchange(*team)
    one.give(who, to=one.id)
    later(*team, **THEN)
    assert decide(one) == decide(other) == [who]
    assert case(one, who).assigned is None  # given at the first level, then it went up
    other.sync()
    with pytest.raises(NetworkFailed):
        sync(one.vault, cut_after(0), one.tools, lambda _: None)
    assert one.vault.read(verify).problems == ()
    assert case(one, who).assigned == one.id
    exchange(*team)
    agree(*team)


def cut_after(pulls: int) -> Connect:
    """A line over which so many pages come, and then nothing."""

    class Cut(HttpCentralApi):
        left = pulls

        def pull(self, after: dict[str, int], limit: int) -> Pull:
            if not self.left:
                raise NetworkFailed("server_unreachable", server="-")
            self.left -= 1
            return super().pull(after, limit)

    return lambda pairing: Cut(pairing.url, pairing.token, PATIENCE)


def test_a_decision_about_a_case_that_others_have_closed_is_no_work_for_anybody(
    team: Team,
) -> None:
    one, other = team
    (who,) = one.listed("Tổ 5")
    later(*team, **ALMOST)
    exchange(*team)
    act(one, close, who)
    later(*team, **THEN)
    assert decide(other) == [who]
    one.sync()
    done = other.sync()
    assert (done.pushed, done.superseded, done.rejected, done.pending) == (0, 1, 0, 0)
    assert who in done.changed
    agree(*team)
    assert raises(other, who) == []
    assert (case(other, who).level, case(other, who).status) == (1, Status.CLOSED)


def test_a_laptop_that_was_away_decides_once_it_has_read_and_has_nothing_left_to_send(
    team: Team,
) -> None:
    one, other = team
    people = one.listed("Tổ 5", "Tổ 5", "Tổ 6")
    exchange(*team)
    act(one, close, people[0])
    one.sync()
    later(*team, days=15)
    assert decide(other) == []  # somebody may have answered meanwhile
    done = other.sync()
    assert (done.pulled, done.pushed, done.superseded, done.pending) == (1, 2, 0, 0)
    assert set(people) <= set(done.changed)
    exchange(*team)
    agree(*team)
    assert [case(one, who).level for who in people] == [1, 2, 2]


def test_what_was_read_is_remembered_though_the_line_is_cut_when_decisions_are_sent(
    team: Team,
) -> None:
    one, _ = team
    (who,) = one.listed("Tổ 5")
    one.sync()
    later(one, days=15)
    with pytest.raises(NetworkFailed):
        sync(one.vault, cut_after(1), one.tools, lambda _: None)
    state = one.vault.read(lambda unit: unit.state.sync)
    assert (state.last_success, state.last_error) == (one.tools.clock.now(), "server_unreachable")
    assert case(one, who).level == 2


def test_a_pause_that_is_over_ends_on_both(team: Team) -> None:
    one, other = team
    (who,) = one.listed("Tổ 5")
    act(one, pause_cases, [who], MONDAY + timedelta(days=2), PauseReason.AWAY)
    exchange(*team)
    later(*team, days=2, hours=1)
    assert decide(one) == decide(other) == [who]
    exchange(*team)
    agree(*team)
    assert case(other, who).status is Status.OPEN


# What people do


def test_of_two_who_accept_one_has_it_and_the_other_is_told(team: Team) -> None:
    one, other = team
    (who,) = one.listed("Tổ 5")
    act(one, raise_cases, [who], None)
    exchange(*team)
    act(one, accept_cases, [who])
    act(other, accept_cases, [who])
    assert case(other, who).assigned == other.id
    one.sync()
    done = other.sync()
    assert (done.already_accepted, done.rejected, done.pending) == (1, 0, 0)
    assert who in done.changed
    agree(*team)
    assert case(other, who).assigned == one.id


def test_an_answer_that_comes_too_late_stays_in_the_history_without_effect(team: Team) -> None:
    one, other = team
    (who,) = one.listed("Tổ 5")
    act(one, raise_cases, [who], None)
    exchange(*team)
    act(one, return_cases, [who], "first")
    act(other, return_cases, [who], "second")
    exchange(*team)
    agree(*team)
    came_back = case(other, who).ladder.came_back_by
    assert came_back is not None
    assert came_back.text == "first"


# Policies


def test_a_policy_of_the_server_moves_cases_on_both_under_its_version(
    server: Server, ward: str, team: Team, tmp_path: Path
) -> None:
    one, _ = team
    (who,) = one.listed("Tổ 5")
    exchange(*team)
    later(*team, days=1, hours=1)
    assert decide(one) == []
    file = tmp_path / "ours.toml"
    file.write_text(OURS, "utf-8")
    published = run("central", "policy", file, "--ward", ward, "--database", server.database)
    assert published.code == 0, published.err
    exchange(*team)
    agree(*team)
    for laptop in team:
        came = case(laptop, who).ladder.came_by
        assert came is not None
        assert (came.rule, came.policy) == ("no_contact", read_policy(OURS).version)
        assert case(laptop, who).level == 2
    assert read_policy(OURS).version != shipped_policy().version


# How much is said


class Counted(Scripted):
    """A central API that takes everything and counts what it is asked."""

    asked: Sequence[str] = ()
    wards: Sequence[WardCode] = ()

    def push(self, events):  # type: ignore[no-untyped-def]
        self.asked = (*self.asked, "push")
        return super().push(events)

    def pull(self, after: dict[str, int], limit: int) -> Pull:
        self.asked = (*self.asked, "pull")
        page = super().pull(after, limit)
        # The wards of the pairing, so that nobody has to ask for whom they are taken.
        return msgspec.structs.replace(page, next=dict.fromkeys(self.wards, self.head or 0))


def counted(colleague: Colleague) -> tuple[Synced, Sequence[str]]:
    api = Counted()

    @contextmanager
    def connect(pairing: Pairing) -> Iterator[Counted]:
        api.wards = pairing.wards
        yield api

    def forget_the_server(unit: Unit) -> None:
        unit.state.sync = msgspec.structs.replace(unit.state.sync, cursors={}, epoch=None)

    colleague.vault.write(forget_the_server)
    return sync(colleague.vault, connect, colleague.tools, lambda _: None), api.asked


def test_with_nothing_to_decide_one_push_and_one_pull_are_all(team: Team) -> None:
    one, _ = team
    one.listed("Tổ 5")
    assert counted(one)[1] == ("push", "pull")
    assert counted(one)[1] == ("pull",)
    later(one, days=15)
    done, asked = counted(one)
    assert asked == ("pull", "push", "pull")
    assert (done.pushed, done.pending) == (1, 0)
    assert counted(one)[1] == ("pull",)


# The real program


def test_laptops_of_a_ward_agree_on_what_went_up_after_a_fortnight(
    server: Server, ward: str, tmp_path: Path
) -> None:
    today, then = "2026-11-23T09:00:00+07:00", "2026-12-08T09:00:00+07:00"
    first = [Laptop(tmp_path / name, today) for name in ("one", "other")]
    for number, laptop in enumerate(first):
        laptop.new()
        server.pair(laptop, f"Cán bộ {number}", "officer", ward)
    first[0].ask("import", small_list())
    for laptop in first:
        laptop.ask("sync")
    total = first[1].ask("list", "--limit", 1)["total"]
    assert first[1].ask("list", "--level", 2, "--limit", 1)["total"] == 0
    lacked = {one["id"]: one["needs"] for one in first[1].ask("list")["cases"]}

    laptops = [Laptop(one.home, then) for one in first]
    told = [laptop.ask("sync") for laptop in (*laptops, *laptops)]
    assert [one["pending"] for one in told] == [0, 0, 0, 0]
    assert [one["rejected"] for one in told] == [0, 0, 0, 0]
    assert told[0]["pushed"] > total / 2
    assert told[1]["pushed"] == 0
    seen = [laptop.ask("list")["cases"] for laptop in laptops]
    assert seen[0] == seen[1]
    # Somebody may have reached an age meanwhile, whose need arose by itself.
    went_up = sum(one["level"] == 2 for one in seen[0])
    arose = sum(one["needs"] != lacked[one["id"]] for one in seen[0])
    assert went_up + arose == told[0]["pushed"]
    for laptop in laptops:
        assert laptop.ask("vault", "verify")["ok"] is True
