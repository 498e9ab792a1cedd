"""Letters of the fictional commune Hòa Mai, with which templates are tried before use and shown. Pure."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from config.letterhead import Signature
from config.office import Contact, Office
from notifications.letters.facts import AgencyFigure, letter_facts, office_facts, stand_in_sentence
from notifications.letters.lines import LATE, MEETING, NEWS, SOON, TODAY, Group, Line
from notifications.letters.subjects import (
    escalation_subject,
    notice_subject,
    reminder_subject,
    report_subject,
    weekly_subject,
)
from notifications.letters.wording import capitalised, standing, vietnamese_day
from notifications.report_news.news import FigureNews
from notifications.secrecy import UNSAID
from tasks_registry.view import PersonView

SAMPLE_DAY = date(2026, 9, 18)
OFFICE = Office(
    code="HM",
    name="Đảng ủy xã Hòa Mai",
    level="xã",
    party_organization="ĐẢNG BỘ TỈNH AN ĐỊNH",
    symbol="ĐU",
    place="Hòa Mai",
    term="I",
    contact=Contact(name="Trịnh Thị Hoài An", phone="0900 000 111", email="an.trinhthihoai@hoamai.example"),
    signature=Signature(on_behalf="T/M ĐẢNG ỦY", capacity="BÍ THƯ", name="Đặng Hữu Tường"),
)
PERSON = PersonView(2, "Đinh Công Bằng", "bang.dinhcong@hoamai.example", "PKT", "Phòng Kinh tế")
WISHES = "https://dondoc.hoamai.example/tuy-chon?thu=mau&ma=1"
_REPORT = "https://dondoc.hoamai.example/bao-cao/thu-mau"
_TASK = "https://dondoc.hoamai.example/viec?thu=mau&ma="


def _task(number: int, days: int, title: str, **more: Any) -> Line:
    """A task that is due ``days`` from the sample's day."""
    due = SAMPLE_DAY + timedelta(days=days)
    values: dict[str, Any] = {
        "tone": LATE if days < 0 else TODAY if days == 0 else SOON,
        "day": due,
        "code": f"2026-Q3-{number:03d}",
        "title": title,
        "due": vietnamese_day(due),
        "standing": capitalised(standing(due, SAMPLE_DAY)),
        "thread": f"task-2026-Q3-{number:03d}",
        "agency": "Phòng Kinh tế",
        "link": f"{_TASK}{number}",
    }
    return Line(**(values | more))


_CONFERENCE = {"meeting": "Hội nghị Ban Thường vụ tháng 9/2026 (ngày 25/9/2026)", "meeting_short": "Hội nghị BTV 25/9"}
_LINES = {
    "digest": (
        _task(
            4,
            -7,
            "Hoàn thành hồ sơ công nhận sản phẩm OCOP <vụ hè thu> & gửi Hội đồng đánh giá",
            product="Hồ sơ, tờ trình",
            why="quá hạn 7 ngày",
        ),
        _task(9, 0, UNSAID, discreet=True, agency=None, why="đúng ngày hạn"),
        _task(11, 3, "Rà soát các tiêu chí nông thôn mới nâng cao", why="trước hạn 3 ngày", **_CONFERENCE),
        _task(15, 7, "Tham mưu kế hoạch chuyển đổi số năm 2027", agency=None, unassigned=True, why="trước hạn 7 ngày"),
        Line(
            tone=MEETING,
            day=date(2026, 9, 25),
            code="",
            title="Hội nghị Ban Thường vụ tháng 9/2026",
            due="25/9/2026",
            standing="Còn 7 ngày",
            thread="meeting-3",
            meeting_short="Hội nghị BTV 25/9",
            why="trước ngày họp 7 ngày",
            note="Địa điểm: Phòng họp tầng 2",
        ),
    ),
    "notice": (
        _task(
            11,
            3,
            "Rà soát các tiêu chí nông thôn mới nâng cao",
            tone=NEWS,
            standing="Hạn đổi từ 15/9/2026 thành 21/9/2026",
            note="Người cập nhật: Trịnh Thị Hoài An",
            **_CONFERENCE,
        ),
        _task(21, 12, UNSAID, tone=NEWS, standing="Nhiệm vụ mới giao", discreet=True, agency=None),
        Line(
            tone=NEWS,
            day=date(2026, 9, 25),
            code="",
            title="Hội nghị Ban Thường vụ tháng 9/2026",
            due="25/9/2026",
            standing="Dời từ ngày 24/9/2026 sang ngày 25/9/2026",
            thread="meeting-3",
            meeting_short="Hội nghị BTV 25/9",
        ),
    ),
    "weekly": (
        _task(4, -12, "Hoàn thành hồ sơ công nhận sản phẩm OCOP"),
        _task(9, -3, UNSAID, discreet=True, agency=None),
        _task(11, 2, "Rà soát các tiêu chí nông thôn mới nâng cao", **_CONFERENCE),
    ),
    "escalation": (
        _task(
            4,
            -12,
            "Hoàn thành hồ sơ công nhận sản phẩm OCOP",
            why="đôn đốc bậc 2 vì quá hạn chưa có phản hồi",
            note="Phụ trách: Đinh Công Bằng; báo cáo gần nhất ngày 01/9/2026.",
        ),
        _task(9, -5, UNSAID, discreet=True, agency=None, why="đôn đốc bậc 1 vì quá hạn chưa có phản hồi"),
    ),
    "report": (
        _task(
            4, -1, "Hoàn thành hồ sơ công nhận sản phẩm OCOP", standing="Mới quá hạn (hạn 17/9/2026)", due="", link=None
        ),
        _task(9, 2, UNSAID, tone=NEWS, standing="Đổi cơ quan chủ trì", discreet=True, agency=None, due="", link=None),
    ),
    "report-changed": (
        _task(4, -1, "Hoàn thành hồ sơ công nhận sản phẩm OCOP", standing="Mới quá hạn (hạn 17/9/2026)", due=""),
        _task(
            11,
            3,
            "Rà soát các tiêu chí nông thôn mới nâng cao",
            tone=NEWS,
            standing="Đổi cơ quan chủ trì",
            note="Từ Phòng Kinh tế sang Ủy ban nhân dân xã",
            due="",
        ),
    ),
}


def sample_lines(kind: str) -> tuple[Line, ...]:
    """Return the lines of the sample letter of a ``kind`` (``templates.KINDS``)."""
    return _LINES[kind]


def sample_facts(kind: str, *, bare: bool = False) -> Mapping[str, Any]:
    """Return what the sample letter of a ``kind`` is filled in with.

    ``bare``: without links, telephone and what else an office may not have, and in place of a lost Zalo message.
    """
    lines = _LINES[kind]
    office = OFFICE
    if bare:
        lines = tuple(_without_link(line) for line in lines)
        office = OFFICE.model_copy(update={"contact": Contact(name=OFFICE.contact.name)})
    facts = letter_facts(
        office_facts(office, SAMPLE_DAY),
        person=PERSON,
        subject=_subject(kind, lines),
        lines=lines,
        groups=_own_groups(kind, lines),
        wishes=None if bare else WISHES,
        stands_in=stand_in_sentence("zalo" if bare else None, "email"),
    )
    return facts | _own_facts(kind, bare)


def _own_facts(kind: str, bare: bool) -> dict[str, Any]:
    if kind == "escalation":
        return {"own": bare}
    if kind.startswith("report"):
        return _REPORT_FACTS | _report_facts(kind, bare)
    if kind != "weekly":
        return {}
    return {
        "overdue": 9,
        "due_this_week": 0 if bare else 1,
        "week": "14/9/2026 đến 20/9/2026",
        "next_meeting": None if bare else "Hội nghị Ban Thường vụ tháng 9/2026, ngày 25/9/2026",
        "agencies": [
            AgencyFigure("Phòng Kinh tế", 6, 12),
            AgencyFigure("Ban Chỉ huy Quân sự xã", 2, 4),
            AgencyFigure("Nhiệm vụ chỉ nêu mã", 1, 3),
        ],
    }


_SINCE = "bản số 1 (số liệu đến ngày 16/9/2026)"
_REPORT_FACTS: dict[str, Any] = {
    "about": "Hội nghị Ban Thường vụ tháng 9/2026, ngày 25/9/2026",
    "number": 2,
    "as_of": vietnamese_day(SAMPLE_DAY),
}


def _report_facts(kind: str, bare: bool) -> dict[str, Any]:
    """Return what a letter of a report shows; bare: of a first version, without the pages, with its files attached."""
    if kind == "report-changed":
        return {
            "figures": [] if bare else [FigureNews("Chưa hoàn thành, quá hạn", "9", "8")],
            "since": _SINCE,
            "remark": "Ngày họp đổi từ 24/9/2026 sang ngày 25/9/2026" if bare else "",
            "renew": "dondoc report meeting 3",
            "resend": "dondoc report send 3",
        }
    files = "bao-cao-hoi-nghi-ban-thuong-vu.docx, bao-cao-hoi-nghi-ban-thuong-vu.xlsx"
    return {
        "figures": [
            FigureNews("Tổng số nhiệm vụ", "41"),
            FigureNews("Hoàn thành", "20", "" if bare else "18"),
            FigureNews("Chưa hoàn thành, quá hạn", "9", "" if bare else "8"),
        ],
        "since": "" if bare else _SINCE,
        "remark": "",
        "attached": files if bare else "",
        "link": "" if bare else _REPORT,
        "kept": files if bare else "",
    }


def _own_groups(kind: str, lines: tuple[Line, ...]) -> list[Group] | None:
    """Return the groups of a letter that does not group its lines by tone."""
    if kind.startswith("report"):
        return [Group(NEWS, f"So với {_SINCE}", lines, left_out=3)]
    return _weekly_groups(lines) if kind == "weekly" else None


def _weekly_groups(lines: tuple[Line, ...]) -> list[Group]:
    late = tuple(line for line in lines if line.tone == LATE)
    return [Group(LATE, "Quá hạn lâu nhất", late, left_out=7), Group(SOON, "Đến hạn trong tuần", lines[len(late) :])]


def _subject(kind: str, lines: tuple[Line, ...]) -> str:
    if kind == "digest":
        return reminder_subject(lines, SAMPLE_DAY)
    if kind == "notice":
        return notice_subject(["Đổi hạn", "Giao việc", "Dời ngày họp"], lines)
    if kind == "escalation":
        return escalation_subject(lines, SAMPLE_DAY)
    if kind.startswith("report"):
        label, headline = _REPORT_SUBJECTS[kind]
        return report_subject(label, "Hội nghị BTV 25/9", headline)
    return weekly_subject(date(2026, 9, 14), 9, 1)


_REPORT_SUBJECTS = {
    "report": ("Báo cáo", "41 nhiệm vụ, 9 quá hạn"),
    "report-changed": ("Số liệu thay đổi", "5 thay đổi"),
}


def _without_link(line: Line) -> Line:
    values = {name: getattr(line, name) for name in Line.__dataclass_fields__}
    return Line(**(values | {"link": None, "due": line.due if line.code else ""}))
