"""What a careful reader would ask about: contradictions in dates and numbers that are printed all the same."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from tasks_registry.reading.citations import KIND_NAMES, FoundCitation, find_citations
from tasks_registry.reading.dates import DAY_PATTERN, NoSuchDay, day_of
from tasks_registry.reading.doubts import find_doubts
from tasks_registry.reading.model import Span, Warning
from tasks_registry.reading.paragraphs import Paragraph
from tasks_registry.reading.phrases import Bearings
from tasks_registry.reading.text import settle

_DAY = re.compile(r"(?:\bngày\s+|(?<![\d/.\-])(?=\d{1,2}/\d{1,2}/(?:19|20)\d\d(?![\d/])))" + DAY_PATTERN, re.IGNORECASE)
_CARRIES_OUT = re.compile(r"\b(?:thực hiện|triển khai|cụ thể hóa|quán triệt)\b")
_DRAFT_SHARE = 3
"""A draft without a day is written about when the period it plans begins, surely within its first third."""
_CODE_NAMES = {code: name for name, codes in reversed(KIND_NAMES.items()) for code in codes}


RECOGNISED = Warning(
    "recognised-text",
    "Văn bản được nhận dạng từ ảnh quét: chữ, số, ngày tháng có thể sai; hãy đối chiếu với bản gốc.",
    Span(0, 0),
)


def find_warnings(
    paragraphs: Iterable[Paragraph], bearings: Bearings, coming: Iterable[Paragraph] = ()
) -> tuple[Warning, ...]:
    """Return the warnings of body and notes, each pointing to its place, in order of places.

    ``coming`` are the paragraphs that look forward: only there is a programme of a past year doubtful.

    ``impossible-date`` – a day that no calendar has. ``citation-after-report`` – a cited document younger than the
    report, or, while the report has no day, than a draft for its period can be. ``plan-before-basis`` – a document
    older than the one it carries out. ``wrong-kind-code`` – a number whose code is not that of the kind named, such as
    ``CT`` (chỉ thị) on a chương trình. The others are those of ``doubts``.
    """
    forward = {id(paragraph) for paragraph in coming}
    year = bearings.period.start.year if bearings.period else None
    found: list[Warning] = []
    for paragraph in paragraphs:
        found += _of_paragraph(paragraph, bearings)
        found += _doubts(paragraph, year if id(paragraph) in forward else None)
    return tuple(sorted(found, key=lambda warning: (warning.source.start, warning.source.end, warning.code)))


def _of_paragraph(paragraph: Paragraph, bearings: Bearings) -> Iterable[Warning]:
    text = settle(paragraph.text)
    citations = find_citations(text)
    yield from _impossible_days(paragraph, text)
    yield from _younger_than_report(paragraph, citations, bearings)
    yield from _older_than_basis(paragraph, text, citations)
    yield from _wrong_codes(paragraph, citations)


def _doubts(paragraph: Paragraph, period_year: int | None) -> Iterable[Warning]:
    for doubt in find_doubts(settle(paragraph.text), period_year):
        yield Warning(doubt.code, doubt.text, paragraph.span(doubt.start, doubt.end))


def _impossible_days(paragraph: Paragraph, text: str) -> Iterable[Warning]:
    for match in _DAY.finditer(text):
        try:
            day_of(match)
        except NoSuchDay:
            yield Warning(
                "impossible-date",
                f"“{match[0]}” là ngày không có trong lịch, nên không được lấy làm hạn hay ngày văn bản.",
                paragraph.span(match.start(), match.end()),
            )


def _younger_than_report(
    paragraph: Paragraph, citations: Sequence[FoundCitation], bearings: Bearings
) -> Iterable[Warning]:
    period = bearings.period
    latest = bearings.issued_on or (period.start + (period.end - period.start) // _DRAFT_SHARE if period else None)
    if latest is None:
        return
    against = "ngày văn bản" if bearings.issued_on else "thời điểm dự thảo văn bản này có thể được viết"
    for found in citations:
        issued_on = found.citation.issued_on
        if issued_on is not None and issued_on > latest:
            yield Warning(
                "citation-after-report",
                f"Văn bản viện dẫn {found.citation.number} ghi ngày {_written(issued_on)}, sau {against};"
                " cần kiểm tra lại.",
                paragraph.span(found.start, found.end),
            )


def _older_than_basis(paragraph: Paragraph, text: str, citations: Sequence[FoundCitation]) -> Iterable[Warning]:
    for plan, basis in pairwise(citations):
        between = text[plan.end : basis.start]
        older, younger = plan.citation.issued_on, basis.citation.issued_on
        if older is None or younger is None or older >= younger:
            continue
        if ";" not in between and ". " not in between and _CARRIES_OUT.search(between):
            yield Warning(
                "plan-before-basis",
                f"{plan.citation.number} ngày {_written(older)} lại có trước văn bản mà nó thực hiện,"
                f" {basis.citation.number} ngày {_written(younger)}; cần kiểm tra lại.",
                paragraph.span(plan.start, basis.end),
            )


def _wrong_codes(paragraph: Paragraph, citations: Sequence[FoundCitation]) -> Iterable[Warning]:
    for found in citations:
        code = found.citation.kind
        if found.name is None or code in KIND_NAMES[found.name] or code not in _CODE_NAMES:
            continue
        yield Warning(
            "wrong-kind-code",
            f"Văn bản {found.citation.number} được gọi là {found.name} nhưng mang ký hiệu {code}"
            f" ({_CODE_NAMES[code]}); ký hiệu đúng là {KIND_NAMES[found.name][0]}.",
            paragraph.span(found.start, found.end),
        )


def _written(day: date) -> str:
    return f"{day:%d/%m/%Y}"
