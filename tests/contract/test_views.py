"""Views of the list that are kept in the vault."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import MONDAY, CountingIds
from tests.conftest import PASSPHRASE
from wardtui.domain.vocabulary import Need
from wardtui.domain.worklist_filter import Filter
from wardtui.domain.worklist_orders import Sort
from wardtui.services.records import SavedView
from wardtui.services.views import (
    MOST_VIEWS,
    NAME_LIMIT,
    BadViewName,
    TooManyViews,
    UnknownView,
    drop_view,
    find_view,
    keep_view,
    narrowed,
    need_view,
    views,
)
from wardtui.store.making import create_vault
from wardtui.store.unlocking import unlock
from wardtui.store.vault import OpenVault

CARDS = SavedView(name="Căn cước", filter=Filter(needs=(Need.ID_CARD,)), sort=Sort.WALK)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[OpenVault]:
    create_vault(tmp_path, PASSPHRASE, CountingIds())
    with OpenVault(tmp_path, unlock(tmp_path, PASSPHRASE)) as opened:
        opened.start_writing("test", MONDAY)
        yield opened


def test_a_view_is_there_again_when_the_vault_is_opened(vault: OpenVault) -> None:
    vault.write(lambda unit: keep_view(unit, CARDS))
    assert vault.read(views) == (CARDS,)


def test_a_view_is_found_without_its_marks(vault: OpenVault) -> None:
    vault.write(lambda unit: keep_view(unit, CARDS))
    assert vault.read(lambda unit: find_view(unit, " can cuoc ")) == CARDS
    assert vault.read(lambda unit: find_view(unit, "can")) is None


def test_a_view_of_the_same_name_takes_its_place(vault: OpenVault) -> None:
    other = SavedView(name="CĂN CƯỚC", filter=Filter(never_tried=True))
    vault.write(lambda unit: keep_view(unit, CARDS))
    vault.write(lambda unit: keep_view(unit, SavedView(name="Khác", filter=Filter())))
    kept = vault.write(lambda unit: keep_view(unit, other))
    assert kept == (other, SavedView(name="Khác", filter=Filter()))


def test_a_view_that_is_dropped_is_gone_and_the_others_stay(vault: OpenVault) -> None:
    other = SavedView(name="Khác", filter=Filter())
    for one in (CARDS, other):
        vault.write(lambda unit, one=one: keep_view(unit, one))
    assert vault.write(lambda unit: drop_view(unit, "căn cước")) == (other,)
    assert vault.write(lambda unit: drop_view(unit, "never kept")) == (other,)


@pytest.mark.parametrize("name", ["", "   ", "x" * (NAME_LIMIT + 1)])
def test_a_view_needs_a_name_that_fits(vault: OpenVault, name: str) -> None:
    with pytest.raises(BadViewName):
        vault.write(lambda unit: keep_view(unit, SavedView(name=name, filter=Filter())))


def test_there_is_one_view_under_every_digit_and_no_more(vault: OpenVault) -> None:
    for number in range(MOST_VIEWS):
        view = SavedView(name=f"V{number}", filter=Filter())
        vault.write(lambda unit, view=view: keep_view(unit, view))
    with pytest.raises(TooManyViews):
        vault.write(lambda unit: keep_view(unit, CARDS))
    assert len(vault.read(views)) == MOST_VIEWS


def test_what_is_asked_for_besides_narrows_a_view(vault: OpenVault) -> None:
    vault.write(lambda unit: keep_view(unit, CARDS))
    kept = vault.read(lambda unit: need_view(unit, "can cuoc"))
    assert narrowed(kept.filter, Filter(area="Tổ 5")) == Filter(needs=(Need.ID_CARD,), area="Tổ 5")
    asked = Filter(needs=(Need.VNEID_ACCOUNT,))
    assert narrowed(kept.filter, asked) == asked


def test_a_view_that_is_not_there_is_named_with_those_that_are(vault: OpenVault) -> None:
    vault.write(lambda unit: keep_view(unit, CARDS))
    with pytest.raises(UnknownView) as caught:
        vault.read(lambda unit: need_view(unit, "Tối nay"))
    assert caught.value.facts == {"name": "Tối nay", "views": ("Căn cước",)}
    vault.write(lambda unit: drop_view(unit, "Căn cước"))
    with pytest.raises(UnknownView, match="no_views"):
        vault.read(lambda unit: need_view(unit, "Tối nay"))
