"""What somebody is asked to come with: as little as the law leaves.

Law 118/2025/QH15 (from 1 July 2026) forbids to ask for papers that are integrated in the e-ID,
unless data disagree; Decree 58/2026 (from 15 March 2026) forbids certificates of the old nine-digit
number. So there is no code for a household book, a certificate of residence or a photograph.
"""

from collections.abc import Collection
from enum import StrEnum

from wardtui.domain.card_rules import CardBand
from wardtui.domain.vocabulary import Failure, Flag, Need, Reason


class Paper(StrEnum):
    """What to come with, or with whom."""

    GUARDIAN = "guardian"
    """The child and a parent or guardian come together (Law 26/2023/QH15, article 23)."""
    GUARDIAN_ALONE = "guardian_alone"
    """A parent or guardian; the child under 6 need not come (the same article)."""
    BIRTH_CERTIFICATE = "birth_certificate"
    """Only while the child has no personal number: with one, the data are in the database."""
    OLD_CARD = "old_card"
    """The card before, where there still is one: it is handed back when the new one is issued
    (Law 26/2023/QH15, article 24). Nobody is turned away without it."""
    CHIP_CARD = "chip_card"
    """What level 2 of an account rests on (Decree 69/2024/ND-CP)."""
    OWN_PHONE = "own_phone"
    """A phone whose SIM is registered to them: the account is tied to it (the same decree)."""
    GUARDIANS_PHONE = "guardians_phone"
    """Of a child under 14: the guardian's, with an account of level 2 (the same decree)."""
    RIGHT_DATA = "right_data"
    """What proves the right data; Law 118/2025/QH15 allows to ask for it when data disagree."""


_CARDS = frozenset({Need.ID_CARD, Need.CHILD_CARD})
_ACCOUNTS = frozenset({Need.VNEID_ACCOUNT, Need.VNEID_ACTIVATION})
_DISAGREEING = frozenset({Flag.ID_BIRTH_YEAR_MISMATCH, Flag.ID_SEX_MISMATCH})
"""The personal number says something else than the record."""


def data_disagree(
    failures: Collection[Failure], reasons: Collection[Reason], flags: Collection[Flag]
) -> bool:
    """Whether somebody's data are known to disagree.

    Faults of our own list, such as a telephone number too short, are no reason to ask for papers.

    :param failures: why enrolments that were tried did not succeed
    """
    return (
        Failure.DATA_MISMATCH in failures
        or Reason.DATA_MISMATCH in reasons
        or not _DISAGREEING.isdisjoint(flags)
    )


def acts_through_guardian(needs: Collection[Need], band: CardBand | None) -> bool:
    """Whether a parent or guardian acts for somebody.

    :param band: by their age; null when that is not known: then a child's card is for a child
    """
    if band is None:
        return Need.CHILD_CARD in needs
    return band is not CardBand.FROM_14


def papers_for(
    needs: Collection[Need], *, band: CardBand | None, has_number: bool, disagree: bool
) -> tuple[Paper, ...]:
    """What to come with for some needs, in the order of the vocabulary.

    :param band: by the age that they have when they come; null when that is not known
    :param has_number: a personal number is known, so that their data are in the database
    :param disagree: their data are known to disagree
    """
    wanted: set[Paper] = set()
    is_child = acts_through_guardian(needs, band)
    if is_child and needs:
        wanted.add(Paper.GUARDIAN_ALONE if band is CardBand.UNDER_6 else Paper.GUARDIAN)
    if is_child and Need.CHILD_CARD in needs and not has_number:
        wanted.add(Paper.BIRTH_CERTIFICATE)
    if Need.ID_CARD in needs:
        wanted.add(Paper.OLD_CARD)
    if not _ACCOUNTS.isdisjoint(needs):
        wanted.add(Paper.GUARDIANS_PHONE if is_child else Paper.OWN_PHONE)
        if _CARDS.isdisjoint(needs):
            wanted.add(Paper.CHIP_CARD)
    if disagree and needs:
        wanted.add(Paper.RIGHT_DATA)
    return tuple(paper for paper in Paper if paper in wanted)
