"""Word documents typed in fonts from before Unicode."""

from tests.unit.reading.word_parts import lines, note_mark, notes, paragraph, read
from tests.unit.reading_formats.test_legacy_encodings import in_tcvn3, in_vni

SENTENCE = "Đảng ủy xã Hòa Mai giao Văn phòng xây dựng kế hoạch."
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def typed(text: str, font: str = "", style: str = "") -> str:
    """Return a run in a font or a character style."""
    properties = (f'<w:rStyle w:val="{style}"/>' if style else "") + (
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>' if font else ""
    )
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def sheet(*styles: tuple[str, str, str, str], default: str = "") -> str:
    """Return styles.xml of (name, kind, font, style it is based on); ``default`` is the document's font."""
    written = "".join(
        f'<w:style w:type="{kind}" w:styleId="{name}" w:default="{int(name == "Normal")}">'
        + (f'<w:basedOn w:val="{base}"/>' if base else "")
        + (f'<w:rPr><w:rFonts w:ascii="{font}"/></w:rPr>' if font else "")
        + "</w:style>"
        for name, kind, font, base in styles
    )
    defaults = (
        f'<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:hAnsi="{default}"/></w:rPr></w:rPrDefault></w:docDefaults>'
    )
    return f"<w:styles {_W}>{defaults if default else ''}{written}</w:styles>"


def test_runs_in_legacy_fonts_are_read_beside_runs_in_others() -> None:
    """Each in its own encoding; what is Unicode stays."""
    made = lines(
        paragraph(typed(in_tcvn3(SENTENCE), ".VnTime"), typed(" Được.", "Times New Roman")),
        paragraph(typed(in_vni(SENTENCE), "VNI-Times")),
        paragraph(typed(in_tcvn3("kế hoạch quý ii"), ".VnTimeH")),
        paragraph(typed("Céng 100 µm")),
    )
    assert made == [f"{SENTENCE} Được.", SENTENCE, "KẾ HOẠCH QUÝ II", "Céng 100 µm"]


def test_a_letter_parted_between_two_runs_is_one_letter() -> None:
    """VNI writes two signs for one letter, and Word may break a run between them."""
    assert lines(paragraph(typed("keá hoa", "VNI-Times"), typed("ïch", "VNI-Times"))) == ["kế hoạch"]


def test_the_font_comes_from_styles_when_the_run_names_none() -> None:
    """Character style, paragraph style along its ancestors, the default style, the document's default."""
    text = in_tcvn3(SENTENCE)
    styles = sheet(
        ("Normal", "paragraph", ".VnTime", ""),
        ("Than", "paragraph", "", "Normal"),
        ("Moi", "paragraph", "Arial", "Normal"),
        ("Cu", "character", ".VnArial", ""),
        ("Vong", "paragraph", "", "Quanh"),
        ("Quanh", "paragraph", "", "Vong"),
    )
    made = lines(
        paragraph(typed(text)),
        paragraph(typed(text), style="Than"),
        paragraph(typed("Xã"), style="Moi"),
        paragraph(typed(text, style="Cu"), style="Moi"),
        paragraph(typed(text), style="Vong"),
        styles=styles,
    )
    assert made == [SENTENCE, SENTENCE, "Xã", SENTENCE, SENTENCE]
    assert lines(paragraph(typed(text)), styles=sheet(default=".VnTime")) == [SENTENCE]
    assert lines(paragraph(typed("Xã")), styles=sheet(default="Arial")) == ["Xã"]


def test_notes_are_read_in_their_fonts_and_keep_their_places() -> None:
    """The mark counts in the text as read."""
    made = read(
        paragraph(typed(in_vni("Kế hoạch"), "VNI-Times"), note_mark(1), typed(in_vni(" quý"), "VNI-Times")),
        footnotes=notes(n1="Một."),
    )
    assert made.text.split("\n")[0] == "Kế hoạch quý"
    assert [(note.at, note.text) for note in made.notes] == [(8, "Một.")]
