"""Doubts about the words of a document: totals that do not add up, programmes of a past year, probable slips."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tasks_registry.reading.text import fold

_TOTAL = re.compile(
    r"(?P<total>(?<![\d,./])\d{1,4})\s+(?P<unit>[^\W\d]+)(?:\s+[^\W\d]+){0,8}\s*\(\*?(?P<parts>[^()]{5,300})\*?\)"
)
_NUMBER = re.compile(r"(?<![\d,./%])\d{1,4}(?![\d%/]|[.,]\d)")
_NO_PARTS = re.compile(r"\b(?:tăng|giảm|so với|trong đó|thứ|lần|đạt|chiếm|bằng|ngày|tháng|năm|số|Điều|khoản)\b")
_FEWEST_PARTS = 2
_PROGRAMME = re.compile(
    r"(?P<name>\b(?:Chương trình|Kế hoạch)\s+(?:[^\W\d]+,?\s+){1,6}?)năm\s+(?P<year>20\d\d)(?!\s*[-–/]\s*\d)"
)
# Compounds of this field that no other word differs from only by its accents.
_COMPOUNDS = (
    "tư tưởng chính trị|tư tưởng|chính trị|khiển trách|cảnh cáo|kỷ luật|nghị quyết|chỉ thị|kết luận|đảng viên|đảng ủy"
    "|thường vụ|kiểm tra|giám sát|chuyển sinh hoạt|sinh hoạt chi bộ|nông thôn mới|giải phóng mặt bằng|ngân sách"
    "|quốc phòng|an ninh trật tự|nhiệm vụ trọng tâm|hệ thống chính trị|khiếu nại|tố cáo|cải cách hành chính"
    "|chuyển đổi số|quy hoạch|biên chế|nhiệm kỳ|đại biểu|phòng chống tham nhũng"
    "|mặt trận tổ quốc|hội đồng nhân dân|ủy ban nhân dân"
).split("|")
_BY_KEY = {fold(compound): compound for compound in sorted(_COMPOUNDS, key=len)}
_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = max(len(compound.split()) for compound in _COMPOUNDS)


@dataclass(frozen=True)
class Doubt:
    """What is doubtful: a stable code, a Vietnamese sentence, and where it stands in the text given."""

    code: str
    text: str
    start: int
    end: int


def find_doubts(text: str, period_year: int | None) -> Iterator[Doubt]:
    """Yield the doubts about ``text`` in settled spelling. ``period_year`` is the year of the tasks to come, if known.

    ``wrong-total`` – a number whose parts in the brackets behind it sum up to another. ``past-programme`` – a programme
    or plan of a year before the period, to be carried out in it. ``probable-slip`` – a compound of the field with wrong
    accents, as scans and hurried typing leave it.
    """
    yield from _wrong_totals(text)
    if period_year is not None:
        yield from _past_programmes(text, period_year)
    yield from _slips(text)


def _wrong_totals(text: str) -> Iterator[Doubt]:
    for match in _TOTAL.finditer(text):
        parts = re.split(r"[,;]|\s+và\s+", match["parts"])
        numbers = [_NUMBER.findall(part) for part in parts]
        if len(parts) < _FEWEST_PARTS or _NO_PARTS.search(match["parts"]) or any(len(found) != 1 for found in numbers):
            continue
        total, summed = int(match["total"]), sum(int(found[0]) for found in numbers)
        if total != summed:
            yield Doubt(
                "wrong-total",
                f"“{match['total']} {match['unit']}” nhưng các phần trong ngoặc cộng lại là {summed}; cần kiểm lại.",
                match.start(),
                match.end(),
            )


def _past_programmes(text: str, period_year: int) -> Iterator[Doubt]:
    for match in _PROGRAMME.finditer(text):
        if int(match["year"]) < period_year:
            yield Doubt(
                "past-programme",
                f"“{match[0].strip()}” là của năm trước kỳ nhiệm vụ ({period_year}); cần kiểm tra lại năm.",
                match.start(),
                match.end(),
            )


def _slips(text: str) -> Iterator[Doubt]:
    words = [(word.start(), word.end(), word[0]) for word in _WORD.finditer(text)]
    keys = [fold(word) for _, _, word in words]
    at = 0
    while at < len(words):
        for length in range(min(_LONGEST, len(words) - at), 1, -1):
            compound = _BY_KEY.get(" ".join(keys[at : at + length]))
            if compound is None:
                continue
            start, end = words[at][0], words[at + length - 1][1]
            written = text[start:end]
            if written.lower() != compound and _only_accents_differ(written, compound):
                yield Doubt("probable-slip", f"“{written}” có lẽ là “{compound}”; cần kiểm tra lại.", start, end)
            at += length - 1
            break
        at += 1


def _only_accents_differ(written: str, compound: str) -> bool:
    """Tell whether the words stand side by side as in the compound; capitals without any accent are no slip."""
    return len(written) == len(compound) and not written.isupper()
