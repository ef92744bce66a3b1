"""Logs are events with ids. What may appear in them is a list; everything else is dropped."""

import logging.config
import re
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

# An allow-list: texts, addresses, names, tokens and error messages of databases (which quote values) are not on it.
ALLOWED_KEYS = frozenset(
    {
        "event", "level", "logger", "timestamp", "request_id", "method", "route", "status", "ms", "messages", "error",
        "code", "stream", "room", "person", "connections", "frames", "seconds", "port", "trace", "reason", "count",
    }
)  # fmt: skip


def keep_allowed(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop every key that is not on the list."""
    return {key: value for key, value in event.items() if key in ALLOWED_KEYS}


def trace_without_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Turn an exception into its class and the places it passed; its message may quote what somebody wrote."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    if isinstance(info, tuple) and info[0] is not None:
        event["error"] = info[0].__name__
        event["trace"] = " < ".join(_places(info[2]))
    return event


def _places(traceback: Any) -> list[str]:  # noqa: ANN401 - a traceback or nothing
    places: list[str] = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        places.append(f"{code.co_qualname if hasattr(code, 'co_qualname') else code.co_name}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return places[::-1][:12]


_QUOTES = re.compile(r"[\n:'\"`=<({\[]")


def foreign_message_only_code(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Of a library's log record keep the unformatted message, up to where it begins to quote.

    Its arguments may be addresses or paths with ids; a message that is already put together quotes after a colon, a
    bracket or a quotation mark, or on its second line.
    """
    record = event.get("_record")
    if record is not None:
        event["event"] = _QUOTES.split(str(record.msg), maxsplit=1)[0].strip()[:120]
    return event


_SHARED: list[Processor] = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def logging_config(level: str) -> dict[str, Any]:
    """A `logging.config.dictConfig` that writes one JSON line per event to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "events": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": [*_SHARED, foreign_message_only_code],
                "processors": [
                    trace_without_values,
                    structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                    keep_allowed,
                    structlog.processors.JSONRenderer(),
                ],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "events"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.request": {"level": "ERROR"},
            "django.security": {"level": "ERROR"},
            "django.server": {"level": "ERROR"},
            "uvicorn.access": {"level": "ERROR", "handlers": [], "propagate": False},
            "uvicorn.error": {"level": "WARNING"},
        },
    }


def configure(config: dict[str, Any]) -> None:
    """Set up logging; called by Django."""
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[*_SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
