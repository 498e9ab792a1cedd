"""What a decision says: a reminder, or silence with its reason."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import groupby

from notifications.decision.facts import DueTask
from notifications.envelope import Entry, Envelope
from notifications.kinds import MessageKind
from tasks_registry.view import MeetingView, PersonView


class SkipReason(StrEnum):
    """Why nothing is said; those that somebody must act on come first."""

    NO_PERSON = "no-person"
    NO_ADDRESS = "no-address"
    NO_DEADLINE = "no-deadline"
    UNRELEASED = "unreleased"
    HANDED_BACK = "handed-back"
    WAITING_FOR_REVIEW = "waiting-for-review"
    NOT_OPEN = "not-open"
    SILENT = "silent"
    MUTED = "muted"
    UNSUBSCRIBED = "unsubscribed"
    AWAY = "away"
    DAY_OFF = "day-off"
    QUIET_HOURS = "quiet-hours"
    DAILY_LIMIT = "daily-limit"
    NOT_YET = "not-yet"
    ALREADY_SAID = "already-said"

    @property
    def label(self) -> str:
        """The reason as the office reads it."""
        return _LABELS[self]


_LABELS = {
    SkipReason.NO_PERSON: "chưa có người nhận nhắc việc",
    SkipReason.NO_ADDRESS: "người nhận không có địa chỉ nào dùng được",
    SkipReason.NO_DEADLINE: "chưa xác định hạn",
    SkipReason.UNRELEASED: "chờ văn phòng xem lại sau khi nhập văn bản",
    SkipReason.HANDED_BACK: "đã trả lại nơi giao, chờ văn phòng giao lại",
    SkipReason.WAITING_FOR_REVIEW: "đã nộp, chờ văn phòng thẩm định",
    SkipReason.NOT_OPEN: "nhiệm vụ không còn phải thực hiện",
    SkipReason.SILENT: "không nhắc theo rhythm.yaml (silent)",
    SkipReason.MUTED: "người nhận tạm dừng nhận nhắc việc",
    SkipReason.UNSUBSCRIBED: "người nhận đã từ chối nhận thư nhắc việc",
    SkipReason.AWAY: "người nhận đang vắng",
    SkipReason.DAY_OFF: "ngày nghỉ",
    SkipReason.QUIET_HOURS: "đã vào giờ im lặng, ngày làm việc sau nhắc",
    SkipReason.DAILY_LIMIT: "hôm nay người nhận đã nhận đủ số thư, ngày làm việc sau nhắc",
    SkipReason.NOT_YET: "chưa đến mốc nhắc",
    SkipReason.ALREADY_SAID: "mốc này đã nhắc rồi",
}


@dataclass(frozen=True)
class Remind:
    """``person`` must hear by ``channel`` that ``milestone`` of ``due`` is reached.

    It speaks of a task or of a meeting; of neither when it is the weekly summary.
    """

    task: DueTask | None
    meeting: MeetingView | None
    person: PersonView
    channel: str
    milestone: str
    due: date
    """The day that the milestone is counted from; of a weekly summary the Monday of its week."""
    key: str
    kind: MessageKind
    held: bool = False
    """A draft: it waits for a person's approval."""
    not_before: datetime | None = None
    """The hour that the person wished, or the end of quiet hours; None: at once."""


@dataclass(frozen=True)
class Skip:
    """Nothing is said of a task or meeting (of neither: the weekly summary), and why."""

    task: DueTask | None
    meeting: MeetingView | None
    person: PersonView | None
    reason: SkipReason
    channel: str | None = None
    """None when the reason does not lie with a channel."""
    milestone: str | None = None
    """The milestone that is reached and not said."""


Decision = Remind | Skip


@dataclass(frozen=True)
class Parcel:
    """One message to one person by one channel: what it says, most urgent first."""

    person: PersonView
    channel: str
    kind: MessageKind
    items: tuple[Remind, ...]
    held: bool = False
    not_before: datetime | None = None

    @property
    def envelope(self) -> Envelope:
        """The message as the outbox takes it."""
        entries = tuple(
            Entry(
                item.key,
                item.milestone,
                item.due,
                task_id=item.task.id if item.task else None,
                meeting_id=item.meeting.id if item.meeting else None,
            )
            for item in self.items
        )
        return Envelope(self.person.id, self.channel, self.kind, entries, self.held, self.not_before)


def parcels(decisions: Iterable[Decision]) -> list[Parcel]:
    """Gather what must be said into messages, in a stable order; single ones stay alone."""
    reminds = sorted((one for one in decisions if isinstance(one, Remind)), key=_in_order)
    found: list[Parcel] = []
    for (_, channel, kind, held, _alone), group in groupby(reminds, key=_message_of):
        items = tuple(group)
        found.append(Parcel(items[0].person, channel, kind, items, held, items[0].not_before))
    return found


def _message_of(item: Remind) -> tuple[int, str, MessageKind, bool, str]:
    alone = item.key if item.kind is MessageKind.SINGLE else ""
    return item.person.id, item.channel, item.kind, item.held, alone


def _in_order(item: Remind) -> tuple[int, str, MessageKind, bool, date, str, str]:
    return item.person.id, item.channel, item.kind, item.held, *urgency(item)


def urgency(item: Remind) -> tuple[date, str, str]:
    """Return by what items are ordered: earliest day first."""
    return item.due, item.task.code if item.task else "", item.key
