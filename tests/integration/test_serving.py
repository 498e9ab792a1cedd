"""The pages as a process of their own: started, asked, told to stop; and when they cannot start."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.errors import DondocError
from config.settings import load_settings
from tests.support.mail import free_port
from web.serving import pages_served

DONDOC = [sys.executable, "-c", "from cli.main import run; run()"]
PATIENCE_SECONDS = 120


@pytest.fixture
def taken() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def asked(port: int, path: str) -> int:
    """Return the status of a page; 0 while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


def test_the_pages_run_alone_until_they_are_told_to_stop(home: Path) -> None:
    """`dondoc web`: answers, says no token to anybody, and ends with 0 on SIGTERM."""
    port = free_port()
    environment = {**os.environ, "DONDOC_HOME": str(home), "DONDOC_WEB_PORT": str(port)}
    subprocess.run([*DONDOC, "init"], env=environment, check=True, stdout=subprocess.DEVNULL)
    process = subprocess.Popen([*DONDOC, "web"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        for _ in range(PATIENCE_SECONDS):
            if asked(port, "/suc-khoe"):
                break
            assert process.poll() is None
            time.sleep(1)
        assert asked(port, "/suc-khoe") == 200
        assert asked(port, "/viec/bi-mat.khong-dung") == 404
    finally:
        process.send_signal(signal.SIGTERM)
        out, err = process.communicate(timeout=60)
    assert process.returncode == 0
    said = (out + err).decode()
    assert f"http://127.0.0.1:{port} (chưa đặt DONDOC_WEB_URL)" in said
    assert "Đã dừng." in said
    assert "bi-mat" not in said + (home / "logs" / "dondoc.log").read_text("utf-8")
    assert "Traceback" not in said
    assert asked(port, "/suc-khoe") == 0


def test_a_taken_port_is_one_sentence(home: Path, taken: int) -> None:
    """It names the port and the setting."""
    environment = {**os.environ, "DONDOC_HOME": str(home), "DONDOC_WEB_PORT": str(taken)}
    subprocess.run([*DONDOC, "init"], env=environment, check=True, stdout=subprocess.DEVNULL)
    ended = subprocess.run([*DONDOC, "web"], env=environment, capture_output=True, timeout=PATIENCE_SECONDS)
    assert ended.returncode == 1
    said = ended.stderr.decode().strip()
    assert said.count("\n") == 0
    assert str(taken) in said
    assert "DONDOC_WEB_PORT" in said


def test_a_host_that_is_none_is_one_sentence(home: Path) -> None:
    """It names the setting."""
    settings = load_settings({"DONDOC_WEB_HOST": "khong co may nay"}, home=home)
    with pytest.raises(DondocError, match="DONDOC_WEB_HOST"), pages_served(settings):
        raise AssertionError("served")
