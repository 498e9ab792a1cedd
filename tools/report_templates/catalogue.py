"""Every template and what builds it."""

from pathlib import Path

from tools.report_templates import chasing_annex, period_report, status_report, summary

TEMPLATES = Path(__file__).resolve().parents[2] / "reports" / "templates"
BUILDERS = {
    "status_report.docx": status_report.build,
    "chasing_annex.docx": chasing_annex.build,
    "summary.docx": summary.build,
    "period_report.docx": period_report.build,
}
