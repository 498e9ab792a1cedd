"""The reminder policy of ``rhythm.yaml``: when, by which channel, how often, and who hears next when nobody answers.

Every setting holds for the whole installation until a committee, a kind of task or a person has another one; the
narrower wins (``ReminderPolicy.of``).
"""

import re
from datetime import time
from enum import StrEnum
from typing import Annotated, Any, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator

from config.parts import CommitteeCode, Days, EmailAddress, NonEmpty, Part


class Weekday(StrEnum):
    """A day of the week; ``number`` counts from Monday, 0."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"

    @property
    def number(self) -> int:
        """The number that ``date.weekday`` gives."""
        return list(Weekday).index(self)


_WEEKDAY_WORDS = {
    "thứ hai": Weekday.MONDAY,
    "thứ ba": Weekday.TUESDAY,
    "thứ tư": Weekday.WEDNESDAY,
    "thứ năm": Weekday.THURSDAY,
    "thứ sáu": Weekday.FRIDAY,
    "thứ bảy": Weekday.SATURDAY,
    "chủ nhật": Weekday.SUNDAY,
}
_OFFSET_WORDS = {
    "sáng hôm đó": 0,
    "đúng hôm đó": 0,
    "hôm trước": 1,
    "trước một ngày": 1,
    "trước hai ngày": 2,
    "trước ba ngày": 3,
    "trước một tuần": 7,
    "trước hai tuần": 14,
}
_IN_WEEK = re.compile(r"(thứ \w+|chủ nhật) tuần (đó|trước)")


class WeekdayMark(Part):
    """A milestone on a day of the week that holds the due day (``thứ Hai tuần đó``), or of the week before it."""

    weekday: Weekday
    weeks_before: Annotated[int, Field(ge=0, le=1)] = 0

    @property
    def name(self) -> str:
        """The name of the milestone in keys."""
        return f"due-{self.weekday}" + "-before" * self.weeks_before


def _read_mark(value: object) -> object:
    """Turn the words that stand beside day counts into what they mean; raises ``ValueError`` for unknown words."""
    if not isinstance(value, str):
        return value
    words = " ".join(value.lower().split())
    if words in _OFFSET_WORDS:
        return _OFFSET_WORDS[words]
    in_week = _IN_WEEK.fullmatch(words)
    if in_week is not None and in_week[1] in _WEEKDAY_WORDS:
        return WeekdayMark(weekday=_WEEKDAY_WORDS[in_week[1]], weeks_before=1 if in_week[2] == "trước" else 0)
    raise ValueError(
        f"không hiểu mốc “{value}”: hãy ghi số ngày, hoặc “sáng hôm đó”, “hôm trước”, “trước một tuần”, "
        "“thứ Hai tuần đó”, “thứ Sáu tuần trước”"
    )


Mark = Annotated[Days | WeekdayMark, BeforeValidator(_read_mark)]
"""Calendar days before the due day (0: the day itself), or a day of its week."""


class Milestones(Part):
    """When something is said before a deadline."""

    deadline: tuple[Mark, ...] = (14, 7, 3, 1, 0)
    meeting_papers: tuple[Mark, ...] = (7, 3, 1, 0)
    """Papers of a meeting, counted from the day on which they reach the office."""
    meeting: tuple[Mark, ...] = (3, 1, 0)
    """The meeting itself, told to those who lead an item of its agenda."""


Hour = Annotated[time, BeforeValidator(lambda value: value if isinstance(value, time) else _read_hour(value))]


def _read_hour(value: object) -> time:
    """Read ``07:30``; YAML makes 450 of it when it stands without quotes, which means the same."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return time(value // 60, value % 60)
    try:
        return time.fromisoformat(str(value)).replace(second=0, microsecond=0)
    except ValueError:
        raise ValueError(f'“{value}” không phải giờ; hãy ghi dạng "07:30"') from None


class Hours(Part):
    """A stretch of the day ``from`` … ``to``, the end left out; it may run over midnight."""

    from_: Annotated[Hour, Field(alias="from")]
    to: Hour

    def hold(self, moment: time) -> bool:
        """Tell whether ``moment`` (office time) lies in the stretch."""
        if self.from_ <= self.to:
            return self.from_ <= moment < self.to
        return moment >= self.from_ or moment < self.to


ChannelName = Literal["email", "zalo", "zalo-group"]
CHANNELS: tuple[ChannelName, ...] = get_args(ChannelName)
"""``email`` is the channel of record; ``zalo`` reaches a person, ``zalo-group`` the group of an agency."""


class QuietHours(Part):
    """When a channel stays silent; what falls due then goes out at the end of it."""

    email: Hours | None = None
    zalo: Hours | None = Hours(**{"from": time(21), "to": time(7)})
    """Templates of Zalo are refused or silent at night."""
    zalo_group: Annotated[Hours | None, Field(alias="zalo-group")] = Hours(**{"from": time(21), "to": time(7)})

    def of(self, channel: str) -> Hours | None:
        """Return the quiet hours of ``channel``."""
        hours: Hours | None = getattr(self, channel.replace("-", "_"))
        return hours


class WeeklySummary(Part):
    """The summary that leaders get once a week (danh sách cho cuộc họp Thường trực)."""

    enabled: bool = True
    weekday: Weekday = Weekday.MONDAY
    """On a day off it comes on the next working day of the week."""


class RungTo(StrEnum):
    """Who hears on a rung of the escalation ladder."""

    OFFICER = "officer"
    """cán bộ phụ trách"""
    HEAD = "head"
    """người đứng đầu cơ quan chủ trì"""
    LEADER = "leader"
    """Phó Bí thư Thường trực"""


class Rung(Part):
    """A rung of the escalation ladder."""

    to: RungTo
    after_working_days: Annotated[int, Field(ge=1, le=120)]
    """Working days after the former rung, the first counted from the due day, without a word from the owner."""
    approval: bool | None = None
    """Whether the message waits for a person of the office; None: when it is addressed to leaders."""

    @property
    def held(self) -> bool:
        """Tell whether the message waits for approval."""
        return self.to is RungTo.LEADER if self.approval is None else self.approval


class Limits(Part):
    """How much a person can be told."""

    messages_per_day: Annotated[int, Field(ge=1, le=50)] = 4
    """By one channel; what comes on top waits for the next day's digest. Event notices count;
    drafts count once they are approved, on the day on which they were drawn up."""


class SecrecyRules(Part):
    """Matters that messages name by code only, beside tasks that are marked secret."""

    discreet_words: tuple[NonEmpty, ...] = (
        "nhân sự",
        "quy hoạch cán bộ",
        "luân chuyển cán bộ",
        "bổ nhiệm",
        "miễn nhiệm",
        "kỷ luật",
        "dấu hiệu vi phạm",
        "khiếu nại",
        "tố cáo",
    )
    """Personnel, discipline and complaints; compared without regard to accents, case and spelling of ``y``/``i``."""


KindName = Literal["deliverable", "standing", "direction", "conditional"]


class Settings(Part):
    """What may differ for a committee, a kind of task or a person. None: as the wider circle has it."""

    milestones: Milestones | None = None
    overdue_every_days: Annotated[int, Field(ge=1, le=60)] | None = None
    working_days_only: bool | None = None
    digest_hour: Hour | None = None
    quiet_hours: QuietHours | None = None
    channels: tuple[ChannelName, ...] | None = None
    limits: Limits | None = None
    weekly_summary: WeeklySummary | None = None
    escalation: tuple[Rung, ...] | None = None
    silent: bool | None = None
    """No reminders at all."""


_OF_MESSAGES = ("digest_hour", "quiet_hours", "channels", "limits", "weekly_summary")
"""What holds for whole messages, which speak of tasks of all kinds."""


class ReminderPolicy(Part):
    """When and how people are reminded."""

    milestones: Milestones = Milestones()
    overdue_every_days: Annotated[int, Field(ge=1, le=60)] = 7
    working_days_only: bool = True
    due_soon_days: Days = 14
    digest_hour: Hour = time(7)
    """Office time before which no digest goes out."""
    quiet_hours: QuietHours = QuietHours()
    channels: tuple[ChannelName, ...] = ("email", "zalo")
    """By which channels people are reached who have an address there and no wish of their own."""
    weekly_summary: WeeklySummary = WeeklySummary()
    escalation: tuple[Rung, ...] = (
        Rung(to=RungTo.OFFICER, after_working_days=2),
        Rung(to=RungTo.HEAD, after_working_days=3),
        Rung(to=RungTo.LEADER, after_working_days=5),
    )
    limits: Limits = Limits()
    merge_events_minutes: Annotated[int, Field(ge=0, le=720)] = 15
    """Notices of one person that arise within this time become one message."""
    events_useful_days: Annotated[int, Field(ge=1, le=60)] = 7
    """Calendar days after which a notice that could not be given is of no use any more."""
    links_valid_days: Annotated[int, Field(ge=1, le=366)] = 30
    """Calendar days for which the links of a letter can be used; a change holds for letters written after it."""
    hold_after_import: bool = True
    """Whether tasks of a newly imported document wait until the office has looked at what would be sent."""
    secrecy: SecrecyRules = SecrecyRules()
    silent: bool = False
    by_committee: dict[CommitteeCode, Settings] = Field(default_factory=dict)
    by_kind: dict[KindName, Settings] = Field(default_factory=dict)
    by_person: dict[EmailAddress, Settings] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _addresses_in_lower_case(self) -> Self:
        wrong = next((address for address in self.by_person if address != address.lower()), None)
        if wrong is not None:
            raise ValueError(f"by_person: hãy ghi địa chỉ thư “{wrong}” bằng chữ thường")
        return self

    @model_validator(mode="after")
    def _kinds_set_what_tasks_have(self) -> Self:
        for kind, settings in self.by_kind.items():
            wrong = next((name for name in _OF_MESSAGES if name in settings.model_fields_set), None)
            if wrong is not None:
                raise ValueError(
                    f"by_kind.{kind}: không đặt riêng “{wrong}” cho một loại nhiệm vụ được, vì một thư gồm nhiều loại; "
                    "hãy đặt chung, hoặc theo người (by_person)"
                )
        return self

    @property
    def marks_of_tasks(self) -> tuple[Mark, ...]:
        """All milestones that any task can have, whichever circle says so."""
        return tuple(mark for found in self._all_milestones() for mark in (*found.deadline, *found.meeting_papers))

    @property
    def marks_of_meetings(self) -> tuple[Mark, ...]:
        """All milestones that any meeting can have."""
        return tuple(mark for found in self._all_milestones() for mark in found.meeting)

    def _all_milestones(self) -> list[Milestones]:
        circles = (*self.by_committee.values(), *self.by_kind.values(), *self.by_person.values())
        return [self.milestones, *(circle.milestones for circle in circles if circle.milestones is not None)]

    def of(self, *, committee: str = "", kind: str = "", email: str = "") -> "ReminderPolicy":
        """Return the policy that holds for a committee (code), a kind of task and a person (address, lower case)."""
        changes: dict[str, Any] = {}
        for circle in (
            self.by_committee.get(committee),
            next((found for name, found in self.by_kind.items() if name == kind), None),
            self.by_person.get(email),
        ):
            if circle is not None:
                changes |= {name: getattr(circle, name) for name in circle.model_fields_set}
        given = {name: value for name, value in changes.items() if value is not None}
        return self.model_copy(update=given) if given else self
