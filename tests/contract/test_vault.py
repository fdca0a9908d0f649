"""The vault as the use cases see it: what they record is there, whole, in order, and undoable."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from tests.builders import AN, MONDAY, SetClock, make_tools
from tests.conftest import PASSPHRASE
from wardtui.domain.case import Case
from wardtui.domain.errors import BadInput, Refused, VaultLocked
from wardtui.domain.events import ContactLogged, ResidentListed
from wardtui.domain.fold import fold
from wardtui.domain.ids import ResidentId
from wardtui.domain.vocabulary import Channel, Failure, Need, Outcome, Step
from wardtui.domain.worklist import worklist_row
from wardtui.domain.worklist_index import Filter
from wardtui.services.find_resident import find_resident
from wardtui.services.log_contact import LogContact, log_contact
from wardtui.services.policies import shipped_force
from wardtui.services.ports import Tools, Unit
from wardtui.services.record_enrolment import RecordEnrolment, record_enrolment
from wardtui.services.recording import Draft, Saved, record
from wardtui.services.records import AccessRecord
from wardtui.services.undo import redo, undo
from wardtui.store import key_slots
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

CALL = ContactLogged(channel=Channel.CALL, outcome=Outcome.NO_ANSWER)


@pytest.fixture
def tools() -> Tools:
    return make_tools(MONDAY)


@pytest.fixture
def folder(tmp_path: Path, tools: Tools) -> Path:
    create_vault(tmp_path / "vault", PASSPHRASE, tools.ids)
    return tmp_path / "vault"


@pytest.fixture
def vault(folder: Path, tools: Tools) -> Iterator[OpenVault]:
    with OpenVault(folder, unlock(folder, PASSPHRASE)) as opened:
        opened.start_writing("test", tools.clock.now())
        yield opened


def list_people(vault: OpenVault, tools: Tools, count: int = 3) -> list[Case]:
    drafts = [
        Draft(
            resident=ResidentId(tools.ids.new()),
            body=ResidentListed(
                resident=msgspec.structs.replace(AN, name=f"Nguyễn Văn {n}", personal_id=None)
            ),
        )
        for n in range(count)
    ]
    return list(vault.write(lambda unit: record(unit, drafts, tools)).cases)


def log(vault: OpenVault, tools: Tools, case: Case, **details: object) -> Saved:
    contact = msgspec.structs.replace(CALL, **details)
    command = LogContact(resident=case.id, contact=contact)
    return vault.write(lambda unit: log_contact(unit, command, tools))


def test_what_is_recorded_is_there_after_closing(folder: Path, tools: Tools) -> None:
    with OpenVault(folder, unlock(folder, PASSPHRASE)) as vault:
        vault.start_writing("test", tools.clock.now())
        case = list_people(vault, tools)[0]
        saved = log(vault, tools, case)
    with OpenVault(folder, unlock(folder, PASSPHRASE)) as vault:
        assert vault.read(lambda unit: unit.cases.get(case.id)) == saved.case
        assert vault.read(lambda unit: unit.events.count_waiting()) == 4


def test_the_recovery_code_opens_the_vault_however_it_is_typed(
    tmp_path: Path, tools: Tools
) -> None:
    made = create_vault(tmp_path / "v", PASSPHRASE, tools.ids)
    key = unlock(tmp_path / "v", PASSPHRASE)
    assert unlock(tmp_path / "v", made.recovery_code.lower().replace("-", " ")) == key
    assert unlock(tmp_path / "v", made.recovery_code.replace("1", "I").replace("0", "O")) == key


@pytest.mark.parametrize("secret", ["", "chim sẻ", PASSPHRASE + " ", PASSPHRASE.upper()])
def test_a_wrong_passphrase_opens_nothing(folder: Path, secret: str) -> None:
    with pytest.raises(VaultLocked):
        unlock(folder, secret)


def test_a_passphrase_typed_with_another_keyboard_layout_is_the_same(folder: Path) -> None:
    import unicodedata

    assert unlock(folder, unicodedata.normalize("NFD", PASSPHRASE))


def test_a_vault_is_never_made_over_another(folder: Path, tools: Tools) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    with pytest.raises(BadInput):
        create_vault(folder, PASSPHRASE, tools.ids)
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_a_key_slot_that_was_changed_opens_nothing(folder: Path) -> None:
    slots = key_slots.read_slots(folder)
    weaker = msgspec.structs.replace(
        slots,
        slots=tuple(
            msgspec.structs.replace(slot, kdf=msgspec.structs.replace(slot.kdf, iterations=1))
            for slot in slots.slots
        ),
    )
    key_slots.write_slots(folder, weaker)
    with pytest.raises(VaultLocked):
        unlock(folder, PASSPHRASE)


def test_device_numbers_are_gapless_and_an_action_shares_its_id(
    vault: OpenVault, tools: Tools
) -> None:
    cases = list_people(vault, tools)
    log(vault, tools, cases[0])
    waiting = vault.read(lambda unit: unit.events.waiting(100))
    assert [one.event.device_seq for one in waiting] == [1, 2, 3, 4]
    assert len({one.event.action for one in waiting[:3]}) == 1
    assert waiting[3].event.action != waiting[0].event.action


def test_a_change_that_fails_leaves_nothing_behind(vault: OpenVault, tools: Tools) -> None:
    case = list_people(vault, tools)[0]

    def fail(unit: Unit) -> None:
        log_contact(unit, LogContact(resident=case.id, contact=CALL), tools)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        vault.write(fail)
    assert vault.read(lambda unit: unit.cases.get(case.id)) == case
    assert log(vault, tools, case).events[0].device_seq == 4


def test_the_cases_and_the_worklist_are_what_the_fold_of_all_events_gives(
    vault: OpenVault, tools: Tools
) -> None:
    cases = list_people(vault, tools, 5)
    log(vault, tools, cases[0])
    log(vault, tools, cases[1], outcome=Outcome.DECLINED)
    vault.write(lambda unit: undo(unit, tools))
    vault.write(lambda unit: unit.seal_worklist())
    log(vault, tools, cases[2])
    waiting = vault.read(lambda unit: unit.events.waiting(100))
    folded = fold([one.entry for one in waiting], shipped_force()).cases
    assert {case.id: case for case in vault.read(lambda unit: list(unit.cases.all()))} == folded
    worklist = vault.read(lambda unit: unit.worklist())
    shown = {row.id: row for row in map(worklist.row, worklist.select(Filter()))}
    assert shown == {case.id: worklist_row(case) for case in folded.values()}


def test_undo_goes_back_step_by_step_and_redo_forward_again(vault: OpenVault, tools: Tools) -> None:
    case = list_people(vault, tools)[0]
    log(vault, tools, case)
    log(vault, tools, case, outcome=Outcome.BUSY)

    def calls() -> int:
        now = vault.read(lambda unit: unit.cases.get(case.id))
        assert now is not None
        return now.attempts.call

    for left in (1, 0):
        vault.write(lambda unit: undo(unit, tools))
        assert calls() == left
    for left in (1, 2):
        vault.write(lambda unit: redo(unit, tools))
        assert calls() == left
    with pytest.raises(Refused):
        vault.write(lambda unit: redo(unit, tools))
    vault.write(lambda unit: undo(unit, tools))
    assert calls() == 1


def test_redo_ends_with_the_next_thing_that_is_recorded(vault: OpenVault, tools: Tools) -> None:
    case = list_people(vault, tools)[0]
    log(vault, tools, case)
    vault.write(lambda unit: undo(unit, tools))
    log(vault, tools, case, outcome=Outcome.BUSY)
    with pytest.raises(Refused):
        vault.write(lambda unit: redo(unit, tools))


def test_an_import_is_undone_only_when_it_is_meant_and_untouched(
    vault: OpenVault, tools: Tools
) -> None:
    cases = list_people(vault, tools)
    with pytest.raises(Refused, match="undo_needs_confirmation"):
        vault.write(lambda unit: undo(unit, tools))
    vault.write(lambda unit: undo(unit, tools, confirmed=True))
    assert vault.read(lambda unit: list(unit.cases.all())) == []
    vault.write(lambda unit: redo(unit, tools))
    assert len(vault.read(lambda unit: list(unit.cases.all()))) == 3
    with pytest.raises(Refused, match="nothing_to_redo"):
        vault.write(lambda unit: redo(unit, tools))
    assert log(vault, tools, cases[0]).case.attempts.call == 1


def test_a_household_is_logged_in_one_action(vault: OpenVault, tools: Tools) -> None:
    cases = list_people(vault, tools)
    command = LogContact(resident=cases[0].id, contact=CALL, household=True)
    saved = vault.write(lambda unit: log_contact(unit, command, tools))
    assert {case.id for case in saved.cases} == {case.id for case in cases}
    assert len({event.action for event in saved.events}) == 1
    vault.write(lambda unit: undo(unit, tools))
    assert not any(case.attempts.call for case in vault.read(lambda unit: list(unit.cases.all())))


def test_what_cannot_be_is_refused_with_its_reason(vault: OpenVault, tools: Tools) -> None:
    case = list_people(vault, tools)[0]
    clock = tools.clock
    assert isinstance(clock, SetClock)
    with pytest.raises(BadInput, match="time_in_future"):
        vault.write(
            lambda unit: log_contact(
                unit,
                LogContact(resident=case.id, contact=CALL, at=clock.now() + timedelta(hours=1)),
                tools,
            )
        )
    with pytest.raises(BadInput, match="note_too_long"):
        log(vault, tools, case, note="x" * 501)
    for command, code in (
        (RecordEnrolment(resident=case.id, need=Need.ID_CARD), "step_or_failure"),
        (RecordEnrolment(resident=case.id, need=Need.ID_CARD, step=Step.ACTIVATED), "wrong_step"),
        (
            RecordEnrolment(resident=case.id, need=Need.CHILD_CARD, failure=Failure.OTHER),
            "need_not_listed",
        ),
        (
            RecordEnrolment(
                resident=ResidentId(tools.ids.new()), need=Need.ID_CARD, step=Step.CAPTURED
            ),
            "unknown_resident",
        ),
    ):
        with pytest.raises((BadInput, Refused), match=code):
            vault.write(lambda unit, command=command: record_enrolment(unit, command, tools))
    assert vault.read(lambda unit: unit.events.count_waiting()) == 3


def test_somebody_is_named_by_the_end_of_an_id(vault: OpenVault, tools: Tools) -> None:
    case = list_people(vault, tools)[0]
    assert vault.read(lambda unit: find_resident(unit, case.id.upper())).id == case.id
    assert vault.read(lambda unit: find_resident(unit, case.id[-8:])).id == case.id
    for text, code in (
        (case.id[-5:], "id_too_short"),
        ("", "id_too_short"),
        ("nobody", "unknown_resident"),
        (case.id[:-1] + "z", "unknown_resident"),
    ):
        with pytest.raises(BadInput, match=code):
            vault.read(lambda unit, text=text: find_resident(unit, text))


def test_a_reveal_is_written_down_beside_the_writer(vault: OpenVault, tools: Tools) -> None:
    list_people(vault, tools)
    vault.note_access(
        AccessRecord(at=tools.clock.now(), what="reveal", command="list", residents=3)
    )
    (noted,) = vault.read(lambda unit: unit.accesses())  # type: ignore[attr-defined]
    assert (noted.what, noted.command, noted.residents) == ("reveal", "list", 3)
    assert vault.read(lambda unit: unit.events.count_waiting()) == 3


def test_a_second_writer_is_told_who_holds_the_vault(folder: Path, tools: Tools) -> None:
    key = unlock(folder, PASSPHRASE)
    with OpenVault(folder, key) as first, OpenVault(folder, key) as second:
        first.start_writing("tui", tools.clock.now())
        with pytest.raises(VaultLocked) as caught:
            second.start_writing("log", tools.clock.now(), wait=5)
        assert caught.value.facts["purpose"] == "tui"
        assert caught.value.facts["since"] == tools.clock.now()
        assert second.read(lambda unit: list(unit.cases.all())) == []
    with OpenVault(folder, key) as third:
        third.start_writing("log", tools.clock.now())
