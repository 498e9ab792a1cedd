"""The same document in other shapes: Word, text PDF, scan, other encodings and line ends, other line breaks."""

import random
import textwrap
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from itertools import groupby

import pypdfium2 as pdfium
from docx import Document
from PIL import Image
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, SimpleDocTemplate, Spacer, Table, TableStyle
from reportlab.platypus import Paragraph as Flowing

from tasks_registry.reading.paragraphs import read_paragraphs
from tasks_registry.reading.sources import SourceText
from tasks_registry.reading.text import clean

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FONTS = "/usr/share/fonts/truetype/dejavu/"
_POINTS = 72
_NOTE = "Theo số liệu tổng hợp của các đơn vị trực thuộc."


@dataclass(frozen=True)
class Piece:
    """A paragraph, or the rows of a table."""

    text: str = ""
    bold: bool = False
    rows: tuple[tuple[str, ...], ...] = ()


def pieces_of(text: str) -> list[Piece]:
    """Return the paragraphs and tables of a plain text; a flattened footnote stands behind its paragraph."""
    pieces: list[Piece] = []
    number = 0
    paragraphs = read_paragraphs(SourceText(clean(text))).paragraphs
    for table, group in groupby(paragraphs, key=lambda paragraph: paragraph.cell[0] if paragraph.cell else None):
        if table is not None:
            rows: dict[int, dict[int, list[str]]] = {}
            for paragraph in group:
                assert paragraph.cell is not None
                rows.setdefault(paragraph.cell[1], {}).setdefault(paragraph.cell[2], []).append(paragraph.text)
            pieces.append(
                Piece(
                    rows=tuple(
                        tuple("\n".join(row.get(column, [])) for column in range(max(row) + 1)) for row in rows.values()
                    )
                )
            )
            continue
        for paragraph in group:
            written, at, notes = "", 0, []
            for place, note in paragraph.notes:
                number += 1
                mark = str(number).translate(_SUPERSCRIPTS)
                written += paragraph.text[at:place] + mark
                at = place
                notes.append(Piece(f"{mark} {note.text}"))
            pieces += [Piece(written + paragraph.text[at:], paragraph.bold), *notes]
    return pieces


def as_docx(text: str) -> bytes:
    """Return ``text`` as a Word document with real tables."""
    document = Document()
    for piece in pieces_of(text):
        if piece.rows:
            table = document.add_table(0, max(map(len, piece.rows)), "Table Grid")
            for row in piece.rows:
                cells = table.add_row().cells
                for cell, words in zip(cells, row, strict=False):
                    cell.text = words
                if len(row) < len(cells):
                    cells[len(row) - 1].merge(cells[-1])
        else:
            document.add_paragraph().add_run(piece.text).bold = piece.bold
    content = BytesIO()
    document.save(content)
    return content.getvalue()


def as_pdf(text: str, *, size: float = 13.0, running_head: str = "Tài liệu lưu hành nội bộ") -> bytes:
    """Return ``text`` as an A4 text PDF, justified, with page numbers and a running head from page 2."""
    _register_fonts()
    style = ParagraphStyle(
        "body", fontName="Body", fontSize=size, leading=size * 1.35, alignment=TA_JUSTIFY, firstLineIndent=28
    )
    cell = ParagraphStyle("cell", fontName="Body", fontSize=size - 2, leading=(size - 2) * 1.25)
    flowables: list[Flowable] = []
    for piece in pieces_of(text):
        if piece.rows:
            flowables += [*_tables(piece.rows, cell), Spacer(1, 10)]
        else:
            flowables += [Flowing(_markup(piece.text, piece.bold), style), Spacer(1, 5)]
    content = BytesIO()

    def running(canvas: Canvas, template: SimpleDocTemplate) -> None:
        canvas.setFont("Body", 12)
        if template.page > 1:
            canvas.drawCentredString(A4[0] / 2, A4[1] - 34, str(template.page))
            canvas.setFont("Body", 9)
            canvas.drawRightString(A4[0] - 45, 28, running_head)

    template = SimpleDocTemplate(content, pagesize=A4, topMargin=56, bottomMargin=56, leftMargin=85, rightMargin=45)
    template.build(flowables, onFirstPage=running, onLaterPages=running)
    return content.getvalue()


def page_images(pdf: bytes, *, dpi: int = 200, skew: float = 0.4, seed: int = 1) -> list[Image.Image]:
    """Return the pages of ``pdf`` as a scanner sees them: grey, a little askew (degrees) and speckled."""
    chance = random.Random(seed)
    images = []
    document = pdfium.PdfDocument(pdf)
    for page in document:
        image = page.render(scale=dpi / _POINTS, grayscale=True).to_pil().convert("L")
        image = image.rotate(chance.uniform(-skew, skew), Image.Resampling.BICUBIC, fillcolor=255)
        noise = Image.effect_noise(image.size, 24).point(lambda grey: min(255, max(0, grey + 128)))
        images.append(Image.blend(image, noise, 0.08))
    document.close()
    return images


def as_scan(text: str, *, dpi: int = 200) -> bytes:
    """Return ``text`` as a PDF of page images only."""
    first, *others = page_images(as_pdf(text), dpi=dpi)
    content = BytesIO()
    first.save(content, "PDF", save_all=True, append_images=others, resolution=dpi, quality=85)
    return content.getvalue()


def as_nfd(text: str) -> bytes:
    """Return ``text`` with accents as characters of their own."""
    return unicodedata.normalize("NFD", text).encode()


def as_crlf(text: str) -> bytes:
    """Return ``text`` with the line ends of Windows."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def as_wrapped(text: str, width: int = 70) -> bytes:
    """Return ``text`` with hard line breaks at ``width`` characters."""
    return "\n\n".join(
        _barred(piece.rows)
        if piece.rows
        else textwrap.fill(
            f"**{piece.text}**" if piece.bold else piece.text,
            width,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for piece in pieces_of(text)
    ).encode()


def with_flattened_notes(text: str) -> bytes:
    """Return ``text`` with an invented footnote in every third long paragraph, flattened as page bottoms leave it."""
    parts: list[str] = []
    long = 0
    for piece in pieces_of(text):
        words = piece.text.split(" ")
        long += len(words) > 40
        at = next((at for at in range(25, len(words)) if words[at][:1].islower() and words[at - 1][-1:].isalpha()), 0)
        if piece.rows:
            parts.append(_barred(piece.rows))
        elif at and long % 3 == 0 and not piece.text.startswith(tuple("⁰¹²³⁴⁵⁶⁷⁸⁹")):
            mark = str(90 + long // 3).translate(_SUPERSCRIPTS)
            broken = " ".join([*words[:20], words[20] + mark, *words[21:at]])
            parts += [broken, f"{mark} {_NOTE}", " ".join(words[at:])]
        else:
            parts.append(f"**{piece.text}**" if piece.bold else piece.text)
    return "\n\n".join(parts).encode()


SHAPES = {
    ".docx": as_docx,
    ".pdf": as_pdf,
    "nfd.txt": as_nfd,
    "crlf.txt": as_crlf,
    "wrapped.txt": as_wrapped,
    "flattened.txt": with_flattened_notes,
}
"""Ending of the file name → how the file is made of a text; scans apart, because they take minutes."""


def _register_fonts() -> None:
    registerFont(TTFont("Body", f"{_FONTS}DejaVuSerifCondensed.ttf"))
    registerFont(TTFont("Body-Bold", f"{_FONTS}DejaVuSerifCondensed-Bold.ttf"))
    registerFontFamily("Body", normal="Body", bold="Body-Bold", italic="Body", boldItalic="Body-Bold")


def _markup(text: str, bold: bool = False) -> str:
    written = escape(text).replace("\n", "<br/>")
    return f"<b>{written}</b>" if bold else written


def _tables(rows: Sequence[Sequence[str]], style: ParagraphStyle) -> Iterable[Table]:
    width = max(map(len, rows))
    cells = [[Flowing(_markup(words), style) for words in row] + [""] * (width - len(row)) for row in rows]
    spans = [("SPAN", (len(row) - 1, at), (width - 1, at)) for at, row in enumerate(rows) if len(row) < width]
    widths = None
    if width >= 5 and all(len(row[0]) <= 5 for row in rows):
        widths = [32, *[(A4[0] - 162) / (width - 1)] * (width - 1)]
    grid = TableStyle([("GRID", (0, 0), (-1, -1), 0.6, "black"), ("VALIGN", (0, 0), (-1, -1), "TOP"), *spans])
    yield Table(cells, colWidths=widths, style=grid, splitInRow=1)


def _barred(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(line for row in rows for line in ("|", *(part for cell in row for part in (cell, "|"))))
