"""One line of JSON for each thing that happened. It says what kind of thing, never what anybody typed."""

import json
import logging
import logging.config
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from tenants.base.faults import ADDRESS, trail

about: ContextVar[dict[str, str] | None] = ContextVar("about", default=None)
"""The request or job in hand; each line says it."""

OURS = ("app", "blueprints", "tenants", "worker")


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": ADDRESS.sub("(address)", record.getMessage()),
            **(about.get() or {}),
            **getattr(record, "facts", {}),
        }
        if record.exc_info and record.exc_info[1]:
            line["trail"] = trail(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def configure() -> None:
    """For a process that serves or works. Of other people's libraries only warnings are written, and of the rate
    limiter, which names who was refused, only what went wrong."""
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {"lines": {"()": JsonLines}},
            "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "lines"}},
            "root": {"level": "WARNING", "handlers": ["out"]},
            "loggers": {name: {"level": "INFO"} for name in OURS} | {"flask-limiter": {"level": "ERROR"}},
        }
    )


def line(log: logging.Logger, event: str, **facts: object) -> None:
    log.info(event, extra={"facts": facts})
