"""Options that all commands share that write documents."""

from pathlib import Path
from typing import Annotated, Optional

import typer

Out = Annotated[
    Optional[Path],  # noqa: UP045 Typer reads this at run time
    typer.Option("--out", metavar="DIR", help="Thư mục đặt văn bản (mặc định: reports trong thư mục cài đặt)."),
]
Pdf = Annotated[bool, typer.Option("--pdf", help="Thêm bản PDF (cần LibreOffice trên máy này).")]
