"""Escalation and the server: who may say what, and what its own fold has against it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
from sqlalchemy import event as on

from tests.builders import AN, DEVICE, MONDAY, WARD, CountingIds
from tests.contract.test_same_person_on_the_server import (
    OTHER_WARD,
    Central,
    listed,
    merged,
    person,
    said,
)
from tests.databases import Kind, as_before_migrations
from tests.e2e.program import run
from wardtui.central.accounts import Account, add_officer
from wardtui.central.database import open_engine, prepare
from wardtui.central.offered import read_offered
from wardtui.central.policies import UnknownWard, policies_in_force, publish_policy
from wardtui.central.tables import merges, wards
from wardtui.domain.body import Body
from wardtui.domain.escalation import Decision
from wardtui.domain.escalation_events import (
    CasePaused,
    CaseResumed,
    EscalationAccepted,
    EscalationRaised,
    EscalationResolved,
    EscalationReturned,
    PolicyPublished,
)
from wardtui.domain.events import (
    AreaAssigned,
    CaseAssigned,
    Event,
    EventRetracted,
    ResidentClosed,
    ResidentReopened,
)
from wardtui.domain.ids import ActionId, EventId, OfficerId, ResidentId
from wardtui.domain.policy import PAUSE_OVER, PolicyVersion, RuleId
from wardtui.domain.vocabulary import CloseReason, Origin, PauseReason, Role
from wardtui.services.policies import shipped_policy
from wardtui.services.writing import rule_made
from wardtui.wire import write_event

ON_ONE_DATABASE = Kind.SQLITE

ME = OfficerId("an-officer")
SHIPPED = shipped_policy().version
BY_HAND = EscalationRaised(from_level=1, to_level=2)
ACCEPTED = EscalationAccepted(level=2)
RETURNED = EscalationReturned(from_level=2, to_level=1)
RESOLVED = EscalationResolved(from_level=2)
PAUSED = CasePaused(until=MONDAY, reason=PauseReason.AWAY)
CLOSED = ResidentClosed(reason=CloseReason.EMIGRATED)
OURS = """
name = "ours"
title = { vi = "Của phường" }

[[levels]]
level = 1
title = { vi = "Cảnh sát khu vực" }
role = "officer"

[[levels]]
level = 2
title = { vi = "Chỉ huy" }
role = "leader"
answer_working_days = 1

[[rules]]
id = "no_contact"
days_without_contact = 1

[[rules]]
id = "unanswered"
unanswered = true
"""
_ids = CountingIds(1 << 55)
_seqs = iter(range(10_000, 1_000_000))


@pytest.fixture
def central(database: str) -> Iterator[Central]:
    made = Central(open_engine(database))
    yield made
    made.ingest.close()
    made.engine.dispose()


def raised(
    about: ResidentId, trigger: Event, from_level: int = 1, policy: PolicyVersion = SHIPPED
) -> Event:
    """What a device makes when the policy moves a case."""
    return _made(about, trigger, RuleId("no_contact"), from_level, from_level + 1, policy)


def resumed(about: ResidentId, pause: Event, level: int = 1, policy: str = SHIPPED) -> Event:
    """What a device makes when a pause is over."""
    return _made(about, pause, PAUSE_OVER, level, level, PolicyVersion(policy))


def _made(
    about: ResidentId, trigger: Event, rule: RuleId, start: int, to: int, policy: PolicyVersion
) -> Event:
    decision = Decision(
        resident=about,
        rule=rule,
        at=MONDAY,
        trigger=trigger.id,
        facts=(trigger.id,),
        from_level=start,
        to_level=to,
        policy=policy,
        by_time=True,
    )
    return rule_made(decision, None, DEVICE, next(_seqs), MONDAY)


def apart(who: ResidentId) -> Event:
    """A list on which somebody stands who is like nobody else."""
    return listed(who, msgspec.structs.replace(AN, personal_id=None, address=who))


def somebody(
    central: Central, on_a_list: Callable[[ResidentId], Event] = apart
) -> tuple[ResidentId, Event]:
    """A resident of the ward and the list on which they stand."""
    who = person()
    listing = on_a_list(who)
    assert central.push(listing) == ["accepted"]
    return who, listing


def push_as(central: Central, officer: OfficerId, *offered: Event) -> list[str]:
    """What became of the events of an officer who does not lead."""
    account = Account(DEVICE, officer, "Mẫu", Role.OFFICER, (WARD,))
    batch = [read_offered(write_event(one)) for one in offered]
    results = central.ingest.submit(account, batch).result(timeout=30).results
    return [one.code or one.status for one in results]


def at_level_2(central: Central) -> ResidentId:
    who, _ = somebody(central)
    assert central.push(said(BY_HAND, who)) == ["accepted"]
    return who


def about_nobody(body: Body) -> Event:
    return msgspec.structs.replace(said(body, person()), resident=None)


# What rules decide


def test_a_decision_is_taken_under_its_own_id_and_is_nobodys(central: Central) -> None:
    who, listing = somebody(central)
    pause = said(PAUSED, who)
    up = raised(who, listing)
    assert central.push(up) == ["accepted"]
    assert central.push(pause) == ["role_not_allowed"], "the level above answers there"
    assert central.push(pause, role=Role.LEADER) == ["accepted"]
    assert central.push(resumed(who, pause, level=2)) == ["accepted"]
    assert central.stream()[-3:][0] == up


def test_a_decision_is_no_officers_own_to_take_back(central: Central) -> None:
    who, listing = somebody(central)
    up = raised(who, listing)
    central.push(up)
    back = EventRetracted(event=up.id)
    assert central.push(said(back, who)) == ["not_your_event"]
    assert central.push(said(back, who), role=Role.LEADER) == ["accepted"]


def other_body(**fields: Any) -> Callable[[Event], Event]:
    return lambda up: msgspec.structs.replace(up, body=msgspec.structs.replace(up.body, **fields))


@pytest.mark.parametrize(
    "forge",
    [
        other_body(rule="declined"),
        other_body(to_level=3),
        other_body(from_level=2, to_level=3),
        other_body(policy="another/00000000"),
        other_body(trigger="00000000-0000-7000-8000-000000000001"),
        other_body(reason="because"),
        other_body(rule=None, trigger=None),
        lambda up: msgspec.structs.replace(up, resident=person()),
        lambda up: msgspec.structs.replace(up, resident=None),
        lambda up: msgspec.structs.replace(up, origin=Origin.PERSON),
        lambda up: msgspec.structs.replace(up, actor=ME),
        lambda up: msgspec.structs.replace(up, action=ActionId(_ids.new())),
        lambda up: msgspec.structs.replace(up, id=EventId(_ids.new())),
        lambda up: msgspec.structs.replace(up, id=EventId(_ids.new()), origin=Origin.PERSON),
        lambda up: msgspec.structs.replace(up, body=ACCEPTED, type=ACCEPTED.TYPE),
        lambda up: msgspec.structs.replace(up, body=CLOSED, type=CLOSED.TYPE),
        lambda up: msgspec.structs.replace(up, v=2),
    ],
)
@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER])
def test_what_no_rule_comes_to_is_not_taken_as_if_one_had(
    central: Central, forge: Callable[[Event], Event], role: Role
) -> None:
    who, listing = somebody(central)
    up = raised(who, listing)
    assert central.push(forge(up), role=role) == ["reserved_id"]
    assert central.push(up) == ["accepted"]


def test_the_end_of_a_pause_is_checked_by_what_it_says_itself(central: Central) -> None:
    who, _ = somebody(central)
    pause = said(PAUSED, who)
    right = resumed(who, pause)
    central.push(pause)
    other = msgspec.structs.replace(right, body=msgspec.structs.replace(right.body, level=2))
    assert central.push(other) == ["reserved_id"]
    by_hand = said(CaseResumed(trigger=pause.id, level=1, policy=SHIPPED), who)
    assert central.push(by_hand) == ["reserved_id"]
    assert central.push(right) == ["accepted"]


# What the server's own fold has against them


@pytest.mark.parametrize(
    ("meanwhile", "from_level", "outcome"),
    [
        ([CLOSED], 1, "superseded"),
        ([CLOSED, ResidentReopened()], 1, "accepted"),
        ([PAUSED], 1, "superseded"),
        ([PAUSED, CaseResumed()], 1, "accepted"),
        ([BY_HAND], 1, "superseded"),
        ([BY_HAND], 2, "accepted"),
        ([BY_HAND, RETURNED], 1, "accepted"),
        ([BY_HAND, RESOLVED], 2, "superseded"),
        ([], 2, "superseded"),
    ],
)
def test_a_raise_by_rule_counts_only_where_the_case_stands(
    central: Central, meanwhile: list[Body], from_level: int, outcome: str
) -> None:
    who, listing = somebody(central)
    central.push(*(said(body, who) for body in meanwhile), role=Role.LEADER)
    up = raised(who, listing, from_level)
    assert central.push(up) == [outcome]
    assert (up in central.stream()) is (outcome == "accepted")


def test_a_raise_by_rule_needs_a_trigger_that_counts(central: Central) -> None:
    who, _ = somebody(central)
    called = said(EventRetracted(event=EventId(_ids.new())), who)
    assert central.push(raised(who, called)) == ["superseded"]
    contact = said(ResidentReopened(), who)
    assert central.push(contact, said(EventRetracted(event=contact.id), who)) == ["accepted"] * 2
    assert central.push(raised(who, contact)) == ["superseded"]


def test_what_stands_in_the_same_batch_counts(central: Central) -> None:
    who, other = person(), person()
    listing, other_listing = apart(who), apart(other)
    up = raised(who, listing)
    assert central.push(
        listing, up, raised(who, listing), other_listing, said(CLOSED, other),
        raised(other, other_listing),
    ) == ["accepted", "accepted", "duplicate", "accepted", "accepted", "superseded"]  # fmt: skip


def test_who_is_one_person_is_raised_once(central: Central) -> None:
    (one, first), (other, second) = somebody(central, listed), somebody(central, listed)
    assert central.push(raised(other, second)) == ["accepted"]
    assert central.push(raised(one, first)) == ["superseded"]
    third = person()
    listing = listed(third)
    assert central.push(listing, raised(third, listing)) == ["accepted", "superseded"]
    merge = central.stream()[-1]
    back = said(EventRetracted(event=merge.id), third)
    assert central.push(back, raised(third, listing), role=Role.LEADER) == ["accepted"] * 2


def test_who_was_merged_by_hand_is_one_person_too(central: Central) -> None:
    (one, first), (other, second) = somebody(central), somebody(central)
    both = [merged(other, one), raised(one, first), raised(other, second)]
    assert central.push(*both) == ["accepted", "accepted", "superseded"]


def test_merges_of_the_version_before_are_known(central: Central) -> None:
    (one, first), (other, second) = somebody(central, listed), somebody(central, listed)
    assert central.merges() == [(other, one)]
    as_before_migrations(central.engine, merges)
    prepare(central.engine)
    assert central.push(raised(one, first)) == ["accepted"]
    assert central.push(raised(other, second)) == ["superseded"]


def test_the_end_of_a_pause_that_is_no_longer_on_is_superseded(central: Central) -> None:
    who, _ = somebody(central)
    first, second = said(PAUSED, who), said(PAUSED, who)
    end = resumed(who, first)
    assert central.push(first, second, end) == ["accepted", "accepted", "superseded"]
    assert central.push(said(CaseResumed(), who), resumed(who, second)) == [
        "accepted",
        "superseded",
    ]


def test_two_devices_that_decide_the_same_make_one_event(central: Central) -> None:
    who, listing = somebody(central)
    ours = raised(who, listing)
    theirs = msgspec.structs.replace(ours, device_seq=next(_seqs))
    assert central.push(ours, theirs, ours) == ["accepted", "duplicate", "duplicate"]
    assert [one for one in central.stream() if one.id == ours.id] == [ours]


def test_what_another_ward_says_of_somebody_does_not_count_here(central: Central) -> None:
    who, listing = somebody(central)
    assert central.push(said(CLOSED, who, OTHER_WARD), wards=OTHER_WARD) == ["accepted"]
    assert central.push(raised(who, listing)) == ["accepted"]


def test_many_raises_are_judged_with_as_few_questions_as_few(central: Central) -> None:
    def questions(count: int) -> int:
        asked = []
        people = [person() for _ in range(count)]
        listings = [apart(one) for one in people]
        central.push(*listings)

        @on.listens_for(central.engine, "before_cursor_execute")
        def listen(*told: Any) -> None:
            asked.append(told[2])

        ups = [raised(one, listing) for one, listing in zip(people, listings, strict=True)]
        assert central.push(*ups) == ["accepted"] * count
        on.remove(central.engine, "before_cursor_execute", listen)
        return len(asked)

    assert questions(300) == questions(3)


# What people say


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("body", [BY_HAND, PAUSED, CaseResumed()])
def test_any_officer_of_the_ward_raises_pauses_and_resumes(
    central: Central, role: Role, body: Body
) -> None:
    who, _ = somebody(central)
    assert central.push(said(body, who), role=role) == ["accepted"]
    assert central.push(said(body, who, WARD), role=role, wards=OTHER_WARD) == ["wrong_ward"]


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("body", [ACCEPTED, RETURNED, RESOLVED])
def test_leaders_answer_for_a_level_and_officers_do_not(
    central: Central, role: Role, body: Body
) -> None:
    who = at_level_2(central)
    outcome = "accepted" if role.leads else "role_not_allowed"
    assert central.push(said(body, who), role=role) == [outcome]
    unread = msgspec.structs.replace(said(body, who), v=2)
    assert central.push(unread, role=role) == [outcome]


@pytest.mark.parametrize("body", [ACCEPTED, RETURNED, RESOLVED])
def test_whose_case_it_is_answers_for_its_level(central: Central, body: Body) -> None:
    with central.writing() as connection:
        me = OfficerId(add_officer(connection, "Mẫu", Role.OFFICER, [WARD]))
    given, held = at_level_2(central), at_level_2(central)
    assert push_as(central, me, said(body, given)) == ["role_not_allowed"]
    mine = said(CaseAssigned(to=me, level=2), given)
    assert central.push(mine, role=Role.LEADER) == ["accepted"]
    assert push_as(central, me, said(body, given)) == ["accepted"]
    area = about_nobody(AreaAssigned(area="Tổ 5", level=2, officer=me))
    assert central.push(area, role=Role.LEADER) == ["accepted"]
    assert push_as(central, me, said(body, held)) == ["accepted"]


def test_a_case_goes_up_one_level_at_a_time(central: Central) -> None:
    who, _ = somebody(central)
    up = said(EscalationRaised(from_level=1, to_level=3), who)
    assert central.push(up, role=Role.LEADER) == ["level_skipped"]


@pytest.mark.parametrize("level", [None, 2])
def test_an_officer_takes_nothing_that_was_handed_up(central: Central, level: int | None) -> None:
    with central.writing() as connection:
        me = OfficerId(add_officer(connection, "Mẫu", Role.OFFICER, [WARD]))
    below, above = somebody(central)[0], at_level_2(central)
    mine = CaseAssigned(to=me, level=level)
    outcome = "accepted" if level is None else "role_not_allowed"
    assert push_as(central, me, said(mine, below)) == [outcome]
    assert push_as(central, me, said(mine, above)) == ["role_not_allowed"]


def test_an_officer_answers_for_a_level_that_was_theirs_though_too_late(central: Central) -> None:
    with central.writing() as connection:
        me = OfficerId(add_officer(connection, "Mẫu", Role.OFFICER, [WARD]))
    who = at_level_2(central)
    central.push(said(CaseAssigned(to=me, level=2), who), role=Role.LEADER)
    taken = msgspec.structs.replace(said(ACCEPTED, who), actor=me)
    assert push_as(central, me, taken) == ["accepted"]
    central.push(said(RESOLVED, who), role=Role.LEADER)
    assert push_as(central, me, said(RETURNED, who)) == ["accepted"]
    assert push_as(central, ME, said(RETURNED, who)) == ["role_not_allowed"]


def test_the_second_acceptance_is_told_that_there_was_a_first(central: Central) -> None:
    who = at_level_2(central)
    first, second = said(ACCEPTED, who), said(ACCEPTED, who)
    assert central.push(first, second, role=Role.LEADER) == ["accepted", "already_accepted"]
    assert central.push(said(ACCEPTED, who)) == ["already_accepted"]
    again = [said(RETURNED, who), said(BY_HAND, who), said(ACCEPTED, who)]
    assert central.push(*again, role=Role.LEADER) == ["accepted"] * 3


@pytest.mark.parametrize("body", [ACCEPTED, RETURNED, RESOLVED, BY_HAND])
def test_what_comes_too_late_from_a_person_stays_in_the_history(
    central: Central, body: Body
) -> None:
    who = at_level_2(central)
    central.push(said(RESOLVED, who), said(CLOSED, who), role=Role.LEADER)
    late = said(body, who)
    assert central.push(late, role=Role.LEADER) == ["accepted"]
    assert late in central.stream()


# Policies


def test_only_leaders_publish_a_policy(central: Central) -> None:
    body = PolicyPublished(shipped_policy("two-tier-2025"))
    for role in Role:
        outcome = "accepted" if role.leads else "role_not_allowed"
        assert central.push(about_nobody(body), role=role) == [outcome]
        assert central.push(msgspec.structs.replace(about_nobody(body), v=2), role=role) == [
            outcome
        ]


def test_a_policy_is_published_once_until_it_is_replaced(central: Central) -> None:
    ours, theirs = shipped_policy(), shipped_policy("two-tier-2025")
    with central.writing() as connection:
        connection.execute(wards.insert(), [{"code": WARD}, {"code": OTHER_WARD}])

    def told(policy: Any, *named: str) -> list[str]:
        with central.writing() as connection:
            return [one.ward for one in publish_policy(connection, policy, named) if one.is_new]

    assert told(ours, WARD) == [WARD]
    assert told(ours) == [OTHER_WARD]
    assert told(ours) == []
    assert told(theirs, WARD) == [WARD]
    assert told(ours) == [WARD]
    with pytest.raises(UnknownWard, match="unknown_ward"):
        told(ours, "NOWHERE")
    published = [one for one in central.stream() if one.type == PolicyPublished.TYPE]
    assert [one.body for one in published] == [
        PolicyPublished(policy) for policy in (ours, theirs, ours)
    ]
    back = about_nobody(EventRetracted(event=published[-1].id))
    assert central.push(back) == ["not_your_event"]
    assert central.push(back, role=Role.LEADER) == ["accepted"]
    with central.engine.connect() as connection:
        in_force = {one.ward: one.force.version for one in policies_in_force(connection)}
    assert in_force == {WARD: theirs.version, OTHER_WARD: ours.version}
    assert told(ours) == [WARD]


def test_the_command_publishes_and_shows_policies(tmp_path: Path) -> None:
    database = ("--database", f"sqlite:///{tmp_path / 'central.db'}", "--json")

    def policy(*arguments: str) -> list[tuple[str, str, str | None, bool]]:
        ended = run("central", "policy", *arguments, *database)
        assert ended.code == 0, ended.out
        return [
            (one["ward"], one["name"], one["deadline"], one["new"]) for one in ended.json["wards"]
        ]

    run("central", "init", *database)
    assert policy() == []
    named = ("--ward", "W1", "--ward", "W2")
    run("central", "add-officer", "--name", "Mẫu", *named, *database)
    file = tmp_path / "ours.toml"
    file.write_text(OURS, "utf-8")
    shipped = ("three-level", None, False)
    assert policy() == [("W1", *shipped), ("W2", *shipped)]
    assert policy(str(file), "--ward", "W2") == [("W2", "ours", None, True)]
    assert policy("two-tier-2025", "--deadline", "9999-12-31") == [
        ("W1", "two-tier-2025", "9999-12-31", True),
        ("W2", "two-tier-2025", "9999-12-31", True),
    ]
    for wrong, code in (
        (("nonsense",), "unknown_policy"),
        (("three-level", "--ward", "W3"), "unknown_ward"),
        (("--ward", "W3"), "unknown_ward"),
        (("three-level", "--deadline", "tomorrow"), "bad_time"),
        (("three-level", "--deadline", "2020-01-01"), "deadline_over"),
        (("--deadline", "2020-01-01"), "bad_usage"),
        ((str(tmp_path),), "unknown_policy"),
    ):
        ended = run("central", "policy", *wrong, *database)
        assert (ended.code, ended.json["error"]["code"]) == (2, code), wrong
    file.write_bytes(b"name = \xff")
    ended = run("central", "policy", str(file), *database)
    assert (ended.code, ended.json["error"]["code"]) == (2, "policy_unreadable")
    file.write_text("name = 3", "utf-8")
    ended = run("central", "policy", str(file), *database)
    assert (ended.code, ended.json["error"]["code"]) == (2, "policy_faulty")
