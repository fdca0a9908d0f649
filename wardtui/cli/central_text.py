"""What ``central`` says of the people whom the server knows, and of who saw them."""

from collections.abc import Sequence

from wardtui.central.audit import Seen
from wardtui.central.data_admin import KnownOfficer, Retained
from wardtui.central.erasure import ErasedPerson
from wardtui.domain.ids import short_id
from wardtui.domain.moments import local
from wardtui.i18n import N_, ntr, tr
from wardtui.i18n.labels import label
from wardtui.messages import KnownDevice

_SEEN = {
    "reveal": N_("saw unmasked"),
    "export": N_("took out"),
    "report": N_("took out figures of"),
}


def erased_text(done: ErasedPerson) -> str:
    """What was erased, and who they are elsewhere."""
    if done.blanked:
        lines = [
            ntr(
                "Nothing is kept of them any more: {count} event was blanked.",
                "Nothing is kept of them any more: {count} events were blanked.",
                done.blanked,
            ),
            tr("The laptops follow with their next sync. Backups are older than this."),
        ]
    else:
        lines = [tr("They were erased before; there was nothing left to blank.")]
    lines += [
        tr(
            "In ward {ward} the same person is {resident}: erase that history too if it is meant.",
            ward=one.ward,
            resident=one.resident,
        )
        for one in done.elsewhere
    ]
    return "\n".join(lines)


def retained_text(retained: Retained, *, dry_run: bool) -> str:
    """How many in which ward."""
    found = sum(retained.wards.values())
    head = (
        ntr("{count} resident would be erased.", "{count} residents would be erased.", found)
        if dry_run
        else ntr("{count} resident was erased.", "{count} residents were erased.", retained.erased)
    )
    return "\n".join([head, *(f"  {ward}: {count}" for ward, count in retained.wards.items())])


def audit_text(found: Sequence[Seen]) -> str:
    """One line for each time that somebody saw or took out something."""
    if not found:
        return tr("Nobody saw or took out anything of this.")
    return "\n".join(_seen_text(one) for one in found)


def _seen_text(one: Seen) -> str:
    whom = (
        short_id(one.resident)
        if one.resident is not None
        else ntr("{count} resident", "{count} residents", one.residents)
    )
    parts = [
        f"{local(one.at):%H:%M %d/%m/%Y}",
        one.officer_name or one.officer or tr("on the server"),
        *([one.device_name] if one.device_name else []),
        f"{tr(_SEEN[one.what]) if one.what in _SEEN else one.what} {whom}",
        one.command,
        one.ward,
    ]
    return " · ".join(parts)


def officers_text(found: Sequence[KnownOfficer]) -> str:
    """Each officer, and below them their laptops."""
    if not found:
        return tr("There is no officer yet. Add one with: wardtui central add-officer")
    lines = []
    for one in found:
        wards = ", ".join(one.wards)
        lines.append(f"{one.name} · {label(one.role)} · {wards} · {one.officer}")
        lines += [f"  {_device_text(laptop)}" for laptop in one.devices]
        if not one.devices:
            lines.append("  " + tr("no laptop yet"))
    return "\n".join(lines)


def _device_text(one: KnownDevice) -> str:
    seen = tr("never seen")
    if one.seen_at is not None:
        seen = tr("seen {time}", time=f"{local(one.seen_at):%H:%M %d/%m/%Y}")
    parts = [one.name or tr("without a name"), seen]
    if one.version:
        parts.append(f"wardtui {one.version}")
    if one.missing:
        parts.append(
            ntr(
                "{count} event has not arrived yet",
                "{count} events have not arrived yet",
                one.missing,
            )
        )
    if one.revoked:
        parts.append(tr("revoked"))
    if one.quarantined:
        parts.append(ntr("{count} event kept aside", "{count} events kept aside", one.quarantined))
    return " · ".join([*parts, one.device])
