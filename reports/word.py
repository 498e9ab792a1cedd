"""Reports and annexes as .docx: templates filled in. The only module that knows docxtpl and python-docx."""

from datetime import UTC, datetime
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Pt
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from config.office import Layout, Office
from reports import words
from reports.errors import ReportError
from reports.status_report import StatusReport

if TYPE_CHECKING:
    from reports.annex import Annex

_TEMPLATES = files("reports").joinpath("templates")
TEMPLATE = Path(str(_TEMPLATES.joinpath("status_report.docx")))
ANNEX_TEMPLATE = Path(str(_TEMPLATES.joinpath("chasing_annex.docx")))

_TITLE_SIZES_PT = {"HD36-2018": (16, 15), "HD05-2026": (15, 14)}
"""Points of the kind of document and of its subject. Both guides allow 15–16 and 14–15; offices keep to one."""

_PROPERTY_LIMIT = 255
"""Characters that a core property of an Office file may hold."""


def render(report: StatusReport, layout: Layout, now: datetime, template: Path = TEMPLATE) -> bytes:
    """Return the .docx of ``report``.

    ``now`` is aware and only dates the file's properties. Raises ``ReportError`` when the template cannot be used.
    """
    document = _filled(template, {"report": report})
    kind_pt, subject_pt = _TITLE_SIZES_PT[layout.profile]
    document.styles["Title"].font.size = Pt(kind_pt)
    document.styles["Subtitle"].font.size = Pt(subject_pt)
    return _finished(document, layout, f"Báo cáo {' '.join(report.subject)}", report.issuer, now)


def render_annex(annex: "Annex", office: Office, now: datetime, template: Path = ANNEX_TEMPLATE) -> bytes:
    """Return the .docx of ``annex``.

    ``now`` is aware and only dates the file's properties. Raises ``ReportError`` when the template cannot be used.
    """
    document = _filled(template, {"annex": annex})
    return _finished(document, office.layout, annex.title, words.plain(office.name), now)


def _filled(template: Path, context: dict[str, object]) -> Any:
    try:
        document = DocxTemplate(template)
        # A title may hold “&” or “<”: escaped. What stands between {{ }} in a title is never read as a template,
        # because values are put in after the template was parsed; the sandbox is for templates that an office edited.
        environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        document.render(context, environment)
    except (OSError, KeyError, ValueError, BadZipFile, PackageNotFoundError, TemplateError) as error:
        raise ReportError(
            f"Không dùng được mẫu báo cáo {template}: hãy khôi phục tệp mẫu gốc của chương trình ({error})."
        ) from error
    return document


def _finished(document: Any, layout: Layout, title: str, author: str, now: datetime) -> bytes:
    # Every style of the running text takes its line spacing from Normal; tables have a spacing of their own.
    document.styles["Normal"].paragraph_format.line_spacing = Pt(layout.line_spacing_pt)
    properties = document.core_properties
    properties.title = words.shorten(title, _PROPERTY_LIMIT)
    properties.author = properties.last_modified_by = words.shorten(author, _PROPERTY_LIMIT)
    properties.created = properties.modified = now.astimezone(UTC)
    properties.revision = 1
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()
