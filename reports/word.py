"""Documents as .docx: a template filled in. The only module that knows docxtpl and python-docx."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr
from zipfile import BadZipFile

from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from config.letterhead import Layout
from reports import words
from reports.charts import Chart, as_png
from reports.errors import ReportError
from reports.layout import apply_layout

_BREAKS = ("\t", "\n", "\a", "\f")
"""What docxtpl makes tabs, new lines, new paragraphs and new pages of."""
_PROPERTY_LIMIT = 255
"""Characters that a core property of an Office file may hold."""


@dataclass(frozen=True)
class Properties:
    """What the file says of itself."""

    title: str
    author: str


def builtin_template(name: str) -> Path:
    """Return where the bundled template ``name`` (``status_report.docx``) lies."""
    return Path(str(files("reports").joinpath("templates", name)))


def render(template: Path, content: object, layout: Layout, properties: Properties, now: datetime) -> bytes:
    """Return the .docx that ``template`` makes of ``content``, which it calls ``report``.

    ``now`` is aware and only dates the file's properties. Raises ``ReportError`` when the template cannot be used.
    """
    try:
        document = _Template(template)
        # A title may hold “&” or “<”: escaped. What stands between {{ }} in a title is never read as a template,
        # because values are put in after the template was parsed; the sandbox is for templates that an office edited.
        environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
        environment.globals["picture"] = partial(_picture, document)
        document.render({"report": content}, environment)
    except (OSError, KeyError, ValueError, BadZipFile, PackageNotFoundError, TemplateError) as error:
        raise ReportError(
            f"Không dùng được mẫu báo cáo {template}: hãy khôi phục tệp mẫu gốc của chương trình ({error})."
        ) from error
    apply_layout(document, layout)
    _name_file(document, properties, now)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


class _Template(DocxTemplate):  # type: ignore[misc] # docxtpl has no types
    """A template without what it does for line breaks inside values, when no value holds one."""

    def resolve_listing(self, xml: str) -> str:
        """Return the filled-in body with the breaks inside values as markup.

        docxtpl takes every paragraph and run apart to look for them: a third of the time of a long appendix, and a
        second copy of it. What reports print is on one line (``words.plain``), so there is mostly nothing to find.
        """
        return super().resolve_listing(xml) if any(mark in xml for mark in _BREAKS) else xml


def _picture(document: Any, chart: Chart, width_mm: float | None = None) -> "_Described":
    """Return a chart as a template prints it, said in words for screen readers: ``{{ picture(report.ring, 110) }}``.

    Without a width (millimetres) it is as wide as drawn.
    """
    image = InlineImage(document, BytesIO(as_png(chart)), width=Mm(width_mm or chart.width_mm))
    return _Described(image, chart.alt)


class _Described:
    """An inline image whose alternative text says what it shows."""

    def __init__(self, image: InlineImage, alt: str) -> None:
        self._image, self._alt = image, alt

    def __html__(self) -> str:
        """Return the markup that stands in the document."""
        markup: str = self._image.__html__()
        return markup.replace("<wp:docPr ", f"<wp:docPr descr={quoteattr(self._alt)} ", 1)


def _name_file(document: Any, properties: Properties, now: datetime) -> None:
    core = document.core_properties
    core.title = words.shorten(properties.title, _PROPERTY_LIMIT)
    core.author = core.last_modified_by = words.shorten(properties.author, _PROPERTY_LIMIT)
    core.created = core.modified = now.astimezone(UTC)
    core.revision = 1
