"""Blocking work beside the event loop, in threads that never keep the program from ending."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def start(work: Callable[[], T], name: str) -> "Future[T]":
    """Start work in a thread of its own."""
    future: Future[T] = Future()
    # From here on nobody can cancel it: a thread cannot be stopped, its result is passed over.
    future.set_running_or_notify_cancel()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001  carried to whoever waits
            future.set_exception(error)
        else:
            future.set_result(result)

    threading.Thread(target=run, name=name, daemon=True).start()
    return future


async def aside(work: Callable[[], T], name: str = "aside") -> T:
    """Do work in a thread and wait for it without blocking the loop."""
    return await asyncio.wrap_future(start(work, name))
