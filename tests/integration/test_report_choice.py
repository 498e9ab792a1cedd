"""Which version of a report goes out: none for a day that is left, none older than what a person got."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from flows import report_news
from notifications.delivery.runs import deliver
from notifications.people_runs import WishChange, change_wish
from reports.versions import runs
from tasks_registry.errors import Refused
from tasks_registry.installation import Installation
from tasks_registry.meetings.runs import fix_day
from tests.conftest import Open
from tests.support.conference import CHIEF, CLERK, FIRST, conference, edit_sending
from tests.support.mail import MailServer

At = Callable[[str], Installation]


@pytest.fixture
def meeting(open_at: Open) -> int:
    """The number of the conference, fixed for 25 September."""
    return conference(open_at("2026-07-01T08:00"))


@pytest.fixture
def at(open_at: Open, mail_server: MailServer) -> At:
    """Opens the installation with its mail server."""
    return lambda instant: open_at(instant, smtp_url=mail_server.url)


def reports(mail_server: MailServer) -> list[str]:
    """Whom reports reached, changes left out."""
    return sorted(
        str(mail["To"].addresses[0].addr_spec)
        for mail in mail_server.mails
        if str(mail["Subject"]).startswith("[Báo cáo]")
    )


def test_a_version_made_for_another_day_is_not_sent(at: At, meeting: int, mail_server: MailServer) -> None:
    """Somebody was muted when it went out, the meeting moved: nobody gets the old day as a new report, not by hand."""
    before = at("2026-09-20T08:00")
    change_wish(before, CHIEF, WishChange(muted_until=date(2026, 10, 4)))
    here = at(FIRST)
    runs.make_due(here)
    report_news.tell(here)
    deliver(here)
    assert reports(mail_server) == [CLERK]
    fix_day(at("2026-09-23T08:00"), meeting, date(2026, 10, 30))
    later = at("2026-10-05T07:00")
    report_news.tell(later)
    deliver(later)
    assert reports(mail_server) == [CLERK]
    with pytest.raises(Refused, match=r"đã đổi ngày họp sau khi lập bản số 1\. Hãy lập bản mới: dondoc report meeting"):
        report_news.send(later, meeting)
    runs.make_by_hand(later, meeting)
    told, handed = report_news.send(later, meeting)
    assert (told.version.number, len(handed.people)) == (2, 2)


def test_a_letter_that_waits_is_dropped_when_the_meeting_moves(at: At, meeting: int, mail_server: MailServer) -> None:
    """It was handed over for the old day."""
    here = at(FIRST)
    runs.make_due(here)
    report_news.tell(here)
    fix_day(here, meeting, date(2026, 10, 30))
    deliver(here)
    assert reports(mail_server) == []


def test_nobody_gets_a_version_older_than_one_that_was_sent(
    at: At, home: Path, meeting: int, mail_server: MailServer
) -> None:
    """Who is named later gets what a person sent, not the version of the lead day before it; a draft stays."""
    edit_sending(home, to=["office"])
    here = at(FIRST)
    runs.make_due(here)
    report_news.tell(here)
    deliver(here)
    later = at("2026-09-23T08:00")
    runs.make_by_hand(later, meeting)
    report_news.tell(later)
    assert [told.version.number for told in runs.to_send(later, lambda _: ()).told] == [1]
    report_news.send(later, meeting)
    deliver(later)
    mail_server.mails.clear()
    edit_sending(home, to=["office", "leader"])
    named = at("2026-09-23T09:00")
    report_news.tell(named)
    deliver(named)
    assert len(reports(mail_server)) == 2
    for mail in mail_server.mails:
        body = mail.get_body(("plain",))
        assert body is not None
        assert "; bản số 2, số liệu tính đến ngày 23/9/2026" in " ".join(body.get_content().split())
    assert not {CLERK, CHIEF} & set(reports(mail_server))
