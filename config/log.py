"""Structured log records: one JSON object a line in ``home/logs``, each with a stable ``action``."""

import json
import logging
import logging.handlers
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

ROOT = "dondoc"
_FILE_BYTES = 5_000_000
_FILES_KEPT = 5


class _JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(),
            "level": record.levelname,
            "action": getattr(record, "action", record.name),
            **getattr(record, "facts", {}),
        }
        message = record.getMessage()
        if message != line["action"]:
            line["message"] = message
        if record.exc_info:
            line["error"] = _trace(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def _trace(error: BaseException | None) -> str:
    """Return where an error came from and of which kind it is, its causes last.

    What it says is left out: a database's message quotes rows, and those may hold the text of a task.
    """
    told: list[str] = []
    while error is not None:
        told += [*traceback.format_tb(error.__traceback__), f"{type(error).__module__}.{type(error).__qualname__}"]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "\n".join(line.rstrip("\n") for line in told)


logging.getLogger(ROOT).addHandler(logging.NullHandler())  # before a home is known nothing may reach the screen


def record(action: str, *, level: int = logging.INFO, error: BaseException | None = None, **facts: object) -> None:
    """Write one record: ``action`` a stable name such as ``message.sent``, ``facts`` ids, never secrets or texts."""
    logging.getLogger(f"{ROOT}.{action.split('.')[0]}").log(
        level, action, exc_info=error, extra={"action": action, "facts": facts}
    )


def log_to(home: Path, level: str) -> None:
    """Send the program's records to ``home/logs/dondoc.log`` (rotating); idempotent for one home."""
    logger = logging.getLogger(ROOT)
    logger.setLevel(level)
    logger.propagate = False
    target = (home / "logs" / "dondoc.log").resolve()
    for handler in list(logger.handlers):
        if isinstance(handler, logging.handlers.RotatingFileHandler):
            if Path(handler.baseFilename) == target:
                return
            logger.removeHandler(handler)
            handler.close()
    target.parent.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(
        target, maxBytes=_FILE_BYTES, backupCount=_FILES_KEPT, encoding="utf-8"
    )
    handler.setFormatter(_JsonLines())
    logger.addHandler(handler)
