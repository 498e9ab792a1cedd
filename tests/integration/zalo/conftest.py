"""Fixtures of the tests against the stand-in of Zalo."""

import contextlib
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.settings import Settings, load_settings
from tests.support.zalo import World, running_zalo


@pytest.fixture
def world(home: Path) -> Iterator[World]:
    """A stand-in that the installation of ``home`` is pointed at; nothing is granted yet."""
    with running_zalo(home) as world:
        yield world


@pytest.fixture
def alone(home: Path, tmp_path: Path) -> Settings:
    """Settings of an installation whose registry is not needed: only the grant is stored."""
    return load_settings({"DONDOC_DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite'}"}, home=home)


@pytest.fixture
def untrusted_server(tmp_path: Path) -> Iterator[str]:
    """The address of a server with a certificate that nobody vouches for."""
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subject = ["-subj", "/CN=127.0.0.1", "-days", "2", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject], check=True, capture_output=True
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def greet() -> None:
            caller, _ = listening.accept()
            with contextlib.suppress(OSError), caller, context.wrap_socket(caller, server_side=True):
                pass

        thread = threading.Thread(target=greet, daemon=True)
        thread.start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"
        thread.join(10)
