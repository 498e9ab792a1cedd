"""The surroundings of Prefect: offline, quiet, with its own database beside ours. Imports no Prefect."""

import os
from pathlib import Path

_QUIET = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
    "PREFECT_LOGGING_LEVEL": "WARNING",
    "PREFECT_LOGGING_SERVER_LEVEL": "ERROR",
    # The in-process server of a single run takes 12-15 s to start, longer on a busy machine.
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}


def keep_prefect_quiet() -> None:
    """Forbid Prefect to call home, unless the operator has said otherwise. Runs that it starts inherit this."""
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)  # noqa: TID251 Prefect is told by its environment only


def keep_prefect_in(home: Path) -> None:
    """Give Prefect a folder of its own under ``home``: under load it locks its SQLite file, which must not be ours."""
    folder = (home / "prefect").resolve()
    folder.mkdir(parents=True, exist_ok=True)
    os.environ["PREFECT_HOME"] = str(folder)  # noqa: TID251 Prefect is told by its environment only


def point_prefect_at(api_url: str) -> None:
    """Make Prefect's client in this process, and in the runs that it starts, use the server at ``api_url``."""
    os.environ["PREFECT_API_URL"] = api_url  # noqa: TID251 Prefect is told by its environment only
