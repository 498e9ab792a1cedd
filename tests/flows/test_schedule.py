"""A schedule triggers a flow: server and runner started as a user would, the effect seen in the database."""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import pytest
import yaml

from config.office_files import config_folder
from tests.support.mail import free_port

pytestmark = pytest.mark.xdist_group("schedule")

DONDOC = [sys.executable, "-c", "from cli.main import run; run()"]
PATIENCE_SECONDS = 240
Found = TypeVar("Found")


def wait_for(look: Callable[[], Found | None], process: "subprocess.Popen[bytes]", what: str) -> Found:
    """Look every second until something is there; a limit only against hanging, never a measure of speed."""
    for _ in range(PATIENCE_SECONDS):
        found = look()
        if found is not None:
            return found
        assert process.poll() is None, f"dondoc up ended while waiting for {what}"
        time.sleep(1)
    raise AssertionError(f"no {what} within {PATIENCE_SECONDS} s")


def snapshot(home: Path) -> str | None:
    with sqlite3.connect(home / "dondoc.sqlite", timeout=20) as database:
        row = database.execute("SELECT taken_at FROM status_snapshot").fetchone()
    database.close()
    return str(row[0]) if row else None


def completed_run(port: int) -> dict[str, Any] | None:
    """Return a completed run of check_status that a schedule made."""
    request = urllib.request.Request(
        f"http://127.0.0.1:{port}/api/flow_runs/filter",
        data=json.dumps({"flows": {"name": {"any_": ["check_status"]}}}).encode(),
        headers={"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        runs: list[dict[str, Any]] = json.load(answer)
    return next((run for run in runs if run["state_type"] == "COMPLETED" and run["auto_scheduled"]), None)


def test_a_schedule_triggers_a_run_that_leaves_its_effect(home: Path) -> None:
    """`dondoc up`, a cron of every minute, one run seen Completed, its snapshot, the pages beside it, a clean stop."""
    rhythm = config_folder(home) / "rhythm.yaml"
    content = yaml.safe_load(rhythm.read_text("utf-8"))
    content["schedules"]["check_status"] = "* * * * *"
    rhythm.write_text(yaml.safe_dump(content, allow_unicode=True), "utf-8")
    port, pages = free_port(), free_port()
    environment = {
        **os.environ,
        "DONDOC_PREFECT_PORT": str(port),
        "DONDOC_WEB_PORT": str(pages),
        "DONDOC_HOME": str(home),
    }
    subprocess.run([*DONDOC, "init"], env=environment, check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen([*DONDOC, "up"], env=environment)
    try:
        wait_for(lambda: snapshot(home), process, "snapshot in the database")
        run = wait_for(lambda: completed_run(port), process, "completed scheduled run")
        assert run["deployment_id"] is not None
        with urllib.request.urlopen(f"http://127.0.0.1:{pages}/suc-khoe", timeout=30) as answer:
            assert answer.status == 200
    finally:
        process.send_signal(signal.SIGTERM)
        code = process.wait(60)
    assert code == 0
    for gone in (port, pages):  # the Prefect server and the pages are gone with it
        with socket.socket() as probe:
            assert probe.connect_ex(("127.0.0.1", gone)) != 0
