"""Documents as .docx: a template filled in. The only module that knows docxtpl and python-docx."""

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr
from zipfile import BadZipFile, ZipFile, is_zipfile

from docx import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
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
_ROW = re.compile(rb"<w:tr[ >]")
_NEW_PAGE = (
    f'<w:p {nsdecls("w")}><w:pPr><w:pageBreakBefore/><w:spacing w:before="0" w:after="0" w:line="20" '
    'w:lineRule="exact"/></w:pPr></w:p>'
)
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


def cut_long_tables(content: bytes, most_rows: int) -> bytes:
    """Return a .docx whose tables have at most ``most_rows`` rows under their headings; what is cut off begins a page.

    For LibreOffice, whose time for a table grows with the square of its rows. A document without long tables, and
    what is no document, is returned as it is.
    """
    if not is_zipfile(BytesIO(content)):
        return content
    with ZipFile(BytesIO(content)) as package:
        if len(_ROW.findall(package.read("word/document.xml"))) <= most_rows:
            return content
    document = Document(BytesIO(content))
    for table in document.element.body.findall(qn("w:tbl")):
        _cut(table, most_rows)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _cut(table: Any, most_rows: int) -> None:
    headings = [row for row in table.tr_lst if row.find(f"{qn('w:trPr')}/{qn('w:tblHeader')}") is not None]
    rows = [row for row in table.tr_lst if row not in headings]
    frame = [deepcopy(one) for one in (table.tblPr, table.tblGrid, *headings)]
    last = table
    for members in _pieces(rows, most_rows)[1:]:
        page, piece = parse_xml(_NEW_PAGE), OxmlElement("w:tbl")
        piece.extend([*map(deepcopy, frame), *members])
        last.addnext(page)
        page.addnext(piece)
        last = piece


def _pieces(rows: Sequence[Any], most_rows: int) -> list[list[Any]]:
    """Return the rows in pieces; a row of one cell names those after it and goes with them."""
    pieces: list[list[Any]] = [[]]
    for row in rows:
        if len(pieces[-1]) == most_rows:
            names_what_follows = len(pieces[-1][-1].tc_lst) == 1
            pieces.append([pieces[-1].pop()] if names_what_follows else [])
        pieces[-1].append(row)
    return pieces


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
