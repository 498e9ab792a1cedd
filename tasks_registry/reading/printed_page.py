"""A printed page as its format gives it: words with their places, and the lines ruled on it.

Filled from the text of a PDF or by Tesseract; everything after that is the same for both. Lengths are in points
(1/72 inch), counted from the upper left corner of the page as it is seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedWord:
    """One word, or a part of one in other type: ``glued`` ones follow the word before without a space.

    ``size`` is the height of its type, ``baseline`` where the letters stand.
    """

    text: str
    left: float
    right: float
    baseline: float
    size: float
    bold: bool = False
    glued: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        """The point in the middle of the word's small letters."""
        return (self.left + self.right) / 2, self.baseline - self.size / 4


@dataclass(frozen=True, slots=True)
class Ruling:
    """A straight ruled line, across the page or down it."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def across(self) -> bool:
        """Whether it runs across the page."""
        return self.right - self.left >= self.bottom - self.top

    @property
    def length(self) -> float:
        """Length in points."""
        return max(self.right - self.left, self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """One page. ``recognised`` says that its words were recognised from an image, so sizes and places are rough."""

    width: float
    height: float
    words: Sequence[PrintedWord]
    rulings: Sequence[Ruling] = ()
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A line of text on page ``page`` (from 0). ``marks`` are note marks taken out of it: (place in text, number).

    ``note`` is the number of the note that starts here: a raised number at the start of the line, taken out of it.
    ``first_word`` is the width of its first word in points; ``starts_bold`` and ``ends_bold`` tell of its two ends.
    """

    text: str
    page: int
    left: float
    right: float
    baseline: float
    size: float
    first_word: float
    bold: bool
    starts_bold: bool
    ends_bold: bool
    marks: tuple[tuple[int, str], ...] = ()
    note: str | None = None
