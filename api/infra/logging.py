"""Logs as JSON lines: event names, ids of requests and routes, counts; never values, names or addresses."""

from __future__ import annotations

import logging
import sys

import structlog

ALLOWED = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "request_id",
        "path",
        "kind",
        "status",
        "method",
        "seconds",
        "job_id",
        "stage",
        "count",
        "fence",
        "port",
    }
)


def set_up_logging() -> None:
    """Write what the service logs to the error output, and drop every key that is not on the list."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_allowed,
            structlog.processors.JSONRenderer(),  # ASCII: no letter turns a line around or breaks it
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _only_allowed(
    logger: object, method: str, event: structlog.typing.EventDict
) -> structlog.typing.EventDict:
    return {name: value for name, value in event.items() if name in ALLOWED}
