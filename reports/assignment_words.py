"""How it is worded what a task was given out with: the same in letters and slips. Pure."""

import re

from reports import words
from tasks_registry.reading.citations import KIND_NAMES
from tasks_registry.view import Assignment, TaskView

_KIND_NAMES = {codes[0]: words.capital(name) for name, codes in KIND_NAMES.items()}
CELL_TITLE_LIMIT = 60
"""Characters of a document's title in a narrow cell."""
_KIND_IN_FRONT = re.compile(rf"(?:{'|'.join(sorted(KIND_NAMES, key=len, reverse=True))})\b", re.IGNORECASE)


def document(given: Assignment, title_limit: int | None = None) -> str:
    """Return the document that a task was read from: ``Báo cáo số 12-BC/ĐU ngày 05/6/2024``; empty when there is none.

    One without a number is called by its title, on request cut to ``title_limit`` characters.
    """
    if given.document_number:
        kind = _KIND_NAMES.get(given.document_kind or "", "Văn bản")
        named = f"{kind} số {words.plain(given.document_number)}"
    elif given.document_title:
        title = _first_kind_in_small_letters(words.plain(given.document_title))
        named = title if title_limit is None else words.shorten(title, title_limit)
    else:
        return ""
    return f"{named} ngày {words.day(given.document_issued_on)}" if given.document_issued_on else named


def given(task: TaskView, assignment: Assignment, title_limit: int | None = None) -> str:
    """Return by which document (worded by ``document``) and on which day a task was given; of a secret one the day."""
    source = "" if task.secret else document(assignment, title_limit)
    day = f"giao ngày {words.day(assignment.given_on)}" if assignment.given_on else ""
    said = "; ".join(filter(None, (source, day)))
    return words.capital(said)


def _first_kind_in_small_letters(title: str) -> str:
    """Return ``BÁO CÁO tình hình…`` as a sentence holds it: ``Báo cáo tình hình…``."""
    kind = _KIND_IN_FRONT.match(title)
    return title if kind is None else kind[0].capitalize() + title[kind.end() :]
