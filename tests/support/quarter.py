"""Two quarters of Hòa Mai as the registry saw them, from the reports read in to the closing of the third quarter."""

from dataclasses import replace
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any

from sqlmodel import col, select

from config.database import unit_of_work
from config.office_files import FILE_NAMES, config_folder
from tasks_registry import intake, runs
from tasks_registry.installation import Installation
from tasks_registry.models import Task
from tasks_registry.planning.closing import Override
from tasks_registry.planning.runs import close_period
from tasks_registry.reading.model import TaskProposal
from tasks_registry.states import Act
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.readings import proposal, reading

PARTY, ECONOMY = ("III.1", "Về công tác xây dựng Đảng"), ("III.2", "Kinh tế, văn hóa - xã hội")
SECRET_TITLE = "Kiểm tra khi có dấu hiệu vi phạm đối với 01 đảng viên"


def _task(title: str, field: tuple[str, str] = ECONOMY, **facts: Any) -> TaskProposal:
    return replace(proposal(title, **facts), heading=field[0], heading_text=field[1])


SPRING = (
    _task("Sơ kết công tác tuyển quân", due=date(2026, 6, 12), lead="BCHQS"),
    _task("Xây dựng phương án sử dụng đất công ích", due=date(2026, 6, 16), lead="UBND", support=("Phòng Kinh tế",)),
    _task("Tổ chức hội chợ hàng nông sản", due=date(2026, 6, 18)),
    _task("Kiểm tra việc chấp hành Điều lệ Đảng", PARTY, due=date(2026, 6, 5), lead="UBKT"),
    _task("Tổng kết năm học 2025 - 2026", due=date(2026, 6, 26), lead="PVHXH"),
)
SUMMER = (
    _task("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=date(2026, 9, 4)),
    _task("Trình phương án sử dụng trụ sở dôi dư", due=date(2026, 9, 11), lead="UBND", support=("Phòng Kinh tế",)),
    _task("Tổng kết chiến dịch tình nguyện hè", due=date(2026, 9, 28), lead="ĐTN"),
    _task("Nâng cao chất lượng sinh hoạt chi bộ", PARTY, lead="BXDĐ"),
    _task("Rà soát hộ nghèo, hộ cận nghèo", due=date(2026, 9, 10), lead="PVHXH"),
    _task("Bố trí kinh phí sửa chữa nhà văn hóa thôn", due=date(2026, 9, 25)),
    _task("Sơ kết công tác phát triển đảng viên", PARTY, due=date(2026, 8, 14), lead="BXDĐ"),
    _task(SECRET_TITLE, PARTY, due=date(2026, 9, 1), lead="UBKT"),
)
AUTUMN = (
    _task("Tổng kết công tác xây dựng Đảng năm 2026", PARTY, due=date(2026, 12, 10), lead="BXDĐ"),
    _task("Lập dự toán ngân sách năm 2027", due=date(2026, 11, 20), lead="UBND", support=("Phòng Kinh tế",)),
)
NOT_YET = (_task("Ra quân làm thủy lợi nội đồng", due=date(2026, 11, 30)),)


def sample_home(folder: Path) -> Path:
    """Return a home with the files of the commune, made when it is not there yet."""
    if not folder.exists():
        config_folder(folder).mkdir(parents=True)
        for name in FILE_NAMES:
            (config_folder(folder) / name).write_bytes(files("cli.demo").joinpath("sample", name).read_bytes())
    return folder


def read_in(here: Installation, period: str, tasks: tuple[TaskProposal, ...], *, accept: bool = True) -> None:
    """Store a report whose tasks are those of ``period``."""
    made = reading(*tasks)
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            replace(made, document=replace(made.document, period=period)),
            file_name=f"bao-cao-{period}.docx",
            accept=accept,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )


def make_secret(here: Installation, title: str) -> None:
    """Mark a task, and what carries it on, as mật."""
    with unit_of_work(here.engine) as session:
        for task in session.exec(select(Task).where(col(Task.title) == title)).all():
            task.secret = True


def second_quarter(open_at: Open) -> Installation:
    """Two done, one of them late; one overdue and carried over; one withdrawn; one finished after the cut-off."""
    read_in(open_at("2026-04-10T08:00"), "2026-Q2", SPRING)
    runs.perform(open_at("2026-06-01T09:00"), "2026-Q2-003", Act.WITHDRAW, reason="Lồng ghép với hội chợ của tỉnh")
    runs.perform(open_at("2026-06-11T09:00"), "2026-Q2-001", Act.CONFIRM, evidence="18-BC/BCHQS")
    runs.perform(open_at("2026-06-15T09:00"), "2026-Q2-004", Act.CONFIRM, evidence="22-BC/UBKT")
    close_period(open_at("2026-06-22T08:00"), "2026-Q2", Override())
    here = open_at("2026-06-25T16:00")
    runs.perform(here, "2026-Q2-005", Act.CONFIRM, evidence="31-BC/PVHXH")
    return here


def third_quarter(open_at: Open) -> Installation:
    """The quarter up to its cut-off, 20/9/2026: of nine tasks three done, two of them as promised, four overdue.

    2026-Q3-001 carries on the task of the second quarter; the secret one is 2026-Q3-009.
    """
    here = second_quarter(open_at)
    read_in(open_at("2026-07-01T08:00"), "2026-Q3", SUMMER)
    make_secret(here, SECRET_TITLE)
    runs.perform(open_at("2026-08-05T09:00"), "2026-Q3-001", Act.CONFIRM, evidence="61-TTr/UBND")
    runs.perform(open_at("2026-08-20T09:00"), "2026-Q3-008", Act.CONFIRM, evidence="40-BC/BXDĐ")
    runs.perform(open_at("2026-09-01T09:00"), "2026-Q3-005", Act.SUSPEND, reason="Chờ đại hội chi bộ")
    runs.perform(open_at("2026-09-01T09:30"), "2026-Q3-007", Act.WITHDRAW, reason="Không có nguồn kinh phí")
    runs.perform(open_at("2026-09-02T09:00"), "2026-Q3-002", Act.CONFIRM, evidence="45-BC/PKT")
    runs.perform(open_at("2026-09-09T09:00"), "2026-Q3-006", Act.SUBMIT, evidence="77-BC/PVHXH")
    here = open_at("2026-09-15T09:00")
    runs.report_progress(here, "2026-Q3-003", "Chờ ý kiến của Sở Tài chính về giá trị còn lại", percent=60)
    return here


def after_the_cutoff(open_at: Open) -> Installation:
    """Two tasks are confirmed after it, the plan of the fourth quarter comes in, the quarter is closed on 25/9."""
    third_quarter(open_at)
    runs.perform(open_at("2026-09-23T09:00"), "2026-Q3-003", Act.CONFIRM, evidence="83-TTr/UBND")
    here = open_at("2026-09-24T08:00")
    read_in(here, "2026-Q4", AUTUMN)
    read_in(here, "2026-Q4", NOT_YET, accept=False)
    close_period(open_at("2026-09-25T08:00"), "2026-Q3", Override())
    runs.perform(open_at("2026-09-26T08:00"), "2026-Q3-004", Act.CONFIRM, evidence="12-BC/ĐTN")
    return open_at("2026-09-28T08:00")
