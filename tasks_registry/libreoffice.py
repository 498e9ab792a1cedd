"""Converts files through LibreOffice, when it is installed: in a folder and with a profile of its own, macros off."""

import os
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

TIMEOUT_SECONDS = 90.0
"""Of one conversion; the first start of a fresh profile takes a few seconds, a hundred pages some more."""
_PROGRAMS = ("soffice", "libreoffice")
_NO_MACROS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


class Failure(StrEnum):
    """Why nothing came of a conversion."""

    NOT_STARTED = "not-started"
    TOO_SLOW = "too-slow"
    NOT_OPENED = "not-opened"
    """damaged, protected, or of another kind than its ending says"""


class ConversionFailed(Exception):
    """LibreOffice made nothing of a file; ``failure`` says why. Callers word it for their users."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.value)
        self.failure = failure


def find_libreoffice() -> str | None:
    """Return the path of the program, None when it is not installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@dataclass(frozen=True)
class LibreOffice:
    """The installed program."""

    program: str
    timeout: float = TIMEOUT_SECONDS
    """Seconds for one conversion."""

    def convert(self, data: bytes, given: str, wanted: str) -> bytes:
        """Return ``data``, a file with the ending ``given`` (``.doc``), as one with the ending ``wanted`` (``.docx``).

        Raises ``ConversionFailed``.
        """
        with tempfile.TemporaryDirectory(prefix="dondoc-", ignore_cleanup_errors=True) as folder:
            place = Path(folder)
            profile = place / "profile"
            (profile / "user").mkdir(parents=True)
            (profile / "user" / "registrymodifications.xcu").write_text(_NO_MACROS, encoding="utf-8")
            source, made = place / f"given{given}", place / "made"
            source.write_bytes(data)
            self._run(
                [
                    self.program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
                    "--nolockcheck", "--convert-to", wanted.removeprefix("."), "--outdir", str(made), str(source),
                ],
                place,
            )  # fmt: skip
            result = made / f"given{wanted}"
            if not result.is_file():
                raise ConversionFailed(Failure.NOT_OPENED)
            return result.read_bytes()

    def _run(self, command: list[str], folder: Path) -> None:
        try:
            # A session of its own: soffice starts children, and all of them end with it.
            process = subprocess.Popen(
                command,
                cwd=folder,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        except OSError:
            raise ConversionFailed(Failure.NOT_STARTED) from None
        try:
            process.wait(self.timeout)
        except subprocess.TimeoutExpired:
            raise ConversionFailed(Failure.TOO_SLOW) from None
        finally:
            _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End the process and whatever it has started; nothing happens when all are gone."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.wait()
