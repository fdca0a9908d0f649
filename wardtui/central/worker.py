"""One of several processes that serve together: makes its application from the environment."""

import os
from typing import Any

from wardtui.central.app import build_app
from wardtui.central.database import open_engine
from wardtui.central.log import log_fault, log_request
from wardtui.settings import CENTRAL_DATABASE_VARIABLE

QUIET_VARIABLE = "WARDTUI_CENTRAL_QUIET"
"""Set when requests are not to be logged."""


def application() -> Any:
    """The ASGI application over the database that the environment names, which was prepared."""
    engine = open_engine(os.environ[CENTRAL_DATABASE_VARIABLE])
    if os.environ.get(QUIET_VARIABLE):
        return build_app(engine, log_fault)
    return build_app(engine, log_fault, log_request)
