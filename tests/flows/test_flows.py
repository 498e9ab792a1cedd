"""Each flow through Prefect's own harness: thin, retried on passing faults only, harmless when repeated."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from config.database import reading as reading_session
from notifications.report_news.handing import Handed
from reports.errors import ReportError
from reports.versions import runs
from tasks_registry import store
from tasks_registry.errors import NotInRegistry
from tasks_registry.installation import Installation
from tasks_registry.models import StatusSnapshot
from tasks_registry.runs import fix_meeting_day
from tests.conftest import Open
from tests.support.going_live import release_everything
from tests.support.mail import MailServer

pytestmark = [pytest.mark.xdist_group("prefect"), pytest.mark.usefixtures("prefect_harness")]

REPORT = Path(__file__).parents[2] / "cli" / "demo" / "sample" / "bao-cao-quy-2-2026.docx"


@pytest.fixture
def live(open_at: Open, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> Installation:
    """An installation that flows find by their environment, with the sample report imported."""
    from flows.import_document import import_document

    here = open_at()
    monkeypatch.setenv("DONDOC_DATABASE_URL", here.settings.database_address)
    monkeypatch.setenv("DONDOC_SMTP_URL", mail_server.url)
    monkeypatch.setenv("DONDOC_TRIAL", "false")
    home = str(here.settings.home)
    added = import_document(home, str(REPORT), accept=True, at="2026-07-01T08:00")
    assert added["tasks"] > 30
    assert import_document(home, str(REPORT), accept=True, at="2026-07-01T08:05")["tasks"] == 0
    release_everything(here)
    return here


def test_reminders_go_out_once(live: Installation, mail_server: MailServer) -> None:
    """The flow decides, enqueues and delivers; a second run finds nothing left."""
    from flows.deliver_outbox import deliver_outbox
    from flows.send_reminders import send_reminders

    home, at = str(live.settings.home), "2026-09-07T07:30"
    first = send_reminders(home, at=at)
    second = send_reminders(home, at=at)
    assert first["sent"] == first["enqueued"] == len(mail_server.mails) > 0
    assert (second["enqueued"], second["sent"]) == (0, 0)
    assert deliver_outbox(home, at=at) == {"sent": 0, "withdrawn": 0, "postponed": 0, "dead": 0}


def test_a_check_leaves_its_snapshot(live: Installation) -> None:
    """The effect is in the database, not in the return value."""
    from flows.check_status import check_status

    figures = check_status(str(live.settings.home), at="2026-09-07T06:00")
    with reading_session(live.engine) as session:
        assert session.exec(select(StatusSnapshot)).one().figures == figures


@pytest.fixture
def conference(live: Installation) -> int:
    """The number of the conference, fixed for 25 September."""
    with reading_session(live.engine) as session:
        found = next(meeting.id for meeting in store.meeting_views(session, live.committee) if meeting.ordinal == 6)
    fix_meeting_day(live, found, date(2026, 9, 25))
    return found


def test_the_report_of_a_near_meeting_is_written_once(live: Installation, conference: int) -> None:
    """Three days before, not earlier, and not twice for the same lead day; asked for, it is the one that is there."""
    from flows.meeting_report import meeting_report

    home = str(live.settings.home)
    assert meeting_report(home, at="2026-09-18T07:00") == []
    made = meeting_report(home, at="2026-09-22T07:00")
    assert [Path(path).suffix for path in made] == [".docx", ".xlsx"]
    assert all(Path(path).exists() for path in made)
    assert meeting_report(home, at="2026-09-22T09:00") == []
    assert meeting_report(home, meeting=conference, at="2026-09-22T09:00") == made


def test_the_report_reaches_the_office_once_whatever_breaks_off(
    live: Installation, conference: int, mail_server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The run breaks off between version and mail; the next one goes on where it was."""
    from flows import meeting_report as module
    from flows.deliver_outbox import deliver_outbox

    home, at = str(live.settings.home), "2026-09-22T07:00"
    broken: list[int] = []
    with monkeypatch.context() as patched:
        patched.setattr(module.report_news, "tell", _run_failing(RuntimeError("power cut"), broken))
        with pytest.raises(RuntimeError):
            module.meeting_report(home, at=at)
    for _ in range(2):
        module.meeting_report(home, at=at)
        deliver_outbox(home, at=at)
    assert broken == [1]
    reports = [mail for mail in mail_server.mails if str(mail["Subject"]).startswith("[Báo cáo]")]
    assert sorted(str(mail["To"]) for mail in reports) == sorted({str(mail["To"]) for mail in reports})
    assert len(reports) == 2
    assert len(runs.versions_of(live, conference)) == 1


def test_a_report_that_fails_is_the_failure_of_the_run(
    live: Installation, conference: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After everything else was done."""
    from flows.meeting_report import meeting_report

    monkeypatch.setattr(runs, "render", _run_failing(ReportError("Không dùng được mẫu báo cáo."), []))
    with pytest.raises(ReportError, match="mẫu báo cáo"):
        meeting_report(str(live.settings.home), at="2026-09-22T07:00")


@pytest.mark.parametrize("passes", [False, True])
def test_a_report_that_fails_keeps_nobody_from_being_told(
    live: Installation, conference: int, monkeypatch: pytest.MonkeyPatch, passes: bool
) -> None:
    """An error that nobody foresaw; and a full disk, which is tried again although a sentence was made of it."""
    from flows import meeting_report as module

    error: Exception = ValueError("nobody foresaw it")
    if passes:
        error = ReportError("Không ghi được báo cáo.")
        error.__cause__ = OSError("đĩa đầy")
    tried: list[int] = []
    told: list[Installation] = []
    monkeypatch.setattr(runs, "render", _run_failing(error, tried))
    monkeypatch.setattr(module.report_news, "tell", lambda here: told.append(here) or Handed())
    monkeypatch.setattr(module, "make_due", module.make_due.with_options(retry_delay_seconds=0))
    with pytest.raises(type(error), match=str(error)):
        module.meeting_report(str(live.settings.home), at="2026-09-22T07:00")
    assert len(tried) == (4 if passes else 1)
    assert len(told) == 1


def _run_failing(error: Exception, flow_calls: list[int]) -> Callable[..., object]:
    def fail(*_: object, **__: object) -> object:
        flow_calls.append(1)
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "calls"),
    [
        (sa.exc.OperationalError("SELECT 1", {}, Exception("database is locked")), 4),
        (NotInRegistry("Không có nhiệm vụ"), 1),
    ],
)
def test_only_passing_faults_are_retried(
    live: Installation, monkeypatch: pytest.MonkeyPatch, error: Exception, calls: int
) -> None:
    """A busy database is tried again, a refusal is told at once."""
    from flows import check_status as module

    made: list[int] = []
    monkeypatch.setattr(module.runs, "check", _run_failing(error, made))
    check = module.check.with_options(retry_delay_seconds=0)
    monkeypatch.setattr(module, "check", check)
    with pytest.raises(type(error)):
        module.check_status(str(live.settings.home), at="2026-09-07T06:00")
    assert len(made) == calls
