"""Who may say what: the one place in which an offered event is judged."""

from collections.abc import Collection

from wardtui.central.accounts import Account
from wardtui.central.maker import NOBODY
from wardtui.domain.directory import may_assign
from wardtui.domain.events import (
    AreaAssigned,
    CaseAssigned,
    Event,
    EventRetracted,
    OfficerPublished,
)
from wardtui.domain.ids import OfficerId, is_uuid

_ASSIGNMENTS = frozenset({CaseAssigned.TYPE, AreaAssigned.TYPE})


def refusal(
    event: Event,
    account: Account,
    author_of_target: str | None,
    known_in: Collection[Collection[str]],
    *,
    to_stranger: bool = False,
) -> tuple[str, str] | None:
    """Code and message of why an event is not taken, or none when it is.

    :param author_of_target: who recorded the event that a retraction takes back, when known
    :param known_in: for each resident whom a list or a merge is about, the wards that know them;
        nobody may draw a resident of others into their own ward by listing or merging them
    :param to_stranger: it gives something to somebody who does not work in its ward
    """
    if event.device != account.device and event.device not in account.former:
        return "wrong_device", "the event was recorded on another device"
    if event.actor is not None and event.actor != account.officer:
        return "wrong_actor", "the event names another officer than the device's"
    if _is_rule_made(event.id):
        # Anybody can work these ids out beforehand and would so keep a rule from its conclusion.
        # When devices make events by rule, those types pass here with the origin `rule`.
        return "reserved_id", "ids of this kind are for what the server's rules make"
    if event.ward is None and not account.wards:
        return "no_ward", "the officer has no ward"
    if event.ward is not None and event.ward not in account.wards:
        return "wrong_ward", "the officer does not work in the event's ward"
    if any(wards and not set(wards) & set(account.wards) for wards in known_in):
        return "wrong_ward", "the officer does not work in a ward of whom this is about"
    if isinstance(event.body, EventRetracted) and not account.role.leads:
        author = author_of_target
        if author is None and _is_rule_made(event.body.event):
            author = NOBODY
        if author not in (None, account.officer):
            return "not_your_event", "only a leader may take back what another officer recorded"
    # By type: a body that only a newer version can read must not get past these.
    if event.type == OfficerPublished.TYPE:
        return "made_by_server", "only the server says who the officers are"
    if event.type in _ASSIGNMENTS:
        if not may_assign(account.role, OfficerId(account.officer), event.body):
            return "role_not_allowed", "only a leader gives cases or areas to others"
        if to_stranger:
            return "officer_not_in_ward", "the officer does not work in the event's ward"
    return None


def _is_rule_made(identifier: str) -> bool:
    """Whether it is a UUID of version 5: made of what is known, not drawn."""
    return is_uuid(identifier) and identifier[14] == "5"
