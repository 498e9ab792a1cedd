"""Every template and what builds it."""

from pathlib import Path

from tools.report_templates import (
    agenda_readiness,
    assignment_slip,
    chasing_annex,
    period_report,
    status_report,
    summary,
    urging_letter,
)

TEMPLATES = Path(__file__).resolve().parents[2] / "reports" / "templates"
BUILDERS = {
    "status_report.docx": status_report.build,
    "chasing_annex.docx": chasing_annex.build,
    "summary.docx": summary.build,
    "period_report.docx": period_report.build,
    "urging_letter.docx": urging_letter.build,
    "assignment_slip.docx": assignment_slip.build,
    "agenda_readiness.docx": agenda_readiness.build,
}
