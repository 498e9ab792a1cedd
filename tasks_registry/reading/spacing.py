"""Spaces that were lost after accented vowels (``bộxã``), put back only where there is no other way to read them."""

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300": "grave", "\u0301": "acute", "\u0303": "tilde", "\u0309": "hook", "\u0323": "dot"}
_ACCENTS = frozenset({*_TONES, "\u0302", "\u0306", "\u031b"})
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnrstvx])?"
    r"(?:[aeêioôơuưy]|[aăâeêioôơuưy]{1,3}(?P<stop>ch|[cpt])|[aăâeêioôơuưy]{1,3}(?:ng|nh|[mn])"
    r"|[aăâeêioôơuưy]{1,2}[aioôơuyêe])"
)
_WORD = re.compile(r"[^\W\d_]{4,14}")
_STOPPED_TONES = frozenset({"acute", "dot"})


def mend_lost_spaces(text: str) -> str:
    """Return ``text`` (NFC) with the spaces that it lost after accented vowels, where the syllables leave no doubt.

    A word that is one syllable, or that can be parted in two ways (``pháthành``), stays as it is.
    """
    return _WORD.sub(lambda match: _parted(match[0]), text)


@lru_cache(maxsize=4096)
def _parted(word: str) -> str:
    if word.isascii() or _is_syllable(word):
        return word
    ways = [at for at in range(1, len(word)) if _is_syllable(word[:at]) and _is_syllable(word[at:])]
    sure = len(ways) == 1 and _is_accented(word[ways[0] - 1])
    return f"{word[: ways[0]]} {word[ways[0] :]}" if sure else word


def _is_accented(letter: str) -> bool:
    return not _ACCENTS.isdisjoint(unicodedata.normalize("NFD", letter))


def _is_syllable(word: str) -> bool:
    """Tell whether ``word`` could be one Vietnamese syllable: at most one tone, and after c, ch, p, t the right one."""
    marks = unicodedata.normalize("NFD", word.lower())
    tones = [_TONES[mark] for mark in marks if mark in _TONES]
    plain = unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in _TONES))
    match = _SYLLABLE.fullmatch(plain)
    return match is not None and len(tones) <= 1 and (match["stop"] is None or set(tones) <= _STOPPED_TONES)
