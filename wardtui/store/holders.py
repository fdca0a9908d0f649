"""Under which holders of areas the cases were made: documents as disposable as the cases."""

import msgspec

from wardtui.domain.directory import Holders
from wardtui.domain.ids import OfficerId, WardCode
from wardtui.store.database import DocumentDatabase

_NAME = "holders"
_DOUBT = "holders_doubtful"


class _Held(msgspec.Struct, frozen=True, array_like=True):
    ward: WardCode | None
    area: str
    level: int
    officer: OfficerId


class VaultHolders:
    """Who held what when the cases were made, and whether that may have changed since."""

    def __init__(self, database: DocumentDatabase) -> None:
        self._table = database.table("state", cache_size=0, key="name")

    def known(self) -> Holders | None:
        """Who held what then; none while no case was made."""
        found = self._table.by_key(_NAME)
        if found is None:
            return None
        held = msgspec.convert(found["value"], tuple[_Held, ...])
        return {(one.ward, one.area, one.level): one.officer for one in held}

    @property
    def doubtful(self) -> bool:
        """Whether an event has come or gone since that may say otherwise."""
        return self._table.by_key(_DOUBT) is not None

    def doubt(self) -> None:
        """Note that an event has come or gone that may say otherwise."""
        self._table.put({"name": _DOUBT})

    def keep(self, holders: Holders) -> None:
        """Note that the cases are made under these."""
        held = [_Held(*place, officer) for place, officer in holders.items()]
        self._table.put({"name": _NAME, "value": msgspec.to_builtins(held)})
        self._table.remove_by_key(_DOUBT)

    def clear(self) -> None:
        """There are no cases any more."""
        self._table.remove_by_key(_NAME)
        self._table.remove_by_key(_DOUBT)
