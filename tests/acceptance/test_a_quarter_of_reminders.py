"""One story on the real report of early 2024: what people were told, by which way, and how the office proves it."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlmodel import select

from config.database import reading as reading_session
from notifications import runs
from notifications.answers import runs as answers
from notifications.channels.zalo import runs as zalo_runs
from notifications.delivery.runs import approve, deliver, undelivered
from notifications.models import Message, MessageState
from notifications.people_runs import WishChange, change_wish, not_reached
from notifications.proof import LineKind
from notifications.proof_runs import proof_of
from notifications.reported import SaidMessage, of_parcel
from notifications.unreached import Deaf
from tasks_registry import runs as registry
from tasks_registry import store
from tasks_registry.installation import Installation
from tasks_registry.organisation.runs import record_absence
from tasks_registry.states import OPEN
from tasks_registry.view import TaskView
from tests.conftest import Open
from tests.support.going_live import release_everything
from tests.support.links import BASE, Clock, visiting
from tests.support.mail import MailServer, free_port, url_of
from tests.support.organisation import Entries, edit_agencies
from tests.support.processes import remind_and_be_killed
from tests.support.zalo import World, running_zalo

LEADER, HEAD = "truc@binhson.example", "giam@binhson.example"
CLERK, INSPECTOR, ORGANISER = "an@binhson.example", "kiem@binhson.example", "to@binhson.example"
TEACHER, MOBILISER, OFFICER = "giao@binhson.example", "van@binhson.example", "hanh@binhson.example"
SATURDAY = 5
PAPERS, END = date(2024, 6, 21), date(2024, 6, 28)
Said = Counter[tuple[date, str, str, str, tuple[tuple[str, str], ...]]]


@pytest.fixture
def world(home: Path) -> Iterator[World]:
    """Zalo's stand-in, with nobody in it whom it would write to."""
    with running_zalo(home) as world:
        world.zalo.followers.clear()
        world.zalo.phones.clear()
        yield world


def with_a_leader(entries: Entries) -> None:
    """Add the Phó Bí thư Thường trực."""
    person = {"name": "Lý Thị Trực", "position": "Phó Bí thư Thường trực", "email": LEADER, "access": "leader"}
    entries["TTHU"] = {"code": "TTHU", "name": "Thường trực Huyện ủy", "people": [person]}


def tasks_of(here: Installation, email: str | None = None) -> list[TaskView]:
    with reading_session(here.engine) as session:
        views = store.task_views(session, here.committee)
    return [view for view in views if email is None or (view.officer is not None and view.officer.email == email)]


def conference_of(here: Installation) -> int:
    with reading_session(here.engine) as session:
        return next(view.id for view in store.meeting_views(session, here.committee) if view.ordinal == 17)


def words_of(mail: EmailMessage) -> str:
    body = mail.get_body(("plain",))
    assert body is not None
    return " ".join(body.get_content().split())


def said(day: date, message: SaidMessage) -> tuple[date, str, str, str, tuple[tuple[str, str], ...]]:
    items = tuple(sorted((item.name, item.milestone) for item in message.items))
    return day, message.person.email, message.channel, message.kind.value, items


def to(mails: list[EmailMessage], email: str) -> list[EmailMessage]:
    return [mail for mail in mails if email in str(mail["To"])]


class Story:
    """Runs the office day by day and keeps what the mail server took on each."""

    def __init__(self, open_at: Open, mail_server: MailServer, world: World) -> None:
        self.open_at, self.mail_server, self.world = open_at, mail_server, world
        self.smtp_url = mail_server.url

    def at(self, day: date, clock: str = "08:00") -> Installation:
        """Open the installation."""
        values = {"smtp_url": self.smtp_url, "web_url": BASE, **self.world.values()}
        here = self.open_at(f"{day.isoformat()}T{clock}", **values)
        self.world.now = here.now
        return here

    def run(self, day: date, clock: str = "08:00") -> tuple[runs.RemindRun, list[EmailMessage]]:
        """Remind twice, as the flow does again and again; return the first run and the mails of both."""
        known, here = len(self.mail_server.mails), self.at(day, clock)
        done = runs.remind(here)
        runs.remind(replace(here, now=here.now + timedelta(minutes=45)))
        return done, self.mail_server.mails[known:]

    def days(self, first: date, last: date) -> list[date]:
        """Return the days from ``first`` to ``last`` on which the office works."""
        days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return [day for day in days if day.weekday() < SATURDAY]


def test_a_quarter_of_reminders(open_at: Open, mail_server: MailServer, world: World, real_report: Path) -> None:
    """From the report to the proof of chasing, through all that can come between."""
    story = Story(open_at, mail_server, world)
    edit_agencies(open_at("2024-04-01T07:00"), with_a_leader)
    april = story.at(date(2024, 4, 1))
    registry.import_file(april, real_report, accept=True)

    # Nothing goes out before the office has looked over what it imported.
    assert [one for one in april_mails(story) if to([one], OFFICER)] == []
    assert release_everything(april) == 1
    world.grant(april.settings)
    conference = conference_of(april)
    registry.fix_meeting_day(story.at(date(2024, 5, 13)), conference, date(2024, 6, 20))
    for day in story.days(date(2024, 5, 13), date(2024, 5, 14)):
        story.run(day)

    # Two quiet weeks: what was foreseen is what is sent.
    first, last = date(2024, 5, 27), date(2024, 6, 7)
    course = runs.simulate(story.at(first, "06:00"), first, last)
    foreseen = Counter(said(day, of_parcel(parcel)) for day, parcels in course for parcel in parcels)
    sent: Said = Counter()
    arrived: Counter[tuple[date, str]] = Counter()
    for day in story.days(first, last):
        done, mails = story.run(day)
        assert {one.status for one in done.messages} <= {"sent"}
        sent.update(said(day, one.message) for one in done.messages)
        arrived.update((day, str(mail["To"].addresses[0].addr_spec)) for mail in mails)
    assert sent == foreseen
    assert arrived == Counter((day, email) for day, email, *_ in foreseen.elements())
    assert {kind for _, _, _, kind, _ in foreseen} == {"digest", "weekly"}

    # The conference moves by a week: who prepares it is told, and what hung on the old day is said no more.
    monday = date(2024, 6, 10)
    registry.fix_meeting_day(story.at(monday, "07:30"), conference, date(2024, 6, 27))
    papers = {task.code for task in tasks_of(story.at(monday)) if task.meeting_id == conference and task.due == PAPERS}
    assert papers
    _, mails = story.run(monday, "09:00")
    told = [mail for mail in mails if "Dời từ ngày 20/6/2024 sang ngày 27/6/2024" in words_of(mail)]
    preparing = {task.officer.email for task in tasks_of(april) if task.code in papers and task.officer}
    assert sorted(str(mail["To"].addresses[0].addr_spec) for mail in told) == sorted(preparing)
    assert not any(said_of(mail, papers) and "quá hạn" in words_of(mail) for mail in mails)

    # One task gets more time; one officer wishes to hear by Zalo, one is away with a deputy.
    extended = next(task.code for task in tasks_of(april, TEACHER) if task.due == END)
    with registry.extending(story.at(date(2024, 6, 11), "07:00")) as desk:
        desk.ask(extended, date(2024, 7, 12), "Chờ hướng dẫn của tỉnh")
    with registry.extending(story.at(date(2024, 6, 11), "07:30")) as desk:
        desk.approve(extended)
    here = story.at(date(2024, 6, 11), "07:40")
    zalo_runs.set_phone(here, INSPECTOR, "0900 000 111")
    change_wish(here, INSPECTOR, WishChange(channels=["zalo"]))
    record_absence(here, ORGANISER, date(2024, 6, 13), date(2024, 6, 18), deputy=CLERK, reason="nghỉ phép")
    for day in story.days(date(2024, 6, 11), date(2024, 6, 13)):
        story.run(day)

    # A crash between claiming and settling: all of it arrives afterwards, once, by the next run.
    friday = date(2024, 6, 14)
    known = len(mail_server.mails)
    remind_and_be_killed(story.at(friday, "07:45"))
    assert len(mail_server.mails) == known
    _, mails = story.run(friday)
    organisers = {
        task.code for task in tasks_of(story.at(friday, "09:00")) if task.lead_code == "BTC" and task.due == END
    }
    assert organisers
    assert to(mails, ORGANISER) == []
    assert any(organisers <= said_of(mail, organisers) for mail in to(mails, CLERK))
    for email in (OFFICER, MOBILISER, TEACHER):
        assert len(to(mails, email)) == 1
    assert not any(said_of(mail, {extended}) for mail in to(mails, TEACHER))

    # Zalo does not know the inspector's number: the mail says why it comes.
    (instead,) = to(mails, INSPECTOR)
    assert "Tin gửi đồng chí qua Zalo không tới nơi" in words_of(instead)
    assert said_of(instead, papers)

    # A button of a mail is pressed, and the office accepts the answer; another one wants no more reminders.
    (letter,) = to(mails, OFFICER)
    here = story.at(friday, "10:00")
    answered = answer_first(here, letter)
    (waiting,) = answers.listing(here, waiting_only=True)
    assert answers.accept(here, waiting.id).given.text == "Đã họp Ban chỉ đạo"
    unsubscribe_by(here, to(mails, MOBILISER)[0])

    # Five days without a mail server, then one digest each that says how things stand now.
    story.smtp_url = url_of(free_port())
    for day in story.days(date(2024, 6, 17), PAPERS):
        assert story.run(day)[1] == []
    story.smtp_url = mail_server.url
    back = date(2024, 6, 24)
    _, mails = story.run(back)
    kind_by_uid = kinds_of(april)
    kinds = Counter((str(mail["To"].addresses[0].addr_spec), kind_by_uid[uid_of(mail)]) for mail in mails)
    assert {count for (_, kind), count in kinds.items() if kind == "digest"} == {1}
    assert kinds[CLERK, "digest"] == kinds[OFFICER, "digest"] == 1
    assert not any(re.search(r"còn (7|14) ngày", words_of(mail)) for mail in mails)
    assert to(mails, MOBILISER) == []

    # Nobody hands the papers in: the officer, then the head hear; the leader only after the office has approved.
    everything: list[EmailMessage] = []
    for day in story.days(date(2024, 6, 25), date(2024, 7, 5)):
        everything += story.run(day)[1]
    assert any(said_of(mail, papers) for mail in to(everything, HEAD))
    kind_by_uid = kinds_of(april)
    summaries = [mail for mail in to(everything, LEADER) if kind_by_uid[uid_of(mail)] == "weekly"]
    assert len(summaries) == 1  # of Monday, 1 July
    evening = story.at(date(2024, 7, 5), "14:00")
    drafts = undelivered(evening, MessageState.HELD)
    assert drafts
    assert not any(kind_by_uid[uid_of(mail)] == "escalation" for mail in to(everything, LEADER))
    approve(evening, [draft.id for draft in drafts])
    known = len(mail_server.mails)
    deliver(evening)
    urged = to(mail_server.mails[known:], LEADER)
    assert len(urged) == len([draft for draft in drafts if draft.person == "Lý Thị Trực"])
    assert any(said_of(mail, papers) for mail in urged)

    # No mail came twice; who wants none is on the office's list with what is overdue.
    ids = [mail["Message-ID"] for mail in mail_server.mails]
    assert len(ids) == len(set(ids))
    (deaf,) = [one for one in not_reached(evening) if one.person is not None and one.person.email == MOBILISER]
    overdue = {task.code for task in tasks_of(evening, MOBILISER) if task.due == END and task.work_state in OPEN}
    assert (deaf.reason, set(deaf.codes)) == (Deaf.UNSUBSCRIBED, overdue)

    # The proof tells all of it.
    chased = next(task.code for task in tasks_of(evening, INSPECTOR) if task.code in papers)
    lines = [line for line in proof_of(evening, chased).lines if line.kind is LineKind.MESSAGE]
    ways = [line.way.partition(",")[0] for line in lines]
    assert "Zalo" in ways
    assert any("gửi thay cho tin Zalo không đến nơi" in result for line in lines for result in line.results)
    assert {"Đỗ Thị Giám", "Lý Thị Trực"} <= {line.who.partition(" (")[0].partition(",")[0] for line in lines}
    found = proof_of(evening, answered)
    assert (found.visits >= 1, found.answers) == (True, 1)
    assert "Đã họp Ban chỉ đạo" in repr([line for line in found.lines if line.kind is LineKind.ANSWER])


def april_mails(story: Story) -> list[EmailMessage]:
    return story.run(date(2024, 4, 2))[1]


def said_of(mail: EmailMessage, codes: set[str]) -> set[str]:
    """Return those of ``codes`` that a mail names."""
    return {code for code in codes if code in words_of(mail)}


def uid_of(mail: EmailMessage) -> str:
    return str(mail["Message-ID"])[1:33]


def kinds_of(here: Installation) -> dict[str, str]:
    """Return the kind of every message by its id."""
    with reading_session(here.engine) as session:
        return {one.message_uid: one.kind for one in session.exec(select(Message)).all()}


def answer_first(here: Installation, letter: EmailMessage) -> str:
    """Report progress by the first button of a letter; return the code of its task."""
    body = letter.get_body(("html",))
    assert body is not None
    link = re.search(rf'"{BASE}(/viec/[^"]+)"', body.get_content())
    assert link
    with visiting(here, Clock(here.now)) as visitor:
        page = visitor.get(link[1]).text
        form = re.search(r'"(/tien-do/[^"]+)"', page)
        code = re.search(r"2024-Q2-\d{3}", page)
        assert form
        assert code
        assert visitor.post(form[1], data={"text": "Đã họp Ban chỉ đạo", "percent": "40"}).status_code == 200
    return code[0]


def unsubscribe_by(here: Installation, letter: EmailMessage) -> None:
    """Press “unsubscribe” in the mail program."""
    address = str(letter["List-Unsubscribe"]).strip("<>").removeprefix(BASE)
    with visiting(here, Clock(here.now)) as visitor:
        assert visitor.post(address, data={"List-Unsubscribe": "One-Click"}).status_code == 200
