"""The font of the documents on this machine: Word has Times New Roman, a server that makes PDFs often has not.

Fonts of the same widths exist, so that lines and pages end where they end in Word. Some of them lack Vietnamese letters
(Liberation Serif before version 2 lacks 92 of 134): LibreOffice then takes these letters from another font, and the
words of the PDF can be neither searched nor copied. It does so even where a complete stand-in is installed too, unless
it is told which one to take.
"""

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

DOCUMENT_FONT = "Times New Roman"
"""What templates and workbooks name."""
_STAND_INS = ("Tinos", "Liberation Serif", "TeX Gyre Termes")
"""As wide as Times New Roman, letter by letter; the closest one first."""
_FILES = (
    Path("C:/Windows/Fonts/times.ttf"),
    Path("/System/Library/Fonts/Supplemental/Times New Roman.ttf"),
    Path("/Library/Fonts/Times New Roman.ttf"),
)
"""Where Windows and macOS keep it."""
_TIMEOUT_SECONDS = 30.0
"""The first question after an installation makes fontconfig read all fonts."""


def printed_font() -> str | None:
    """Return the installed font that documents are printed in; None when no font has widths and letters."""
    installed = _fonts_with_vietnamese()
    if installed is None:  # no fontconfig: not a Linux machine
        return DOCUMENT_FONT if any(path.is_file() for path in _FILES) else None
    return next((name for name in (DOCUMENT_FONT, *_STAND_INS) if name in installed), None)


def stand_ins() -> Mapping[str, str]:
    """Return what LibreOffice must be told: the font that documents name → the one to print them in."""
    font = printed_font()
    return {} if font in (None, DOCUMENT_FONT) else {DOCUMENT_FONT: font or ""}


def _fonts_with_vietnamese() -> frozenset[str] | None:
    """Return the families that have every Vietnamese letter, as fontconfig knows them; None without fontconfig."""
    program = shutil.which("fc-list")
    if program is None:
        return None
    try:
        asked = [program, ":lang=vi", "family"]
        told = subprocess.run(asked, capture_output=True, check=True, timeout=_TIMEOUT_SECONDS).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    return frozenset(name.strip() for name in told.decode("utf-8", "replace").replace("\n", ",").split(","))
