"""Which versions of the protocol may read: this one and the one before.

An older one may go on sending: what it wrote is taken as it is, and nothing of it is lost.
"""

from typing import Any

from litestar import Request

from wardtui.central.problems import HttpRefusal
from wardtui.messages import PROTOCOL, PROTOCOL_HEADER


def check_reader(request: Request[Any, Any, Any]) -> None:
    """Refuse to tell a device what it is too old to understand.

    :raises HttpRefusal: when it speaks a version before the one before
    """
    said = request.headers.get(PROTOCOL_HEADER, str(PROTOCOL))
    if said.isascii() and said.isdigit() and int(said[:9]) < PROTOCOL - 1:
        title = "this wardtui is too old to read from here; update it"
        raise HttpRefusal(426, "upgrade_required", title, {"Upgrade": f"wardtui/{PROTOCOL}"})
