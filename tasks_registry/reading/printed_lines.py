"""Lines out of the words of a printed page, the columns of a divided head read one after the other."""

import re
from bisect import insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from tasks_registry.reading.printed_page import PrintedLine, PrintedWord
from tasks_registry.reading.spacing import mend_lost_spaces

_BASELINE_DRIFT = 0.3
"""Of the type size: words whose baselines differ by no more stand in one line."""
_RAISED_SIZE, _RAISED_BY = 0.82, 0.12
"""A note mark is set in type at most so large, and at least so much of the type size above the line."""
_MARK = re.compile(r"\(?\d{1,3}\)?$")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_UNIT = re.compile(r"(?:^|\s|\d)[kcdm]?m$")
_GUTTER = 1.2
"""Of the type size: the narrowest gap that divides two columns."""
_LAST_ONE_SIDED = 12
"""Lines of one column alone below the last line that has both; addressees run on below a signature."""
_SPREAD_LETTERS = 4
"""From so many single letters in a row on, a word is set with spaces between its letters."""
_SPREAD_GAP = 1.5
"""Gaps between words set in spaced letters are at least so much wider than those between their letters."""
_CLOSING = ",.;:!?)”"
"""Signs that follow a note mark without a space."""
_CODE_GOES_ON = re.compile(r"[A-ZĐƯ]{2}|\d")
_CODE_BEFORE = re.compile(r"\d[-/]$|/[A-ZĐƯ][A-Za-zĐƯđư]*-$")


@dataclass(frozen=True)
class _Row:
    """Words of one line from left to right."""

    words: list[PrintedWord]
    size: float
    baseline: float


def lines_of(words: Sequence[PrintedWord], page: int) -> list[list[PrintedLine]]:
    """Return groups of lines to be read one after the other; ``page`` counts from 0.

    A head in two columns becomes two groups, everything else one. Two columns are lines below each other with one gap
    in common and nothing in it; at least two lines show both sides.
    """
    rows = _rows(words)
    groups: list[list[_Row]] = [[]]
    at = 0
    while at < len(rows):
        end, gutter = _divided_from(rows, at)
        if gutter is None:
            groups[-1].append(rows[at])
            at += 1
            continue
        left = [word for row in rows[at:end] for word in row.words if word.left < gutter]
        right = [word for row in rows[at:end] for word in row.words if word.left >= gutter]
        groups += [_rows(left), _rows(right), []]
        at = end
    return [[_line(row, page) for row in group] for group in groups if group]


def joined(above: str, below: str) -> str:
    """Return two lines of a paragraph as one; a document number broken at its hyphen or slash closes up."""
    is_code = _CODE_BEFORE.search(above) and _CODE_GOES_ON.match(below)
    return f"{above}{below}" if is_code else f"{above} {below}"


def _rows(words: Iterable[PrintedWord]) -> list[_Row]:
    words = sorted(words, key=lambda word: word.baseline)
    usual = median(word.size for word in words) if words else 0.0
    rows: list[list[PrintedWord]] = []
    raised: list[PrintedWord] = []
    for word in words:
        if word.size < usual * _RAISED_SIZE and _MARK.match(word.text):
            raised.append(word)
        elif rows and _stands_in(rows[-1], word):
            insort(rows[-1], word, key=lambda word: word.left)
        else:
            rows.append([word])
    measured = [_measured(row) for row in rows]
    for mark in raised:
        _place(mark, measured)
    return sorted(measured, key=lambda row: row.baseline)


def _measured(words: list[PrintedWord]) -> _Row:
    return _Row(words, median(word.size for word in words), median(word.baseline for word in words))


def _stands_in(row: Sequence[PrintedWord], word: PrintedWord) -> bool:
    size = max(row[0].size, word.size)
    return abs(row[len(row) // 2].baseline - word.baseline) <= size * _BASELINE_DRIFT


def _place(mark: PrintedWord, rows: list[_Row]) -> None:
    """Put a small number into the line that it stands at; one on its own is a line of its own."""

    def reaches(row: _Row) -> bool:
        near = min(max(word.left - mark.right, mark.left - word.right) for word in row.words)
        return -row.size * _BASELINE_DRIFT <= row.baseline - mark.baseline <= row.size * 0.7 and near <= row.size

    found = min(filter(reaches, rows), key=lambda row: abs(row.baseline - mark.baseline), default=None)
    if found is None:
        rows.append(_measured([mark]))
    else:
        insort(found.words, mark, key=lambda word: word.left)


def _line(row: _Row, page: int) -> PrintedLine:
    """Return one line; raised numbers become marks, or the number of a note when one stands at its start."""
    words = _close_letters(row.words)
    text = ""
    marks: list[tuple[int, str]] = []
    note = None
    for at, word in enumerate(words):
        if _is_raised(word, row):
            digits = word.text.strip("()")
            if _UNIT.search(text):
                text += digits.translate(_SUPERSCRIPTS)
            elif at == 0:
                note = digits
            else:
                marks.append((len(text), digits))
            continue
        piece = mend_lost_spaces(word.text)
        closes = at > 0 and piece[0] in _CLOSING and _is_raised(words[at - 1], row)
        text += piece if not text or word.glued or closes else f" {piece}"
    body = [word for word in words if not _is_raised(word, row)] or words
    return PrintedLine(
        text=text,
        page=page,
        left=words[0].left,
        right=words[-1].right,
        baseline=row.baseline,
        size=row.size,
        first_word=body[0].right - body[0].left,
        bold=all(word.bold for word in body),
        starts_bold=body[0].bold,
        ends_bold=body[-1].bold,
        marks=tuple(marks),
        note=note,
    )


def _is_raised(word: PrintedWord, row: _Row) -> bool:
    is_small = word.size <= row.size * _RAISED_SIZE and _MARK.match(word.text) is not None
    return is_small and row.baseline - word.baseline >= row.size * _RAISED_BY


def _close_letters(words: Sequence[PrintedWord]) -> list[PrintedWord]:
    """Close up words set in spaced letters (``B á o   c á o``) where the gaps tell letters from words."""
    closed: list[PrintedWord] = []
    at = 0
    while at < len(words):
        end = at
        while end < len(words) and len(words[end].text) == 1 and words[end].text.isalpha():
            end += 1
        if end - at < _SPREAD_LETTERS:
            end = max(end, at + 1)
            closed += words[at:end]
        else:
            closed += _closed(words[at:end])
        at = end
    return closed


def _closed(letters: Sequence[PrintedWord]) -> list[PrintedWord]:
    gaps = [after.left - before.right for before, after in pairwise(letters)]
    usual = median(gaps)
    closed = [letters[0]]
    for letter, gap in zip(letters[1:], gaps, strict=True):
        if gap > usual * _SPREAD_GAP:
            closed.append(letter)
        else:
            closed[-1] = replace(closed[-1], text=closed[-1].text + letter.text, right=letter.right)
    return closed


def _divided_from(rows: Sequence[_Row], at: int) -> tuple[int, float | None]:
    """Return where the two columns that start with row ``at`` end, and the place between them; None if none start."""
    gap = _widest_gap(rows[at])
    if gap is None:
        return at, None
    left, right = gap
    both, last_both = 1, at + 1
    end = at + 1
    while end < len(rows):
        row = rows[end]
        if row.baseline - rows[end - 1].baseline > 6 * row.size:
            break
        narrowed = _narrowed(left, right, row)
        if narrowed is None:
            break
        left, right = narrowed
        end += 1
        if row.words[0].left < left and row.words[-1].right > right:
            both, last_both = both + 1, end
    if both < 2:
        return at, None
    return (end if end - last_both <= _LAST_ONE_SIDED else last_both), (left + right) / 2


def _narrowed(left: float, right: float, row: _Row) -> tuple[float, float] | None:
    """Return what ``row`` leaves free of the gap between ``left`` and ``right``; None when too little is left."""
    for word in row.words:
        if word.right <= left or word.left >= right:
            continue
        if word.left < left and word.right < right:
            left = word.right
        elif word.left > left:
            right = min(right, word.left)
        else:
            return None
    return (left, right) if right - left >= row.size * _GUTTER else None


def _widest_gap(row: _Row) -> tuple[float, float] | None:
    gaps = [(before.right, after.left) for before, after in pairwise(row.words)]
    wide = [gap for gap in gaps if gap[1] - gap[0] >= row.size * _GUTTER]
    return max(wide, key=lambda gap: gap[1] - gap[0], default=None)
