"""Details of a contact that was logged already: nothing is lost, nothing counts twice."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders import AN, MONDAY, SetClock, make_tools
from tests.conftest import PASSPHRASE
from wardtui.domain.events import ContactLogged, ResidentListed
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import ActionKind, Channel, Outcome, Reason
from wardtui.services.detail_contact import Details, NothingToDetail, detail_contact
from wardtui.services.log_contact import LogContact, LongPast, log_contact
from wardtui.services.ports import Tools
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.texts import UnsuitableText
from wardtui.services.undo import redo, undo
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault


@pytest.fixture
def tools() -> Tools:
    return make_tools(MONDAY.replace(hour=19), 1 << 32)


@pytest.fixture
def vault(tmp_path: Path, tools: Tools) -> Iterator[OpenVault]:
    create_vault(tmp_path, PASSPHRASE, tools.ids)
    with OpenVault(tmp_path, unlock(tmp_path, PASSPHRASE)) as opened:
        opened.start_writing("test", MONDAY)
        yield opened


@pytest.fixture
def people(vault: OpenVault, tools: Tools) -> Sequence[ResidentId]:
    """Two behind one door."""
    found = [ResidentId(tools.ids.new()) for _ in range(2)]
    drafts = [Draft(resident=one, body=ResidentListed(resident=AN)) for one in found]
    vault.write(lambda unit: record(unit, drafts, tools))
    return found


def call(vault: OpenVault, tools: Tools, who: ResidentId, *, household: bool = False) -> Saved:
    contact = ContactLogged(channel=Channel.VISIT, outcome=Outcome.CALLBACK_REQUESTED)
    command = LogContact(resident=who, contact=contact, household=household)
    return vault.write(lambda unit: log_contact(unit, command, tools))


def test_a_time_that_is_added_is_when_the_case_is_due(
    vault: OpenVault, tools: Tools, people: Sequence[ResidentId]
) -> None:
    saved = call(vault, tools, people[0])
    at = MONDAY.replace(hour=19, minute=30) + timedelta(days=1)
    added = vault.write(
        lambda unit: detail_contact(unit, saved.action, Details(call_back_at=at), tools)
    )
    action = added.case.next_action
    assert action is not None
    assert (action.kind, action.due) == (ActionKind.CALL_BACK, at)
    assert added.case.attempts.total == 1


def test_details_of_a_household_are_those_of_everybody_behind_the_door(
    vault: OpenVault, tools: Tools, people: Sequence[ResidentId]
) -> None:
    saved = call(vault, tools, people[0], household=True)
    details = Details(reasons=(Reason.WORKING_HOURS,))
    vault.write(lambda unit: detail_contact(unit, saved.action, details, tools))
    for one in people:
        case = vault.read(lambda unit, one=one: unit.cases.get(one))
        assert case is not None
        assert (case.reasons, case.attempts.visit) == ((Reason.WORKING_HOURS,), 1)


def test_undo_takes_the_details_back_then_the_contact_and_redo_brings_both(
    vault: OpenVault, tools: Tools, people: Sequence[ResidentId]
) -> None:
    saved = call(vault, tools, people[0])
    details = Details(reasons=(Reason.LANGUAGE,))
    vault.write(lambda unit: detail_contact(unit, saved.action, details, tools))

    def state() -> tuple[int, tuple[Reason, ...]]:
        case = vault.read(lambda unit: unit.cases.get(people[0]))
        assert case is not None
        return case.attempts.total, case.reasons

    seen = [state()]
    for step in (undo, undo, redo, redo):
        vault.write(lambda unit, step=step: step(unit, tools))
        seen.append(state())
    with_details, without, nothing = (1, (Reason.LANGUAGE,)), (1, ()), (0, ())
    assert seen == [with_details, without, nothing, without, with_details]


def test_details_are_added_to_details(
    vault: OpenVault, tools: Tools, people: Sequence[ResidentId]
) -> None:
    saved = call(vault, tools, people[0])
    for reasons in ((Reason.LANGUAGE,), (Reason.LANGUAGE, Reason.NO_OWN_SIM)):
        details = Details(reasons=reasons)
        saved = vault.write(
            lambda unit, saved=saved, details=details: detail_contact(
                unit, saved.action, details, tools
            )
        )
    assert saved.case.reasons == (Reason.LANGUAGE, Reason.NO_OWN_SIM)
    assert saved.case.attempts.total == 1


def test_a_contact_that_was_taken_back_gets_no_details(
    vault: OpenVault, tools: Tools, people: Sequence[ResidentId]
) -> None:
    saved = call(vault, tools, people[0])
    vault.write(lambda unit: undo(unit, tools))
    with pytest.raises(NothingToDetail):
        vault.write(lambda unit: detail_contact(unit, saved.action, Details(), tools))


@pytest.mark.parametrize(
    ("details", "error"),
    [
        (Details(call_back_at=MONDAY - timedelta(days=1)), LongPast),
        (Details(note="Ông này chây ỳ"), UnsuitableText),
    ],
)
def test_details_that_cannot_be_kept_change_nothing(
    vault: OpenVault,
    tools: Tools,
    people: Sequence[ResidentId],
    details: Details,
    error: type[Exception],
) -> None:
    saved = call(vault, tools, people[0])
    before = vault.read(lambda unit: unit.events.count())
    with pytest.raises(error):
        vault.write(lambda unit: detail_contact(unit, saved.action, details, tools))
    assert vault.read(lambda unit: unit.events.count()) == before


def test_the_contact_keeps_the_time_at_which_it_was_made(
    vault: OpenVault, people: Sequence[ResidentId]
) -> None:
    clock = SetClock(MONDAY.replace(hour=19))
    later = Tools(clock, make_tools(MONDAY, 1 << 40).ids)
    saved = call(vault, later, people[0])
    clock.forward(minutes=40)
    added = vault.write(
        lambda unit: detail_contact(unit, saved.action, Details(note="Gọi lại"), later)
    )
    last = added.case.last_contact
    assert last is not None
    assert last.at == MONDAY.replace(hour=19)
