"""The words that files of a report print, for looking whether any of them is a discreet matter. Pure."""

import re
from html import unescape
from io import BytesIO
from zipfile import BadZipFile, ZipFile

_READ = {
    "docx": (
        re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml"),
        re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|(</w:p>|<w:br/>|<w:tab/>)"),
    ),
    # Any text between tags: of shared strings, of cells that hold their own, of headers, comments and drawings.
    "xlsx": (re.compile(r"xl/.+\.xml"), re.compile(r">([^<]+)(?=<)|(</(?:\w+:)?(?:si|c|p|comment)>)")),
}
"""Ending → the parts of the package that people see, and in each the words or the ends of what belongs together."""


def printed_text(name: str, content: bytes) -> str | None:
    """Return the text of a .docx or .xlsx, one paragraph or cell a line.

    None when it cannot be read: it has another ending, or is not what its name says.
    """
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in _READ:
        return None
    wanted, piece = _READ[ending]
    try:
        with ZipFile(BytesIO(content)) as package:
            parts = [package.read(part).decode() for part in package.namelist() if wanted.fullmatch(part)]
    except BadZipFile:
        return None
    if not parts:
        return None
    return "".join(unescape(words) if not gap else "\n" for part in parts for words, gap in piece.findall(part))
