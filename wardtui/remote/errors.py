"""What can go wrong between this device and a central server."""

from wardtui.domain.errors import BadInput, NetworkFailed
from wardtui.services.ports import AnswerTimedOut


class BadServerAddress(BadInput):
    """The address is no http or https one."""

    CODE = "bad_server_address"


class ServerUnreachable(NetworkFailed):
    """No connection, or no answer in time."""

    CODE = "server_unreachable"


class TimedOut(ServerUnreachable, AnswerTimedOut):
    """A connection, and no answer in time."""


class ServerBusy(NetworkFailed):
    """The server asks to come back later."""

    CODE = "server_busy"

    def __init__(self, code: str | None, *, status: int, retry_after: float | None) -> None:
        super().__init__(code, status=status)
        self.retry_after = retry_after
        """Seconds to stay away, when it said how long."""


class ServerRefused(NetworkFailed):
    """The server understood and said no."""

    CODE = "server_refused"

    SAID = frozenset(
        {
            "pairing_code_refused",
            "device_taken",
            "token_unknown",
            "upgrade_required",
            "role_not_allowed",
        }
    )
    """What a server may say; another word from it is told as a refusal in general."""


class AnswerUnreadable(NetworkFailed):
    """What answered does not speak this protocol, or the answer was damaged on its way."""

    CODE = "answer_unreadable"
