"""One of several processes that serve together: makes its application from the environment."""

import gc
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
    is_quiet = QUIET_VARIABLE in os.environ
    made = build_app(engine, log_fault) if is_quiet else build_app(engine, log_fault, log_request)
    # What was loaded is there for good: nobody has to look through it for rubbish again and again.
    gc.freeze()
    return made
