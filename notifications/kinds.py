"""Kinds of messages."""

from enum import StrEnum


class MessageKind(StrEnum):
    """What a message is; each kind has its own writer (``notifications.writing``)."""

    DIGEST = "digest"
    SINGLE = "single"
    """one item alone, for people who want it so"""
    NOTICE = "notice"
    """what happened to the person's tasks and meetings"""
    WEEKLY = "weekly"
    ESCALATION = "escalation"
    REPORT = "report"
    """a version of a report, attached or by a link"""
    REPORT_CHANGED = "report-changed"
    """that the facts of a report have changed since its last version"""


PAPERS = frozenset({MessageKind.REPORT, MessageKind.REPORT_CHANGED})
"""What people are sent because of their part in a meeting: no limit of reminders a day counts it."""
