"""``rhythm.yaml``: meetings, lead times, how deadlines are counted, schedules."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, model_validator

from config.agencies import Access
from config.parts import Days, NonEmpty, Part
from config.reminders import ReminderPolicy

Body = Literal["BCH", "BTV", "TT", "HDND"]
BODIES: tuple[Body, ...] = get_args(Body)
"""Ban Chấp hành, Ban Thường vụ, Thường trực, Hội đồng nhân dân."""


class PaperStep(Part):
    """One dated step of a paper on its way to a meeting (mốc chuẩn bị tài liệu)."""

    name: NonEmpty
    days_before: Annotated[int, Field(ge=-90, le=366)]
    """Calendar days before the meeting; negative for what follows it."""


class BodyRhythm(Part):
    """Lead times and series of a body's meetings, calendar days (a commune's regulation after model 302-QĐ/TW)."""

    papers_days_before: Days = 5
    """Papers reach the office."""
    invitation_days_before: Days = 3
    """Invitation and papers reach the members."""
    milestones: tuple[PaperStep, ...] = ()
    series: str | None = None
    """Cron of the days on which the body meets as a rule; only its days count. None: no meetings are planned ahead."""
    series_name: NonEmpty = "Cuộc họp định kỳ ngày {day}"
    """Name of a planned meeting; may hold ``{day}``, ``{month}``, ``{quarter}``, ``{year}``."""

    @model_validator(mode="after")
    def _nameable(self) -> "BodyRhythm":
        try:
            self.session_name(date(2026, 9, 25))
        except (KeyError, IndexError, ValueError, AttributeError):
            raise ValueError("series_name chỉ được dùng {day}, {month}, {quarter}, {year}") from None
        return self

    def session_name(self, day: date) -> str:
        """Return the name of the session of the series that is planned for ``day``."""
        quarter = ("I", "II", "III", "IV")[(day.month - 1) // 3]
        return self.series_name.format(day=f"{day:%d/%m/%Y}", month=day.month, quarter=quarter, year=day.year)


_USUAL = {
    "BCH": BodyRhythm(
        milestones=(
            PaperStep(name="Cơ quan chủ trì gửi dự thảo", days_before=30),
            PaperStep(name="Văn phòng thẩm định", days_before=25),
            PaperStep(name="Thường trực cho ý kiến", days_before=20),
            PaperStep(name="Hoàn thiện theo kết luận của Thường trực", days_before=16),
            PaperStep(name="Ban Thường vụ cho ý kiến", days_before=12),
            PaperStep(name="Hoàn thiện theo kết luận của Ban Thường vụ", days_before=7),
            PaperStep(name="Trình hội nghị Ban Chấp hành", days_before=0),
            PaperStep(name="Ký ban hành", days_before=-5),
        ),
        series_name="Hội nghị Ban Chấp hành quý {quarter}/{year}",
    ),
    "BTV": BodyRhythm(invitation_days_before=2, series_name="Hội nghị Ban Thường vụ tháng {month}/{year}"),
    "TT": BodyRhythm(papers_days_before=2, invitation_days_before=1, series_name="Họp Thường trực ngày {day}"),
    "HDND": BodyRhythm(papers_days_before=10, series_name="Kỳ họp Hội đồng nhân dân tháng {month}/{year}"),
}
"""What holds of a body where ``rhythm.yaml`` is silent; the bundled file says the same."""


class Roll(StrEnum):
    """Where a deadline goes that falls on a day off."""

    BACK = "back"
    """to the last working day before it"""
    FORWARD = "forward"
    """to the first working day after it"""
    NONE = "none"
    """it stays"""


class RollRules(Part):
    """Where each kind of deadline goes that falls on a day off. Papers of a meeting always roll back."""

    period: Roll = Roll.BACK
    """Months, quarters, and other stretches of time that end a duty."""
    text: Roll = Roll.BACK
    """Days written in the document."""
    superior: Roll = Roll.BACK
    """Days on which the superior level wants a report."""
    term: Roll = Roll.FORWARD
    """Internal terms of n days (BLDS 2015 Điều 148)."""


class JudgedBy(StrEnum):
    """The due day by which a task with an extension is called in time or late."""

    CURRENT = "current"
    """hạn đã gia hạn"""
    ORIGINAL = "original"
    """hạn ban đầu"""


class DeadlineRules(Part):
    """How phrases become due days, and by which of them tasks are judged, where practice differs."""

    strict_before: bool = False
    """``trước ngày 15/5`` means the 14th when true; offices accept the 15th."""
    rolling: RollRules = RollRules()
    default_term_days: Annotated[int, Field(ge=1, le=366)] | None = None
    """Calendar days that a deliverable without any deadline has from the date of its document; None: no deadline."""
    superior_margin_days: Annotated[int, Field(ge=0, le=30)] = 0
    """Calendar days by which the office is done before a day of the superior's reporting calendar."""
    judged_by: JudgedBy = JudgedBy.CURRENT
    """Figures, lists and reports judge by it; people are always reminded of the current due day."""


class RecurrenceRules(Part):
    """How far tasks that come again are created ahead, and how much of an outage is caught up with; calendar days."""

    horizon_days: Days = 45
    catch_up_days: Days = 92


class PeriodCutoff(Part):
    """The day to which the report of a period counts: a day of its last month, or of one ``months_before`` it."""

    day: Annotated[int, Field(ge=1, le=31)]
    """A day that the month does not have means its last one."""
    months_before: Annotated[int, Field(ge=0, le=11)] = 0


class PeriodCutoffs(Part):
    """The cut-off of each kind of period: reports are written while the period still runs."""

    month: PeriodCutoff = PeriodCutoff(day=25)
    quarter: PeriodCutoff = PeriodCutoff(day=20)
    half: PeriodCutoff = PeriodCutoff(day=15)
    nine_months: PeriodCutoff = PeriodCutoff(day=20)
    year: PeriodCutoff = PeriodCutoff(day=15, months_before=1)

    @model_validator(mode="after")
    def _within(self) -> "PeriodCutoffs":
        for kind, months in (("month", 1), ("quarter", 3), ("half", 6), ("nine_months", 9), ("year", 12)):
            if self.of(kind).months_before >= months:
                raise ValueError(f"{kind}.months_before phải nhỏ hơn {months}, số tháng của kỳ")
        return self

    def of(self, kind: str) -> PeriodCutoff:
        """Return the cut-off of a kind of period, called as its field is."""
        cutoff: PeriodCutoff = getattr(self, kind)
        return cutoff


class UrgingRules(Part):
    """When a late agency is urged by letter (công văn đôn đốc), and how long it has to answer."""

    overdue_days: Annotated[int, Field(ge=1, le=366)] = 7
    """Calendar days past the deadline from which a task is put into the letter."""
    reply_working_days: Annotated[int, Field(ge=1, le=60)] = 5
    """Working days to answer, the day of the letter not counted."""


class Schedules(Part):
    """Cron of each flow, in the office's zone."""

    check_status: NonEmpty = "0 6 * * *"
    send_reminders: NonEmpty = "*/15 7-20 * * *"
    deliver_outbox: NonEmpty = "7-59/15 7-20 * * *"
    meeting_report: NonEmpty = "0 7 * * *"
    plan_ahead: NonEmpty = "0 5 * * *"

    def as_dict(self) -> dict[str, str]:
        """Return flow name → cron expression."""
        return dict(self.model_dump())


def _read_recipient(value: object) -> object:
    """Let an address or the name of a right pass; raises ``ValueError`` for anything else."""
    if isinstance(value, str) and ("@" in value or value in RECIPIENT_GROUPS):
        return value.strip().lower()
    raise ValueError(f"“{value}” không phải địa chỉ thư, cũng không phải {', '.join(RECIPIENT_GROUPS)}")


RECIPIENT_GROUPS = (Access.OFFICE.value, Access.LEADER.value, Access.INSPECTOR.value)
"""People who get reports by the access that they have in ``agencies.yaml``."""


class ReportSending(Part):
    """Who gets the report of a meeting by e-mail, and how."""

    to: tuple[Annotated[str, BeforeValidator(_read_recipient)], ...] = (Access.OFFICE.value,)
    """Addresses of people in ``agencies.yaml``, and ``RECIPIENT_GROUPS``; none: nothing is sent."""
    attach: bool = True
    """Whether the files are attached where nothing in them is secret or discreet; else a link leads to them."""
    tell_changes: bool = True
    """Whether the office is told, once a day, that the last version says what does not hold any more."""


class Rhythm(Part):
    """``rhythm.yaml``: meetings, lead times, reminder policy, schedules."""

    reminders: ReminderPolicy = ReminderPolicy()
    bodies: dict[Body, BodyRhythm] = Field(default_factory=dict)
    series_horizon_days: Annotated[int, Field(ge=1, le=400)] = 100
    """How far ahead the meetings of a series are planned, calendar days."""
    deadlines: DeadlineRules = DeadlineRules()
    meeting_report_days_before: tuple[Days, ...] = (3, 1)
    meeting_report_sending: ReportSending = ReportSending()
    silent_after_days: Annotated[int, Field(ge=1, le=366)] = 30
    """A report names the tasks whose owner has not reported for more calendar days than this."""
    recurrence: RecurrenceRules = RecurrenceRules()
    periods: PeriodCutoffs = PeriodCutoffs()
    urging: UrgingRules = UrgingRules()
    schedules: Schedules = Schedules()

    def body(self, code: str) -> BodyRhythm:
        """Return the lead times and series of body ``code``; what the file leaves out is as usual."""
        usual = _USUAL.get(code, BodyRhythm())
        given = next((rhythm for name, rhythm in self.bodies.items() if name == code), usual)
        return usual.model_copy(update={name: getattr(given, name) for name in given.model_fields_set})
