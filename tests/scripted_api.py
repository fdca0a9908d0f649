"""A central API that answers nothing yet: fakes say what theirs answers."""

from collections.abc import Callable

from wardtui.domain.errors import NetworkFailed
from wardtui.messages import (
    Access,
    AccessesAnswer,
    Fingerprint,
    KeysAnswer,
    KeysRequest,
    KnownDevices,
    Me,
    PairAnswer,
    PairRequest,
    Pull,
    Push,
    PushAnswer,
    ReplaceAnswer,
    ReplaceRequest,
)
from wardtui.services.ports import Standpoint


class SilentApi:
    """No answer to anything."""

    def __init__(self) -> None:
        self.standpoint = Standpoint()
        self.stop: Callable[[], bool] = lambda: False
        self.server_clock: float | None = 0.0
        self.epoch: str | None = None
        self.head: int | None = None

    def stand_at(self, standpoint: Standpoint) -> None:
        self.standpoint = standpoint

    def stop_when(self, stop: Callable[[], bool]) -> None:
        self.stop = stop

    def pair(self, request: PairRequest) -> PairAnswer:
        raise NetworkFailed

    def replace(self, request: ReplaceRequest) -> ReplaceAnswer:
        raise NetworkFailed

    def exchange_keys(self, request: KeysRequest) -> KeysAnswer:
        raise NetworkFailed

    def me(self) -> Me:
        raise NetworkFailed

    def push(self, events: Push) -> PushAnswer:
        raise NetworkFailed

    def pull(self, after: dict[str, int], limit: int) -> Pull:
        raise NetworkFailed

    def tell_accesses(self, told: tuple[Access, ...]) -> AccessesAnswer:
        raise NetworkFailed

    def fingerprint(self, ward: str, after: int, to: int) -> Fingerprint:
        raise NetworkFailed

    def devices(self) -> KnownDevices:
        raise NetworkFailed
