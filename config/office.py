"""The office's own data files: who it is, its agencies and people, its calendar, its rhythm.

Four YAML files in ``home/config``; a file that is not there is read from the bundled defaults.
"""

import unicodedata
from datetime import date, datetime
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar, get_args
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, BeforeValidator, Field, ValidationError, model_validator

from config.cron import next_runs
from config.errors import OfficeFileError
from config.letterhead import DocumentName, Layout, OwnDocument, Signature
from config.parts import CommitteeCode, Days, EmailAddress, NonEmpty, Part
from config.reminders import ReminderPolicy
from config.zalo import ZaloOffice


class Contact(Part):
    """Whom a reader of a message can call."""

    name: NonEmpty
    phone: str = ""
    email: Annotated[str, Field(pattern=r"^([^@\s]+@[^@\s]+)?$")] = ""


FileType = Literal[
    "pdf", "docx", "xlsx", "pptx", "doc", "xls", "ppt", "odt", "ods", "odp", "rtf", "txt", "csv", "jpg", "png", "tif",
]  # fmt: skip
"""A kind of file that is recognised by its content; none of them is a program."""


class Attachments(Part):
    """Which files may be attached to tasks, meetings and documents."""

    max_mb: Annotated[int, Field(ge=1, le=200)] = 25
    types: tuple[FileType, ...] = get_args(FileType)


CommitteeLevel = Literal["tỉnh", "thành phố", "huyện", "xã", "phường", "đặc khu"]


class Superior(Part):
    """The committee above this one (cấp ủy cấp trên), which sees its figures when both share a database."""

    code: CommitteeCode
    name: NonEmpty
    level: CommitteeLevel


class Office(Part):
    """``office.yaml``: the committee that this installation serves."""

    code: CommitteeCode
    name: NonEmpty
    """The body as written in sentences, e.g. ``Đảng ủy xã …``."""
    level: CommitteeLevel
    superior: Superior | None = None
    party_organization: NonEmpty
    """The superior line of the document header, e.g. ``ĐẢNG BỘ TỈNH …``."""
    symbol: NonEmpty
    """Kind of body in document numbers: ``ĐU``, ``HU``, ``TU``."""
    place: NonEmpty
    term: NonEmpty
    """Ordinal of the term (khóa) in Roman numerals."""
    term_began: date | None = None
    """First day of that term: party numbers start anew with it."""
    contact: Contact
    signature: Signature
    recipients: tuple[NonEmpty, ...] = ()
    documents: dict[DocumentName, OwnDocument] = Field(default_factory=dict)
    """Who signs and who gets a kind of document, where that differs."""
    layout: Layout = Layout()
    attachments: Attachments = Attachments()
    zalo: ZaloOffice = ZaloOffice()


class Role(StrEnum):
    """What a person of an agency is to the follow-up."""

    OFFICER = "officer"
    """cán bộ phụ trách, đầu mối – gets the agency's reminders"""
    DEPUTY = "deputy"
    """cấp phó"""
    HEAD = "head"
    """người đứng đầu"""


class Access(StrEnum):
    """What a person may do with the registry."""

    ADMIN = "admin"
    """quản trị"""
    OFFICE = "office"
    """văn phòng"""
    LEADER = "leader"
    """lãnh đạo (Thường trực)"""
    AGENCY = "agency"
    """cơ quan – its own tasks only"""
    INSPECTOR = "inspector"
    """kiểm tra – reads everything, changes nothing"""

    @property
    def label(self) -> str:
        """The access as an office calls it."""
        return _LABELS[self]


_LABELS = {
    Access.ADMIN: "quản trị",
    Access.OFFICE: "văn phòng",
    Access.LEADER: "lãnh đạo",
    Access.AGENCY: "cơ quan",
    Access.INSPECTOR: "kiểm tra",
}


class PersonEntry(Part):
    """A person of an agency."""

    name: NonEmpty
    position: str = ""
    email: EmailAddress
    role: Role = Role.OFFICER
    access: Access | None = None
    """None means ``office`` for people of the office itself, ``agency`` for all others."""


class AgencyEntry(Part):
    """An agency, the words by which documents call it, and the function words from which a lead is proposed."""

    code: Annotated[str, Field(pattern=r"^[A-Z0-9Đ_-]{2,24}$")]
    name: NonEmpty
    abbreviation: str | None = None
    aliases: tuple[NonEmpty, ...] = ()
    parent: str | None = None
    """Code of the agency that it belongs to (phòng of UBND)."""
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day under this name."""
    successor: str | None = None
    """Code of the agency that took its work over."""
    functions: tuple[NonEmpty, ...] = ()
    people: tuple[PersonEntry, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything by which documents call it: name, abbreviation, aliases."""
        return (self.name, *((self.abbreviation,) if self.abbreviation else ()), *self.aliases)


class AgencyList(Part):
    """``agencies.yaml``."""

    secretariat: NonEmpty
    """Code of the office itself (văn phòng cấp ủy), which hears of tasks that nobody leads yet."""
    agencies: tuple[AgencyEntry, ...]

    @model_validator(mode="after")
    def _unique(self) -> "AgencyList":
        for what, values in (
            ("mã cơ quan", [agency.code for agency in self.agencies]),
            ("địa chỉ thư", [person.email.lower() for agency in self.agencies for person in agency.people]),
        ):
            twice = next((value for value in values if values.count(value) > 1), None)
            if twice is not None:
                raise ValueError(f"{what} “{twice}” có hai lần")
        for what, above in (
            ("parent", {agency.code: agency.parent for agency in self.agencies}),
            ("successor", {agency.code: agency.successor for agency in self.agencies}),
        ):
            for start, code in above.items():
                if code is not None and (code not in above or code == start):
                    raise ValueError(f"{what} “{code}” của {start} không phải mã của một cơ quan khác")
                passed = {start}
                while code is not None:
                    if code in passed:
                        raise ValueError(f"{what} của {start} đi thành vòng tròn qua {code}")
                    passed.add(code)
                    code = above.get(code)
        if self.secretariat not in {agency.code for agency in self.agencies}:
            raise ValueError(f"secretariat “{self.secretariat}” không phải mã của cơ quan nào trong danh sách")
        return self


class DayOff(Part):
    """A day, or days ``from`` … ``to``, that the office does not work although the public calendar says it does."""

    day: date | None = None
    from_: Annotated[date | None, Field(alias="from")] = None
    to: date | None = None
    name: NonEmpty
    tentative: bool = False
    """Expected, not decided yet (dự kiến): counts as off, and every due day that leans on it is told."""

    @model_validator(mode="after")
    def _one_day_or_a_range(self) -> "DayOff":
        if (self.day is None) == (self.from_ is None) or (self.from_ is None) != (self.to is None):
            raise ValueError("hãy ghi hoặc day (một ngày), hoặc cả from và to (nhiều ngày)")
        if not 0 <= (self.last - self.first).days < _LONGEST_RANGE:
            raise ValueError(f"from phải không sau to, và không quá {_LONGEST_RANGE} ngày")
        return self

    @property
    def first(self) -> date:
        """The first day off."""
        return self.day or self.from_ or date.min

    @property
    def last(self) -> date:
        """The last day off."""
        return self.day or self.to or date.min


_LONGEST_RANGE = 60
"""Days off in one entry; more of them are a slip of the year."""


class WorkingDay(Part):
    """A Saturday, Sunday or holiday worked in exchange (làm bù)."""

    day: date
    name: NonEmpty = "Làm bù"


def _named(entry: object) -> object:
    return entry if isinstance(entry, dict | WorkingDay) else {"day": entry}


class CalendarFile(Part):
    """``calendar.yaml``: what lies over the public holidays known to the ``holidays`` package."""

    days_off: tuple[DayOff, ...] = ()
    working_days: tuple[Annotated[WorkingDay, BeforeValidator(_named)], ...] = ()
    """Each a day alone, or a day with its name."""


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


class OfficeFiles(Part):
    """All four files together."""

    office: Office
    directory: AgencyList
    calendar: CalendarFile
    rhythm: Rhythm


FILE_NAMES = ("office.yaml", "agencies.yaml", "calendar.yaml", "rhythm.yaml")
_File = TypeVar("_File", bound=BaseModel)


def config_folder(home: Path) -> Path:
    """Return where the office's own files of an installation lie."""
    return home / "config"


def default_text(name: str) -> str:
    """Return the bundled default of a data file."""
    return files("config").joinpath("defaults", name).read_text("utf-8")


def load_office_files(home: Path, zone: ZoneInfo, now: datetime) -> OfficeFiles:
    """Read and check the four files of ``home``.

    Schedules are proved by their next date after ``now``. Raises ``OfficeFileError`` naming the file, the place in it
    and what to do.
    """
    loaded = OfficeFiles(
        office=_load(home, "office.yaml", Office),
        directory=_load(home, "agencies.yaml", AgencyList),
        calendar=_load(home, "calendar.yaml", CalendarFile),
        rhythm=_load(home, "rhythm.yaml", Rhythm),
    )
    schedules = {f"schedules.{flow}": cron for flow, cron in loaded.rhythm.schedules.as_dict().items()}
    series = {f"bodies.{code}.series": body.series for code, body in loaded.rhythm.bodies.items() if body.series}
    for place, expression in (schedules | series).items():
        try:
            next_runs(expression, now.astimezone(zone))
        except OfficeFileError as error:
            raise OfficeFileError(f"rhythm.yaml, mục {place}: {error}") from None
    return loaded


def _load(home: Path, name: str, model: type[_File]) -> _File:
    path = config_folder(home) / name
    try:
        text = path.read_text("utf-8") if path.exists() else default_text(name)
        # Files from some systems are decomposed: “xã” would look right and match nothing.
        return model.model_validate(yaml.load(unicodedata.normalize("NFC", text), _UniqueKeys) or {})
    except OSError:
        raise OfficeFileError(f"Không đọc được tệp {path}. Hãy kiểm tra quyền đọc.") from None
    except UnicodeDecodeError:
        raise OfficeFileError(f"Tệp {name} không phải UTF-8. Hãy lưu lại tệp với bảng mã UTF-8.") from None
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise OfficeFileError(f"Tệp {name} sai cú pháp YAML gần dòng {line}. Hãy sửa dòng đó rồi chạy lại.") from None
    except ValidationError as error:
        raise OfficeFileError(f"Tệp {name}, {_explain(error)}. Hãy sửa rồi chạy lại.") from None


_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where PyYAML was built with libyaml


class _UniqueKeys(_Loader):  # type: ignore[misc]
    """SafeLoader that refuses a key given twice, which YAML readers otherwise swallow.

    Days stay text until the model reads them: YAML's own reader dies of 30 February without saying where it stands.
    """

    yaml_implicit_resolvers = {  # noqa: RUF012 PyYAML's own attribute
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[Any] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"duplicate key {key.value}", problem_mark=key.start_mark)
            seen.add(key.value)
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    reasons = {"missing": "thiếu mục này", "extra_forbidden": "không có mục nào tên như vậy"}
    if "error" in first.get("ctx", {}):
        reason = str(first["ctx"]["error"])
    else:
        reason = reasons.get(first["type"], f"giá trị “{first['input']}” không hợp lệ")
    return f"mục {place}: {reason}" if place else reason
