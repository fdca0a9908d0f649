"""What events say, in one line each."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from wardtui.domain.campaign import CampaignPublished
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
    ContactLogged,
    EnrolmentRecorded,
    Erased,
    Event,
    EventRetracted,
    NeedArose,
    OfficerPublished,
    ResidentClosed,
    ResidentCorrected,
    ResidentErased,
    ResidentFlagCleared,
    ResidentFlagged,
    ResidentListed,
    ResidentMerged,
    ResidentReopened,
)
from wardtui.domain.ids import OfficerId, short_id
from wardtui.i18n import tr
from wardtui.i18n.dates import moment
from wardtui.i18n.labels import label, outcome_label
from wardtui.wording.cards import arose_text
from wardtui.wording.faults import masked_value_text
from wardtui.wording.handoff_history import handoff_event_text
from wardtui.wording.rules import rule_name, with_words
from wardtui.wording.session_history import session_event_text


def event_text(event: Event, names: Mapping[OfficerId, str] = MappingProxyType({})) -> str:
    """What an event says, in one line.

    :param names: of the officers who are known; others are shown by their ids
    """
    match event.body:
        case ResidentListed():
            return tr("Listed")
        case ResidentCorrected(field=field, old=old, new=new):
            return tr(
                "Corrected {field}: {old} → {new}",
                field=label(field),
                old=masked_value_text(field, old),
                new=masked_value_text(field, new),
            )
        case ResidentFlagged(flag=flag):
            return tr("To correct: {flag}", flag=label(flag))
        case ResidentFlagCleared(flag=flag):
            return tr("Settled: {flag}", flag=label(flag))
        case ResidentClosed(reason=reason):
            return tr("Closed: {reason}", reason=label(reason))
        case ResidentReopened():
            return tr("Opened again")
        case ResidentMerged(from_=one, into=other):
            return tr("Merged: {one} is {other}", one=short_id(one), other=short_id(other))
        case ContactLogged() as contact:
            return " · ".join(_contact(contact, event.effective_at))
        case EnrolmentRecorded(step=step, failure=failure, need=need):
            result = step if step is not None else failure
            assert result is not None  # noqa: S101  the body's own rule
            return f"{label(need)}: {label(result)}"
        case CaseAssigned(to=None):
            return tr("Given back")
        case CaseAssigned(to=str(to)):
            return tr("Looked after by {officer}", officer=_officer(to, names))
        case AreaAssigned(area=area, officer=None):
            return tr("Nobody holds {area} any more", area=area)
        case AreaAssigned(area=area, officer=str(to)):
            return tr("{area} is held by {name}", area=area, name=_officer(to, names))
        case OfficerPublished(name=name):
            return tr("Officer: {name}", name=name)
        case EscalationRaised() as raised:
            return raised_text(raised)
        case EscalationAccepted(level=level, reason=text):
            return with_words(tr("Taken on at level {level}", level=level), text)
        case EscalationReturned(to_level=level, instruction=text):
            return with_words(tr("Given back to level {level}", level=level), text)
        case EscalationResolved(reason=text):
            return with_words(tr("Settled above"), text)
        case CasePaused(until=until, reason=reason):
            when = moment(until, event.effective_at)
            return tr("Paused until {when}: {reason}", when=when, reason=label(reason))
        case CaseResumed(trigger=trigger):
            return tr("Went on") if trigger is None else tr("Went on: the pause was over")
        case PolicyPublished(policy=policy):
            return tr("Policy {name} published", name=policy.version)
        case CampaignPublished(campaign=campaign):
            return tr("Campaign until {day} published", day=f"{campaign.end:%d/%m/%Y}")
        case EventRetracted():
            return tr("Taken back")
        case NeedArose() as arose:
            return arose_text(arose)
        case ResidentErased() | Erased():
            return tr("Erased: nothing is kept of what was written")
        case _:
            told = session_event_text(event) or handoff_event_text(event)
            if told is not None:
                return told
            return tr("An update of wardtui is needed to read this ({type})", type=event.type)


def raised_text(raised: EscalationRaised) -> str:
    """To which level a case was raised, and why."""
    to = tr("Handed up to level {level}", level=raised.to_level)
    if raised.rule is not None:
        return f"{to}: {rule_name(raised.rule)} ({raised.policy})"
    return with_words(to, raised.reason)


def short_event_text(event: Event) -> str:
    """The same in a few words: of a contact only what came of it."""
    if isinstance(event.body, ContactLogged):
        return _contact(event.body, event.effective_at)[0]
    return event_text(event)


def _officer(officer: str, names: Mapping[OfficerId, str]) -> str:
    return names.get(OfficerId(officer)) or short_id(officer)


def _contact(contact: ContactLogged, at: datetime) -> list[str]:
    parts = [f"{label(contact.channel)}: {outcome_label(contact.channel, contact.outcome)}"]
    if contact.with_whom is not None:
        parts.append(label(contact.with_whom))
    if contact.promised_for is not None:
        parts.append(tr("coming {when}", when=moment(contact.promised_for, at)))
    if contact.call_back_at is not None:
        parts.append(tr("call back {when}", when=moment(contact.call_back_at, at)))
    parts += [label(reason) for reason in contact.reasons]
    parts += [label(need) for need in contact.support_needs]
    if contact.note:
        parts.append(f"“{contact.note}”")
    return parts
