"""The access log, as the use cases see it. ``store`` provides it."""

from collections.abc import Callable, Collection
from typing import Protocol

from wardtui.services.records import AccessRecord


class AccessStore(Protocol):
    """Who saw, or took out, what is masked by default."""

    def all(self) -> list[AccessRecord]:
        """The whole log."""
        ...

    def has_untold(self) -> bool:
        """Whether there is anything of which the server was not told yet."""
        ...

    def untold(self, limit: int, new_id: Callable[[], str]) -> list[AccessRecord]:
        """Some of those entries. One that has no id yet gets one, and keeps it."""
        ...

    def note_told(self, ids: Collection[str]) -> None:
        """The server has them."""
        ...
