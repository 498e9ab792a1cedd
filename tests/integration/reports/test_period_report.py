"""The report on a quarter, from the registry to the files, on both databases."""

import json
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx2python import docx2python
from openpyxl import load_workbook

from cli.main import invoke
from config.database import unit_of_work
from config.settings import load_settings
from reports.period.compose import compose
from reports.period.facts import Carrying, PeriodFacts
from reports.period.runs import gather, write_period_report
from tasks_registry import runs, store
from tasks_registry.errors import Refused
from tasks_registry.installation import Installation, open_installation
from tasks_registry.organisation.runs import merge
from tasks_registry.planning.runs import reading_periods
from tasks_registry.reading.reader import read_document
from tasks_registry.review import Edit
from tasks_registry.states import Act, WorkState
from tests.conftest import Open
from tests.support.postgres import Cluster
from tests.support.quarter import SECRET_TITLE, after_the_cutoff, make_secret, sample_home, third_quarter
from tests.unit.reports.hoa_mai import OFFICE

CUTOFF = date(2026, 9, 20)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def closed(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[Installation]:
    """The commune on 28/9/2026, its third quarter closed; made once, for tests that only look."""
    folder = tmp_path_factory.mktemp("closed")
    if request.param == "sqlite":
        shutil.copy(sqlite_template, folder / "dondoc.sqlite")
        url = f"sqlite:///{folder / 'dondoc.sqlite'}"
    else:
        cluster: Cluster = request.getfixturevalue("postgres")
        url = cluster.new_database()
    opened = []

    def open_(instant: str) -> Installation:
        settings = load_settings({"DONDOC_DATABASE_URL": url}, home=sample_home(folder / "home"))
        opened.append(open_installation(settings, datetime.fromisoformat(instant).replace(tzinfo=settings.zone)))
        return opened[-1]

    yield after_the_cutoff(open_)
    for here in opened:
        here.engine.dispose()


def codes(facts: Any) -> list[str]:
    """The short codes of tasks, in their order: ``Q3-003``."""
    return [one.task.code[5:] for one in facts]


def agencies_of(facts: PeriodFacts) -> list[tuple[str | None, Any]]:
    return [(one.key, one.figures) for one in facts.by_agency]


def table(document: Any, heading: str) -> list[list[str]]:
    """The rows of the table that has a column of this heading, its header left out."""
    found = next(one for one in document.tables if heading in [cell.text for cell in one.rows[0].cells])
    return [[cell.text for cell in row.cells] for row in found.rows][1:]


def text_of(path: Path) -> str:
    with docx2python(path) as content:
        text: str = content.text
    return text


def test_the_figures_count_to_the_cutoff_and_are_those_of_the_period(closed: Installation) -> None:
    """What was confirmed, carried over and closed since is in none of them."""
    facts = gather(closed, "2026-q3")
    assert (facts.as_of, facts.today, facts.complete) == (CUTOFF, date(2026, 9, 28), True)
    with reading_periods(closed) as book:
        assert facts.figures == book.standing("2026-Q3").figures
        assert facts.former_figures == book.standing("2026-Q2").figures
    assert (facts.figures.done_in_time, facts.figures.done_late) == (2, 1)
    assert codes(facts.overdue) == ["Q3-009", "Q3-006", "Q3-003"]
    assert codes(facts.without_report) == ["Q3-004", "Q3-009"]
    assert codes(facts.awaiting_review) == ["Q3-006"]
    assert facts.left_out == ((WorkState.SUSPENDED, 1), (WorkState.WITHDRAWN, 1))


def test_what_came_after_the_cutoff_is_told_apart(closed: Installation) -> None:
    """Confirmed and carried over since; nothing else happened."""
    since = gather(closed, "2026-Q3").since
    assert (codes(since.done), codes(since.carried)) == (["Q3-003", "Q3-004"], ["Q3-005", "Q3-006", "Q3-009"])
    assert (since.dropped, since.reopened, since.added) == ((), (), ())


def test_a_report_made_again_later_has_the_same_figures(open_at: Open) -> None:
    """A task confirmed, one reopened and an agency merged since leave them as they were signed."""
    third_quarter(open_at)
    then = gather(open_at("2026-09-20T17:00"), "2026-Q3")
    assert not then.since
    later = open_at("2026-09-23T09:00")
    runs.perform(later, "2026-Q3-003", Act.CONFIRM, evidence="83-TTr/UBND")
    runs.perform(later, "2026-Q3-001", Act.REOPEN, reason="Hồ sơ thiếu")
    merge(later, ["PVHXH"], "PKT", date(2026, 9, 23), apply=True)
    again = gather(open_at("2026-12-28T08:00"), "2026-Q3")
    assert (again.figures, agencies_of(again)) == (then.figures, agencies_of(then))
    assert (codes(again.overdue), again.comparison) == (codes(then.overdue), then.comparison)
    assert (codes(again.since.done), codes(again.since.reopened)) == (["Q3-003"], ["Q3-001"])


def test_a_due_day_that_was_moved_since_leaves_the_quarter_whole(open_at: Open) -> None:
    """A task that names no period belongs to the quarter of its due day, as that was at the cut-off."""
    third_quarter(open_at)
    here = open_at("2026-09-19T08:00")
    with unit_of_work(here.engine) as session:
        store.get_task(session, here.committee, "2026-Q3-004").period = None
    then = gather(open_at("2026-09-20T17:00"), "2026-Q3")
    later = open_at("2026-10-05T08:00")
    for due in (date(2026, 11, 2), date(2026, 12, 1)):
        with runs.reviewing(later) as review:
            review.edit("2026-Q3-004", Edit(due=due))
    again, following = gather(later, "2026-Q3"), gather(later, "2026-Q4")
    assert (again.figures, codes(again.overdue)) == (then.figures, codes(then.overdue))
    assert [(fact.task.code, fact.task.due) for part in again.tasks for fact in part.tasks] == [
        (fact.task.code, fact.task.due) for part in then.tasks for fact in part.tasks
    ]
    assert following.former_figures == then.figures
    assert "Q3-004" in codes([fact for part in following.tasks for fact in part.tasks])
    with reading_periods(later) as book:
        assert book.standing("2026-Q3").figures == then.figures


def test_a_task_that_became_secret_since_shows_its_code_only(open_at: Open) -> None:
    """The past does not bring its title back."""
    here = after_the_cutoff(open_at)
    make_secret(here, "Rà soát hộ nghèo, hộ cận nghèo")
    (part,) = (part for part in gather(here, "2026-Q3").tasks if part.name == "Kinh tế, văn hóa - xã hội")
    assert [fact.task.secret for fact in part.tasks if fact.task.code == "2026-Q3-006"] == [True]


def test_the_comparison_adds_up_between_the_two_quarters(closed: Installation) -> None:
    """What the second quarter carried over is what came into the third, under each one's lead."""
    whole = gather(closed, "2026-Q3").comparison.all
    assert (whole.former.carried, whole.came.carried_in) == (("2026-Q2-002",), ("2026-Q3-001",))
    assert (len(whole.former.total), len(whole.later.total), len(whole.came.new)) == (5, 9, 8)
    assert (whole.former.rate_done, whole.later.rate_done) == (3 / 4, 3 / 7)


def test_the_plan_takes_over_first_and_knows_no_drafts(closed: Installation) -> None:
    """Carried over by the closing, then what the registry holds of the fourth quarter."""
    facts = gather(closed, "2026-Q3")
    assert {one.carrying for one in facts.carried} == {Carrying.CARRIED}
    assert [(one.task.code[-3:], one.due) for one in facts.carried] == [
        ("005", date(2026, 12, 31)),
        ("006", date(2026, 12, 31)),
        ("004", None),
    ]
    assert [(field.name, [one.due for one in field.tasks]) for field in facts.coming] == [
        ("Công tác xây dựng Đảng", [date(2026, 12, 10)]),
        ("Kinh tế, văn hóa - xã hội", [date(2026, 11, 20)]),
    ]
    assert facts.drafts == 1


def test_before_the_closing_the_plan_says_what_is_to_be_carried_over(open_at: Open) -> None:
    """What closing the quarter on that day would do; a task that is still in time is finished in its quarter."""
    third_quarter(open_at)
    facts = gather(open_at("2026-09-21T08:00"), "2026-Q3")
    assert {one.carrying for one in facts.carried} == {Carrying.TO_CARRY}
    assert sorted(codes(facts.carried)) == ["Q3-003", "Q3-005", "Q3-006", "Q3-009"]
    assert {one.due for one in facts.carried} == {None}
    early = gather(open_at("2026-09-16T08:00"), "2026-Q3")
    assert (early.as_of, early.complete, facts.complete) == (date(2026, 9, 16), False, True)


@pytest.mark.parametrize(
    ("code", "tasks", "before", "following"),
    [
        ("2026-H2", 11, "2026-H1", "2027-H1"),
        ("2026-9M", 13, "2025-9M", "2026-Q4"),
        ("2026", 15, "2025", "2027"),
    ],
)
def test_every_kind_of_period_is_reported(
    closed: Installation, code: str, tasks: int, before: str, following: str
) -> None:
    """With the tasks of all periods within it; what one quarter carried into the next is one commitment."""
    facts = gather(closed, code)
    assert len(facts.comparison.all.later.total) == tasks == sum(len(part.tasks) for part in facts.tasks)
    assert (facts.former.code, facts.following.code) == (before, following)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("2026-09", "Trong sổ chưa có nhiệm vụ nào của tháng 9/2026 .*: dondoc report period 2026-Q3"),
        ("2027-Q1", "Quý I/2027 chưa bắt đầu"),
    ],
)
def test_of_a_period_that_has_nothing_no_report_is_made(closed: Installation, code: str, said: str) -> None:
    """“Không có nhiệm vụ quá hạn” would read as good news."""
    with pytest.raises(Refused, match=said):
        gather(closed, code)


def test_every_figure_of_the_document_equals_the_facts(closed: Installation, tmp_path: Path) -> None:
    """Table by table, and the codes of no task missing or twice."""
    facts = gather(closed, "2026-Q3")
    files = write_period_report(closed, facts, tmp_path)
    document = Document(str(files["docx"]))
    figures = facts.figures
    assert table(document, "Đúng hạn, trong hạn") == [
        ["Đã hoàn thành", str(figures.done_in_time), str(figures.done_late), str(figures.done)],
        ["Chưa hoàn thành", str(figures.open_in_time), str(figures.open_overdue), str(figures.open)],
        ["Cộng", "3", "4", str(figures.total)],
    ]
    agencies = table(document, "Hoàn thành đúng hạn")
    assert [[int(cell) for cell in row[2:7]] for row in agencies] == [
        [one.figures.total, one.figures.done_in_time, one.figures.done_late, one.figures.open_in_time,
         one.figures.open_overdue]
        for one in facts.by_agency
    ]  # fmt: skip
    whole = facts.comparison.all
    compared = {row[0]: row[1:] for row in table(document, "Quý II/2026") if row[0] != "STT"}
    assert compared["Tổng số nhiệm vụ"] == ["5", "9", "+4"]
    assert compared["Chuyển kỳ sau"] == [str(len(whole.former.carried)), str(len(whole.later.carried)), "-1"]
    assert compared["Tỷ lệ hoàn thành, kể cả nhiệm vụ đã chuyển kỳ sau"] == ["75%", "42,9%", "-32,1 điểm %"]
    rows = [row for row in table(document, "Tiến độ") if row[0].isdigit()]
    assert [int(row[0]) for row in rows] == list(range(1, 10))
    assert len(rows) == len(whole.later.total)
    both = document.tables[-1]
    last = [cell.text for cell in both.rows[-1].cells]
    assert last == ["", "Cộng", "5", "3", "0", "1", "1", "75%", "9", "3", "4", "0", "2", "42,9%", "-32,1"]


def test_results_are_what_the_office_confirmed_by_its_evidence(closed: Installation, tmp_path: Path) -> None:
    """By field; what was only handed in, or confirmed after the cut-off, is no result of the period."""
    facts = gather(closed, "2026-Q3")
    report = compose(facts, OFFICE)
    assert [(one.heading, one.entries) for one in report.results] == [
        (
            "Công tác xây dựng Đảng (hoàn thành 01/02 nhiệm vụ)",
            (
                "Sơ kết công tác phát triển đảng viên (Ban Xây dựng Đảng; kết quả: 40-BC/BXDĐ; hoàn thành quá hạn ngày "
                "20/8/2026).",
            ),
        ),
        (
            "Kinh tế, văn hóa - xã hội (hoàn thành 02/05 nhiệm vụ)",
            (
                "Xây dựng phương án sử dụng đất công ích (Ủy ban nhân dân xã; kết quả: 61-TTr/UBND; hoàn thành đúng "
                "hạn ngày 05/8/2026).",
                "Hoàn thành hồ sơ công nhận sản phẩm OCOP (Phòng Kinh tế; kết quả: 45-BC/PKT; hoàn thành đúng hạn ngày "
                "02/9/2026).",
            ),
        ),
    ]
    said = " ".join(entry for one in report.results for entry in one.entries)
    assert "77-BC/PVHXH" not in said
    assert "83-TTr/UBND" not in said
    assert "83-TTr/UBND" in report.since_done[0]


def test_causes_are_quoted_as_the_owners(closed: Installation) -> None:
    """With the day of the report; the bare handing in explains nothing, and silence is counted."""
    report = compose(gather(closed, "2026-Q3"), OFFICE)
    (cause,) = report.causes
    assert cause.text == "“Chờ ý kiến của Sở Tài chính về giá trị còn lại” (báo cáo ngày 15/9/2026)."
    assert report.causes_opening.startswith("Theo báo cáo gần nhất của cơ quan chủ trì")
    assert report.causes_missing == "02 nhiệm vụ quá hạn chưa có báo cáo nguyên nhân."
    late = {entry.title: entry.text for entry in report.overdue}["Trình phương án sử dụng trụ sở dôi dư"]
    assert late.endswith("đang thực hiện. Đã hoàn thành ngày 23/9/2026, sau ngày chốt số liệu.")


def test_a_secret_task_is_named_by_its_code_in_both_files(closed: Installation, tmp_path: Path) -> None:
    """Both its lives: in the quarter and carried over into the next."""
    files = write_period_report(closed, gather(closed, "2026-Q3"), tmp_path)
    text = text_of(files["docx"])
    book = load_workbook(files["xlsx"])
    cells = " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    for said in (text, cells):
        assert "Nhiệm vụ mật (mã 2026-Q3-009)" in said
        assert "Nhiệm vụ mật (mã 2026-Q4-" in said
        assert SECRET_TITLE not in said


def test_the_workbook_has_real_days_and_numbers_and_opens_every_figure(closed: Installation, tmp_path: Path) -> None:
    """Filters, a frozen header, A4 across; behind each figure of the comparison stand as many codes."""
    facts = gather(closed, "2026-Q3")
    files = write_period_report(closed, facts, tmp_path)
    book = load_workbook(files["xlsx"])
    said = {label.value: value.value for label, value in book["Số liệu"].iter_rows()}
    assert said["Số liệu tính đến ngày"] == datetime(2026, 9, 20)
    assert (said["Nhiệm vụ tính vào số liệu"], said["Hoàn thành sau ngày chốt, đến nay"]) == (7, 2)
    assert said["Tỷ lệ hoàn thành trên tổng số"] == pytest.approx(facts.figures.rate_of_all)
    for sheet in book.worksheets[1:]:
        assert (sheet.freeze_panes, sheet.page_setup.orientation) == ("A2", "landscape")
        assert sheet.auto_filter.ref == sheet.dimensions
    opened = list(book["Mở số liệu"].iter_rows(min_row=2, values_only=True))
    assert all(number == len(named.split(", ")) for *_, number, named in opened)
    assert sum(row[4] for row in opened if row[0] == "Cơ quan" and row[2] == "2026-Q2") == 5
    whole = [row for row in book["So sánh hai kỳ"].iter_rows(min_row=2, values_only=True) if row[0] == "Tất cả"]
    assert [row[2:4] for row in whole] == [("2026-Q2", 5), ("2026-Q3", 9)]
    assert [row[11] for row in whole] == pytest.approx([3 / 4, 3 / 7])
    assert [row[13] for row in whole] == [None, pytest.approx(-0.321)]
    tasks = list(book["Nhiệm vụ"].iter_rows(min_row=2))
    assert [row[2].value for row in tasks] == [fact.task.code for part in facts.tasks for fact in part.tasks]
    assert {row[7].is_date for row in tasks if row[7].value != "Chưa xác định"} == {True}


def test_the_document_reads_back_and_becomes_a_pdf(closed: Installation, tmp_path: Path) -> None:
    """By a second reader, and by LibreOffice."""
    files = write_period_report(closed, gather(closed, "2026-Q3"), tmp_path, with_pdf=True)
    text = text_of(files["docx"])
    for part in (
        "KẾT QUẢ THỰC HIỆN NHIỆM VỤ QUÝ III/2026",
        "TỒN TẠI, HẠN CHẾ, NGUYÊN NHÂN",
        "NHIỆM VỤ TRỌNG TÂM QUÝ IV/2026",
        "số liệu tính đến ngày 20/9/2026",
    ):
        assert part in text
    assert files["pdf"].read_bytes().startswith(b"%PDF")


def test_the_plan_is_read_back_as_tasks_of_the_next_period(closed: Installation, tmp_path: Path) -> None:
    """Signed and imported, part III gives its tasks with their days; parts I and II give none."""
    files = write_period_report(closed, gather(closed, "2026-Q3"), tmp_path)
    read = read_document(files["docx"], closed.files.directory.agencies)
    body = [one for one in read.tasks if "." in (one.heading or "")]
    assert read.document.period == "2026-Q4"
    assert [(one.heading, one.deadline.to if one.deadline else None) for one in body] == [
        ("III.1", date(2026, 12, 31)),
        ("III.1", date(2026, 12, 31)),
        ("III.1", None),
        ("III.2", date(2026, 12, 10)),
        ("III.3", date(2026, 11, 20)),
    ]


def test_the_command_writes_the_files_and_speaks_json(
    closed: Installation, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """One document on standard output; what is not confirmed yet is remarked beside it."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", closed.settings.database_url.get_secret_value())
    options = ["--home", str(closed.settings.home), "--at", "2026-09-28T08:00", "--out", str(tmp_path / "out")]
    assert invoke(["report", "period", "2026-Q3", *options, "--json"]) == 0
    said = capsys.readouterr()
    files = json.loads(said.out)
    assert {ending: Path(path).name for ending, path in files.items()} == {
        "docx": "bao-cao-ky-2026-q3-2026-09-28.docx",
        "xlsx": "bao-cao-ky-2026-q3-2026-09-28.xlsx",
    }
    assert "Còn 1 nhiệm vụ nháp của quý IV/2026" in said.err
    assert invoke(["report", "period", "2026-Q3", *options]) == 0
    assert "bao-cao-ky-2026-q3-2026-09-28-ban-2.docx" in capsys.readouterr().out
    assert invoke(["report", "period", "2026-Q5", *options]) == 1
    assert "Không hiểu mã kỳ “2026-Q5”" in capsys.readouterr().err
