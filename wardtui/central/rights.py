"""Who may say what: the one place in which an offered event is judged."""

from wardtui.central.accounts import Account
from wardtui.domain.events import Event, EventRetracted


def refusal(
    event: Event, account: Account, author_of_target: str | None, ward_of_target: str | None
) -> tuple[str, str] | None:
    """Code and message of why an event is not taken, or none when it is.

    :param author_of_target: who recorded the event that a retraction takes back, when known
    :param ward_of_target: the ward of whom a merge merges into, when known
    """
    if event.device != account.device and event.device not in account.former:
        return "wrong_device", "the event was recorded on another device"
    if event.actor is not None and event.actor != account.officer:
        return "wrong_actor", "the event names another officer than the device's"
    if event.ward is None and not account.wards:
        return "no_ward", "the officer has no ward"
    if event.ward is not None and event.ward not in account.wards:
        return "wrong_ward", "the officer does not work in the event's ward"
    if ward_of_target is not None and ward_of_target not in account.wards:
        return "wrong_ward", "the officer does not work in the ward of whom is merged into"
    if (
        isinstance(event.body, EventRetracted)
        and author_of_target not in (None, account.officer)
        and not account.role.leads
    ):
        return "not_your_event", "only a leader may take back what another officer recorded"
    return None
