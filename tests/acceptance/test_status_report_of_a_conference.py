"""The status report for the 17th conference, from the real report and a plausible course of the quarter.

Everything that can become of a task became of one; then every figure that the document prints is looked up in the
facts, and the facts in the registry.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from config.database import reading as reading_session
from config.database import unit_of_work
from reports.breakdown import Part
from reports.files import write_new
from reports.meeting.facts import MeetingFacts
from reports.meeting.figures import named_figures
from reports.meeting.runs import gather
from reports.meeting.writing import file_stem, meeting_files
from reports.templates_in_use import templates_of
from tasks_registry import intake, store
from tasks_registry import runs as registry
from tasks_registry.installation import Installation
from tasks_registry.meetings import runs as meetings
from tasks_registry.meetings.arrange import NewMeeting
from tasks_registry.review import Edit
from tasks_registry.states import OPEN, Act, WorkState
from tasks_registry.view import TaskView
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.readings import proposal, reading

AS_OF = date(2024, 6, 26)
FORMER_DAY, STANDING_DAY, CONFERENCE_DAY = date(2024, 3, 28), date(2024, 5, 24), date(2024, 6, 27)
CONFIRMED_DUE = {
    22: date(2024, 6, 20),
    26: date(2024, 5, 15),
    28: date(2024, 6, 14),
    29: date(2024, 5, 31),
    36: date(2024, 6, 10),
    41: date(2024, 5, 31),
    42: date(2024, 4, 26),
    54: date(2024, 5, 31),
}
"""Place in the report → the day that the office set when it confirmed the task."""
IN_TIME = {42: "2024-04-24", 7: "2024-05-16", 8: "2024-05-16", 10: "2024-05-16", 17: "2024-05-20", 43: "2024-06-17",
           22: "2024-06-18", 5: "2024-06-20"}  # fmt: skip
LATE = {26: "2024-05-20", 9: "2024-05-23", 41: "2024-06-05"}
SUBMITTED, RETURNED, EXTENDED, SUSPENDED, CARRIED, WITHDRAWN, HANDED_BACK = (3, 34), 35, 29, 60, 50, 47, 53
SILENT, EXPLAINED, NEVER_REPORTED, FROM_FORMER_PERIOD = 36, 54, 28, 69
EXPLANATION = "Còn 03 dự án vướng giải phóng mặt bằng"


def code(place: int) -> str:
    return f"2024-Q2-{place:03d}"


@pytest.fixture
def eve(open_at: Open, real_report: Path) -> Installation:
    """The office on the eve of the conference, after its quarter."""

    def at(day: date | str, clock: str = "08:00") -> Installation:
        return open_at(f"{day}T{clock}")

    january = at("2024-01-04")
    first_quarter = reading(*(proposal(f"Nhiệm vụ quý I số {n}", due=date(2024, 3, 29)) for n in (1, 2)))
    with unit_of_work(january.engine) as session:
        intake.import_reading(
            session,
            replace(first_quarter, document=replace(first_quarter.document, period="2024-Q1"), meetings=(), text="Q1"),
            file_name="quy-1.docx",
            accept=True,
            files=january.files,
            calendar=january.calendar,
            actor=AN,
            now=january.now,
        )
    meetings.add_meeting(january, NewMeeting("Hội nghị Huyện ủy lần thứ 16", "BCH", ordinal=16), FORMER_DAY)
    registry.perform(at("2024-03-25"), "2024-Q1-001", Act.CONFIRM, evidence="70-BC/HU")

    april = at("2024-04-01")
    assert registry.import_file(april, real_report, accept=False).result.tasks == 68
    with registry.reviewing(april) as reviewer:
        for place, due in CONFIRMED_DUE.items():
            reviewer.edit(code(place), Edit(due=due))
        assert len(reviewer.accept([])) == 68
    registry.carry_over(april, "2024-Q1-002", "2024-Q2", due=None, reason="Chưa xong")
    found = {one.body: one.id for one in views(april) if one.ordinal != 16}
    registry.fix_meeting_day(april, found["BTV"], STANDING_DAY)
    registry.fix_meeting_day(april, found["BCH"], CONFERENCE_DAY)

    registry.report_progress(at("2024-04-20"), code(SILENT), "Đã thành lập đoàn kiểm tra")
    registry.perform(at("2024-05-02"), code(WITHDRAWN), Act.WITHDRAW, reason="Tỉnh giao đơn vị khác")
    registry.perform(at("2024-05-06"), code(HANDED_BACK), Act.HAND_BACK, reason="Không thuộc chức năng")
    registry.perform(at("2024-05-10"), code(SUSPENDED), Act.SUSPEND, reason="Chờ hướng dẫn của tỉnh")
    with registry.extending(at("2024-05-27")) as desk:
        desk.ask(code(EXTENDED), date(2024, 7, 15), "Phần mềm đang nâng cấp")
        desk.approve(code(EXTENDED))
    registry.report_progress(at("2024-06-03"), code(EXPLAINED), EXPLANATION)
    registry.perform(at("2024-06-18"), code(RETURNED), Act.SUBMIT, evidence="88-BC/UBKT")
    registry.perform(at("2024-06-19"), code(RETURNED), Act.RETURN, reason="Thiếu biên bản")
    for place in SUBMITTED:
        registry.perform(at("2024-06-20"), code(place), Act.SUBMIT, evidence="89-BC/HU")
    registry.carry_over(at("2024-06-21"), code(CARRIED), "2024-Q3", due=None, reason="Theo mùa vụ")
    for place, day in {**IN_TIME, **LATE}.items():
        registry.perform(at(day), code(place), Act.CONFIRM, evidence=f"{100 + place}-BC/HU")
    return at(AS_OF)


def views(here: Installation) -> list[Any]:
    with reading_session(here.engine) as session:
        return list(store.meeting_views(session, here.committee))


def tasks_of(here: Installation) -> list[TaskView]:
    with reading_session(here.engine) as session:
        return store.task_views(session, here.committee)


def conference(here: Installation) -> int:
    return next(one.id for one in views(here) if one.ordinal == 17)


def codes(facts: MeetingFacts) -> dict[str, set[str]]:
    return {figure.key: {fact.task.code for fact in figure.tasks} for figure in named_figures(facts)}


def test_the_facts_tell_the_course_of_the_quarter(eve: Installation) -> None:
    """What happened, list by list; and the official table counted a second time from the bare rows."""
    facts = gather(eve, conference(eve))
    found = codes(facts)
    assert found["done-in-time"] == {code(place) for place in IN_TIME}
    assert found["done-late"] == {code(place) for place in LATE}
    assert {key: found[key] for key in ("returned", "extended", "handed-back", "carried-in", "silent")} == {
        "returned": {code(RETURNED)},
        "extended": {code(EXTENDED)},
        "handed-back": {code(HANDED_BACK)},
        "carried-in": {code(FROM_FORMER_PERIOD)},
        "silent": {code(SILENT)},
    }
    assert found["to-review"] == {code(place) for place in SUBMITTED}
    assert (found["suspended"], found["withdrawn"]) == ({code(SUSPENDED)}, {code(WITHDRAWN)})
    assert found["carried-over"] == {code(CARRIED), "2024-Q1-002"}
    assert code(NEVER_REPORTED) in found["open-overdue"] & found["no-report"]
    assert code(EXPLAINED) in found["open-overdue"] - found["no-report"]

    rows = [one for one in tasks_of(eve) if one.period != "2024-Q1"]
    late = {one.code for one in rows if one.work_state in OPEN and one.due and one.due < AS_OF}
    assert found["open-overdue"] == late
    assert found["open"] == {one.code for one in rows if one.work_state in OPEN}
    assert found["done"] == {one.code for one in rows if one.work_state is WorkState.DONE}
    assert facts.figures.total == 68 + 2 - 3  # with both successors, without what was set aside
    assert found["done-since"] == found["done-period"] == found["done"]


def test_the_report_prints_what_an_office_must_hear(eve: Installation, tmp_path: Path) -> None:
    """The former session, the work between, extension, return, explanation, the quarter before."""
    text = "\n".join(_words(_document(eve, tmp_path)))
    for said in (
        "Từ sau Hội nghị Huyện ủy lần thứ 16",
        "VIỆC BAN THƯỜNG VỤ CHỈ ĐẠO, GIẢI QUYẾT GIỮA HAI KỲ HỘI NGHỊ",
        "Ban Thường vụ, Thường trực Huyện ủy Bình Sơn đã họp 01 cuộc",
        "hạn ban đầu 31/5/2024, gia hạn đến 15/7/2024",
        "Văn phòng trả lại để hoàn chỉnh (01 nhiệm vụ)",
        f"“{EXPLANATION}”.",
        "so với quý I/2024",
        "Công tác kiểm tra, giám sát",
    ):
        assert said in text, said


def test_every_figure_of_the_document_equals_the_facts(eve: Installation, tmp_path: Path) -> None:
    """Tables, sentences, headings, lists and groups; in the sentences no number is left that nobody looked up."""
    facts = gather(eve, conference(eve))
    document = _document(eve, tmp_path)
    _check_tables(document, facts)
    _check_sentences(document, facts)
    _check_lists(document, facts)
    _check_appendix(document, facts)


def test_the_workbook_holds_the_same_figures(eve: Installation, tmp_path: Path) -> None:
    """Label by label."""
    facts = gather(eve, conference(eve))
    sheet = load_workbook(_written(eve, tmp_path)["xlsx"])["Số liệu"]
    said = {label.value: value.value for label, value in sheet.iter_rows()}
    assert {figure.label: figure.number for figure in named_figures(facts)}.items() <= said.items()


def _document(here: Installation, folder: Path) -> Any:
    return Document(str(_written(here, folder)["docx"]))


def _written(here: Installation, folder: Path) -> dict[str, Path]:
    facts = gather(here, conference(here))
    files = meeting_files(facts, here.files.office, here.now, templates_of(here.settings.home))
    return write_new(folder, file_stem(facts), files)


def _words(document: Any) -> Iterator[str]:
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        yield from (cell.text for row in table.rows for cell in row.cells)


def _table(document: Any, heading: str) -> list[list[str]]:
    found = next(one for one in document.tables if heading in [cell.text for cell in one.rows[0].cells])
    return [[cell.text for cell in row.cells] for row in found.rows[1:]]


def _section(document: Any, heading: str) -> list[str]:
    """The paragraphs from the heading of a part to the next one."""
    texts = [paragraph.text for paragraph in document.paragraphs]
    parts = [place for place, one in enumerate(document.paragraphs) if one.style.name == "Heading 1"]
    start = next(place for place in parts if texts[place].endswith(heading))
    return texts[start + 1 : next(place for place in parts if place > start)]


def _check_tables(document: Any, facts: MeetingFacts) -> None:
    figures = facts.figures
    assert _table(document, "Cộng") == [
        ["Đã hoàn thành", str(figures.done_in_time), str(figures.done_late), str(figures.done)],
        ["Chưa hoàn thành", str(figures.open_in_time), str(figures.open_overdue), str(figures.open)],
        [
            "Cộng",
            str(figures.done_in_time + figures.open_in_time),
            str(figures.done_late + figures.open_overdue),
            str(figures.total),
        ],
    ]
    for heading, parts, missing in (
        ("Lĩnh vực", facts.by_field, ""),
        ("Tỷ lệ hoàn thành", facts.by_agency, "Chưa xác định cơ quan chủ trì"),
    ):
        assert [row[:7] for row in _table(document, heading)] == [
            [str(order), part.name or missing, *map(str, _cells(part))] for order, part in enumerate(parts, 1)
        ]


def _cells(part: Part) -> tuple[int, ...]:
    figures = part.figures
    return figures.total, figures.done_in_time, figures.done_late, figures.open_in_time, figures.open_overdue


_SENTENCES = {
    r"theo dõi là (\d+)": "total",
    r"Đã hoàn thành (\d+) nhiệm vụ \(": "done",
    r"\(đúng hạn (\d+)": "done-in-time",
    r"quá hạn (\d+)\), trong đó": "done-late",
    r"đến nay hoàn thành (\d+)\. ": "done-period",
    r"Chưa hoàn thành (\d+)": "open",
    r"\(trong hạn (\d+)": "open-in-time",
    r"quá hạn (\d+)\)\.": "open-overdue",
    r"tổng số nhiệm vụ \((\d+)/": "done",
    r"/(\d+)\); nếu": "total",
    r"thì đạt [^(]*\((\d+)/": "done",
    r"đến nay đã hoàn thành (\d+) nhiệm vụ": "done-since",
    r"(\d+) nhiệm vụ đã nộp kết quả, chờ thẩm định": "to-review",
    r"(\d+) nhiệm vụ văn phòng trả lại": "returned",
    r"(\d+) nhiệm vụ đã trả lại nơi giao": "handed-back",
    r"(\d+) nhiệm vụ chưa có báo cáo": "no-report",
    r"(\d+) nhiệm vụ quá 30 ngày": "silent",
    r"(\d+) nhiệm vụ chưa xác định hạn": "no-deadline",
    r"(\d+) nhiệm vụ chưa xác định cơ quan": "no-lead",
    r"(\d+) nhiệm vụ chuyển tiếp": "carried-in",
    r"(\d+) nhiệm vụ đã được gia hạn": "extended",
    r"(\d+) nhiệm vụ tạm dừng(?!, rút)": "suspended",
    r"(\d+) nhiệm vụ chuyển kỳ sau": "carried-over",
    r"(\d+) nhiệm vụ rút": "withdrawn",
}
_NO_FIGURES = r"\d+/\d+/\d{4}|quý [IV]+/\d{4}|lần thứ \d+|[\d,]+%|quá 30 ngày"


def _check_sentences(document: Any, facts: MeetingFacts) -> None:
    text = " ".join(_section(document, "TÌNH HÌNH CHUNG"))
    named = {figure.key: figure.number for figure in named_figures(facts)}
    looked_up: list[tuple[int, int]] = []

    def look(pattern: str, expected: int) -> None:
        found = re.search(pattern, text)
        assert found is not None, pattern
        assert int(found[1]) == expected, pattern
        looked_up.append(found.span(1))

    for pattern, key in _SENTENCES.items():
        look(pattern, named[key])
    assert facts.background.comparison is not None
    row = facts.background.comparison.found.all
    look(r"thì đạt .*?/(\d+)\)\.", facts.figures.done + facts.figures.open_overdue)
    look(r"Riêng (\d+) nhiệm vụ của quý II", row.later.promised)
    look(r"không kể (\d+) nhiệm vụ tạm dừng, rút", len(row.later.suspended) + len(row.later.dropped))
    look(r"có (\d+) chuyển từ quý I", len(row.came.carried_in))
    look(r"đến nay hoàn thành (\d+), đạt", len(row.later.done))
    look(r"\((\d+)/\d+ nhiệm vụ, ", len(row.former.done))
    look(r"\(\d+/(\d+) nhiệm vụ, ", row.former.promised)
    rates = [facts.figures.rate_of_all, facts.figures.rate_of_fallen_due, row.later.rate_done, row.former.rate_done]
    printed = [float(rate.replace(",", ".")) / 100 for rate in re.findall(r"([\d,]+)%", text)]
    assert printed == [pytest.approx(rate, abs=0.0006) for rate in rates]
    points = re.search(r"(tăng|giảm) ([\d,]+) điểm", text)
    assert points is not None
    assert row.points_done is not None
    assert float(points[2].replace(",", ".")) == pytest.approx(abs(row.points_done), abs=0.06)
    assert (points[1] == "tăng") == (row.points_done > 0)
    looked_up += [found.span() for found in re.finditer(_NO_FIGURES, text)]
    looked_up.append(points.span(2))
    for number in re.finditer(r"\d+", text):
        around = text[number.start() - 30 : number.end() + 30]
        assert any(first <= number.start() < last for first, last in looked_up), around


def _check_lists(document: Any, facts: MeetingFacts) -> None:
    named = {figure.label: figure for figure in named_figures(facts)}
    counted: dict[str, int] = {}
    heading = ""
    for text in _section(document, "NHIỆM VỤ CẦN TIẾP TỤC ĐÔN ĐỐC"):
        if found := re.fullmatch(r"(.+) \((\d+) nhiệm vụ\)", text):
            heading = found[1]
            label = heading.replace("Các nhiệm vụ khác đến hạn", "Đến hạn").replace("Đã được gia hạn", "Được gia hạn")
            label = label.replace("Văn phòng trả", "Trả").replace("14 ngày tới", "14 ngày tới, sau Hội nghị")
            assert int(found[2]) == named[label].number, heading
            counted[heading] = named[label].number
        else:
            by_agency = re.match(r".+? \((\d+)\): ", text) if "Chưa có báo cáo" in heading else None
            counted[heading] -= int(by_agency[1]) if by_agency else 1
    assert set(counted.values()) == {0}

    opening, *entries = _section(document, "NHIỆM VỤ QUÁ HẠN")
    assert opening == f"Có {len(facts.overdue):02d} nhiệm vụ quá hạn, xếp theo số ngày quá hạn từ nhiều đến ít:"
    assert [int(re.findall(r"quá hạn (\d+) ngày", text)[-1]) for text in entries] == [
        (AS_OF - (fact.task.due or AS_OF)).days for fact in facts.overdue
    ]
    opening, *entries = _section(document, "GIỮA HAI KỲ HỘI NGHỊ")
    done = sum(fact.task.work_state is WorkState.DONE for fact in facts.between)
    assert f"giải quyết {len(facts.between):02d} nhiệm vụ, trong đó {done:02d} nhiệm vụ đã hoàn thành:" in opening
    assert len(entries) == len(facts.between)


def _check_appendix(document: Any, facts: MeetingFacts) -> None:
    rows = _table(document, "Ghi chú")
    is_heading: Callable[[list[str]], bool] = lambda row: row[0] == row[-1]  # noqa: E731
    sizes: list[int] = []
    for row in rows:
        if is_heading(row):
            found = re.search(r"\((\d+)\)$", row[0])
            assert found is not None
            sizes.append(int(found[1]))
    assert sum(sizes) == len(facts.appendix) == len([row for row in rows if not is_heading(row)])
    assert sizes[0] == len(facts.overdue)
    agenda = _table(document, "Đề xuất")
    assert len(agenda) == len(facts.agenda_entries)
