"""Options that many commands share, and how they become an opened installation."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from config.clock import parse_instant, system_clock
from config.settings import Settings, load_settings

if TYPE_CHECKING:
    from tasks_registry.installation import Installation

Home = Annotated[
    Optional[Path],  # noqa: UP045 Typer reads this at run time
    typer.Option(
        "--home", metavar="DIR", help="Thư mục cài đặt (mặc định: DONDOC_HOME, rồi ./var).", show_default=False
    ),
]
At = Annotated[
    Optional[str],  # noqa: UP045
    typer.Option("--at", metavar="LÚC", help="Xem như lúc này là LÚC, ví dụ 2024-06-10T08:00.", show_default=False),
]
Version = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option(
        "--version",
        metavar="N",
        help="Phiên bản đã xem (dondoc show); từ chối nếu nhiệm vụ đã đổi.",
        show_default=False,
    ),
]
Apply = Annotated[bool, typer.Option("--apply", help="Thực hiện; không có thì chỉ cho xem.")]
Json = Annotated[bool, typer.Option("--json", help="In đúng một tài liệu JSON ra đầu ra chuẩn.")]


def settings_of(home: Path | None) -> Settings:
    """Read the settings, ``--home`` first."""
    return load_settings(home=home)


def instant(at: str | None, settings: Settings) -> datetime:
    """Return the instant of ``--at``, by default the present one."""
    return parse_instant(at, settings.zone) if at else system_clock()


def opened(home: Path | None, at: str | None = None) -> "Installation":
    """Open the installation that the options name."""
    from tasks_registry.installation import open_installation

    settings = settings_of(home)
    return open_installation(settings, instant(at, settings))
