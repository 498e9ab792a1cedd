"""The documents that an office gets: what each is called, which template prints it."""

from dataclasses import dataclass
from enum import StrEnum


class DocumentKind(StrEnum):
    """A document of the programme; the value names it in commands, templates and stored versions."""

    STATUS = "status"
    SUMMARY = "summary"
    PERIOD = "period"
    PROOF = "proof"
    URGING = "urge"
    ASSIGNMENT = "assignment"
    AGENDA = "agenda"


@dataclass(frozen=True)
class DocumentForm:
    """What is fixed of a kind of document."""

    label: str
    template: str
    needed: tuple[str, ...] = ("report.head.number", "report.head.issuer", "report.head.signer")
    """What no template may lose, whatever an office does to it."""


FORMS = {
    DocumentKind.STATUS: DocumentForm("Báo cáo tình hình thực hiện nhiệm vụ phục vụ hội nghị", "status_report.docx"),
    DocumentKind.SUMMARY: DocumentForm(
        "Tóm tắt một trang cho Thường trực",
        "summary.docx",
        needed=("report.title", "report.as_of", "report.figures"),
    ),
    DocumentKind.PERIOD: DocumentForm("Báo cáo kỳ (quý, 6 tháng, 9 tháng, năm, tháng)", "period_report.docx"),
    DocumentKind.PROOF: DocumentForm(
        "Phụ lục chứng cứ đôn đốc",
        "chasing_annex.docx",
        needed=("report.title", "report.attached_to", "row.result"),
    ),
    DocumentKind.URGING: DocumentForm(
        "Công văn đôn đốc",
        "urging_letter.docx",
        needed=("report.head.number", "report.head.issuer", "report.head.signer", "report.addressee", "row.title"),
    ),
    DocumentKind.ASSIGNMENT: DocumentForm(
        "Phiếu giao việc",
        "assignment_slip.docx",
        needed=("slip.head.number", "slip.head.issuer", "slip.head.signer", "line.said"),
    ),
    DocumentKind.AGENDA: DocumentForm("Báo cáo tình hình chuẩn bị nội dung trình hội nghị", "agenda_readiness.docx"),
}
