"""Writes what was made, whole or not at all, beside an older one that somebody may have edited."""

from collections.abc import Mapping
from itertools import count
from pathlib import Path

from reports.errors import ReportError
from reports.whole_files import replace_whole


def write_new(folder: Path, stem: str, contents: Mapping[str, bytes]) -> dict[str, Path]:
    """Write ``contents`` (ending → bytes, ``docx``) into ``folder``, made when missing; returns ending → path.

    A name that is taken gets the next free number: ``….docx``, ``…-ban-2.docx``. Raises ``ReportError`` when the folder
    cannot be used.
    """
    paths = _free_names(folder, stem, contents)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for ending, content in contents.items():
            replace_whole(paths[ending], content)
    except OSError as error:
        raise ReportError(
            f"Không ghi được báo cáo vào thư mục {folder}. Hãy kiểm tra quyền ghi, dung lượng đĩa và đóng tệp báo cáo "
            "đang mở."
        ) from error
    return paths


def _free_names(folder: Path, stem: str, endings: Mapping[str, bytes]) -> dict[str, Path]:
    for version in count(1):
        name = stem if version == 1 else f"{stem}-ban-{version}"
        paths = {ending: folder / f"{name}.{ending}" for ending in endings}
        if not any(path.exists() for path in paths.values()):
            break
    return paths
