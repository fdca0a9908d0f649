"""The few facts about a vault itself, as documents."""

from typing import Any, Generic, TypeVar

import msgspec

from wardtui.domain.ids import DeviceId
from wardtui.services.records import BundleKeys, Device, Lost, Pairing, SyncState, VaultSettings
from wardtui.store.database import DocumentDatabase

F = TypeVar("F")


class _Fact(Generic[F]):
    """One document of the ``state`` table as an attribute; what is null has no document."""

    def __init__(self, kind: Any, default: F) -> None:
        self._kind = kind
        self._default = default

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, state: "VaultState", owner: type) -> F:
        found = state.table.by_key(self._name)
        if found is None:
            return self._default
        value: F = msgspec.convert(found["value"], self._kind)
        return value

    def __set__(self, state: "VaultState", value: F) -> None:
        if value is None:
            state.table.remove_by_key(self._name)
        else:
            state.table.put({"name": self._name, "value": msgspec.to_builtins(value)})


class VaultState:
    """The few facts about this vault itself."""

    device = _Fact(Device, Device(id=DeviceId("")))
    pairing: _Fact[Pairing | None] = _Fact(Pairing, None)
    sync = _Fact(SyncState, SyncState())
    settings = _Fact(VaultSettings, VaultSettings())
    bundle_keys: _Fact[BundleKeys | None] = _Fact(BundleKeys, None)
    marks_key: _Fact[bytes | None] = _Fact(bytes, None)
    lost: _Fact[tuple[Lost, ...]] = _Fact(tuple[Lost, ...], ())

    def __init__(self, database: DocumentDatabase) -> None:
        self.table = database.table("state", cache_size=0, key="name")
