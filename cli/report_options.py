"""Options that all commands share that write documents."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from cli.output import remark, say

if TYPE_CHECKING:
    from reports.letterhead import Issue
    from tasks_registry.installation import Installation


def _told_of_fonts(asked: bool) -> bool:
    """Say at once that a PDF will not look as the document does in Word, when this machine lacks the font."""
    if asked:
        from config.checks import Level
        from reports.checks import pdf_finding

        found = pdf_finding()
        if found.level is not Level.OK:
            remark(f"{found.text} {found.mend}")
    return asked


def issue_of(here: "Installation", final: bool, number: int | None = None) -> "Issue":
    """Return how far the document is that the options ask for; remark what its letterhead still lacks."""
    from config.checks import placeholders
    from reports.letterhead import Issue

    if blank := placeholders(here.files.office):
        remark(f"office.yaml còn giá trị mẫu: {', '.join(blank)}. Văn bản in nguyên như vậy, hãy sửa rồi soạn lại.")
    return Issue(number, final)


def say_files(files: Mapping[str, Path]) -> None:
    """Say where the files of a report lie; ``files`` are ending → path."""
    for ending, label in (("docx", "Báo cáo"), ("xlsx", "Bảng"), ("pdf", "PDF")):
        if ending in files:
            say(f"{label + ':':<9}{files[ending]}")


Final = Annotated[
    bool, typer.Option("--final", help="Bản trình ký: không in chữ Dự thảo, số để trống cho văn thư ghi.")
]
IssuedNumber = Annotated[
    Optional[int],  # noqa: UP045
    typer.Option("--number", metavar="N", min=1, help="Số văn bản đã cấp; in số, không in chữ Dự thảo."),
]
Out = Annotated[
    Optional[Path],  # noqa: UP045 Typer reads this at run time
    typer.Option("--out", metavar="DIR", help="Thư mục đặt văn bản (mặc định: reports trong thư mục cài đặt)."),
]
Pdf = Annotated[
    bool, typer.Option("--pdf", callback=_told_of_fonts, help="Thêm bản PDF (cần LibreOffice trên máy này).")
]
