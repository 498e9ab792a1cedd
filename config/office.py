"""The office's own data files: who it is, its agencies and people, its calendar, its rhythm.

Four YAML files in ``home/config``; a file that is not there is read from the bundled defaults.
"""

import unicodedata
from datetime import date, datetime
from enum import StrEnum
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from config.cron import next_runs
from config.errors import OfficeFileError


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


NonEmpty = Annotated[str, Field(min_length=1)]
Days = Annotated[int, Field(ge=0, le=366)]


class Contact(_Part):
    """Whom a reader of a message can call."""

    name: NonEmpty
    phone: str = ""
    email: Annotated[str, Field(pattern=r"^([^@\s]+@[^@\s]+)?$")] = ""


class Signature(_Part):
    """Who signs reports, in which capacity (``T/M ĐẢNG ỦY``, ``K/T BÍ THƯ``)."""

    on_behalf: NonEmpty
    capacity: NonEmpty
    name: NonEmpty


class Layout(_Part):
    """Word layout of party documents (HD 36-HD/VPTW 2018, HD 05-HD/VPTW 2026) and what is disputed in it."""

    profile: Literal["HD36-2018", "HD05-2026"] = "HD05-2026"
    line_spacing_pt: Annotated[int, Field(ge=18, le=20)] = 18


CommitteeCode = Annotated[str, Field(pattern=r"^[A-Z0-9-]{2,20}$")]
CommitteeLevel = Literal["tỉnh", "thành phố", "huyện", "xã", "phường", "đặc khu"]


class Superior(_Part):
    """The committee above this one (cấp ủy cấp trên), which sees its figures when both share a database."""

    code: CommitteeCode
    name: NonEmpty
    level: CommitteeLevel


class Office(_Part):
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
    contact: Contact
    signature: Signature
    recipients: tuple[NonEmpty, ...] = ()
    layout: Layout = Layout()


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


class PersonEntry(_Part):
    """A person of an agency."""

    name: NonEmpty
    position: str = ""
    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
    role: Role = Role.OFFICER
    access: Access | None = None
    """None means ``office`` for people of the office itself, ``agency`` for all others."""


class AgencyEntry(_Part):
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


class AgencyList(_Part):
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


class DayOff(_Part):
    """A day that the office does not work although the public calendar says it does."""

    day: date
    name: NonEmpty


class CalendarFile(_Part):
    """``calendar.yaml``: what lies over the public holidays known to the ``holidays`` package."""

    days_off: tuple[DayOff, ...] = ()
    working_days: tuple[date, ...] = ()
    """Saturdays, Sundays or holidays worked in exchange (làm bù)."""


class Milestones(_Part):
    """Days before the due day on which something is said; 0 is the day itself."""

    deadline: tuple[Days, ...] = (14, 7, 3, 1, 0)
    meeting_papers: tuple[Days, ...] = (7, 3, 1, 0)


class ReminderRhythm(_Part):
    """When people are reminded."""

    milestones: Milestones = Milestones()
    overdue_every_days: Annotated[int, Field(ge=1, le=60)] = 7
    working_days_only: bool = True
    due_soon_days: Days = 14


class BodyRhythm(_Part):
    """Lead times of a body's meetings, calendar days (a commune's regulation after model 302-QĐ/TW)."""

    papers_days_before: Days = 5


class DeadlineRules(_Part):
    """How phrases become due days where practice differs."""

    strict_before: bool = False
    """``trước ngày 15/5`` means the 14th when true; offices accept the 15th."""


class Schedules(_Part):
    """Cron of each flow, in the office's zone."""

    check_status: NonEmpty = "0 6 * * *"
    send_reminders: NonEmpty = "30 7 * * *"
    deliver_outbox: NonEmpty = "*/15 7-20 * * *"
    meeting_report: NonEmpty = "0 7 * * *"

    def as_dict(self) -> dict[str, str]:
        """Return flow name → cron expression."""
        return dict(self.model_dump())


class Rhythm(_Part):
    """``rhythm.yaml``: meetings, lead times, reminder policy, schedules."""

    reminders: ReminderRhythm = ReminderRhythm()
    bodies: dict[Literal["BCH", "BTV", "TT", "HDND"], BodyRhythm] = {}
    deadlines: DeadlineRules = DeadlineRules()
    meeting_report_days_before: tuple[Days, ...] = (3, 1)
    schedules: Schedules = Schedules()

    def body(self, code: str) -> BodyRhythm:
        """Return the lead times of body ``code``; the defaults when the file says nothing of it."""
        return next((rhythm for name, rhythm in self.bodies.items() if name == code), BodyRhythm())


class OfficeFiles(_Part):
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
    for flow, expression in loaded.rhythm.schedules.as_dict().items():
        try:
            next_runs(expression, now.astimezone(zone))
        except OfficeFileError as error:
            raise OfficeFileError(f"rhythm.yaml, mục schedules.{flow}: {error}") from None
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


class _UniqueKeys(yaml.SafeLoader):
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
        return super().construct_mapping(node, deep)


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
    reasons = {"missing": "thiếu mục này", "extra_forbidden": "không có mục nào tên như vậy"}
    if "error" in first.get("ctx", {}):
        reason = str(first["ctx"]["error"])
    else:
        reason = reasons.get(first["type"], f"giá trị “{first['input']}” không hợp lệ")
    return f"mục {place}: {reason}" if place else reason
