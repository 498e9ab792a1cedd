"""Which notices are told now, by which channel – and why the others are not. Pure: no clock, no database, no settings.

Level-triggered as ``notifications.decision``: it looks at all notices that nobody was told of yet, so a run that never
happened is made up for by the next one.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import groupby
from zoneinfo import ZoneInfo

from config.reminders import Hours, ReminderPolicy
from notifications import keys
from notifications.events import Event, NoticeView
from notifications.folding import fold
from tasks_registry.meetings.states import MeetingState
from tasks_registry.states import OPEN, WORKED_ON, WorkState
from tasks_registry.view import PersonView

_EMAIL = "email"


class Untold(StrEnum):
    """Why a person is not told of something (now)."""

    MERGING = "merging"
    MUTED = "muted"
    UNSUBSCRIBED = "unsubscribed"
    NO_CHANNEL = "no-channel"
    SILENT = "silent"
    LIMIT = "limit"
    TRIAL = "trial"
    UNRELEASED = "unreleased"
    STALE = "stale"
    OVERTAKEN = "overtaken"
    NOTHING_LEFT = "nothing-left"

    @property
    def label(self) -> str:
        """The reason as the office reads it."""
        return _LABELS[self]

    @property
    def final(self) -> bool:
        """Tell whether the notice is of no use any more; the others wait."""
        return self in (Untold.STALE, Untold.OVERTAKEN, Untold.NOTHING_LEFT)


_LABELS = {
    Untold.MERGING: "chờ gộp với các thông báo khác của cùng người",
    Untold.MUTED: "người nhận đang tạm ngừng nhận tin",
    Untold.UNSUBSCRIBED: "người nhận đã thôi nhận thư",
    Untold.NO_CHANNEL: "không có kênh nào gửi được đến người nhận",
    Untold.SILENT: "quy tắc nhắc việc đặt là không gửi",
    Untold.LIMIT: "hôm nay đã gửi đủ số tin cho người nhận",
    Untold.TRIAL: "đang ở chế độ thử",
    Untold.UNRELEASED: "văn phòng chưa xem lại văn bản vừa nhập",
    Untold.STALE: "đã quá lâu, báo không còn ích gì",
    Untold.OVERTAKEN: "không còn đúng nữa",
    Untold.NOTHING_LEFT: "đã thay đổi trở lại hoặc đã gộp vào tin khác",
}


@dataclass(frozen=True)
class WaitingNotice:
    """A notice that its person was not told of, and what it is about as that stands now."""

    view: NoticeView
    key: str
    useful_from: datetime
    """Since when it could have been told: when it happened, or when the office let its document go."""
    about: str = ""
    """Code of the task, or name of the meeting."""
    state: str = ""
    """Present work state of the task, or state of the meeting."""
    kind: str = ""
    """Kind of the task."""
    document_id: int | None = None
    asked_still: bool = False
    """The request for more time still waits for an answer."""

    @property
    def overtaken(self) -> bool:
        """Tell whether nothing is to be said of it as things stand: done meanwhile, handed in again, answered."""
        event = self.view.event
        if event is Event.EXTENSION_ASKED:
            return not self.asked_still
        if event is Event.REMOVED:
            return False
        if self.view.meeting_id is not None:
            return self.state == MeetingState.CLOSED.value
        going_on = WORKED_ON if event is Event.RETURNED else OPEN
        return WorkState(self.state) not in going_on | _TAKEN_AWAY


_TAKEN_AWAY = frozenset({WorkState.SUSPENDED, WorkState.WITHDRAWN, WorkState.CARRIED_OVER})
"""The person hears of that, or of nothing when both happened before it was told: folding finds it out."""


@dataclass(frozen=True)
class Listener:
    """Somebody who can be told."""

    person: PersonView
    channels: tuple[str, ...]
    """By which the person can be told and wants to be."""
    muted_until: date | None = None
    """Last day of silence."""
    unsubscribed: bool = False
    """Nothing by e-mail."""
    trial: bool = False
    """Trial mode holds messages to this person back."""
    told: Mapping[str, int] = field(default_factory=dict)
    """Messages of the office's day so far, by channel."""


@dataclass(frozen=True)
class NoticeRules:
    """What holds for one committee on one run."""

    policy: ReminderPolicy
    committee: str
    """Its code."""
    zone: ZoneInfo
    unreleased: Collection[int] = frozenset()
    """Documents that the office has not looked over yet."""


@dataclass(frozen=True)
class NoticeRemind:
    """``person`` is told of ``notice`` by ``channel``, together with all others of the same person and channel."""

    notice: WaitingNotice
    person: PersonView
    channel: str
    key: str
    not_before: datetime | None = None
    """End of the channel's quiet hours."""


@dataclass(frozen=True)
class NoticeSkip:
    """Nothing is said of ``notice`` in this run, and why."""

    notice: WaitingNotice
    person: PersonView | None
    reason: Untold


NoticeDecision = NoticeRemind | NoticeSkip


@dataclass(frozen=True)
class NoticeMessage:
    """One message to one person: everything that happened, in its order."""

    person: PersonView
    channel: str
    items: tuple[NoticeRemind, ...]


def decide_notices(
    waiting: Iterable[WaitingNotice], listeners: Mapping[int, Listener], rules: NoticeRules, now: datetime
) -> list[NoticeDecision]:
    """Decide of all ``waiting`` notices of a committee what is told at ``now``; ``listeners`` by person id."""
    found: list[NoticeDecision] = []
    in_order = sorted(waiting, key=lambda notice: (notice.view.person_id, notice.view.seq))
    for person, group in groupby(in_order, key=lambda notice: notice.view.person_id):
        found += _of_person(list(group), listeners.get(person), rules, now)
    return found


def messages(decisions: Iterable[NoticeDecision]) -> list[NoticeMessage]:
    """Gather what is told into one message per person and channel, in a stable order."""
    told = sorted(
        (decision for decision in decisions if isinstance(decision, NoticeRemind)),
        key=lambda one: (one.person.id, one.channel, one.notice.view.seq),
    )
    return [
        NoticeMessage(group[0].person, channel, tuple(group))
        for (_, channel), members in groupby(told, key=lambda one: (one.person.id, one.channel))
        if (group := list(members))
    ]


def _of_person(
    notices: Sequence[WaitingNotice], listener: Listener | None, rules: NoticeRules, now: datetime
) -> list[NoticeDecision]:
    person = listener.person if listener is not None else None
    email = person.email.lower() if person is not None else ""
    policy = rules.policy.of(committee=rules.committee, email=email)
    reasons = {notice.view.id: _unfit(notice, email, rules, now) for notice in notices}
    fit = [notice for notice in notices if reasons[notice.view.id] is None]
    useful = {id_ for folded in fold(notice.view for notice in fit) for id_ in folded.of}
    for_all = _unheard(fit, listener, policy, rules, now)
    decisions: list[NoticeDecision] = []
    for notice in notices:
        reason = reasons[notice.view.id] or for_all
        if reason is None and notice.view.id not in useful:
            reason = Untold.NOTHING_LEFT
        if reason is not None or listener is None:
            decisions.append(NoticeSkip(notice, person, reason or Untold.NO_CHANNEL))
            continue
        decisions += [
            NoticeRemind(
                notice,
                listener.person,
                channel,
                keys.told_key(notice.key, channel),
                _end_of(policy.quiet_hours.of(channel), now, rules.zone),
            )
            for channel in _open_channels(listener, policy)
        ]
    return decisions


def _unfit(notice: WaitingNotice, email: str, rules: NoticeRules, now: datetime) -> Untold | None:
    """Return why ``notice`` itself is not told, however its person is reached."""
    policy = rules.policy.of(committee=rules.committee, kind=notice.kind, email=email)
    if notice.document_id in rules.unreleased and policy.hold_after_import:
        return Untold.UNRELEASED
    if now - notice.useful_from > timedelta(days=policy.events_useful_days):
        return Untold.STALE
    if notice.overtaken:
        return Untold.OVERTAKEN
    return Untold.SILENT if policy.silent else None


def _unheard(
    notices: Sequence[WaitingNotice],
    listener: Listener | None,
    policy: ReminderPolicy,
    rules: NoticeRules,
    now: datetime,
) -> Untold | None:
    """Return why the person is told of nothing in this run."""
    if listener is None:
        return Untold.NO_CHANNEL
    if listener.trial:
        return Untold.TRIAL
    if listener.muted_until is not None and now.astimezone(rules.zone).date() <= listener.muted_until:
        return Untold.MUTED
    if not _channels(listener):
        return Untold.UNSUBSCRIBED if listener.unsubscribed else Untold.NO_CHANNEL
    window = timedelta(minutes=policy.merge_events_minutes)
    # What seems to lie ahead was written by a clock that has been set back since: it must not wait for that day.
    if all(timedelta(0) <= now - notice.useful_from < window for notice in notices):
        return Untold.MERGING
    return None if _open_channels(listener, policy) else Untold.LIMIT


def _channels(listener: Listener) -> list[str]:
    return [name for name in listener.channels if not (listener.unsubscribed and name == _EMAIL)]


def _open_channels(listener: Listener, policy: ReminderPolicy) -> list[str]:
    """Return the person's channels by which not enough was said today."""
    limit = policy.limits.messages_per_day
    return [channel for channel in _channels(listener) if listener.told.get(channel, 0) < limit]


def _end_of(quiet: Hours | None, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when the quiet hours that run at ``now`` end, None outside of them."""
    local = now.astimezone(zone)
    moment: time = local.time()
    if quiet is None or not quiet.hold(moment):
        return None
    day: date = local.date() + timedelta(days=1 if moment >= quiet.to else 0)
    return datetime.combine(day, quiet.to, zone)
