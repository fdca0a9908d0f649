"""Who may say what: the one place in which an offered event is judged."""

from collections.abc import Collection

from wardtui.central.accounts import Account
from wardtui.domain.events import Event, EventRetracted
from wardtui.domain.ids import is_uuid

NOBODY = ""
"""Author of what a rule made."""


def refusal(
    event: Event,
    account: Account,
    author_of_target: str | None,
    known_in: Collection[Collection[str]],
) -> tuple[str, str] | None:
    """Code and message of why an event is not taken, or none when it is.

    :param author_of_target: who recorded the event that a retraction takes back, when known
    :param known_in: for each resident whom a list or a merge is about, the wards that know them;
        nobody may draw a resident of others into their own ward by listing or merging them
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
    return None


def _is_rule_made(identifier: str) -> bool:
    """Whether it is a UUID of version 5: made of what is known, not drawn."""
    return is_uuid(identifier) and identifier[14] == "5"
