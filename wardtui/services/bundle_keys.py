"""The keys with which this device makes bundles, and the server's, which go with the pairing."""

from contextlib import suppress

import msgspec

from wardtui.domain.errors import NetworkFailed
from wardtui.domain.ids import DeviceId
from wardtui.messages import KeysRequest
from wardtui.services.ports import CentralApi, Priority, Unit, Vault
from wardtui.services.records import BundleKeys


def own_keys(unit: Unit) -> BundleKeys:
    """The keys that are there, or new ones that nobody knows yet."""
    kept = unit.state.bundle_keys
    if kept is not None:
        return kept
    # Loads a library that other work has no use for.
    from wardtui.sealed import Keys

    return BundleKeys(private=Keys.new().private)


def public_key(keys: BundleKeys) -> str:
    """What others may know of them."""
    from wardtui.sealed import Keys

    return Keys(keys.private).public


def keep_keys(unit: Unit, keys: BundleKeys, server: str | None, device: DeviceId) -> None:
    """Keep them with the server's, which knows those of this device now.

    An older server says nothing of its own; it is asked again with the next exchange.
    """
    unit.state.bundle_keys = msgspec.structs.replace(
        keys, server=server, told_as=device if server else None
    )


def doubt_keys(unit: Unit) -> None:
    """The server may not know the keys any more: tell them with the next exchange."""
    kept = unit.state.bundle_keys
    if kept is not None:
        unit.state.bundle_keys = msgspec.structs.replace(kept, told_as=None)


def exchange_keys(vault: Vault, api: CentralApi) -> None:
    """Tell the server this device's keys if it does not know them.

    So it is after a pairing by an older version, and after a restore of either.

    A server that does not know of bundles is no reason to end an exchange that went well.
    """
    device, kept = vault.read(lambda unit: (unit.state.device.id, unit.state.bundle_keys))
    if kept is not None and kept.told_as == device:
        return
    keys = vault.read(own_keys)
    with suppress(NetworkFailed):
        answer = api.exchange_keys(KeysRequest(public_key=public_key(keys)))
        vault.write(
            lambda unit: keep_keys(unit, keys, answer.server_public_key, device), Priority.SYNC
        )
