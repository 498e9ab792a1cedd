"""Where sentences and clauses end."""

import re

from tasks_registry.reading.text import CAPITALS

_END = re.compile(rf"(?P<stop>[.!?]|\./\.|…)[\"”’)\]]*\s+(?=[\"“‘(]?[{CAPITALS}])")
_CLAUSE_END = re.compile(r";\s+")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:TP|Tp|TX|TT|ThS|TS|PGS|GS|BS|CN|KS|Th|đ/c|Đ/c|tr|Tr|[A-ZĐ]|v\.v|St|No|Mr|Mrs)$"
)


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of the sentences of ``text``, without the spaces between them.

    An ellipsis ends a sentence only when it stands as one character; abbreviations (``TP. …``) and initials do not.
    """
    ends = [
        match.end()
        for match in _END.finditer(text)
        if not text.endswith("..", 0, match.end("stop"))
        and not _ABBREVIATION.search(text[max(0, match.start() - 8) : match.start()])
    ]
    return _trimmed(text, ends)


def split_clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return (start, end) of the clauses that semicolons cut ``text[start:end]``; brackets and quotes stay whole."""
    ends = [
        match.end() - start
        for match in _CLAUSE_END.finditer(text, start, end)
        if _is_level(text[start : match.start()])
    ]
    return [(start + first, start + last) for first, last in _trimmed(text[start:end], ends)]


def _is_level(before: str) -> bool:
    return before.count("(") <= before.count(")") and before.count("“") <= before.count("”")


def _trimmed(text: str, ends: list[int]) -> list[tuple[int, int]]:
    spans = []
    for first, last in zip([0, *ends], [*ends, len(text)], strict=True):
        part = text[first:last]
        if part.strip():
            spans.append((first + len(part) - len(part.lstrip()), first + len(part.rstrip())))
    return spans
