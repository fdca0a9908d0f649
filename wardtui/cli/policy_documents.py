"""Policies as the JSON that the commands print."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

import msgspec

from wardtui.domain.policy import Policy
from wardtui.domain.policy_check import Remark, check
from wardtui.domain.policy_faults import PolicyFault, PolicyFaulty
from wardtui.services.try_policy import Tried
from wardtui.services.use_policy import Used, WardPolicy
from wardtui.wording.errors import explain
from wardtui.wording.policy_faults import fault_text
from wardtui.wording.policy_remarks import remark_text


def list_document(shipped: Sequence[Policy], wards: Sequence[WardPolicy]) -> dict[str, Any]:
    """Which policies there are; the first of the wards is this device's own."""
    return {
        "policies": [
            {
                "name": one.name,
                "version": one.version,
                "title": one.title,
                "levels": len(one.levels),
                "in_force": any(ward.force.version == one.version for ward in wards),
            }
            for one in shipped
        ],
        "in_force": [
            {
                "ward": one.ward,
                "name": one.force.policy.name,
                "version": one.force.version,
                "title": one.force.policy.title,
                "deadline": one.force.policy.deadline,
                "since": one.force.since,
                "by": one.by,
                "by_name": one.by_name,
                "event": one.event,
                "here": place == 0,
            }
            for place, one in enumerate(wards)
        ],
    }


def policy_document(policy: Policy) -> dict[str, Any]:
    """A whole policy, also what it leaves at its defaults, and its version."""
    return {"name": policy.name, "version": policy.version, "policy": _whole(policy)}


def checked_document(policy: Policy) -> dict[str, Any]:
    """A policy that can be used, and what is odd about it."""
    remarks = [_remark(one) for one in check(policy)]
    return {"ok": True, **policy_document(policy), "remarks": remarks}


def faulty_document(error: PolicyFaulty) -> dict[str, Any]:
    """A policy file that is not right: the error as every command prints it, and all faults."""
    told = explain(error)
    return {
        "error": {
            "code": error.code,
            "message": told.message,
            "remedy": told.remedy,
            "faults": [_fault(one) for one in error.faults],
        }
    }


def tried_document(tried: Tried) -> dict[str, Any]:
    """Where the cases would stand; everybody who would stand elsewhere is named."""
    policy = tried.policy
    higher = sum(one.goes_up for one in tried.moved)
    return {
        "name": policy.name,
        "version": policy.version,
        "deadline": policy.deadline,
        "instead_of": tried.instead_of,
        "open": tried.open,
        "levels": [
            {
                **msgspec.structs.asdict(one),
                "title": level.title if (level := policy.level(one.level)) else None,
            }
            for one in tried.levels
        ],
        "higher": higher,
        "lower": len(tried.moved) - higher,
        "unchanged": tried.open - len(tried.moved),
        "at_once": tried.at_once,
        "moved": [
            {
                "id": one.row.id,
                "name": one.row.name,
                "area": one.row.area,
                "now": msgspec.structs.asdict(one.now),
                "then": msgspec.structs.asdict(one.then),
            }
            for one in tried.moved
        ],
    }


def used_document(used: Used) -> dict[str, Any]:
    """What publishing a policy did."""
    force = used.force
    return {
        "event": used.saved.event if used.saved is not None else None,
        "saved": used.saved is not None,
        "ward": used.ward,
        "name": force.policy.name,
        "version": force.version,
        "deadline": force.policy.deadline,
        "since": force.since,
        "moved": used.moved,
    }


def _whole(value: object) -> Any:
    """Structs with all their fields: a program need not know the defaults."""
    match value:
        case msgspec.Struct():
            return {name: _whole(one) for name, one in msgspec.structs.asdict(value).items()}
        case tuple():
            return [_whole(one) for one in value]
        case date() | time():
            return value.isoformat()
        case _:
            return value


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        **msgspec.structs.asdict(remark),
        "note": remark.kind.is_note,
        "text": remark_text(remark),
    }


def _fault(fault: PolicyFault) -> dict[str, Any]:
    return {
        "line": fault.line,
        "path": fault.path,
        "kind": fault.kind,
        "text": fault_text(fault),
    }
