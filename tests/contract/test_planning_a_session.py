"""Sessions that change on a real vault: how many seats they have then, and who keeps theirs."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.builders import AN, MONDAY, make_tools
from tests.conftest import PASSPHRASE
from wardtui.domain.events import ResidentClosed, ResidentListed
from wardtui.domain.ids import EventId, ResidentId, SessionId
from wardtui.domain.session_codes import SessionKind
from wardtui.domain.sessions import Session
from wardtui.domain.vocabulary import CloseReason
from wardtui.i18n import Language, use_language
from wardtui.services.book import Book, book
from wardtui.services.plan_session import (
    BadCapacity,
    ChangeSession,
    OpenSession,
    SeatsTaken,
    change_session,
    open_session,
)
from wardtui.services.recording import Draft, record
from wardtui.services.sessions import find_session
from wardtui.services.verify import verify
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault
from wardtui.tui.session_form import SessionForm
from wardtui.wording.errors import explain

TOMORROW = MONDAY.replace(hour=18) + timedelta(days=1)


class Planning:
    """A vault, and the sessions that are planned in it."""

    def __init__(self, vault: OpenVault) -> None:
        self.vault = vault
        self.tools = make_tools(MONDAY)

    def open(
        self, hours: float = 3, kind: SessionKind = SessionKind.WARD_EVENING, **facts: Any
    ) -> Session:
        wish = OpenSession(
            kind=kind,
            place="Nhà văn hóa",
            start=TOMORROW,
            end=TOMORROW + timedelta(hours=hours),
            **facts,
        )
        made = self.vault.write(lambda unit: open_session(unit, wish, self.tools))
        return self.session(SessionId(EventId(made.event)))

    def session(self, which: SessionId) -> Session:
        return self.vault.read(lambda unit: find_session(unit, which))

    def change(self, session: Session, **facts: Any) -> Session:
        wish = ChangeSession(session=session.id, **facts)
        self.vault.write(lambda unit: change_session(unit, wish, self.tools))
        return self.session(session.id)

    def book(self, session: Session, count: int) -> None:
        for _ in range(count):
            who = ResidentId(self.tools.ids.new())
            listed = Draft(resident=who, body=ResidentListed(resident=AN))
            self.vault.write(partial(record, drafts=[listed], tools=self.tools))
            wish = Book(resident=who, session=session.id)
            self.vault.write(partial(book, command=wish, tools=self.tools))


@pytest.fixture
def planning(tmp_path: Path) -> Iterator[Planning]:
    folder = tmp_path / "vault"
    create_vault(folder, PASSPHRASE, make_tools(MONDAY, 1 << 40).ids)
    with OpenVault(folder, unlock(folder, PASSPHRASE)) as vault:
        vault.start_writing("test", MONDAY)
        yield Planning(vault)


LONGER: dict[str, Any] = {"end": TOMORROW + timedelta(hours=4)}
TWO_DEVICES: dict[str, Any] = {"devices": 2}


@pytest.mark.parametrize(
    ("kind", "facts", "change", "before", "after"),
    [
        (SessionKind.WARD_EVENING, {}, LONGER, 12, 16),
        (SessionKind.WARD_EVENING, {}, TWO_DEVICES, 12, 24),
        (SessionKind.WARD_EVENING, {}, {**LONGER, **TWO_DEVICES}, 12, 32),
        (SessionKind.AT_HOME, {"minutes_each": 30}, LONGER, 6, 8),
        (SessionKind.AT_HOME, {}, LONGER, 12, 16),
    ],
)
def test_seats_that_were_counted_are_counted_again(
    kind: SessionKind,
    facts: dict[str, Any],
    change: dict[str, Any],
    before: int,
    after: int,
    planning: Planning,
) -> None:
    session = planning.open(kind=kind, **facts)
    assert session.capacity == before
    assert planning.change(session, **change).capacity == after


def test_seats_that_somebody_set_stay(planning: Planning) -> None:
    session = planning.open(capacity=10)
    assert planning.change(session, **LONGER, **TWO_DEVICES).capacity == 10
    assert planning.change(session, devices=3, capacity=7).capacity == 7
    assert planning.change(session, place="Trụ sở").capacity == 7


def test_a_session_that_only_moves_keeps_its_seats(planning: Planning) -> None:
    session = planning.open()
    day = timedelta(days=1)
    moved = planning.change(session, start=session.start + day, end=session.end + day)
    assert (moved.start, moved.capacity) == (session.start + day, 12)


def test_no_seat_is_counted_away_from_under_anybody(planning: Planning) -> None:
    use_language(Language.ENGLISH)
    session = planning.open()
    planning.book(session, 9)
    with pytest.raises(SeatsTaken) as refused:
        planning.change(session, end=session.end - timedelta(hours=1))
    told = explain(refused.value)
    assert "9 people" in told.message
    assert "8 seats" in told.message
    assert "move some people first" in told.remedy
    assert planning.session(session.id) == session
    shorter = planning.change(session, end=session.end - timedelta(hours=1), capacity=9)
    assert shorter.capacity == 9


def test_more_seats_than_any_session_has_are_not_counted_either(planning: Planning) -> None:
    session = planning.open(hours=150, devices=5)
    with pytest.raises(BadCapacity):
        planning.change(session, devices=100)


def test_the_case_of_whom_a_colleague_closed_follows_no_session(planning: Planning) -> None:
    session = planning.open(kind=SessionKind.AT_HOME)
    planning.book(session, 1)
    [case] = planning.vault.read(lambda unit: list(unit.cases.all()))
    closed = Draft(resident=case.id, body=ResidentClosed(reason=CloseReason.DECEASED))
    planning.vault.write(partial(record, drafts=[closed], tools=planning.tools))
    planning.change(session, end=session.end + timedelta(hours=1), kind=SessionKind.WARD_OFFICE)
    assert planning.vault.read(verify).problems == ()


# On the form


def the_form(session: Session) -> SessionForm:
    use_language(Language.ENGLISH)
    return SessionForm(MONDAY, [], session)


def typed(row: Any, text: str) -> None:
    row.text, row.touched = text, True


@pytest.mark.parametrize(
    ("facts", "until", "told"),
    [
        ({}, "22", "= 16 seats · 1 device · 15 min each"),
        ({"minutes_each": 20}, "22", "= 12 seats · 1 device · 20 min each"),
        ({"capacity": 10}, "22", "= 10 seats · 1 device · 24 min each"),
        ({"capacity": 10}, "21", "= 10 seats · 1 device · 18 min each"),
        ({"capacity": 7}, "21", "= 7 seats · 1 device · 26 min each"),
    ],
)
def test_the_form_shows_the_seats_that_will_be_there(
    facts: dict[str, Any], until: str, told: str, planning: Planning
) -> None:
    session = planning.open(**facts)
    form = the_form(session)
    typed(form.end, until)
    assert form.total() == told
    wish = form.to_change(session)
    assert f"= {wish.capacity} seats" in told
    assert wish.end == session.end.replace(hour=int(until))


def test_minutes_that_are_typed_count_the_seats(planning: Planning) -> None:
    session = planning.open(capacity=10)
    form = the_form(session)
    typed(form.minutes, "30")
    assert form.total() == "= 6 seats · 1 device · 30 min each"
    assert form.to_change(session).capacity == 6
