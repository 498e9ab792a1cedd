"""What a run says, as reports of it show it: reminders and notices in one shape. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from config.clock import office_day
from notifications.decision import Parcel, Remind
from notifications.kinds import MessageKind
from notifications.notice_decision import NoticeMessage
from tasks_registry.view import PersonView


@dataclass(frozen=True)
class SaidItem:
    """One thing that a message says; of neither a task nor a meeting when it is the weekly summary."""

    name: str
    """Code of the task, name of the meeting, or the week."""
    milestone: str
    due: date
    task: str | None = None
    """Code of the task."""
    meeting: int | None = None
    """Id of the meeting."""
    document_id: int | None = None
    """The document that the task came from."""


@dataclass(frozen=True)
class SaidMessage:
    """One message to one person by one channel."""

    person: PersonView
    channel: str
    kind: MessageKind
    items: tuple[SaidItem, ...]
    not_before: datetime | None = None


def of_parcel(parcel: Parcel) -> SaidMessage:
    """Return a message of reminders."""
    items = tuple(map(_of_remind, parcel.items))
    return SaidMessage(parcel.person, parcel.channel, parcel.kind, items, parcel.not_before)


def _of_remind(item: Remind) -> SaidItem:
    if item.task is not None:
        code = item.task.code
        return SaidItem(code, item.milestone, item.due, task=code, document_id=item.task.document_id)
    if item.meeting is not None:
        return SaidItem(item.meeting.name, item.milestone, item.due, meeting=item.meeting.id)
    return SaidItem(f"tuần từ {item.due:%d/%m/%Y}", item.milestone, item.due)


def of_notices(messages: Sequence[NoticeMessage], zone: ZoneInfo) -> list[SaidMessage]:
    """Return the messages that tell what happened; their day is the office's day of the event."""
    return [
        SaidMessage(
            message.person,
            message.channel,
            MessageKind.NOTICE,
            tuple(
                SaidItem(
                    notice.about,
                    notice.view.event.value,
                    office_day(notice.view.at, zone),
                    task=notice.about if notice.view.task_id is not None else None,
                    meeting=notice.view.meeting_id,
                    document_id=notice.document_id,
                )
                for notice in (item.notice for item in message.items)
            ),
            message.items[0].not_before,
        )
        for message in messages
    ]
