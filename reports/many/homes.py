"""The installations of many committees, side by side in one folder."""

from collections.abc import Sequence
from pathlib import Path

from config.office_files import config_folder
from reports.errors import ReportError

OFFICE_FILE = "office.yaml"


def homes_in(folder: Path) -> Sequence[Path]:
    """Return the homes that lie directly in ``folder``, by name: every folder that has a ``config`` in it.

    Raises ``ReportError`` when there is none.
    """
    try:
        homes = sorted(path for path in folder.iterdir() if config_folder(path).is_dir())
    except OSError:
        homes = []
    if not homes:
        raise ReportError(
            f"Không có bản cài đặt nào trong thư mục {folder}. Hãy chỉ thư mục chứa các thư mục cài đặt, mỗi cấp ủy "
            f"một thư mục có config/{OFFICE_FILE}."
        )
    return homes


def require_office_file(home: Path) -> None:
    """Raise ``ReportError`` for a home whose own ``office.yaml`` is missing: the bundled one names no committee."""
    if not (config_folder(home) / OFFICE_FILE).is_file():
        raise ReportError(
            f"Thiếu tệp {config_folder(home) / OFFICE_FILE}. Hãy chép lại tệp ấy, hoặc chạy: dondoc init --home {home}"
        )
