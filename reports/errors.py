"""What can go wrong when a report is written; the whole tree is drawn in ``config.errors``."""

from config.errors import DondocError


class ReportError(DondocError):
    """A template or an output folder cannot be used; the sentence says which and what to do."""
