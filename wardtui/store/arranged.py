"""Under which arrangement the cases were made: documents as disposable as the cases."""

from typing import TYPE_CHECKING

import msgspec

from wardtui.domain.directory import Holders
from wardtui.domain.ids import OfficerId, WardCode
from wardtui.domain.policy import InForce
from wardtui.store.database import DocumentDatabase

if TYPE_CHECKING:
    from wardtui.domain.arrangement import Policies

_HOLDERS = "holders"
_POLICIES = "policies"
_DOUBT = "arrangement_doubtful"


class _Held(msgspec.Struct, frozen=True, array_like=True):
    ward: WardCode | None
    area: str
    level: int
    officer: OfficerId


class _Published(msgspec.Struct, frozen=True, array_like=True):
    ward: WardCode | None
    force: InForce


class VaultArrangement:
    """Who held what and which policies were in force when the cases were made."""

    def __init__(self, database: DocumentDatabase) -> None:
        self._table = database.table("state", cache_size=0, key="name")

    def known(self) -> "tuple[Holders, Policies] | None":
        """What held then; none while no case was made."""
        held, published = self._table.by_key(_HOLDERS), self._table.by_key(_POLICIES)
        if held is None or published is None:
            return None
        return (
            {
                (one.ward, one.area, one.level): one.officer
                for one in msgspec.convert(held["value"], tuple[_Held, ...])
            },
            {
                one.ward: one.force
                for one in msgspec.convert(published["value"], tuple[_Published, ...])
            },
        )

    @property
    def doubtful(self) -> bool:
        """Whether an event has come or gone since that may say otherwise."""
        return self._table.by_key(_DOUBT) is not None

    def doubt(self) -> None:
        """Note that an event has come or gone that may say otherwise."""
        self._table.put({"name": _DOUBT})

    def keep(self, holders: Holders, policies: "Policies") -> None:
        """Note that the cases are made under these."""
        held = [_Held(*place, officer) for place, officer in holders.items()]
        published = [_Published(ward, force) for ward, force in policies.items()]
        self._table.put({"name": _HOLDERS, "value": msgspec.to_builtins(held)})
        self._table.put({"name": _POLICIES, "value": msgspec.to_builtins(published)})
        self._table.remove_by_key(_DOUBT)

    def clear(self) -> None:
        """There are no cases any more."""
        for name in (_HOLDERS, _POLICIES, _DOUBT):
            self._table.remove_by_key(name)
