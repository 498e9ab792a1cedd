"""Writes what was made, whole or not at all, beside an older one that somebody may have edited."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

from reports.errors import ReportError
from reports.whole_files import write_whole_new


def write_new(folder: Path, stem: str, contents: Mapping[str, bytes], *, mark: str = "ban") -> dict[str, Path]:
    """Write ``contents`` (ending → bytes, ``docx``) into ``folder``, made when missing; returns ending → path.

    A name that is taken, even by somebody who writes at the same time, gets the next free number behind ``mark``:
    ``….docx``, ``…-ban-2.docx``. Raises ``ReportError`` when the folder cannot be used.
    """
    with _usable(folder):
        for name in _names(stem, mark):
            paths = {ending: folder / f"{name}.{ending}" for ending in contents}
            if not any(path.exists() for path in paths.values()) and _claimed(paths, contents):
                break
    return paths


def put_copy(folder: Path, name: str, content: bytes, *, sha256: str, mark: str) -> Path:
    """Return where ``content`` lies in ``folder`` as ``name``, or behind ``mark``; written when it lies nowhere.

    What bears the name and is something else is left alone. ``sha256`` is that of ``content``. Raises ``ReportError``
    when the folder cannot be used.
    """
    ending = Path(name).suffix
    with _usable(folder):
        for stem in _names(Path(name).stem, mark):
            path = folder / f"{stem}{ending}"
            if not path.exists():
                with suppress(FileExistsError):
                    write_whole_new(path, content)
                    break
            if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256:
                break
    return path


@contextmanager
def _usable(folder: Path) -> Iterator[None]:
    """Make ``folder``, and say in one sentence when it cannot be written to."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise ReportError(
            f"Không ghi được báo cáo vào thư mục {folder}. Hãy kiểm tra quyền ghi, dung lượng đĩa và đóng tệp báo cáo "
            "đang mở."
        ) from error


def _names(stem: str, mark: str) -> Iterator[str]:
    yield stem
    for number in count(2):
        yield f"{stem}-{mark}-{number}"


def _claimed(paths: Mapping[str, Path], contents: Mapping[str, bytes]) -> bool:
    """Write all of ``contents``; False, and nothing written, when somebody was quicker with one of the names."""
    written: list[Path] = []
    try:
        for ending, content in contents.items():
            write_whole_new(paths[ending], content)
            written.append(paths[ending])
    except OSError as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, FileExistsError):
            return False
        raise
    return True
