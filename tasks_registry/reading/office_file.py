"""Old Word, OpenDocument and rich text (.doc, .odt, .rtf, and .xls, .ods) through LibreOffice, when it is installed.

LibreOffice writes the file anew as .docx or .xlsx in a folder of its own, with a profile of its own in which macros are
off; the readers of those formats do the rest.
"""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tasks_registry.errors import UnreadableDocument
from tasks_registry.reading.sources import DocumentReader, SourceText
from tasks_registry.reading.spreadsheet_file import SpreadsheetReader
from tasks_registry.reading.word_file import WordReader

TIMEOUT_SECONDS = 90.0
"""Of one conversion; the first start of a fresh profile takes a few seconds, a hundred pages some more."""
_PROGRAMS = ("soffice", "libreoffice")
_OLE, _ZIP = b"\xd0\xcf\x11\xe0", b"PK"
_STARTS = {
    ".doc": (_OLE, b"{\\rtf", _ZIP),  # Word opens both of the latter under the name .doc, and offices have such files
    ".xls": (_OLE, _ZIP),
    ".odt": (_ZIP,),
    ".ods": (_ZIP,),
    ".rtf": (b"{\\rtf",),
}
_SHEETS, _OLD = (".xls", ".ods"), (".doc", ".xls")
_NO_MACROS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting"><prop oor:name="MacroSecurityLevel" oor:op="fuse">
<value>3</value></prop><prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="DisableActiveContent" oor:op="fuse"><value>true</value></prop></item>
</oor:items>
"""


class OfficeReader:
    """Reads what LibreOffice converts. ``program`` is the path of ``soffice``; None looks for it at each reading."""

    suffixes: tuple[str, ...] = tuple(_STARTS)

    def __init__(self, program: str | None = None, timeout: float = TIMEOUT_SECONDS) -> None:
        self._program, self._timeout = program, timeout

    def read(self, data: bytes, name: str) -> SourceText:
        """Return the text of the converted document.

        Raises ``UnreadableDocument``: LibreOffice is missing, takes too long, or cannot make anything of the file.
        """
        suffix = Path(name).suffix.lower()
        if not data.startswith(_STARTS.get(suffix, ())):
            raise UnreadableDocument(
                f"Tệp {name} mang đuôi {suffix} nhưng nội dung không đúng loại đó. Hãy mở bằng phần mềm gốc, lưu lại"
                " thành .docx."
            )
        reader: DocumentReader = SpreadsheetReader() if suffix in _SHEETS else WordReader()
        if suffix in _OLD and data.startswith(_ZIP):
            return reader.read(data, name)  # a new file under an old name
        program = self._program or next(filter(None, map(shutil.which, _PROGRAMS)), None)
        if program is None:
            raise UnreadableDocument(
                f"Để đọc tệp {name} cần có LibreOffice trên máy này. Hãy cài (Ubuntu/Debian: sudo apt install"
                " libreoffice-writer libreoffice-calc), hoặc mở tệp bằng Word và lưu lại thành .docx."
            )
        return reader.read(self._convert(program, data, suffix, reader.suffixes[0], name), name)

    def _convert(self, program: str, data: bytes, suffix: str, wanted: str, name: str) -> bytes:
        with tempfile.TemporaryDirectory(prefix="dondoc-", ignore_cleanup_errors=True) as folder:
            place = Path(folder)
            profile = place / "profile"
            (profile / "user").mkdir(parents=True)
            (profile / "user" / "registrymodifications.xcu").write_text(_NO_MACROS, encoding="utf-8")
            given, made = place / f"given{suffix}", place / "made"
            given.write_bytes(data)
            command = [
                program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--norestore", "--nolockcheck",
                "--convert-to", wanted.removeprefix("."), "--outdir", str(made), str(given),
            ]  # fmt: skip
            self._run(command, place, name)
            result = made / f"given{wanted}"
            if not result.is_file():
                raise UnreadableDocument(
                    f"LibreOffice không mở được tệp {name}: tệp bị hỏng hoặc có mật khẩu."
                    " Hãy lấy lại bản gốc, bỏ mật khẩu, hoặc lưu lại thành .docx."
                )
            return result.read_bytes()

    def _run(self, command: list[str], folder: Path, name: str) -> None:
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
            raise UnreadableDocument(
                f"Không chạy được LibreOffice ({command[0]}) để đọc tệp {name}. Hãy cài lại LibreOffice, hoặc lưu tệp"
                " thành .docx."
            ) from None
        try:
            process.wait(self._timeout)
        except subprocess.TimeoutExpired:
            raise UnreadableDocument(
                f"LibreOffice không đọc xong tệp {name} trong {self._timeout:g} giây. Hãy mở bằng Word và lưu lại thành"
                " .docx."
            ) from None
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the process and whatever it has started; nothing happens when all are gone."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        process.kill()
    process.wait()
