"""Mails that come back: from the mailbox to the message, the address and the list of the undelivered, once each."""

import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from cli.main import invoke
from config.checks import Level
from config.database import reading as reading_session
from config.database import unit_of_work
from config.errors import DondocError, SettingError
from flows.deliver_outbox import deliver
from notifications import checks, outbox, runs
from notifications.bounces import runs as bounces
from notifications.bounces.mailbox import MailboxError, MailboxLimits, opened_mailbox
from notifications.models import Attempt, ContactPoint, Message, MessageState
from tasks_registry import intake
from tasks_registry.installation import Installation
from tests.conftest import Open
from tests.support import reports_of_servers as servers
from tests.support.cast import AN
from tests.support.certificates import Authority
from tests.support.going_live import release_everything
from tests.support.imap_server import ImapServer, imap_server
from tests.support.mail import MailServer, free_port
from tests.support.readings import proposal, reading

OFFICER = "bang.dinhcong@hoamai.example"
DUE = date(2026, 9, 18)
DOCUMENT = reading(
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=DUE),
    proposal("Báo cáo công tác kiểm tra, giám sát", due=DUE, lead="UBKT"),
)
LATER = "2026-09-15T09:00"


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    folder = tmp_path / "Maildir"
    for name in ("new", "cur", "tmp"):
        (folder / name).mkdir(parents=True)
    return folder


@pytest.fixture
def office(open_at: Open, mail_server: MailServer, maildir: Path) -> Open:
    """Opens an installation that has sent two people a digest each, and reads its bounces from a Maildir."""
    here = open_at()
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            DOCUMENT,
            file_name="a.docx",
            accept=True,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )
    release_everything(here)
    values = {"smtp_url": mail_server.url, "bounce_url": f"maildir://{maildir}"}
    runs.remind(open_at("2026-09-15T07:30", **values))
    return lambda instant=LATER, **overrides: open_at(instant, **{**values, **overrides})


@pytest.fixture
def uid(office: Open, mail_server: MailServer) -> str:
    """The id of the message that the officer was sent."""
    (mail,) = mail_server.to(OFFICER)
    return str(mail["Message-ID"])[1:33]


@pytest.fixture
def imap() -> Iterator[ImapServer]:
    with imap_server() as server:
        yield server


def put(maildir: Path, *mails: bytes) -> None:
    for number, mail in enumerate(mails):
        (maildir / "new" / f"{number}.hoamai").write_bytes(mail)


def rows(here: Installation, table: Any) -> list[Any]:
    with reading_session(here.engine) as session:
        return list(session.exec(select(table).order_by(table.id)).all())


def state_of(here: Installation, uid: str) -> str:
    (found,) = [message for message in rows(here, Message) if message.message_uid == uid]
    return str(found.state)


def test_a_mail_that_came_back_marks_the_address_and_is_undelivered(office: Open, uid: str, maildir: Path) -> None:
    """Attempt row with code and reason, message on the list of the undelivered, address flagged, report filed."""
    put(maildir, servers.postfix(uid))
    here = office()
    (stored,) = bounces.collect(here).stored
    assert (stored.address, stored.status, stored.marked) == (OFFICER, "5.1.1", True)
    assert state_of(here, uid) == "dead"
    with reading_session(here.engine) as session:
        assert [one.state for one in outbox.undelivered(session, here.committee)] == [MessageState.DEAD]
    last = rows(here, Attempt)[-1]
    assert (last.outcome, last.code, "User unknown" in last.reason) == ("bounced", "5.1.1", True)
    (point,) = rows(here, ContactPoint)
    assert (point.kind, point.address, point.state, point.code) == ("email", OFFICER, "flagged", "5.1.1")
    assert point.since == here.now
    assert [file.name for file in (maildir / "cur").iterdir()] == ["0.hoamai:2,S"]
    assert list((maildir / "new").iterdir()) == []


def test_a_report_is_handled_once(office: Open, uid: str, maildir: Path) -> None:
    """A second run finds nothing; a crash between the transaction and the mark leaves a report that changes nothing."""
    put(maildir, servers.postfix(uid))
    bounces.collect(office())
    before = [(row.outcome, row.remote_id) for row in rows(office(), Attempt)]
    assert bounces.collect(office()) == bounces.BounceRun()
    put(maildir, servers.postfix(uid))
    assert bounces.collect(office()).stored == ()
    assert [(row.outcome, row.remote_id) for row in rows(office(), Attempt)] == before
    assert list((maildir / "new").iterdir()) == []


def test_a_crash_before_the_mark_leaves_the_report_unread(
    office: Open, uid: str, maildir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stored first, marked afterwards: never the other way round."""
    put(maildir, servers.postfix(uid))

    def power_cut(*_: object) -> None:
        assert state_of(office(), uid) == "dead"  # committed already
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("notifications.bounces.mailbox._Maildir.done", power_cut)
        with pytest.raises(KeyboardInterrupt):
            bounces.collect(office())
    assert len(list((maildir / "new").iterdir())) == 1
    assert bounces.collect(office()).stored == ()
    assert [row.outcome for row in rows(office(), Attempt)].count("bounced") == 1


def test_a_mail_that_is_only_late_leaves_a_row_and_nothing_else(office: Open, uid: str, maildir: Path) -> None:
    """The server on the way still tries."""
    put(maildir, servers.postfix(uid, action="delayed", status="4.4.1", diagnostic="smtp; 451 busy"))
    here = office()
    (stored,) = bounces.collect(here).stored
    assert (stored.fate, stored.marked, state_of(here, uid)) == ("delayed", False, "sent")
    assert rows(here, Attempt)[-1].outcome == "delayed"
    assert rows(here, ContactPoint) == []


def test_a_filter_s_refusal_is_undelivered_but_the_address_stays_good(office: Open, uid: str, maildir: Path) -> None:
    """5.7.1 is about the mail."""
    put(maildir, servers.postfix(uid, status="5.7.1", diagnostic="smtp; 554 5.7.1 spam"))
    here = office()
    bounces.collect(here)
    assert (state_of(here, uid), rows(here, ContactPoint)) == ("dead", [])


def test_other_mails_stay_as_they_were(office: Open, uid: str, maildir: Path) -> None:
    """Absent colleagues, reports of another program's mails, ordinary mails, noise."""
    put(
        maildir,
        servers.out_of_office(uid),
        servers.postfix("cd" * 16),
        b"From: a@b.example\r\n\r\nChao",
        b"\xff\xfe\x00",
        servers.postfix(uid)[:700],
    )
    here = office()
    run = bounces.collect(here)
    assert (run.stored, run.left) == ((), 2)
    assert len(list((maildir / "new").iterdir())) == 5
    assert [row.outcome for row in rows(here, Attempt)] == ["sent", "sent"]


@pytest.mark.parametrize("uid_behind", [False, True])
def test_a_mailbox_of_imap_is_read_the_same_way(office: Open, uid: str, imap: ImapServer, uid_behind: bool) -> None:
    """Only what can be a report is fetched whole; what is stored is marked as read, the rest stays unread."""
    imap.uid_behind = uid_behind
    imap.mails = [b"From: a@b.example\r\n\r\nChao", servers.postfix(uid), servers.out_of_office(uid), servers.qmail()]
    here = office(bounce_url=imap.url())
    run = bounces.collect(here)
    assert ([one.address for one in run.stored], run.left) == ([OFFICER], 1)
    assert imap.seen == {12}
    assert imap.bodies_read == [12, 14]
    assert bounces.collect(here).stored == ()


def test_a_mailbox_of_imap_is_read_over_tls(
    office: Open, uid: str, imap: ImapServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The certificate is checked: one that we cannot trust gets no password."""
    authority = Authority(tmp_path)
    imap.mails, imap.tls = [servers.postfix(uid)], authority.server()
    with pytest.raises(MailboxError, match="bảo mật"):
        bounces.collect(office(bounce_url=imap.url("imaps")))
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    assert len(bounces.collect(office(bounce_url=imap.url("imaps"))).stored) == 1


def down(imap: ImapServer, how: str) -> str:
    match how:
        case "closed":
            return f"imap://a:mat-khau-kin@127.0.0.1:{free_port()}/INBOX"
        case "password":
            return imap.url(password="mat-khau-kin")
        case "letters":
            return imap.url(password="mat-khau-kin-ấ")
        case "folder":
            return imap.url(folder="khong-co")
    return imap.url()


@pytest.mark.parametrize("how", ["closed", "password", "letters", "folder"])
def test_a_mailbox_that_is_down_stops_no_delivery(
    office: Open, imap: ImapServer, how: str, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A warning in the log, a finding of the doctor, a sentence on the command line; the password in none of them."""
    here = office(bounce_url=down(imap, how))
    caplog.set_level(0)
    assert deliver.fn(here)["dead"] == 0
    assert [record.action for record in caplog.records if record.levelname == "WARNING"] == ["bounces.unread"]  # type: ignore[attr-defined]
    (finding,) = checks.check_bounces(here.settings, here.now)
    assert (finding.id, finding.level) == ("C015", Level.WARNING)
    with pytest.raises(MailboxError) as refusal:
        bounces.collect(here)
    everything = [caplog.text, finding.text, repr(refusal.value), repr(refusal.value.__cause__)]
    assert "kin" not in "".join([*everything, *(str(vars(record)) for record in caplog.records)])


@pytest.mark.parametrize("how", ["silent", "trickling"])
def test_a_mailbox_that_never_comes_to_an_end_is_cut_off(imap: ImapServer, how: str) -> None:
    """One byte now and then would never time out by itself."""
    setattr(imap, how, True)
    begun = time.monotonic()
    with pytest.raises(MailboxError), opened_mailbox(imap.url(), MailboxLimits(answer=0.5, whole=1.0)):
        pass
    assert time.monotonic() - begun < 6


@pytest.mark.parametrize(
    "url",
    ["", "http://a", "imap://", "imap://host/INBOX", "imap://a:mat@host:x/INBOX", "maildir://", "imap://[", "a b"],
)
def test_an_address_that_is_no_mailbox_is_told_without_showing_it(url: str) -> None:
    """It may hold a password."""
    with pytest.raises(SettingError, match="DONDOC_BOUNCE_URL") as refusal, opened_mailbox(url):
        pass
    assert "mat@" not in f"{refusal.value}{refusal.value.__cause__}"


def test_a_folder_that_is_no_maildir_is_told(tmp_path: Path) -> None:
    """A slip of the pen must not look like an empty mailbox."""
    with pytest.raises(MailboxError, match="Maildir"), opened_mailbox(f"maildir://{tmp_path}"):
        pass


def test_the_doctor_is_content_without_a_mailbox_and_with_a_good_one(office: Open) -> None:
    """It is not obligatory."""
    for here in (office(), office(bounce_url=None)):
        assert [finding.level for finding in checks.check_bounces(here.settings, here.now)] == [Level.OK]
    bounces.collect_before_delivery(office(bounce_url=None))
    with pytest.raises(DondocError, match="DONDOC_BOUNCE_URL"):
        bounces.collect(office(bounce_url=None))


Ask = Callable[..., str]


@pytest.fixture
def ask(
    office: Open, settings: Any, maildir: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Ask:
    """Run a command on the office's home and return what it printed."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", settings.database_address)
    monkeypatch.setenv("DONDOC_BOUNCE_URL", f"maildir://{maildir}")

    def ask_(*words: str) -> str:
        capsys.readouterr()
        assert invoke([*words, "--home", str(settings.home), "--at", LATER]) == 0
        said = capsys.readouterr()
        return said.out if "--json" in words else said.out + said.err

    return ask_


def test_the_command_says_what_came_back(ask: Ask, uid: str, maildir: Path) -> None:
    """Who, where, why; and nothing the second time."""
    put(maildir, servers.postfix(uid), servers.postfix("cd" * 16, own_id="x"))
    said = ask("bounces")
    assert "1 thư báo mới" in said
    assert "Bằng" in said
    assert "5.1.1" in said
    assert "1 thư của máy chủ thư" in said
    assert "Không có thư báo nào mới" in ask("bounces")


def test_the_command_speaks_json(ask: Ask, uid: str, maildir: Path) -> None:
    """One document, for other programs."""
    put(maildir, servers.postfix(uid, action="delayed", status="4.4.1", diagnostic="smtp; 451 busy"))
    said = ask("bounces", "--json")
    assert '"fate": "delayed"' in said
    assert '"marked": false' in said
    assert f'"to": "{OFFICER}"' in said
