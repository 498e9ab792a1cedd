"""Every document, in every layout, opens in word processors as it was meant: whoever adds a kind is covered by this."""

import re
import unicodedata
from io import BytesIO
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from docx import Document
from docx.oxml.ns import qn
from docx2python import docx2python

from config.letterhead import Layout
from reports.fonts import DOCUMENT_FONT, printed_font
from reports.kinds import FORMS, DocumentKind
from reports.pdf import as_pdfs
from reports.samples import SAMPLES
from reports.templates_in_use import Templates
from reports.word import Properties
from reports.words import roman
from tests.unit.reports.hoa_mai import NOW, OFFICE

pytestmark = pytest.mark.xdist_group("word-processor")

PROFILES = ("HD05-2026", "HD36-2018", "ND30-2020")
CASES = [
    (kind, profile, place)
    for kind, samples in SAMPLES.items()
    for profile in PROFILES
    for place in range(len(samples(OFFICE)))
]
MOST_PAGES = 12
Case = tuple[DocumentKind, str, int]


def written(kind: DocumentKind, profile: str, place: int) -> bytes:
    """The sample document of a kind in the layout of a profile."""
    office = OFFICE.model_copy(update={"layout": Layout.model_validate({"profile": profile})})
    content = SAMPLES[kind](office)[place]
    properties = Properties(FORMS[kind].label, office.name)
    return Templates(Path("no-such-folder")).render(kind, content, office.layout, properties, NOW)


@pytest.fixture(scope="module")
def documents() -> dict[Case, bytes]:
    """All documents, as they are written."""
    return {case: written(*case) for case in CASES}


@pytest.fixture(scope="module")
def printed(documents: dict[Case, bytes]) -> dict[Case, bytes]:
    """What LibreOffice makes of them, all in one start."""
    return dict(zip(documents, as_pdfs(list(documents.values())), strict=True))


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", unicodedata.normalize("NFC", text)))


def paragraphs_of(content: bytes) -> list[str]:
    body = Document(BytesIO(content)).element.body
    return ["".join(piece.text or "" for piece in one.iter(qn("w:t"))) for one in body.iter(qn("w:p"))]


def text_of_pdf(content: bytes) -> tuple[int, str]:
    document = pdfium.PdfDocument(content)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    pages = len(document)
    document.close()
    return pages, text


def test_every_kind_has_a_sample() -> None:
    """So that none is left out here."""
    assert set(SAMPLES) == set(DocumentKind) == set(FORMS)


@pytest.mark.parametrize(("kind", "profile", "place"), CASES)
def test_its_words_stand_whole_on_the_printed_pages(
    documents: dict[Case, bytes], printed: dict[Case, bytes], kind: DocumentKind, profile: str, place: int
) -> None:
    """LibreOffice opens it as it is; words can be searched and copied in the PDF, Vietnamese letters included."""
    pages, said = text_of_pdf(printed[kind, profile, place])
    assert 1 <= pages <= MOST_PAGES
    wanted = words_of(" ".join(paragraphs_of(documents[kind, profile, place])))
    assert any(not word.isascii() for word in wanted)
    assert wanted - words_of(said) == set()


@pytest.mark.parametrize("kind", [DocumentKind.STATUS, DocumentKind.PERIOD])
def test_parts_are_printed_with_the_numbers_that_the_reader_counts(
    documents: dict[Case, bytes], printed: dict[Case, bytes], kind: DocumentKind
) -> None:
    """No number is typed: ``I.``, ``II.`` over the parts, ``1.``, ``2.`` over what is in them, from 1 in each."""
    said = " ".join(text_of_pdf(printed[kind, "HD05-2026", 0])[1].split())
    part = heading = 0
    for paragraph in Document(BytesIO(documents[kind, "HD05-2026", 0])).paragraphs:
        if paragraph.style is not None and paragraph.style.name == "Heading 1":
            part, heading = part + 1, 0
            assert f"{roman(part)}. {paragraph.text[:30]}" in said
        elif paragraph.style is not None and paragraph.style.name == "Heading 2":
            heading += 1
            assert f"{heading}. {paragraph.text[:30]}" in said
    assert part >= 3


@pytest.mark.parametrize(("kind", "profile", "place"), CASES)
def test_its_pages_carry_the_font_that_they_are_printed_in(
    printed: dict[Case, bytes], kind: DocumentKind, profile: str, place: int
) -> None:
    """One family, embedded (a subset of it has six letters and a plus before its name): every reader sees the same."""
    fonts = set(re.findall(rb"/BaseFont/([^\s/>]+)", printed[kind, profile, place]))
    family = (printed_font() or DOCUMENT_FONT).replace(" ", "")
    assert fonts
    assert [name for name in fonts if not re.match(rf"[A-Z]{{6}}\+{family}", name.decode())] == []


@pytest.mark.parametrize(("kind", "profile", "place"), CASES)
def test_two_readers_read_it_back_alike(
    documents: dict[Case, bytes], kind: DocumentKind, profile: str, place: int
) -> None:
    """python-docx and docx2python find the same words."""
    content = documents[kind, profile, place]
    with docx2python(BytesIO(content)) as read:
        found = words_of(read.text)
    assert words_of(" ".join(paragraphs_of(content))) - found == set()


def test_the_summary_stays_on_one_page(printed: dict[Case, bytes]) -> None:
    """In every layout."""
    pages = {case: text_of_pdf(content)[0] for case, content in printed.items() if case[0] is DocumentKind.SUMMARY}
    assert set(pages.values()) == {1}
