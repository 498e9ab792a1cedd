"""Hygiene of text as it comes out of files, and the key by which two spellings of the same words are compared."""

import re
import unicodedata

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_SPACES = dict.fromkeys(
    map(ord, "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"), " "
)
_CONTROLS = {code: None for code in (*range(0x00, 0x20), *range(0x7F, 0xA0)) if chr(code) not in "\t\n\v\f\r\x85"}
_CHARACTERS = {**_SPACES, **_INVISIBLE, **_CONTROLS}
_LINE_ENDS = re.compile(r"\r\n?|[\v\x85\u2028]")
_PAGE_ENDS = re.compile(r"[\f\u2029]")

_NEW_TONES = (
    "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ OÀ OÁ OẢ OÃ OẠ OÈ OÉ OẺ OẼ OẸ UỲ UÝ UỶ UỸ UỴ Uỳ Uý Uỷ Uỹ Uỵ"
).split()
_OLD_TONES = (
    "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy ÒA ÓA ỎA ÕA ỌA ÒE ÓE ỎE ÕE ỌE ÙY ÚY ỦY ŨY ỤY Ùy Úy Ủy Ũy Ụy"
).split()
_TONES = dict(zip(_NEW_TONES, _OLD_TONES, strict=True))
# A tone before a further letter (`hoàn`, `khoản`) or after q (`quý`) stands on its only possible vowel: not a variant.
_MOVABLE_TONE = re.compile(rf"(?<![qQ])(?:{'|'.join(_NEW_TONES)})(?!\w)")

CAPITALS = "A-Z" + "".join(letter for letter in map(chr, range(0xC0, 0x1EFA)) if letter.isupper())
"""Capital letters, for use between the brackets of a pattern: ``À-Ỹ`` would hold the small ones too."""


class _Bare(dict[int, str]):
    """What ``fold`` makes of each character, found when it is first met: letters lose case and accents, marks vanish,
    everything else parts words. A table lets ``str.translate`` do the work, in a fifth of the time."""

    def __missing__(self, code: int) -> str:
        spread = unicodedata.normalize("NFD", chr(code).lower().replace("đ", "d"))
        letters = (letter for letter in spread if not unicodedata.combining(letter))
        self[code] = "".join(letter if letter in _KEPT else " " for letter in letters)
        return self[code]


_KEPT = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")
_BARE = _Bare()
_FINAL_Y = re.compile(r"\b([hklmstv])y\b")


def clean(text: str) -> str:
    """Return ``text`` in NFC with plain spaces and ``\\n`` line ends; a page end becomes a blank line.

    Soft hyphens, zero-width and control characters go. Cleaning twice changes nothing.
    """
    text = _PAGE_ENDS.sub("\n\n", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", text.translate(_CHARACTERS))


def settle(text: str) -> str:
    """Return clean ``text`` with tones on the traditional vowel (``uỷ`` → ``ủy``, ``hoà`` → ``hòa``), equally long.

    Patterns are written in that spelling; because no character is added or lost, a match counts in ``text`` too.
    """
    return _MOVABLE_TONE.sub(lambda match: _TONES[match[0]], text)


def fold(text: str) -> str:
    """Return the key by which names and titles are compared: words without accents, case, punctuation and spare spaces.

    ``Đảng uỷ  xã`` and ``ĐẢNG ỦY XÃ`` have the same key, and so have ``kĩ thuật`` and ``kỹ thuật``.
    """
    return _FINAL_Y.sub(r"\1i", " ".join(text.translate(_BARE).split()))


def shorten(text: str, limit: int) -> str:
    """Return ``text`` in at most ``limit`` characters, cut at a word and closed by ``…`` when something is left out."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    if not text[limit - 1].isspace() and " " in kept:
        kept = kept.rsplit(" ", 1)[0]
    return kept.rstrip(' ,;:.-–(“"') + "…"
