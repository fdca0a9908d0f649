"""Figures about the running server for Prometheus, without anybody's data."""

import os
from typing import TYPE_CHECKING

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wardtui.messages import PushResult

SHARED_FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""Where the processes of one server keep their figures, so that any of them can tell the sum."""

MEDIA_TYPE = CONTENT_TYPE_LATEST


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        """Begin with zeros."""
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "wardtui_requests", "Requests answered", ["route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "wardtui_request_seconds", "Time to an answer", ["route"], registry=self._registry
        )
        self._turned_away = Counter(
            "wardtui_turned_away",
            "Requests asked to come back later",
            registry=self._registry,
        )
        self._events = Counter(
            "wardtui_events", "Events offered", ["status"], registry=self._registry
        )
        self._head = Gauge(
            "wardtui_head",
            "Newest number that this process has given",
            registry=self._registry,
            multiprocess_mode="mostrecent",
        )
        self._waiting = Gauge(
            "wardtui_waiting",
            "Requests that wait to be numbered",
            registry=self._registry,
            multiprocess_mode="livesum",
        )

    def note_request(self, route: str, status: int, seconds: float) -> None:
        """Count an answer.

        :param route: the pattern of its path, never what was filled in
        """
        self._requests.labels(route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def note_turned_away(self) -> None:
        """Count a request for which there was no room."""
        self._turned_away.inc()

    def note_taken(self, results: "Iterable[PushResult]", head: int, waiting: int) -> None:
        """Count what became of offered events."""
        for one in results:
            self._events.labels(one.code or one.status).inc()
        self._head.set(head)
        self._waiting.set(waiting)

    def told(self) -> bytes:
        """The figures as Prometheus reads them: of all processes of this server."""
        if os.environ.get(SHARED_FOLDER_VARIABLE):
            together = CollectorRegistry()
            MultiProcessCollector(together)  # type: ignore[no-untyped-call]
            return generate_latest(together)
        return generate_latest(self._registry)
