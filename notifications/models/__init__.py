"""Tables of notifications. Keys that mean "once" are UNIQUE."""

from notifications.answers.states import AnswerState
from notifications.models.answers import Answer, LinkVisit
from notifications.models.arming import Arming, ImportRelease
from notifications.models.channels import ChannelState, ZaloEvent, ZaloToken
from notifications.models.outbox import (
    Attempt,
    Message,
    MessageKind,
    MessageState,
    Notice,
    NoticeCursor,
    Reminder,
)
from notifications.models.people import ContactKind, ContactPoint, ContactState, Wish, ZaloCode
from notifications.models.reports import ReportNotice

__all__ = [
    "Answer",
    "AnswerState",
    "Arming",
    "Attempt",
    "ChannelState",
    "ContactKind",
    "ContactPoint",
    "ContactState",
    "ImportRelease",
    "LinkVisit",
    "Message",
    "MessageKind",
    "MessageState",
    "Notice",
    "NoticeCursor",
    "Reminder",
    "ReportNotice",
    "Wish",
    "ZaloCode",
    "ZaloEvent",
    "ZaloToken",
]
