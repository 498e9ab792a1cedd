"""Cited documents by their numbers.

Party: number, hyphen, kind, slash, body (``16-QC/HU``). State: number, slash, kind, hyphen, body (``41/TB-UBND``).
Normative: number, slash, year, slash, kind or body (``06/2024/QĐ-UBND``, ``26/2022/UBTVQH15``). Hybrids and stray
spaces occur (``01/NQ-TU``, ``144- QĐ/TW``). The date after a number belongs to it and is never a deadline.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass

from tasks_registry.reading.dates import DAY_PATTERN, NoSuchDay, day_of
from tasks_registry.reading.model import Citation

KIND_NAMES = {
    "nghị quyết": ("NQ", "NQLT"),
    "chỉ thị": ("CT",),
    "kết luận": ("KL",),
    "quyết định": ("QĐ", "QĐi"),
    "quy định": ("QĐ", "QyĐ", "QĐi", "QyĐi"),
    "quy chế": ("QC", "QĐ"),
    "quy trình": ("QTr", "QT"),
    "thông tri": ("TT",),
    "thông tư": ("TT", "TTLT"),
    "hướng dẫn": ("HD",),
    "thông báo": ("TB", "TBKL"),
    "báo cáo": ("BC",),
    "kế hoạch": ("KH",),
    "chương trình": ("CTr", "CTR", "CTHĐ", "Ctr"),
    "đề án": ("ĐA",),
    "phương án": ("PA",),
    "tờ trình": ("TTr", "TTR"),
    "công văn": ("CV",),
    "công điện": ("CĐ",),
    "biên bản": ("BB",),
    "giấy mời": ("GM",),
    "nghị định": ("NĐ",),
    "luật": ("Luật",),
    "pháp lệnh": ("PL",),
}
"""Name of a kind of document → the codes it is written with; the first is the proper one."""

KIND_CODES = frozenset(code for codes in KIND_NAMES.values() for code in codes)

_CODE = r"[A-ZĐƯ][A-Za-zĐđƯư]{0,9}\d{0,2}"
_BODY = rf"{_CODE}(?:\s?[-.&]\s?{_CODE})*"
_PARTY_KIND = "|".join(sorted(KIND_CODES, key=len, reverse=True))
_LIMIT = r"\b(?:trước|đến|trong|hết|xong|chậm\snhất|muộn\snhất|hạn|từ)\b"
"""Words after the issuer (``… của Đảng ủy trước ngày 15/5``) that make the day behind them a limit, not its date."""
_NUMBER = rf"""(?P<number>
        \d{{1,5}}[a-z]?\s?[-–]\s?(?P<party>{_PARTY_KIND})\s?/\s?{_CODE}(?:[-.]{_CODE})*
        |\d{{1,4}}(?:\.\d{{1,2}})?\s?/\s?(?:19|20)\d\d\s?/\s?(?P<law>{_CODE})(?:\s?-\s?{_CODE})*
        |\d{{1,5}}[a-z]?\s?/\s?(?P<state>{_CODE})\s?[-–]\s?{_BODY}
    )"""
_CITATION = re.compile(
    rf"""(?<![\w/.\-]){_NUMBER}(?!\w)
    (?P<dated>(?:\s+của\s+(?:(?!{_LIMIT})[^\d,.;()]){{2,60}}?)?\s*[,(]?\s*(?:ban\shành\s+)?(?P<word>ngày\s+)?{DAY_PATTERN})?""",
    re.VERBOSE,
)
_WHOLE_NUMBER = re.compile(_NUMBER, re.VERBOSE)
_NAME = re.compile("|".join(sorted(KIND_NAMES, key=len, reverse=True)), re.IGNORECASE)
_LEAD_IN = 60
"""Characters before a number in which the name of its kind is looked for."""
_LEAD_IN_WORDS = 4
"""Words that may stand between name and number: ``Chương trình`` hành động của Đảng ủy số …"""


@dataclass(frozen=True)
class FoundCitation:
    """A citation with its place in the text, and the name of its kind as written before the number, in lower case."""

    citation: Citation
    start: int
    end: int
    name: str | None


def find_citations(text: str) -> list[FoundCitation]:
    """Return the cited documents of ``text`` (clean, settled spelling) in order.

    A date that no calendar has leaves the citation without one.
    """
    return [found for match in _CITATION.finditer(text) if (found := _read(text, match)) is not None]


@dataclass(frozen=True)
class NumberParts:
    """What a document's number is made of. ``party`` tells its form, hyphen before slash; ``kind`` may be empty."""

    count: str
    kind: str
    body: str
    year: int | None
    party: bool


def split_number(number: str) -> NumberParts | None:
    """Return the parts of a document's number (settled spelling, spaces do not matter); None when it is none."""
    match = _WHOLE_NUMBER.fullmatch(number.strip())
    if match is None:
        return None
    count, *_, last = parts = _plain(number).replace("-", "/", 1 if match["party"] else 0).split("/")
    if match["party"]:
        return NumberParts(count, match["party"], "/".join(parts[2:]), None, party=True)
    kind, _, body = last.partition("-")
    if kind not in KIND_CODES or not body:
        kind, body = "" if match["law"] else "CV", last
    return NumberParts(count, kind, body, int(parts[1]) if match["law"] else None, party=False)


def _plain(number: str) -> str:
    return re.sub(r"\s+", "", number).replace("–", "-")


def blank(text: str, found: Iterable[FoundCitation]) -> str:
    """Return ``text`` of the same length with citations and their dates blotted out: no deadline is read there."""
    for citation in found:
        text = text[: citation.start] + "·" * (citation.end - citation.start) + text[citation.end :]
    return text


def _read(text: str, match: re.Match[str]) -> FoundCitation | None:
    name, numbered = _name_before(text, match.start())
    code = match["party"] or match["law"] or match["state"]
    if code not in KIND_CODES:
        if match["state"] and not numbered:
            return None
        code = KIND_NAMES[name][0] if name else "CV" if match["state"] else code
    end, day = match.end("number"), None
    if match["dated"] and (match["word"] or match["year"] or match["year2"]):
        end = match.end()
        with suppress(NoSuchDay):
            day = day_of(match)
    return FoundCitation(
        Citation(code, _plain(match["number"]), day, text[match.start() : end]), match.start(), end, name
    )


def _name_before(text: str, at: int) -> tuple[str | None, bool]:
    """Return the kind name that leads to a number at ``at``, and whether ``số`` or a name stands there at all."""
    lead_in = text[max(0, at - _LEAD_IN) : at].rstrip(" :")
    numbered = lead_in.lower().endswith("số")
    lead_in = lead_in[: -len("số")] if numbered else lead_in
    names = list(_NAME.finditer(lead_in))
    if (
        not names
        or len(lead_in[names[-1].end() :].split()) > _LEAD_IN_WORDS
        or set(lead_in[names[-1].end() :]) & set(",;.")
    ):
        return None, numbered
    return names[-1][0].lower(), True
