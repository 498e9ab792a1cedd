"""Text from before Unicode is recognised and read letter by letter; nothing else is taken for it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.reading.legacy_encodings import Legacy, convert, decode_western, detect, font_encoding

VOWELS = "aăâeêioôơuưy"
LETTERS = ["đ"] + [
    unicodedata.normalize("NFC", vowel + tone)
    for vowel in VOWELS
    for tone in ("", "\u0300", "\u0301", "\u0309", "\u0303", "\u0323")
]
SENTENCES = [
    "Đảng ủy xã Hòa Mai giao Văn phòng chủ trì, phối hợp với Công an xã xây dựng kế hoạch kiểm tra",
    "Những hộ nghèo ở thôn Thượng được hỗ trợ sửa chữa nhà ở; tổ chức hội nghị sơ kết trước ngày 15/5",
    "Rà soát, bổ sung quy hoạch cán bộ; nghiêm túc kiểm điểm, khuyến khích đổi mới kỹ thuật",
    "Thường trực Đảng ủy nghe báo cáo về công tác quốc phòng, quân sự địa phương và giữ gìn trật tự",
    "Tuyên truyền, phổ biến luật; huyễn hoặc, khuỷu tay, nguyễn, ngoằn ngoèo, tỉa cành, thuở xưa",
]
# TCVN 5712:1993 VN3 and VNI for Windows, written down a second time from another source (glibc's table of the
# standard; the letters of the VNI keyboard driver), so that a slip in the product's tables shows.
TCVN3 = dict(
    zip(
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ",
        bytes.fromhex(
            "b5b6b7b8b9 a8bbbcbdbec6 a9c7c8c9cacb ae cccecfd0d1 aad2d3d4d5d6 d7d8dcddde dfe1e2e3e4 abe5e6e7e8e9"
            "acea ebecedee eff1f2f3f4 adf5f6f7f8f9 fafbfcfdfe"
        ).decode("latin-1"),
        strict=True,
    )
)
VNI_MARKS = {"\u0301": "ù", "\u0300": "ø", "\u0309": "û", "\u0303": "õ", "\u0323": "ï"}
VNI_ROOF = {"\u0301": "á", "\u0300": "à", "\u0309": "å", "\u0303": "ã", "\u0323": "ä"}
VNI_BREVE = {"\u0301": "é", "\u0300": "è", "\u0309": "ú", "\u0303": "ü", "\u0323": "ë"}
VNI_ALONE = {"í": "í", "ì": "ì", "ỉ": "æ", "ĩ": "ó", "ị": "ò", "ỵ": "î", "đ": "ñ"}


def in_tcvn3(text: str) -> str:
    """Return text as an ABC font stores it; capitals with tones become small, as the code has none."""
    capitals = dict(zip("ĂÂÊÔƠƯĐ", "¡¢£¤¥¦§", strict=True))
    return "".join(capitals.get(letter) or TCVN3.get(letter) or TCVN3.get(letter.lower(), letter) for letter in text)


def in_vni(text: str) -> str:
    """Return text as a VNI font stores it."""
    return "".join(map(_vni_letter, text))


def _vni_letter(letter: str) -> str:
    small = letter.lower()
    if small in VNI_ALONE:
        written = VNI_ALONE[small]
    else:
        base, *marks = unicodedata.normalize("NFD", small)
        written = base
        if "\u031b" in marks:
            written = {"o": "ô", "u": "ö"}[base]
        tone = next((mark for mark in marks if mark in VNI_MARKS), "")
        if "\u0302" in marks:
            written += VNI_ROOF.get(tone, "â")
        elif "\u0306" in marks:
            written += VNI_BREVE.get(tone, "ê")
        else:
            written += VNI_MARKS.get(tone, "")
    return written if letter == small else written.upper()


ENCODE = {
    Legacy.TCVN3: in_tcvn3,
    Legacy.VNI: in_vni,
    Legacy.WINDOWS_1258: lambda text: decode_western(_as_1258(text)),
}


def _as_1258(text: str) -> bytes:
    """Return text as Windows types Vietnamese: tones behind their letters."""
    coded = b""
    for letter in text:
        spread = unicodedata.normalize("NFD", letter)
        tone = next((mark for mark in spread if mark in VNI_MARKS), "")
        coded += (unicodedata.normalize("NFC", spread.replace(tone, "")) + tone).encode("cp1258")
    return coded


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("encoding", list(Legacy))
def test_every_vietnamese_letter_is_read(letter: str, encoding: Legacy) -> None:
    """Small and capital, alone and between others; TCVN3 has no capitals with tones of its own."""
    assert convert(ENCODE[encoding](letter), encoding) == letter
    assert convert(ENCODE[encoding](f"th{letter}n"), encoding) == f"th{letter}n"
    if encoding is not Legacy.TCVN3:
        assert convert(ENCODE[encoding](letter.upper()), encoding) == letter.upper()
    assert convert(ENCODE[encoding](f"TH{letter.upper()}N"), encoding) == f"TH{letter.upper()}N"


@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.sampled_from(list(Legacy)))
def test_what_was_written_is_recognised_and_read_back(sentences: list[str], encoding: Legacy) -> None:
    """Encode, tell the encoding, decode: the sentence again."""
    text = "\n".join(sentences)
    stored = ENCODE[encoding](text)
    guess = detect(stored)
    assert guess is not None
    assert guess.encoding is encoding
    assert convert(stored, encoding) == text


@pytest.mark.parametrize("sentence", SENTENCES)
def test_capitals_of_a_capital_font_are_read(sentence: str) -> None:
    """``.VnTimeH`` stores small letters; whole words in capitals are told by their plain letters too."""
    assert convert(in_tcvn3(sentence), Legacy.TCVN3, capitals=True) == sentence.upper()
    assert convert(in_tcvn3("ĐẢNG BỘ XÃ HÒA MAI"), Legacy.TCVN3) == "ĐẢNG BỘ XÃ HÒA MAI"
    assert convert(in_tcvn3("UBND xã, Đảng bộ"), Legacy.TCVN3) == "UBND xã, Đảng bộ"
    assert convert(in_vni(sentence.upper()), Legacy.VNI) == sentence.upper()


def test_hasty_capitals_of_vni_are_read() -> None:
    """A capital letter with a small mark occurs."""
    assert convert("UÛy ban", Legacy.VNI) == "Ủy ban"
    assert convert("Uûy ban", Legacy.VNI) == "Ủy ban"


@pytest.mark.parametrize(
    "text",
    [
        *SENTENCES,
        *(unicodedata.normalize("NFD", sentence) for sentence in SENTENCES),
        "Le comité a décidé d'été que les élèves français iront à l'école après Noël, où ça va bien",
        "Für Köln schön grün über Mädchen Straße öffnen müssen wir natürlich früh aufstehen",
        "El niño está aquí, así será más fácil; también mañana habrá sesión en la región",
        "A acção será realizada amanhã; não há razão para preocupações, são só três cafés",
        "Có, cá là rõ ràng nhé: à, ô, ê, và bé bò ú ớ",
        "Có có cá bò nó và là",
        "plain English without any accent",
        "20 °C ± 2 µm × 3 © 2026 § 5 ¶",
        "",
    ],
)
def test_unicode_and_western_text_is_left_alone(text: str) -> None:
    """Neither is ever taken for legacy text."""
    assert detect(text) is None


@given(st.text(alphabet=st.characters(min_codepoint=0, max_codepoint=0xFF), max_size=300))
def test_noise_neither_breaks_the_detector_nor_the_conversion(text: str) -> None:
    """Whatever stands there, an answer comes, and its confidence is a share."""
    guess = detect(text)
    assert guess is None or 0.85 <= guess.confidence <= 1
    for encoding in Legacy:
        convert(text, encoding)


@pytest.mark.parametrize(
    ("font", "expected"),
    [
        (".VnTime", (Legacy.TCVN3, False)),
        (".VnTimeH", (Legacy.TCVN3, True)),
        (".vnArial", (Legacy.TCVN3, False)),
        ("VNI-Times", (Legacy.VNI, False)),
        ("Times New Roman", None),
        ("VnTime Unicode", None),
    ],
)
def test_fonts_tell_their_encoding(font: str, expected: tuple[Legacy, bool] | None) -> None:
    """By the beginning of their names."""
    assert font_encoding(font) == expected
