"""Structured log records: one JSON object a line in ``home/logs``, each with a stable ``action``."""

import json
import logging
import logging.handlers
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
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


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
