"""Options that all commands share that write documents."""

from pathlib import Path
from typing import Annotated, Optional

import typer

from cli.output import remark


def _told_of_fonts(asked: bool) -> bool:
    """Say at once that a PDF will not look as the document does in Word, when this machine lacks the font."""
    if asked:
        from config.checks import Level
        from reports.checks import pdf_finding

        found = pdf_finding()
        if found.level is not Level.OK:
            remark(f"{found.text} {found.mend}")
    return asked


Out = Annotated[
    Optional[Path],  # noqa: UP045 Typer reads this at run time
    typer.Option("--out", metavar="DIR", help="Thư mục đặt văn bản (mặc định: reports trong thư mục cài đặt)."),
]
Pdf = Annotated[
    bool, typer.Option("--pdf", callback=_told_of_fonts, help="Thêm bản PDF (cần LibreOffice trên máy này).")
]
