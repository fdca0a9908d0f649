"""Which papers somebody is asked for: as few as the law leaves."""

from itertools import chain, combinations

import pytest

from wardtui.domain.card_rules import CardBand
from wardtui.domain.papers import Paper, data_disagree, papers_for
from wardtui.domain.vocabulary import Failure, Flag, Need, Reason
from wardtui.reports.sheet_words import KINDS, NEEDS, PAPERS, SUPPORT_NEEDS
from wardtui.wording.invitation import paper_text

EVERY_SET = list(chain.from_iterable(combinations(Need, size) for size in range(len(Need) + 1)))


def papers(
    *needs: Need,
    band: CardBand | None = CardBand.FROM_14,
    has_number: bool = True,
    disagree: bool = False,
) -> set[Paper]:
    return set(papers_for(needs, band=band, has_number=has_number, disagree=disagree))


def test_for_a_card_only_the_old_one_is_asked_for() -> None:
    assert papers(Need.ID_CARD) == {Paper.OLD_CARD}
    assert papers(Need.ID_CARD, has_number=False) == {Paper.OLD_CARD}


def test_a_child_comes_with_a_guardian_and_a_small_one_stays_at_home() -> None:
    assert papers(Need.CHILD_CARD, band=CardBand.FROM_6) == {Paper.GUARDIAN}
    assert papers(Need.CHILD_CARD, band=CardBand.UNDER_6) == {Paper.GUARDIAN_ALONE}
    assert papers(Need.CHILD_CARD, band=None) == {Paper.GUARDIAN}


def test_a_birth_certificate_is_asked_for_only_without_a_personal_number() -> None:
    asked = papers(Need.CHILD_CARD, band=CardBand.FROM_6, has_number=False)
    assert asked == {Paper.GUARDIAN, Paper.BIRTH_CERTIFICATE}


def test_who_has_reached_14_comes_alone_whatever_the_list_says() -> None:
    assert papers(Need.CHILD_CARD) == set()


def test_an_account_needs_the_phone_and_the_chip_card_unless_that_is_made_on_the_way() -> None:
    assert papers(Need.VNEID_ACTIVATION) == {Paper.OWN_PHONE, Paper.CHIP_CARD}
    assert papers(Need.VNEID_ACCOUNT) == {Paper.OWN_PHONE, Paper.CHIP_CARD}
    assert papers(Need.ID_CARD, Need.VNEID_ACCOUNT) == {Paper.OLD_CARD, Paper.OWN_PHONE}


def test_of_a_child_the_guardians_phone_is_needed() -> None:
    asked = papers(Need.VNEID_ACCOUNT, band=CardBand.FROM_6)
    assert asked == {Paper.GUARDIAN, Paper.GUARDIANS_PHONE, Paper.CHIP_CARD}


@pytest.mark.parametrize("needs", EVERY_SET, ids=repr)
def test_what_proves_the_right_data_is_asked_for_only_when_data_disagree(
    needs: tuple[Need, ...],
) -> None:
    assert Paper.RIGHT_DATA not in papers(*needs)
    assert (Paper.RIGHT_DATA in papers(*needs, disagree=True)) is bool(needs)


def test_data_disagree_by_a_failure_a_reason_or_the_number_and_not_by_faults_of_our_list() -> None:
    assert data_disagree([Failure.DATA_MISMATCH], [], [])
    assert data_disagree([], [Reason.DATA_MISMATCH], [])
    assert data_disagree([], [], [Flag.ID_BIRTH_YEAR_MISMATCH])
    ours = set(Flag) - {Flag.ID_BIRTH_YEAR_MISMATCH, Flag.ID_SEX_MISMATCH}
    assert not data_disagree([Failure.DEVICE_FAULT], [Reason.NO_SLOT], ours)


def test_every_code_has_words_for_residents_and_for_the_sheets() -> None:
    assert all(map(paper_text, Paper))
    assert all(set(words) == set(type(next(iter(words)))) for words in (KINDS, NEEDS, PAPERS))
    assert all(SUPPORT_NEEDS.values())


@pytest.mark.parametrize("paper", Paper)
def test_nothing_is_asked_for_that_is_in_the_e_id(paper: Paper) -> None:
    text = paper_text(paper).casefold()
    for forbidden in ("hộ khẩu", "tạm trú", "xác nhận", "9 số", "công chứng", "ảnh"):
        assert forbidden not in text
