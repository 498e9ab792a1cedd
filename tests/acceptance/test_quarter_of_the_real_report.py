"""One story on the real report of early 2024: tasks, reminders across crash, outage and a moved meeting, report."""

from collections import Counter
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

from docx import Document
from openpyxl import load_workbook

from config.database import reading as reading_session
from notifications import runs
from notifications.outbox import undelivered
from reports.versions.runs import make_by_hand
from tasks_registry import runs as registry
from tasks_registry import store
from tasks_registry.installation import Installation
from tasks_registry.states import OPEN, Act
from tasks_registry.view import MeetingView, TaskView, full_title
from tests.conftest import Open
from tests.support.going_live import release_everything
from tests.support.mail import MailServer
from tests.support.processes import remind_and_be_killed

FIRST, LAST = date(2024, 6, 10), date(2024, 6, 27)
CONFERENCE_DAY = date(2024, 6, 27)
PAPERS_DUE = date(2024, 6, 21)  # five days before is Saturday 22/6
CRASH_DAY, FINISH_DAY, OUTAGE_DAY = date(2024, 6, 14), date(2024, 6, 17), date(2024, 6, 18)
NUMBERS = ["2.1", "2.2", "2.3", "2.4", "2.5"]


def tasks_of(here: Installation) -> list[TaskView]:
    with reading_session(here.engine) as session:
        return store.task_views(session, here.committee)


def conference_of(here: Installation) -> MeetingView:
    with reading_session(here.engine) as session:
        return next(view for view in store.meeting_views(session, here.committee) if view.ordinal == 17)


def words_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    return str(body.get_content()) if body is not None else ""


def test_the_quarter_from_report_to_status_report(open_at: Open, mail_server: MailServer, real_report: Path) -> None:
    """The main job, end to end, on a real report."""

    def at(day: date, clock: str = "07:30") -> Installation:
        return open_at(f"{day.isoformat()}T{clock}", smtp_url=mail_server.url)

    # The report is read and confirmed; again, it adds nothing.
    april = open_at("2024-04-01T08:00")
    imported = registry.import_file(april, real_report, accept=True).result
    assert imported.tasks >= 65
    assert registry.import_file(april, real_report, accept=True).result.tasks == 0
    assert release_everything(april) == 1
    agenda = [task for task in tasks_of(april) if (task.number or "").startswith("2.")]
    assert [task.number for task in agenda] == NUMBERS
    assert {task.due for task in agenda} == {date(2024, 6, 28)}  # June is all that is known of the meeting

    # The conference is fixed for the 20th and then moved to the 27th: only its own items move.
    conference = conference_of(april)
    registry.fix_meeting_day(at(date(2024, 5, 20)), conference.id, date(2024, 6, 20))
    others = {task.code: task.due for task in tasks_of(april) if task.meeting_id != conference.id}
    moved = registry.fix_meeting_day(at(FIRST, "07:00"), conference.id, CONFERENCE_DAY)
    assert {move.after for move in moved} == {PAPERS_DUE}
    assert {move.code for move in moved} >= {task.code for task in agenda}
    assert {t.code: t.due for t in tasks_of(april) if t.meeting_id != conference.id} == others

    # Every day is run twice, across a killed sender and a day without the mail server.
    finished = next(task for task in tasks_of(april) if task.due == date(2024, 6, 28) and task.meeting_id is None)
    received: Counter[tuple[date, str]] = Counter()
    for offset in range((LAST - FIRST).days + 1):
        day = FIRST + timedelta(days=offset)
        known = len(mail_server.mails)
        if day == FINISH_DAY:
            registry.perform(at(day, "07:00"), finished.code, Act.CONFIRM, evidence="88-BC/HU")
            registry.perform(at(day, "07:00"), agenda[1].code, Act.SUBMIT, evidence="89-BC/HU")
            registry.perform(at(day, "07:10"), agenda[1].code, Act.CONFIRM, evidence="89-BC/HU")
        if day == CRASH_DAY:
            remind_and_be_killed(at(day))
            assert len(mail_server.mails) == known
        if day == OUTAGE_DAY:
            mail_server.answer_recipient = lambda _: "451 Máy chủ bảo trì"
        runs.remind(at(day))
        runs.remind(at(day))
        if day == OUTAGE_DAY:
            assert len(mail_server.mails) == known
            mail_server.answer_recipient = lambda _: None
        received.update((day, str(mail["To"].addresses[0].addr_spec)) for mail in mail_server.mails[known:])

    # One digest per person per run, no mail twice, nobody forgotten.
    assert received
    assert set(received.values()) == {1}
    ids = [mail["Message-ID"] for mail in mail_server.mails]
    assert len(ids) == len(set(ids))
    end = at(LAST, "08:00")
    concerned = {task.officer.email for task in tasks_of(end) if task.officer and task.due and task.work_state in OPEN}
    assert concerned <= {to for _, to in received}
    with reading_session(end.engine) as session:
        assert undelivered(session, end.committee) == []

    # What was finished is silent from that day on.
    assert finished.officer is not None
    later = [mail for mail in mail_server.to(finished.officer.email) if mail["Date"].datetime.date() >= FINISH_DAY]
    assert later
    assert not any(finished.code in words_of(mail) for mail in later)

    # The status report of the day before lists the overdue first, and the agenda items 2.1–2.5.
    eve = at(LAST - timedelta(days=1))
    overdue = {task.code for task in tasks_of(eve) if task.due and task.due < eve.today and task.work_state in OPEN}
    assert overdue == {task.code for task in agenda} - {agenda[1].code} | {
        task.code for task in tasks_of(eve) if task.due == PAPERS_DUE and task.number not in NUMBERS
    }
    files = make_by_hand(eve, conference.id).paths
    sheets = load_workbook(files["xlsx"])
    cells = [str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row]
    listed = [cell for cell in cells if cell.startswith("2024-Q2-")]
    assert set(listed[: len(overdue)]) == overdue
    document = Document(str(files["docx"]))
    text = "\n".join(
        [paragraph.text for paragraph in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    for task in agenda:
        assert full_title(task) in text
