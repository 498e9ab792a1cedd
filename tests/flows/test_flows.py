"""Each flow through Prefect's own harness: thin, retried on passing faults only, harmless when repeated."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import select

from config.database import reading as reading_session
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


def test_the_report_of_a_near_meeting_is_written_once(live: Installation) -> None:
    """Three days before, not earlier, and not twice for the same lead day."""
    from flows.meeting_report import meeting_report

    home = str(live.settings.home)
    with reading_session(live.engine) as session:
        conference = next(m for m in store.meeting_views(session, live.committee) if m.ordinal == 6)
    fix_meeting_day(live, conference.id, date(2026, 9, 25))
    assert meeting_report(home, at="2026-09-18T07:00") == []
    docx, xlsx = meeting_report(home, at="2026-09-22T07:00")
    assert Path(docx).exists()
    assert Path(xlsx).exists()
    assert meeting_report(home, at="2026-09-22T09:00") == []
    assert len(meeting_report(home, meeting=conference.id, at="2026-09-22T09:00")) == 2


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
