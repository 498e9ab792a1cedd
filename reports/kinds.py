"""The documents that an office gets: what each is called, which template prints it, how its file is named."""

from dataclasses import dataclass
from enum import StrEnum


class DocumentKind(StrEnum):
    """A document of the programme; the value names it in commands, templates and stored versions."""

    STATUS = "status"
    SUMMARY = "summary"
    PERIOD = "period"
    AGENDA = "agenda"
    URGING = "urging"
    ASSIGNMENT = "assignment"
    PROOF = "proof"


@dataclass(frozen=True)
class DocumentForm:
    """What is fixed of a kind of document."""

    label: str
    template: str
    stem: str
    """What its file name begins with."""
    abbreviation: str = ""
    """In its number: ``BC``; empty for papers without a kind of their own."""
    needed: tuple[str, ...] = ("report.head.number", "report.head.issuer", "report.head.signer")
    """What no template may lose, whatever an office does to it."""


FORMS = {
    DocumentKind.STATUS: DocumentForm(
        "Báo cáo tình hình thực hiện nhiệm vụ phục vụ hội nghị", "status_report.docx", "bao-cao", "BC"
    ),
    DocumentKind.SUMMARY: DocumentForm("Tóm tắt một trang cho Thường trực", "summary.docx", "tom-tat"),
    DocumentKind.PERIOD: DocumentForm("Báo cáo kết quả kỳ (dự thảo)", "period_report.docx", "bao-cao-ky", "BC"),
    DocumentKind.AGENDA: DocumentForm("Danh mục chuẩn bị nội dung hội nghị", "agenda.docx", "chuan-bi-noi-dung"),
    DocumentKind.URGING: DocumentForm("Công văn đôn đốc", "urging_letter.docx", "cong-van-don-doc", "CV"),
    DocumentKind.ASSIGNMENT: DocumentForm("Phiếu giao việc", "assignment.docx", "phieu-giao-viec"),
    DocumentKind.PROOF: DocumentForm(
        "Phụ lục chứng cứ đôn đốc",
        "chasing_annex.docx",
        "chung-cu-don-doc",
        needed=("report.title", "report.attached_to", "row.result"),
    ),
}
