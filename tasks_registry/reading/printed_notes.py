"""Notes at the foot of printed pages: smaller type, below everything else, starting with a raised number."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from tasks_registry.reading.printed_layout import LaidPage
from tasks_registry.reading.printed_lines import joined
from tasks_registry.reading.printed_page import PrintedLine

_NOTE_SIZE = 0.94
"""Of the body's type size, the largest type that notes are set in."""
_PLAIN_NUMBER = re.compile(r"(?P<number>\d{1,3})(?:[.)]?\s+|(?=[A-ZĐÀ-Ỹ]))")


@dataclass
class PrintedNote:
    """A note: the page and the number that it is marked by, and its text."""

    page: int
    number: str
    text: str
    is_marked: bool = False
    """Whether its mark stands in the text."""


def part_notes(pages: Sequence[LaidPage], body_size: float) -> tuple[list[LaidPage], list[PrintedNote]]:
    """Return ``pages`` without the notes at their feet, and the notes. ``body_size`` is the usual type size.

    A note that breaks off at the end of a page goes on below the rule of the next one.
    """
    bodies: list[LaidPage] = []
    notes: list[PrintedNote] = []
    for page in pages:
        foot = _foot(page, body_size)
        for line in foot if any(line.note for line in foot) else _numbered(foot):
            if line.note is not None:
                notes.append(PrintedNote(page.number, line.note, line.text))
            elif notes:
                notes[-1].text = joined(notes[-1].text, line.text)
        bodies.append(page.without(foot) if notes else page)  # small type before any note is no note that goes on
    return bodies, notes


def _foot(page: LaidPage, body_size: float) -> list[PrintedLine]:
    """Return the lines of notes at the foot of a page; a number in plain type opens one only below a short rule."""
    lines = sorted(page.lines, key=lambda line: line.baseline)
    start = len(lines)
    while start and lines[start - 1].size <= body_size * _NOTE_SIZE:
        start -= 1
    foot = lines[start:]
    if not foot or start == 0:
        return []
    above = lines[start - 1].baseline
    if any(above - 1 <= rule <= foot[0].baseline for rule in page.short_rules):
        return foot
    first = next((at for at, line in enumerate(foot) if line.note is not None), len(foot))
    return foot[first:]


def _numbered(foot: Sequence[PrintedLine]) -> Iterator[PrintedLine]:
    """Yield the lines of a foot whose numbers are set in plain type; each number must be the next one."""
    expected: int | None = None
    for line in foot:
        match = _PLAIN_NUMBER.match(line.text)
        if match is None or expected not in (None, int(match["number"])):
            yield line
        else:
            expected = int(match["number"]) + 1
            yield replace(line, note=match["number"], text=line.text[match.end() :])
