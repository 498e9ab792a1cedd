"""The text of a template with its parts put in, and from which file and line each of its lines comes.

Parts (``head.html``, ``item.html``, ``foot.html``) are put in as text before anything else is done: a letter is then
one document, whose styles can be inlined and whose faults can be named by the line of the file that the office edited.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from notifications.letters.errors import TemplateFault

_INCLUDE = re.compile(r"""\{%-?\s*include\s+["']([^"']+)["']\s*-?%\}""")
_DEEPEST = 3
"""Parts within parts."""


@dataclass(frozen=True)
class Place:
    """A line of a file."""

    file: str
    line: int


@dataclass(frozen=True)
class Source:
    """An expanded template; ``places`` has one entry a line."""

    name: str
    text: str
    places: tuple[Place, ...]

    def place(self, line: int) -> Place:
        """Return where line ``line`` (from 1) of the expanded text was written."""
        return self.places[min(max(line, 1), len(self.places)) - 1]

    def fault(self, line: int, what: str) -> TemplateFault:
        """Return the fault ``what`` found at line ``line`` of the expanded text."""
        place = self.place(line)
        return TemplateFault(place.file, place.line, what)


def expand(name: str, read: Callable[[str], str | None]) -> Source:
    """Return the template ``name`` with its parts; raises ``TemplateFault`` for parts that do not exist."""
    text: list[str] = []
    places: list[Place] = []
    content = read(name)
    if content is None:
        raise TemplateFault(name, None, "không có mẫu này.")
    _expand(name, content, read, text, places, depth=0)
    return Source(name, "".join(text), tuple(places) or (Place(name, 1),))


def _expand(
    name: str, content: str, read: Callable[[str], str | None], text: list[str], places: list[Place], depth: int
) -> None:
    for number, line in enumerate(content.splitlines(keepends=True), start=1):
        at = 0
        for include in _INCLUDE.finditer(line):
            part = read(include[1])
            if part is None or depth == _DEEPEST:
                what = "không có phần mẫu này" if part is None else "các phần lồng nhau quá sâu"
                raise TemplateFault(name, number, f"“{include[0]}”: {what}.")
            _add(line[at : include.start()], Place(name, number), text, places)
            _expand(include[1], part.removesuffix("\n"), read, text, places, depth + 1)
            at = include.end()
        _add(line[at:], Place(name, number), text, places)


def _add(piece: str, place: Place, text: list[str], places: list[Place]) -> None:
    """Append ``piece``; a line of the whole belongs to the file in which it began."""
    if not piece:
        return
    if not text or text[-1].endswith("\n"):
        places.append(place)
    text.append(piece)
