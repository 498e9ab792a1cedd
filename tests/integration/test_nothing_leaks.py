"""Everything that the product says anywhere is read: no secret in it, and no word of a task that is not to be named."""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import SQLModel

from cli.main import invoke
from config.database import reading as reading_session
from notifications import runs
from notifications.bounces.runs import collect, collect_before_delivery
from notifications.channels import smtp
from notifications.channels.zalo import runs as zalo_runs
from notifications.delivery.runs import approve, deliver, undelivered
from notifications.models import Attempt, LinkVisit, Message, MessageState, Notice, Reminder, ZaloEvent
from notifications.people_runs import WishChange, change_wish
from notifications.zalo_standin import hooks
from notifications.zalo_standin.model import Fault, Place
from tasks_registry import intake, store
from tasks_registry import runs as registry
from tasks_registry.installation import Installation
from tasks_registry.meetings.runs import fix_day
from tasks_registry.review import Edit
from tasks_registry.states import Act
from tests.conftest import Open
from tests.support.bad_mail_server import BadMailServer, Manners, bad_server
from tests.support.cast import AN, OFFICER
from tests.support.certificates import Authority
from tests.support.going_live import release_everything
from tests.support.imap_server import ImapServer, imap_server
from tests.support.leaks import URL, Net, all_logs
from tests.support.links import BASE, Clock, visiting
from tests.support.readings import proposal, reading
from tests.support.reports_of_servers import postfix
from tests.support.rhythm import edit_reminders
from tests.support.zalo import CHAT, PHONE, STRANGER, USER, World, running_zalo

DUE = date(2026, 9, 18)
NAMED = ["Hoàn thành hồ sơ công nhận sản phẩm OCOP", "Rà soát tiêu chí nông thôn mới"]
"""Titles that may be said, and must be: else the net would prove nothing."""
UNNAMED = [
    "Mở chiến dịch Bình Minh Xanh",
    "Xem xét kỷ luật đảng viên Tô Văn Lạc",
    "Giải quyết khiếu nại của ông Hồ Thất",
]
WORDS = [
    *UNNAMED,
    "Bình Minh Xanh",
    "Tô Văn Lạc",
    "Hồ Thất",
    "Phương án Rồng Lửa",
    "Tờ trình Hoa Gạo",
    "Ghi chú Sao Mai",
]
"""Title, text, product and notes of the tasks that are not to be named."""
SMTP, LINK, BOUNCE = "mat-khau-thu-tin", "khoa-duong-dan-rat-dai-va-rat-kin-0123456789", "mat-khau-hop-thu-bao"
APP, OA, BOT, HOOK = "khoa-ung-dung-kin", "khoa-oa-rat-kin", "99887766:ma-bot-rat-kin", "khoa-webhook-bot-kin"
TOKENS = ["AT-dau-tien", "RT-dau-tien"]


@dataclass
class Office:
    """An installation with a secret in every setting, and all that stands around it."""

    open_at: Open
    values: dict[str, object]
    world: World
    mail: BadMailServer
    mailbox: ImapServer
    net: Net
    loggers: set[str]

    def at(self, instant: str) -> Installation:
        """Open it; Zalo's clock goes along."""
        here = self.open_at(instant, **self.values)
        self.world.now = here.now
        return here

    def mails(self) -> list[EmailMessage]:
        """Return what the mail server took."""
        found = [message_from_bytes(raw, policy=policy.default) for raw in self.mail.mails]
        return [mail for mail in found if isinstance(mail, EmailMessage)]

    def secrets(self) -> list[str]:
        """Return everything that only this installation and the other side may know."""
        zalo = self.world.zalo
        return [SMTP, LINK, BOUNCE, APP, OA, BOT, HOOK, *TOKENS, zalo.access_token, zalo.refresh_token]


@pytest.fixture
def office(open_at: Open, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """The office before its first reminder, every logger at its lowest level."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    smtp.tls_context.cache_clear()
    edit_reminders(
        home,
        channels=["email", "zalo", "zalo-group"],
        weekly_summary={"enabled": True},
        escalation=[
            {"to": "officer", "after_working_days": 2},
            {"to": "head", "after_working_days": 3},
            {"to": "leader", "after_working_days": 5},
        ],
        limits={"messages_per_day": 20},
    )
    manners = Manners(tls=authority.server(), starttls=True, login=("dondoc", SMTP))
    net = Net()
    with running_zalo(home) as world, bad_server(manners) as mail, imap_server() as mailbox, all_logs(net) as loggers:
        zalo = world.zalo
        zalo.app_secret, zalo.oa_secret, zalo.bot_token, zalo.bot_webhook_secret = APP, OA, BOT, HOOK
        zalo.access_token, zalo.refresh_token = TOKENS
        mailbox.login = ("dondoc", BOUNCE)
        values = {
            "smtp_url": mail.url("mailtos", f"dondoc:{SMTP}@", cto="10", rto="10"),
            "link_key": LINK,
            "bounce_url": mailbox.url(),
            "web_url": BASE,
            "log_level": "DEBUG",
            **world.values(),
        }
        yield Office(open_at, values, world, mail, mailbox, net, loggers)
    smtp.tls_context.cache_clear()


def prepare(office: Office) -> None:
    """Import, mark, note and release; link the officer with Zalo."""
    here = office.at("2026-09-01T08:00")
    with here.writing() as session:
        intake.import_reading(
            session,
            reading(
                proposal(NAMED[0], due=DUE),
                proposal(UNNAMED[0], due=DUE),
                proposal(UNNAMED[1], due=DUE),
                proposal(NAMED[1], due=DUE, lead="UBKT", meeting=True),
                proposal(UNNAMED[2], due=DUE, lead="UBKT"),
            ),
            file_name="Báo cáo.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    with registry.reviewing(here) as review:
        review.edit("2026-Q3-002", Edit(secret=True, product="Phương án Rồng Lửa"))
        review.edit("2026-Q3-003", Edit(product="Tờ trình Hoa Gạo"))
    registry.report_progress(here, "2026-Q3-002", "Ghi chú Sao Mai", percent=10)
    release_everything(here)
    office.world.grant(here.settings, lives=timedelta(days=4))
    code, _ = zalo_runs.link_code(here, OFFICER.email)
    for hook in (
        hooks.wrote(office.world.zalo, USER, code, here.now),
        hooks.wrote(office.world.zalo, USER, "Ghi chú Sao Mai", here.now, message_id="in-2"),
        hooks.wrote(office.world.zalo, USER, "Ghi chú Sao Mai", here.now, message_id="in-3", sign_with="wrong"),
    ):
        zalo_runs.handle_oa_webhook(here, hook.raw, hook.headers)
    zalo_runs.set_phone(here, OFFICER.email, "0900000111")


def speak(office: Office) -> None:
    """Say everything that the product has to say, through good days and bad ones."""
    manners, zalo = office.mail.manners, office.world.zalo
    runs.remind(office.at("2026-09-04T08:00"))
    other = next(person for person in officers(office) if person != OFFICER.email)
    change_wish(office.at("2026-09-04T09:00"), other, WishChange(single=True))
    meeting = meeting_of(office)
    fix_day(office.at("2026-09-07T08:00"), meeting, date(2026, 9, 29))
    runs.remind(office.at("2026-09-07T09:00"))
    fix_day(office.at("2026-09-08T08:00"), meeting, date(2026, 9, 28))

    manners.login = ("dondoc", "another")  # the password was changed on the server
    runs.remind(office.at("2026-09-08T09:00"))
    manners.login = ("dondoc", SMTP)
    manners.on_content = lambda _: "554 5.7.1 Thư rác"
    runs.remind(office.at("2026-09-11T08:00"))
    manners.on_content = lambda _: "451 4.7.1 Thử lại sau"
    runs.remind(office.at("2026-09-14T08:00"))
    manners.on_content, manners.drop_at = lambda _: None, "content"
    deliver(office.at("2026-09-14T09:00"), even_if_closed=True)
    manners.drop_at = None
    zalo.break_next(Place.BY_USER, Fault.CUT)
    runs.remind(office.at("2026-09-15T08:00"))
    registry.perform(office.at("2026-09-16T08:00"), "2026-Q3-001", Act.SUBMIT, evidence="45-BC/UBND")
    registry.perform(office.at("2026-09-16T08:10"), "2026-Q3-001", Act.RETURN, reason="thiếu phụ lục")
    registry.perform(office.at("2026-09-16T08:10"), "2026-Q3-002", Act.SUBMIT, evidence="Ghi chú Sao Mai")
    registry.perform(office.at("2026-09-16T08:20"), "2026-Q3-002", Act.RETURN, reason="Ghi chú Sao Mai")
    zalo.followers[USER].blocked = True
    runs.remind(office.at("2026-09-16T09:00"))
    zalo.expire_access()
    runs.remind(office.at("2026-09-17T08:00"))
    zalo.phones.clear()
    runs.remind(office.at("2026-09-18T08:00"))
    for day in ("2026-09-21", "2026-09-22", "2026-09-25", "2026-09-28", "2026-10-05"):
        runs.remind(office.at(f"{day}T08:00"))
    here = office.at("2026-10-05T09:00")
    approve(here, [draft.id for draft in undelivered(here, MessageState.HELD)])
    manners.on_recipient = lambda address: "550 5.1.1 Không có hộp thư" if address == other else None
    deliver(here)
    runs.remind(office.at("2026-10-06T08:00"))

    for place, channel in (("bot", office.world.channel(here.settings)),):
        channel.send(office.world.letter(f"{place}:{CHAT}"))
    zalo.updates.append(hooks.bot_update(CHAT, "Ghi chú Sao Mai", here.now))
    zalo_runs.poll(here)
    bot = hooks.bot_hook(zalo, hooks.bot_update(CHAT, "Ghi chú Sao Mai", here.now, message_id="b-2"))
    assert zalo_runs.handle_bot_webhook(here, bot.raw, bot.headers) == 200
    assert zalo_runs.handle_bot_webhook(here, bot.raw, {"X-Bot-Api-Secret-Token": "wrong"}) == 403
    for sent in list(zalo.sent):
        hook = hooks.delivered(zalo, sent, here.now)
        zalo_runs.handle_oa_webhook(here, hook.raw, hook.headers)


def officers(office: Office) -> list[str]:
    here = office.at("2026-09-04T08:30")
    with reading_session(here.engine) as session:
        tasks = store.task_views(session, here.committee)
    return sorted({task.officer.email for task in tasks if task.officer})


def meeting_of(office: Office) -> int:
    here = office.at("2026-09-04T08:30")
    with reading_session(here.engine) as session:
        return next(view.id for view in store.meeting_views(session, here.committee))


def answer(office: Office) -> None:
    """Open every link of the letters, answer by some, and try forged ones; notes on a marked task come in too."""
    here = office.at("2026-10-05T10:00")
    links = {link.removeprefix(BASE) for mail in office.mails() for link in URL.findall(words_of(mail)) if BASE in link}
    assert links
    with visiting(here, Clock(here.now)) as visitor:
        for link in sorted(links)[:40]:
            page = visitor.get(link)
            for form in sorted(
                set(re.findall(r'(?:href|action)="(/(?:tien-do|xin-gia-han|da-nhan)/[^"]+)"', page.text))
            ):
                visitor.get(form)
                visitor.post(form, data={"text": "Ghi chú Sao Mai", "percent": "20", "due": "2026-10-30"})
            visitor.post(link, data={"text": "x" * 9000})
            visitor.get(link[:-1])
        bad = hooks.wrote(office.world.zalo, USER, "Ghi chú Sao Mai", here.now, message_id="in-9")
        visitor.post("/zalo/oa", content=bad.raw, headers=bad.headers)


def bounce(office: Office) -> None:
    """Read the mailbox, once with the wrong password."""
    here = office.at("2026-10-05T11:00")
    uid = str(office.mails()[-1]["Message-ID"])[1:33]
    office.mailbox.mails.append(postfix(uid))
    office.mailbox.login = ("dondoc", "another")
    collect_before_delivery(here)
    office.mailbox.login = ("dondoc", BOUNCE)
    assert collect(here).stored


def command(
    office: Office, home: Path, database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ask by every command that speaks JSON; proof shows the office its own task, so only secrets count there."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", database)
    monkeypatch.setenv("DONDOC_TRIAL", "false")
    for name, value in office.values.items():
        monkeypatch.setenv(f"DONDOC_{name.upper()}", str(value))
    office.world.now += timedelta(hours=4)
    at = ["--at", "2026-10-06T09:00"]
    for words in (
        ["simulate", "--from", "2026-09-01", "--to", "2026-10-30"],
        ["remind", "--dry-run", *at],
        ["remind", *at],
        ["deliver", *at],
        ["outbox", *at],
        ["draft", "list", *at],
        ["why", "2026-Q3-002", *at],
        ["why", "2026-Q3-003", *at],
        ["doctor", *at],
        ["proof", "2026-Q3-002", *at],
    ):
        invoke([*words, "--json", "--home", str(home)])
        said = capsys.readouterr()
        json.loads(said.out)
        office.net.add("proof" if words[0] == "proof" else "command", said.out + said.err)


def gather(office: Office, home: Path) -> None:
    """Put mails, requests to Zalo, rows and log files into the net."""
    for mail in office.mails():
        office.net.add_mail(mail)
    for request in office.world.zalo.requests:
        path = request.path.replace(f"/bot{BOT}/", "/")  # by Zalo's design
        headers = {
            name: value
            for name, value in request.headers.items()
            if name not in ("access_token", "secret_key", "appsecret_proof")
        }
        office.net.add("zalo address", path)
        office.net.add("zalo headers", repr(headers))
        if "/access_token" not in path:  # the exchange of tokens is made of secrets
            office.net.add("zalo", request.body.decode("unicode_escape" if b"\\u" in request.body else "utf-8"))
    here = office.at("2026-10-06T10:00")
    tables: list[type[SQLModel]] = [Message, Attempt, Notice, Reminder, LinkVisit, ZaloEvent]
    with reading_session(here.engine) as session:
        for table in tables:
            for row in session.connection().execute(sa.select(sa.inspect(table).local_table)):
                office.net.add(str(table.__tablename__), repr(tuple(row)))
    for file in (home / "logs").rglob("*"):
        if file.is_file():
            office.net.add("log file", file.read_text("utf-8"))


def words_of(mail: EmailMessage) -> str:
    return "\n".join(str(part.get_content()) for part in mail.walk() if part.get_content_maintype() == "text")


def test_no_secret_and_no_word_of_an_unnamed_task_gets_out(
    office: Office, home: Path, database: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Months of reminders by mail and Zalo, through faults of every class; answers, bounces, webhooks, commands."""
    prepare(office)
    speak(office)
    answer(office)
    bounce(office)
    command(office, home, database, capsys, monkeypatch)
    gather(office, home)
    net = office.net

    # All of it was said: each kind of message, every way of Zalo, refusals of each class, and logs of all libraries.
    here = office.at("2026-10-06T10:00")
    with reading_session(here.engine) as session:
        kinds = set(session.connection().execute(sa.select(sa.distinct(Message.kind))).scalars())
        outcomes = set(session.connection().execute(sa.select(sa.distinct(Attempt.outcome))).scalars())
    assert kinds == {"digest", "single", "notice", "weekly", "escalation"}
    assert {"sent", "delivered", "bounced", "recipient", "retry", "payload", "operator", "unknown"} <= outcomes
    assert {sent.place for sent in office.world.zalo.sent} >= {Place.BY_USER, Place.BY_PHONE, Place.GROUP, Place.BOT}
    assert office.world.zalo.refreshes
    assert {name.partition(".")[0] for name in office.loggers} >= {"dondoc", "apprise", "sqlalchemy"}
    assert {"log", "log file", "mail", "mail header", "zalo", "command", "proof"} <= {place for place, _ in net.caught}

    # The net catches: what may be said is found, by mail and in the lists, and so is each task's code.
    assert {place for _, place in net.find(NAMED, "mail")} == {"mail"}
    assert {word for word, _ in net.find([f"2026-Q3-00{number}" for number in range(1, 6)], "mail", "mail header")} >= {
        "2026-Q3-002",
        "2026-Q3-003",
        "2026-Q3-005",
    }

    # Nothing else gets out.
    assert net.find(office.secrets()) == set()
    assert net.find(WORDS, *({place for place, _ in net.caught} - {"proof"})) == set()
    people = [OFFICER.email, OFFICER.email.partition("@")[0], *officers(office), PHONE, "0900000111", STRANGER]
    addresses = Net(
        [("address", address) for address in [*net.urls(), *(t for p, t in net.caught if p == "zalo address")]]
    )
    assert len(addresses.caught) > 50
    assert addresses.find([*people, *WORDS, *NAMED, *office.secrets()]) == set()


@pytest.mark.parametrize("name", ["dondoc.message", "urllib3.connectionpool", "apprise", "sqlalchemy.pool", "uvicorn"])
def test_the_net_catches_what_would_get_out(office: Office, name: str) -> None:
    """A secret as an argument, in an error and in another guise; a title in capitals over two lines of a mail."""
    log = logging.getLogger(name)
    log.debug("opening %s", f"mailtos://dondoc:{SMTP}@mail")
    try:
        raise ValueError(UNNAMED[0])
    except ValueError:
        log.exception("failed")
    log.debug("AUTH %s", "bWF0LWtoYXUtdGh1LXRpbg==")
    assert office.net.find([SMTP, UNNAMED[0], LINK], "log") == {(SMTP, "log"), (UNNAMED[0], "log")}
    mail = EmailMessage()
    mail["Subject"] = UNNAMED[1].upper()
    mail.set_content(UNNAMED[2].replace(" của ", "\ncủa "))
    office.net.add_mail(mail)
    assert office.net.find(UNNAMED, "mail", "mail header") == {(UNNAMED[1], "mail header"), (UNNAMED[2], "mail")}


def test_an_error_of_the_database_shows_no_row(office: Office, home: Path) -> None:
    """Neither its statement's values nor the row that it quotes reach the log of the installation."""
    from config.log import log_to, record

    here = office.at("2026-09-01T08:00")
    log_to(home, "DEBUG")
    with pytest.raises(sa.exc.IntegrityError) as failure, here.engine.begin() as connection:
        connection.execute(
            sa.text("INSERT INTO task (title, text) VALUES (:title, :title)"), {"title": "Mở chiến dịch Bình Minh Xanh"}
        )
    record("cli.failed", level=logging.ERROR, error=failure.value)
    written = (home / "logs" / "dondoc.log").read_text("utf-8")
    assert "IntegrityError" in written
    assert "test_nothing_leaks.py" in written
    assert "Bình Minh Xanh" not in written
