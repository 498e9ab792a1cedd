"""Vietnamese text from before Unicode: TCVN3 (``.VnTime`` and other ABC fonts), VNI, Windows-1258.

All three put Vietnamese letters at the places of Western European ones, so that such text opens as ``Céng hßa x· héi``
(TCVN3) or ``Coäng hoøa xaõ hoäi`` (VNI). It is told by reading it: only in the right encoding are the accented words
Vietnamese syllables.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum


class Legacy(Enum):
    """An encoding from before Unicode."""

    TCVN3 = "TCVN3"
    VNI = "VNI"
    WINDOWS_1258 = "Windows-1258"


@dataclass(frozen=True)
class Guess:
    """The likeliest encoding of a text; ``confidence`` is the share of accented words that it makes readable."""

    encoding: Legacy
    confidence: float


LEAST_CONFIDENCE = 0.85
"""Real text reaches 0.95 and more; names of foreign people and places are the rest."""
_FEWEST_WORDS = 3
"""Different accented words without which nothing is told."""
_AHEAD = 0.2
"""By so much an encoding must do better than leaving the text as it is."""
_SAMPLE = 60_000
"""Characters that are looked at."""

# TCVN 5712:1993, third set (VN3): bytes A1-AE and the lower-case letters with tones; capitals with tones are the same
# bytes in a capital font (.VnTimeH).
_TCVN3_BYTES = (
    "A1Ă A2Â A3Ê A4Ô A5Ơ A6Ư A7Đ A8ă A9â AAê ABô ACơ ADư AEđ"
    " B5à B6ả B7ã B8á B9ạ BBằ BCẳ BDẵ BEắ C6ặ C7ầ C8ẩ C9ẫ CAấ CBậ CCè CEẻ CFẽ D0é D1ẹ D2ề D3ể D4ễ D5ế D6ệ"
    " D7ì D8ỉ DCĩ DDí DEị DFò E1ỏ E2õ E3ó E4ọ E5ồ E6ổ E7ỗ E8ố E9ộ EAờ EBở ECỡ EDớ EEợ EFù F1ủ F2ũ F3ú F4ụ F5ừ F6ử"
    " F7ữ F8ứ F9ự FAỳ FBỷ FCỹ FDý FEỵ"
)
_TCVN3 = {int(pair[:2], 16): pair[2:] for pair in _TCVN3_BYTES.split()}

# VNI for Windows: the plain letter and then its marks as a letter of its own; i, ơ, ư, đ and ỵ are letters themselves.
_VNI_PAIRS = (
    "aù=á aø=à aû=ả aõ=ã aï=ạ aâ=â aá=ấ aà=ầ aå=ẩ aã=ẫ aä=ậ aê=ă aé=ắ aè=ằ aú=ẳ aü=ẵ aë=ặ"
    " eù=é eø=è eû=ẻ eõ=ẽ eï=ẹ eâ=ê eá=ế eà=ề eå=ể eã=ễ eä=ệ"
    " où=ó oø=ò oû=ỏ oõ=õ oï=ọ oâ=ô oá=ố oà=ồ oå=ổ oã=ỗ oä=ộ ô=ơ ôù=ớ ôø=ờ ôû=ở ôõ=ỡ ôï=ợ"
    " uù=ú uø=ù uû=ủ uõ=ũ uï=ụ ö=ư öù=ứ öø=ừ öû=ử öõ=ữ öï=ự"
    " yù=ý yø=ỳ yû=ỷ yõ=ỹ î=ỵ í=í ì=ì æ=ỉ ó=ĩ ò=ị ñ=đ"
)


def _vni_table() -> dict[str, str]:
    table: dict[str, str] = {}
    for pair in _VNI_PAIRS.split():
        written, letter = pair.split("=")
        table[written] = letter
        table[written.upper()] = letter.upper()
        table[written[0].upper() + written[1:]] = letter.upper()  # a capital with a small mark occurs in hasty typing
    return table


_VNI = _vni_table()
_VNI_LETTER = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))

_ONSET = r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnpqrstvx])?"
_NUCLEUS = (
    r"(?:uyê|uya|uyu|oai|oay|oao|oeo|uay|uây|uôi|ươi|ươu|iêu|yêu|ia|iê|yê|ya|uô|ua|ưa|ươ|oa|oă|oe|uê|uy|uơ|uâ|oo|ai|ao"
    r"|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu|[aăâeêioôơuưy])"
)
_SYLLABLE = re.compile(rf"{_ONSET}{_NUCLEUS}(?:ch|ng|nh|[cmnpt])?$")
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_BEYOND_LATIN = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9\u0300-\u0323]"
)
"""Letters of Vietnamese that no Western European text has: where one stands, the text is Unicode already."""
_EDGES = " \t.,;:!?()[]{}\"'`/\\-–—…“”‘’*|+=<>0123456789"
_INNER = re.compile(r"[-–/.,;:()\d“”\"'’]+")
_ABBREVIATION = re.compile("[A-ZĐƯÂÔ]{1,7}")
_WORD = re.compile(r"[^\W\d_]+")


def decode_western(data: bytes) -> str:
    """Return bytes of unknown encoding as Windows-1252; the five bytes it leaves open become control characters."""
    return "".join(map(_WESTERN.__getitem__, data))


def convert(text: str, encoding: Legacy, *, capitals: bool = False) -> str:
    """Return legacy ``text``, opened as Western European, in Unicode (NFC). What is no letter there stays.

    ``capitals``: the font is a capital one (``.VnTimeH``), which shows every letter as a capital.
    """
    if encoding is Legacy.TCVN3:
        converted = _capitalised(text.translate(_TCVN3))
    elif encoding is Legacy.VNI:
        converted = _VNI_LETTER.sub(lambda match: _VNI[match[0]], text)
    else:
        converted = text.translate(_FROM_1252_TO_1258)
    converted = unicodedata.normalize("NFC", converted)
    return converted.upper() if capitals else converted


def detect(text: str) -> Guess | None:
    """Return the encoding of ``text``, opened as Western European or as Unicode, None when it is in none of them.

    Text with letters that only Unicode Vietnamese has, and Western European text, give None.
    """
    sample = text[:_SAMPLE]
    if _BEYOND_LATIN.search(sample):
        return None
    words = list(
        dict.fromkeys(word for word in (chunk.strip(_EDGES) for chunk in sample.split()) if not word.isascii())
    )
    if len(words) < _FEWEST_WORDS:
        return None
    untouched = sum(map(_is_vietnamese, words)) / len(words)
    guesses = [Guess(encoding, _readable(words, encoding)) for encoding in Legacy]
    best = max(guesses, key=lambda guess: guess.confidence)
    return best if best.confidence >= max(LEAST_CONFIDENCE, untouched + _AHEAD) else None


def font_encoding(font: str) -> tuple[Legacy, bool] | None:
    """Return the encoding that a font of this name stands for and whether it is a capital font; None for others."""
    if font.lower().startswith(".vn"):
        return Legacy.TCVN3, font.rstrip().endswith("H")
    return (Legacy.VNI, False) if font.upper().startswith("VNI-") else None


def _readable(words: list[str], encoding: Legacy) -> float:
    return sum(_is_all_in(word, encoding) and _is_vietnamese(convert(word, encoding)) for word in words) / len(words)


def _is_all_in(word: str, encoding: Legacy) -> bool:
    """Tell whether the encoding has every letter of ``word``: a French ``à`` is none of TCVN3, nor of VNI after l."""
    rest = _VNI_LETTER.sub("", word) if encoding is Legacy.VNI else word
    known = _TCVN3 if encoding is Legacy.TCVN3 else _FROM_1252_TO_1258 if encoding is Legacy.WINDOWS_1258 else {}
    return not any(
        character.isalpha() and not character.isascii() and ord(character) not in known for character in rest
    )


def _is_vietnamese(word: str) -> bool:
    """Tell whether every part of ``word`` is a syllable, or an abbreviation in capitals such as ``QĐ``."""
    parts = [part for part in _INNER.split(unicodedata.normalize("NFC", word)) if part]
    return all(_is_syllable(part) or _ABBREVIATION.fullmatch(part) for part in parts)


def _is_syllable(part: str) -> bool:
    spread = unicodedata.normalize("NFD", part.lower())
    tones = sum(character in _TONES for character in spread)
    bare = unicodedata.normalize("NFC", "".join(character for character in spread if character not in _TONES))
    return tones <= 1 and _SYLLABLE.match(bare) is not None


def _capitalised(text: str) -> str:
    """Give accented letters among plain capitals their capitals: ``§¶NG`` is ``ĐẢNG``, and so is ``Bộ`` in its line."""
    return "\n".join(map(_capitalised_line, text.split("\n")))


def _capitalised_line(line: str) -> str:
    words = _WORD.findall(line)
    if any(map(_is_capital, words)) and "".join(filter(str.isascii, "".join(words))).isupper():
        return line.upper()
    return _WORD.sub(lambda match: match[0].upper() if _is_capital(match[0]) else match[0], line)


def _is_capital(word: str) -> bool:
    plain = "".join(filter(str.isascii, word))
    return len(plain) > 1 and plain.isupper()


_WESTERN = [bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(256)]
_FROM_1252_TO_1258 = {
    ord(_WESTERN[code]): bytes([code]).decode("cp1258", "ignore") or _WESTERN[code] for code in range(128, 256)
}
