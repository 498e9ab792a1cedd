"""PDF pages drawn word by word, for what a typesetting program would never do twice the same way."""

from collections.abc import Callable
from io import BytesIO

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

_FONTS = "/usr/share/fonts/truetype/dejavu/"
LEFT, RIGHT = 85.0, 550.0
"""Margins in points."""


class Sheet:
    """A page to write on. ``y`` is where the next line stands, in points from the top."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas
        self.y = 70.0

    def put(
        self, text: str, x: float, y: float, *, size: float = 13, bold: bool = False, raised: bool = False
    ) -> float:
        """Write ``text`` at a place; return where it ends."""
        font = "Sheet-Bold" if bold else "Sheet"
        size = size * 0.6 if raised else size
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, A4[1] - y + (size * 0.6 if raised else 0), text)
        return x + stringWidth(text, font, size)

    def centred(self, text: str, middle: float, y: float, *, bold: bool = False) -> None:
        """Write ``text`` around a place."""
        font = "Sheet-Bold" if bold else "Sheet"
        self.put(text, middle - stringWidth(text, font, 13) / 2, y, bold=bold)

    def paragraph(self, text: str, *, size: float = 13, bold: bool = False, indent: float = 28) -> None:
        """Write ``text`` in lines from margin to margin, the first one indented; ``^1`` raises a note mark."""
        x, leading = LEFT + indent, size * 1.35
        for word in text.split(" "):
            body, _, mark = word.partition("^")
            if x + stringWidth(body, "Sheet-Bold" if bold else "Sheet", size) > RIGHT:
                x, self.y = LEFT, self.y + leading
            x = self.put(body, x, self.y, size=size, bold=bold)
            digits = "".join(filter(str.isdigit, mark))
            if digits:
                x = self.put(digits, x, self.y, size=size, raised=True)
                x = self.put(mark[len(digits) :], x, self.y, size=size)
            x += size * 0.3
        self.y += leading + 4

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """Draw a thin straight line between two places."""
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x1, A4[1] - y1, x2, A4[1] - y2)


def drawn_pdf(*pages: Callable[[Sheet], None]) -> bytes:
    """Return a PDF with one A4 page for each of ``pages``."""
    registerFont(TTFont("Sheet", f"{_FONTS}DejaVuSerifCondensed.ttf"))
    registerFont(TTFont("Sheet-Bold", f"{_FONTS}DejaVuSerifCondensed-Bold.ttf"))
    content = BytesIO()
    canvas = Canvas(content, pagesize=A4)
    for draw in pages:
        draw(Sheet(canvas))
        canvas.showPage()
    canvas.save()
    return content.getvalue()
