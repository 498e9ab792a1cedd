"""The words that a Word document prints, for looking whether any of them is a discreet matter. Pure."""

import re
from html import unescape
from io import BytesIO
from zipfile import BadZipFile, ZipFile

_PRINTED = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes)\.xml")
_PIECE = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|(</w:p>|<w:br/>|<w:tab/>)")


def printed_text(document: bytes) -> str:
    """Return the text of a .docx, one paragraph a line; raises ``ValueError`` for what is none."""
    try:
        with ZipFile(BytesIO(document)) as package:
            parts = [package.read(name).decode() for name in package.namelist() if _PRINTED.fullmatch(name)]
    except BadZipFile:
        raise ValueError("not a Word document") from None
    return "".join(unescape(words) if not gap else "\n" for part in parts for words, gap in _PIECE.findall(part))
