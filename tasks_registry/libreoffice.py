"""Converts files through LibreOffice, when it is installed: in a folder and with a profile of its own, macros off."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from xml.sax.saxutils import escape

TIMEOUT_SECONDS = 90.0
"""Of one conversion; the first start of a fresh profile takes a few seconds, a hundred pages some more."""
_PROGRAMS = ("soffice", "libreoffice")
_PROFILE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
{fonts}</oor:items>
"""
_FONTS = """<item oor:path="/org.openoffice.Office.Common/Font/Substitution"><prop oor:name="Replacement" oor:op="fuse">
<value>true</value></prop></item>
<item oor:path="/org.openoffice.Office.Common/Font/Substitution/FontPairs">{pairs}</item>
"""
_FONT_PAIR = """<node oor:name="_{place}" oor:op="replace">
<prop oor:name="ReplaceFont" oor:op="fuse"><value>{named}</value></prop>
<prop oor:name="SubstituteFont" oor:op="fuse"><value>{taken}</value></prop>
<prop oor:name="OnScreenOnly" oor:op="fuse"><value>false</value></prop>
<prop oor:name="Always" oor:op="fuse"><value>true</value></prop></node>
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
    stand_ins: Mapping[str, str] = field(default_factory=dict)
    """Font that documents name → the one to show them in; for fonts that this machine does not have."""

    def convert(self, data: bytes, given: str, wanted: str) -> bytes:
        """Return ``data``, a file with the ending ``given`` (``.doc``), as one with the ending ``wanted`` (``.docx``).

        Raises ``ConversionFailed``.
        """
        [result] = self.convert_all([data], given, wanted)
        return result

    def convert_all(self, files: Sequence[bytes], given: str, wanted: str) -> list[bytes]:
        """Return all ``files`` converted, in their order; starting the program once takes longer than most of them.

        Raises ``ConversionFailed`` when one of them cannot be.
        """
        with tempfile.TemporaryDirectory(prefix="dondoc-", ignore_cleanup_errors=True) as folder:
            place = Path(folder)
            profile = place / "profile"
            (profile / "user").mkdir(parents=True)
            (profile / "user" / "registrymodifications.xcu").write_text(self._registry(), encoding="utf-8")
            sources = [place / f"given-{number}{given}" for number in range(len(files))]
            for source, data in zip(sources, files, strict=True):
                source.write_bytes(data)
            self._run(
                [
                    self.program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore",
                    "--nolockcheck", "--convert-to", wanted.removeprefix("."), "--outdir", str(place / "made"),
                    *map(str, sources),
                ],
                place,
                self.timeout * len(sources),
            )  # fmt: skip
            results = [place / "made" / f"{source.stem}{wanted}" for source in sources]
            if not all(result.is_file() for result in results):
                raise ConversionFailed(Failure.NOT_OPENED)
            return [result.read_bytes() for result in results]

    def _registry(self) -> str:
        """Return the settings of the profile: nothing that stands in a document is run, fonts are ours to choose."""
        pairs = "".join(
            _FONT_PAIR.format(place=place, named=escape(named), taken=escape(taken))
            for place, (named, taken) in enumerate(self.stand_ins.items())
        )
        return _PROFILE.format(fonts=_FONTS.format(pairs=pairs) if pairs else "")

    def _run(self, command: list[str], folder: Path, timeout: float) -> None:
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
            process.wait(timeout)
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
