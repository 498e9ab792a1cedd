"""Word files made of XML parts, so that each test writes only the XML that it is about."""

import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from tasks_registry.reading.sources import SourceText
from tasks_registry.reading.word_file import WordReader

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def run(text: str, *, bold: bool = False) -> str:
    """Return a run of text."""
    properties = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(
    *content: str, num: str | None = None, level: int | str | None = None, style: str | None = None, bold: bool = False
) -> str:
    """Return a paragraph of XML pieces; what does not start with ``<`` is text. ``num`` and ``level`` number it."""
    inner = "".join(piece if piece.startswith("<") else run(piece, bold=bold) for piece in content)
    numbered = ("" if level is None else f'<w:ilvl w:val="{level}"/>') + (
        "" if num is None else f'<w:numId w:val="{num}"/>'
    )
    properties = (f'<w:pStyle w:val="{style}"/>' if style else "") + (
        f"<w:numPr>{numbered}</w:numPr>" if numbered else ""
    )
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def cell(*blocks: str, span: int = 1, merged: bool = False) -> str:
    """Return a table cell; ``merged`` goes on with the cell above it."""
    properties = f'<w:gridSpan w:val="{span}"/>' + ("<w:vMerge/>" if merged else "")
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(blocks)}</w:tc>"


def table(*rows: Sequence[str]) -> str:
    """Return a table of rows of cells; what does not start with ``<`` is a cell of one paragraph."""
    written = (
        "".join(
            one if one.startswith("<w:tc>") else cell(one if one.startswith("<") else paragraph(one)) for one in row
        )
        for row in rows
    )
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in written) + "</w:tbl>"


def text_box(*blocks: str) -> str:
    """Return a text box as Word writes it: once for new programs and once more for old ones."""
    content = f"<w:txbxContent>{''.join(blocks)}</w:txbxContent>"
    return (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{content}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def note_mark(number: int, kind: str = "footnote") -> str:
    """Return the mark of a real footnote or endnote."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def notes(kind: str = "footnote", **texts: str) -> str:
    """Return footnotes.xml or endnotes.xml, separators included; ``n1="…"`` is note 1."""
    written = "".join(f'<w:{kind} w:id="{name[1:]}"><w:p>{run(text)}</w:p></w:{kind}>' for name, text in texts.items())
    separator = f'<w:{kind} w:type="separator" w:id="-1"><w:p>{run("––––")}</w:p></w:{kind}>'
    return f"<w:{kind}s {_NAMESPACES}>{separator}{written}</w:{kind}s>"


def levels(*formats: tuple[str, str], start: int | str = 1) -> str:
    """Return the levels of a list: (number format, label with placeholders) from the outermost in."""
    return "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{label}"/></w:lvl>'
        for depth, (style, label) in enumerate(formats)
    )


def numbering(lists: Mapping[str, str], *, restarts: Mapping[str, tuple[str, int | str]] | None = None) -> str:
    """Return numbering.xml: list id → its levels. ``restarts``: id → (id of the list it counts anew, first value)."""
    abstract = "".join(f'<w:abstractNum w:abstractNumId="{key}">{one}</w:abstractNum>' for key, one in lists.items())
    numbers = "".join(f'<w:num w:numId="{key}"><w:abstractNumId w:val="{key}"/></w:num>' for key in lists)
    for key, (of, first) in (restarts or {}).items():
        override = f'<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{first}"/></w:lvlOverride>'
        numbers += f'<w:num w:numId="{key}"><w:abstractNumId w:val="{of}"/>{override}</w:num>'
    return f"<w:numbering {_NAMESPACES}>{abstract}{numbers}</w:numbering>"


def styles(**chain: tuple[str | None, str]) -> str:
    """Return styles.xml: name → (style it is based on, XML of its paragraph properties)."""
    written = "".join(
        f'<w:style w:styleId="{name}">'
        + (f'<w:basedOn w:val="{base}"/>' if base else "")
        + f"<w:pPr>{properties}</w:pPr></w:style>"
        for name, (base, properties) in chain.items()
    )
    return f"<w:styles {_NAMESPACES}>{written}</w:styles>"


def document(*blocks: str) -> str:
    """Return document.xml."""
    return f"<w:document {_NAMESPACES}><w:body>{''.join(blocks)}</w:body></w:document>"


def packed(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip of parts by their paths."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as package:
        for path, content in parts.items():
            package.writestr(path, content)
    return stream.getvalue()


def word_file(*blocks: str, **parts: str) -> bytes:
    """Return a .docx of body blocks; further parts by name: ``numbering``, ``styles``, ``footnotes``, ``endnotes``."""
    return packed(
        {"word/document.xml": document(*blocks)} | {f"word/{name}.xml": content for name, content in parts.items()}
    )


def read(*blocks: str, **parts: str) -> SourceText:
    """Return what the reader makes of such a .docx."""
    return WordReader().read(word_file(*blocks, **parts), "bao-cao.docx")


def lines(*blocks: str, **parts: str) -> list[str]:
    """Return its lines, without the empty ones between paragraphs."""
    return [line for line in read(*blocks, **parts).text.split("\n") if line]
