"""How it is worded what a task was given out with: the same in letters and slips. Pure."""

from reports import words
from tasks_registry.reading.citations import KIND_NAMES
from tasks_registry.view import Assignment, TaskView

_KIND_NAMES = {codes[0]: name[0].upper() + name[1:] for name, codes in KIND_NAMES.items()}
_TITLE_LIMIT = 60
"""Characters of a document's title: it stands in narrow cells."""


def document(given: Assignment) -> str:
    """Return the document that a task was read from: ``Báo cáo số 12-BC/ĐU ngày 05/6/2024``; empty when there is none.

    One without a number is called by its title.
    """
    if given.document_number:
        kind = _KIND_NAMES.get(given.document_kind or "", "Văn bản")
        named = f"{kind} số {words.plain(given.document_number)}"
    elif given.document_title:
        named = words.shorten(words.plain(given.document_title), _TITLE_LIMIT)
    else:
        return ""
    return f"{named} ngày {words.day(given.document_issued_on)}" if given.document_issued_on else named


def given(task: TaskView, assignment: Assignment) -> str:
    """Return by which document and on which day a task was given; only the day of a secret one."""
    source = "" if task.secret else document(assignment)
    day = f"giao ngày {words.day(assignment.given_on)}" if assignment.given_on else ""
    said = "; ".join(filter(None, (source, day)))
    return said[:1].upper() + said[1:]
