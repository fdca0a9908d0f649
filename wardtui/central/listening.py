"""The socket on which the server listens: opened first, so that a port in use is told."""

import socket
import sys

from wardtui.domain.errors import NetworkFailed


class PortInUse(NetworkFailed):
    """Something else listens there, or the address is not one of this machine."""

    CODE = "port_in_use"


def listen(host: str, port: int) -> socket.socket:
    """A listening socket. Port 0 takes a free one.

    :raises PortInUse: when it cannot be had
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if sys.platform != "win32":
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(socket.SOMAXCONN)
    except (OSError, OverflowError) as error:
        listener.close()
        raise PortInUse(host=host, port=port) from error
    return listener


def address_of(listener: socket.socket, host: str, *, encrypted: bool) -> str:
    """The address at which a listening socket is reached."""
    scheme = "https" if encrypted else "http"
    shown = f"[{host}]" if ":" in host else host
    return f"{scheme}://{shown}:{listener.getsockname()[1]}"
