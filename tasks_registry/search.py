"""What people type to find tasks, and where the words stand in what was found. Pure.

All words must occur, without regard to accents, case and spelling (``uỷ``/``ủy``); the last one may be the beginning of
a word. Words in quotes, a task code and a document's number must occur as they stand, one after the other; words that
only lead to a number (``việc liên quan đến nghị quyết số …``) are not looked for.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tasks_registry.reading.citations import KIND_NAMES, blank, find_citations
from tasks_registry.reading.text import clean, fold, settle

MOST_TERMS = 64
"""What a query says after so many is not looked for: they tell one task from any other, and a full-text index takes no
expression of any length."""
EXCERPT_LENGTH = 160
"""Characters."""
_QUOTED = re.compile(r"[\"“”]([^\"“”]*)[\"“”]")
_NUMBER = re.compile(r"(?=\S*[^\W\d_])\d{1,5}[a-z]?(?:[-/]\S*/|/\S+-)\S+")
"""Looks like a document's number, in small letters too: ``46-nq/tw``."""
_KINDS = "|".join(map(fold, KIND_NAMES))
_LEADING = re.compile(
    r"(?:\b(?:cac|nhung|viec|nhiem vu|co|lien quan|can cu|thuc hien|den|toi|theo) )*"
    rf"(?:\b(?:{_KINDS}) )?(?:\bso )?#(?: (?:ngay|cua)\b)*"
)
"""Folded words that lead to a number (``#``), or from it to its day and issuer."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Term:
    """Folded words that must follow each other; the last may be the beginning of a word when ``opening``."""

    words: tuple[str, ...]
    opening: bool = False


def read_query(text: str) -> tuple[Term, ...]:
    """Return the terms that must all occur; empty when ``text`` holds no letter or digit."""
    text = settle(clean(text))
    quotes = list(_QUOTED.finditer(text))
    free = _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)
    cited = find_citations(free)
    terms = [Term(_words(quoted[1])) for quoted in quotes]
    terms += [Term(_words(found.citation.number)) for found in cited]
    plain: list[str] = []
    end = len(text.rstrip())
    for chunk in re.finditer(r"·+|[^\s·]+", blank(free, cited)):
        words = _words(chunk[0])
        if len(words) == 1 and chunk.end() != end:
            plain += words
            continue
        if words:
            terms.append(Term(words, opening=chunk.end() == end))
        if _NUMBER.fullmatch(chunk[0]) or chunk[0].startswith("·"):
            plain.append("#")
    terms += [Term((word,)) for word in _LEADING.sub(" ", " ".join(plain)).split()]
    return tuple(dict.fromkeys(term for term in terms if term.words))[:MOST_TERMS]


def _words(text: str) -> tuple[str, ...]:
    return tuple(fold(text).split())


def mark(text: str, terms: Sequence[Term]) -> str:
    """Return ``text`` with the words of ``terms`` between ``«`` and ``»``."""
    marked, at = [], 0
    for start, end in _found(text, terms):
        marked += [text[at:start], "«", text[start:end], "»"]
        at = end
    return "".join((*marked, text[at:]))


def all_in(text: str, terms: Sequence[Term]) -> bool:
    """Tell whether every one of ``terms`` stands in ``text``."""
    return all(_found(text, [term]) for term in terms)


def excerpt(text: str, terms: Sequence[Term]) -> str | None:
    """Return the part of ``text`` where the first of ``terms`` stands, marked; None when none stands there."""
    text = " ".join(clean(text).split())
    found = _found(text, terms)
    if not found:
        return None
    start = text.rfind(" ", 0, max(0, found[0][0] - EXCERPT_LENGTH // 3)) + 1
    stop = start + EXCERPT_LENGTH
    stop = (
        text.rfind(" ", start, stop) if stop < len(text) and " " in text[found[0][1] : stop] else max(stop, found[0][1])
    )
    cut = mark(text[start:stop], terms)
    return ("… " if start else "") + cut + (" …" if stop < len(text) else "")


def _found(text: str, terms: Sequence[Term]) -> list[tuple[int, int]]:
    """Return the places of ``terms`` in ``text``, in order, those that touch or overlap made one."""
    words = [(word, match.start(), match.end()) for match in _WORD.finditer(text) for word in _words(match[0])]
    spans: list[tuple[int, int]] = []
    for term in terms:
        length = len(term.words)
        for at in range(len(words) - length + 1):
            if _fits([word for word, _, _ in words[at : at + length]], term):
                spans.append((words[at][1], words[at + length - 1][2]))
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _fits(words: Sequence[str], term: Term) -> bool:
    *whole, last = term.words
    return list(words[:-1]) == whole and (words[-1].startswith(last) if term.opening else words[-1] == last)
