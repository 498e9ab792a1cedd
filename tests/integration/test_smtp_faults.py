"""The fault matrix of SMTP: a server that misbehaves on purpose; what becomes of the mail, the channel, the others."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import select

from config.database import reading as reading_session
from config.database import unit_of_work
from notifications import runs
from notifications.channels import smtp
from notifications.channels.email import EmailChannel
from notifications.channels.smtp import TimeLimits
from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Attachment, Letter
from notifications.models import Attempt, Message
from tasks_registry import intake
from tasks_registry.installation import Installation
from tests.conftest import Open
from tests.support.bad_mail_server import BadMailServer, Manners, bad_server
from tests.support.cast import AN
from tests.support.certificates import Authority
from tests.support.going_live import release_everything
from tests.support.mail import free_port
from tests.support.readings import proposal, reading

LETTER = Letter(
    "cd" * 16,
    "bang@hoamai.example",
    "Đinh Công Bằng",
    "Nhắc việc",
    "Chào đồng chí\n.\n..đầu dòng",
    "<p>Chào đồng chí</p>",
    datetime(2026, 9, 18, 0, 30, tzinfo=UTC),
)
SECRET = "mat-khau-rat-kin"
LIMITS = TimeLimits(opening=0.4, command=0.3, mail=0.5)
RETRY, RECIPIENT, PAYLOAD = FailureClass.RETRY, FailureClass.RECIPIENT, FailureClass.PAYLOAD
OPERATOR, UNKNOWN = FailureClass.OPERATOR, FailureClass.UNKNOWN
DOWN = True


@dataclass
class Case:
    """One row: how the server is, and what it must mean."""

    name: str
    failure: FailureClass
    code: str
    down: bool = False
    manners: dict[str, Any] = field(default_factory=dict)
    login: str = ""


def refuse(reply: str) -> Any:
    return lambda _: reply


CASES = [
    Case("refused by the banner for now", RETRY, "421", DOWN, {"banner": "421 4.3.2 Quá tải"}),
    Case("refused by the banner for good", OPERATOR, "554", DOWN, {"banner": "554 5.7.1 Không phục vụ máy này"}),
    Case("no banner", RETRY, "timeout", DOWN, {"banner": None}),
    Case("dropped at the banner", RETRY, "closed", DOWN, {"drop_at": "banner"}),
    Case("not SMTP at all", RETRY, "closed", DOWN, {"banner": "HTTP/1.1 400 Bad Request"}),
    Case("dropped at EHLO", RETRY, "closed", DOWN, {"drop_at": "EHLO"}),
    Case("slow from the banner on", RETRY, "timeout", DOWN, {"seconds_a_byte": 0.2}),
    Case("sender refused for now", RETRY, "451", False, {"on_mail": "451 4.3.0 Lỗi tạm thời"}),
    Case("sender refused for good", OPERATOR, "550", DOWN, {"on_mail": "550 5.7.1 Không được gửi từ địa chỉ này"}),
    Case("login wanted", OPERATOR, "530", DOWN, {"on_mail": "530 5.7.0 Hãy đăng nhập"}),
    Case("too large said at the sender", PAYLOAD, "552", False, {"on_mail": "552 5.3.4 Quá lớn"}),
    Case("greylisted", RETRY, "450", False, {"on_recipient": refuse("450 4.2.0 Greylisted")}),
    Case("mailbox busy", RETRY, "452", False, {"on_recipient": refuse("452 4.2.2 Đầy tạm thời")}),
    Case("no such mailbox", RECIPIENT, "550", False, {"on_recipient": refuse("550 5.1.1 Không có hộp thư")}),
    Case("no such mailbox, plain", RECIPIENT, "550", False, {"on_recipient": refuse("550 Không có hộp thư")}),
    Case("relaying denied", OPERATOR, "554", False, {"on_recipient": refuse("554 5.7.1 Relay access denied")}),
    Case("421 at the recipient", RETRY, "421", DOWN, {"on_recipient": refuse("421 4.3.2 Tắt máy")}),
    Case("dropped at the recipient", RETRY, "closed", DOWN, {"drop_at": "RCPT"}),
    Case("silent at the recipient", RETRY, "timeout", DOWN, {"silent_at": "RCPT"}),
    Case("DATA refused", PAYLOAD, "554", False, {"on_data": "554 5.5.1 Không nhận"}),
    Case("dropped before DATA", RETRY, "closed", DOWN, {"drop_at": "DATA"}),
    Case("content refused for now", RETRY, "451", False, {"on_content": refuse("451 4.7.1 Thử lại sau")}),
    Case("content refused as spam", PAYLOAD, "554", False, {"on_content": refuse("554 5.7.1 Thư rác")}),
    Case("content too large", PAYLOAD, "552", False, {"on_content": refuse("552 5.3.4 Quá lớn")}),
    Case("mailbox full found at the end", RECIPIENT, "552", False, {"on_content": refuse("552 5.2.2 Hộp thư đầy")}),
    Case("421 after the content", RETRY, "421", DOWN, {"on_content": refuse("421 4.3.2 Tắt máy")}),
    Case("dropped after the content", UNKNOWN, "closed", False, {"drop_at": "content"}),
    Case("silent after the content", UNKNOWN, "timeout", DOWN, {"silent_at": "content"}),
    Case("slow from the sender on", RETRY, "timeout", DOWN, {"seconds_a_byte": 0.2, "slow_from": "MAIL"}),
    Case("slow after the content", UNKNOWN, "timeout", DOWN, {"seconds_a_byte": 0.2, "slow_from": "content"}),
    Case("announced size", PAYLOAD, "size", False, {"extensions": ("SIZE 200",)}),
    Case("no login offered", OPERATOR, "no-login", DOWN, {}, f"dondoc:{SECRET}@"),
    Case("wrong password", OPERATOR, "535", DOWN, {"login": ("dondoc", "khác")}, f"dondoc:{SECRET}@"),
    Case(
        "login cannot be checked now",
        RETRY,
        "454",
        DOWN,
        {"login": ("dondoc", "khác"), "login_reply": "454 4.7.0 Tạm thời không kiểm tra được"},
        f"dondoc:{SECRET}@",
    ),
    Case("password that cannot be sent", OPERATOR, "login", DOWN, {"login": ("a", "b")}, f"dondoc:{SECRET}ấ@"),
]


@pytest.fixture
def server() -> Iterator[BadMailServer]:
    with bad_server() as running:
        yield running


def failure_of(channel: EmailChannel, letter: Letter = LETTER) -> DeliveryError:
    with pytest.raises(DeliveryError) as refusal:
        channel.send(letter)
    return refusal.value


@pytest.mark.parametrize("pipelining", [False, True], ids=["", "pipelining"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_each_fault_has_its_class(server: BadMailServer, case: Case, pipelining: bool) -> None:
    """Class, the server's code, whether everybody else would meet it; in time, and nothing secret is said."""
    server.manners = Manners(**case.manners)
    if pipelining:
        server.manners.extensions += ("PIPELINING",)
    channel = EmailChannel(server.url(login=case.login), LIMITS)
    begun = time.monotonic()
    error = failure_of(channel)
    channel.close()
    assert (error.failure, error.code, error.channel_down) == (case.failure, case.code, case.down)
    assert time.monotonic() - begun < 5  # bounded by the read alone, a slow server would hold it for half a minute
    assert server.connections == 1
    assert SECRET not in f"{error!r}{error.__cause__!r}{error.__context__!r}"
    assert "127.0.0.1" not in str(error)


def test_a_server_that_is_not_there_is_down() -> None:
    """Nobody listens."""
    error = failure_of(EmailChannel(f"mailto://127.0.0.1:{free_port()}?mode=insecure&from=a@b.example", LIMITS))
    assert (error.failure, error.code, error.channel_down) == (RETRY, "refused", DOWN)


def test_a_name_that_nobody_knows_is_down() -> None:
    """A closed network without a name server, or a slip of the pen."""
    error = failure_of(EmailChannel("mailto://mail.hoamai.invalid?mode=insecure&from=a@b.example", LIMITS))
    assert (error.failure, error.code, error.channel_down) == (RETRY, "dns", DOWN)


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
@pytest.mark.parametrize(
    ("certificate", "says"),
    [
        ({"self_signed": True}, "tự ký"),
        ({"host": "mail.hoamai.example"}, "tên khác"),
        ({"expired": True}, "hết hạn"),
    ],
)
def test_a_wrong_certificate_stops_the_channel_with_the_reason(
    server: BadMailServer, tmp_path: Path, trusted: Authority, mode: str, certificate: dict[str, Any], says: str
) -> None:
    """Nothing of the mail, nor the password, is said to whom we cannot trust."""
    server.manners = Manners(
        tls=trusted.server(**certificate), implicit_tls=mode == "ssl", starttls=True, login=("dondoc", SECRET)
    )
    error = failure_of(EmailChannel(server.url("mailtos", f"dondoc:{SECRET}@", mode=mode), LIMITS))
    assert (error.failure, error.code, error.channel_down) == (OPERATOR, "certificate", DOWN)
    assert says in str(error)
    assert not [command for command in server.commands if command.startswith(("AUTH", "MAIL"))]


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Authority]:
    """An authority that this process trusts, as an office names its own by ``SSL_CERT_FILE``."""
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.file))
    smtp.tls_context.cache_clear()
    yield authority
    smtp.tls_context.cache_clear()


@pytest.mark.parametrize("mode", ["starttls", "ssl"])
def test_a_good_certificate_and_password_let_the_mail_through(
    server: BadMailServer, trusted: Authority, mode: str
) -> None:
    """The way it should be: encrypted, logged in, the receipt has the server's name for the mail."""
    server.manners = Manners(tls=trusted.server(), implicit_tls=mode == "ssl", starttls=True, login=("dondoc", SECRET))
    channel = EmailChannel(server.url("mailtos", f"dondoc:{SECRET}@", mode=mode), LIMITS)
    assert channel.send(LETTER).remote_id == "4F2A1B3C"
    channel.close()
    assert len(server.mails) == 1


def test_an_office_may_choose_not_to_check_the_certificate(server: BadMailServer, trusted: Authority) -> None:
    """``verify=no``, by its own hand only."""
    server.manners = Manners(tls=trusted.server(self_signed=True), starttls=True)
    channel = EmailChannel(server.url("mailtos", verify="no"), LIMITS)
    channel.send(LETTER)
    channel.close()


def test_a_server_without_starttls_gets_nothing_in_the_clear(server: BadMailServer) -> None:
    """Somebody on the way may have taken the offer out."""
    error = failure_of(EmailChannel(server.url("mailtos", f"dondoc:{SECRET}@"), LIMITS))
    assert (error.failure, error.code, error.channel_down) == (OPERATOR, "no-starttls", DOWN)
    assert server.mails == []


def test_a_plain_server_behind_a_tls_address_is_told(server: BadMailServer) -> None:
    """Port and mode do not fit."""
    error = failure_of(EmailChannel(server.url("mailtos", mode="ssl"), LIMITS))
    assert (error.failure, error.code, error.channel_down) == (OPERATOR, "tls", DOWN)


def send_all(channel: EmailChannel, count: int) -> None:
    for number in range(count):
        channel.send(replace(LETTER, uid=f"{number:032x}", to=f"p{number}@hoamai.example"))


@pytest.mark.parametrize("ending", [None, "421 4.7.0 Đủ rồi"])
@pytest.mark.parametrize("pipelining", [(), ("PIPELINING",)])
def test_a_server_that_closes_after_three_mails_is_met_again(
    server: BadMailServer, ending: str | None, pipelining: tuple[str, ...]
) -> None:
    """With or without a word: no mail fails, and there are no more sessions than it asks for."""
    server.manners = Manners(mails_a_session=3, ending=ending, extensions=pipelining)
    channel = EmailChannel(server.url(), LIMITS)
    send_all(channel, 10)
    channel.close()
    assert (len(server.mails), len(set(server.recipients)), server.connections) == (10, 10, 4)


@pytest.mark.parametrize("pipelining", [(), ("PIPELINING",)])
def test_the_session_goes_on_after_a_refusal(server: BadMailServer, pipelining: tuple[str, ...]) -> None:
    """One bad recipient of three costs no second connection."""
    server.manners = Manners(
        on_recipient=lambda to: "550 5.1.1 Không có" if to.startswith("p1@") else None, extensions=pipelining
    )
    channel = EmailChannel(server.url(), LIMITS)
    outcomes = []
    for number in range(3):
        try:
            channel.send(replace(LETTER, to=f"p{number}@hoamai.example"))
            outcomes.append("sent")
        except DeliveryError as error:
            outcomes.append(error.failure.value)
    channel.close()
    assert outcomes == ["sent", "recipient", "sent"]
    assert server.recipients == ["p0@hoamai.example", "p2@hoamai.example"]
    assert (server.connections, server.commands.count("rset")) == (1, 1)


def test_a_silent_server_is_not_asked_a_second_time(server: BadMailServer) -> None:
    """A line that broke is opened again; one that hangs would hang again."""
    channel = EmailChannel(server.url(), LIMITS)
    send_all(channel, 1)
    server.manners.silent_at = "MAIL"
    error = failure_of(channel)
    assert (error.failure, error.channel_down, server.connections) == (RETRY, DOWN, 1)


def test_a_mail_over_the_announced_size_is_not_sent(server: BadMailServer) -> None:
    """Ten megabytes up a thin line for a refusal; the session stays, smaller ones pass."""
    server.manners.extensions = ("SIZE 100000",)
    channel = EmailChannel(server.url(), LIMITS)
    heavy = replace(LETTER, attachments=(Attachment("Báo cáo.pdf", "application/pdf", bytes(100_000)),))
    error = failure_of(channel, heavy)
    assert (error.failure, "0.1 MB" in str(error)) == (PAYLOAD, True)
    assert not [command for command in server.commands if command.startswith("MAIL")]
    channel.send(LETTER)
    channel.close()
    assert len(server.mails) == 1
    assert f"MAIL FROM:<dondoc@hoamai.example> SIZE={len(server.mails[0])}" in server.commands


def test_a_line_of_one_point_does_not_end_the_mail(server: BadMailServer) -> None:
    """RFC 5321: a point at the beginning of a line is doubled on the way."""
    channel = EmailChannel(server.url(), LIMITS)
    text = "\n".join(["x" * 75 + ".", ".", ".." * 60, ". a" * 40])
    channel.send(replace(LETTER, text=text, html=text))
    channel.close()
    (mail,) = server.mails
    assert mail.count(b"Content-Type: text/html") == 1
    assert mail.endswith(b"_a--\r\n")


def test_one_tls_context_serves_all_connections(server: BadMailServer, trusted: Authority) -> None:
    """Reading the machine's certificates takes 20 ms of CPU; four senders and reconnections would pay it each time."""
    server.manners = Manners(tls=trusted.server(), starttls=True, mails_a_session=1)
    for _ in range(2):
        channel = EmailChannel(server.url("mailtos"), LIMITS)
        send_all(channel, 3)
        channel.close()
    assert server.connections == 6
    assert smtp.tls_context.cache_info().misses == 1


OFFICER, CONTROLLER = "bang.dinhcong@hoamai.example", "hoa.tathiminh@hoamai.example"
DUE = date(2026, 9, 18)
DOCUMENT = reading(
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=DUE),
    proposal("Báo cáo công tác kiểm tra, giám sát", due=DUE, lead="UBKT"),
)
AT = "2026-09-15T07:30"


@pytest.fixture
def office(open_at: Open, server: BadMailServer) -> Open:
    """Opens an installation with tasks of two agencies that sends to the misbehaving server."""
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
    return lambda instant=AT, **overrides: open_at(instant, **{"smtp_url": server.url(), **overrides})


def people(here: Installation) -> dict[int, tuple[str, list[str]]]:
    """Return of each person the state of the message and what its attempts came to."""
    with reading_session(here.engine) as session:
        messages = session.exec(select(Message)).all()
        attempts = session.exec(select(Attempt).order_by(Attempt.id)).all()  # type: ignore[arg-type]
        return {
            message.person_id: (message.state, [one.outcome for one in attempts if one.message_id == message.id])
            for message in messages
        }


@pytest.mark.parametrize(
    ("reply", "state", "outcome"),
    [
        ("450 4.2.0 Greylisted", "pending", "retry"),
        ("550 5.1.1 Không có hộp thư", "dead", "recipient"),
        ("554 5.7.1 Relay access denied", "pending", "operator"),
    ],
)
def test_one_refused_recipient_leaves_the_others_alone(
    office: Open, server: BadMailServer, reply: str, state: str, outcome: str
) -> None:
    """In the same run and session; the person's own message says what happened."""
    server.manners.on_recipient = lambda to: reply if to == OFFICER else None
    here = office()
    runs.remind(here)
    assert server.recipients == [CONTROLLER]
    assert server.connections == 1
    assert sorted(people(here).values()) == sorted([(state, [outcome]), ("sent", ["sent"])])


@pytest.mark.parametrize(
    ("reply", "state", "outcome"),
    [("554 5.7.1 Thư rác", "dead", "payload"), ("451 4.7.1 Thử lại sau", "pending", "retry")],
)
def test_one_refused_content_leaves_the_others_alone(
    office: Open, server: BadMailServer, reply: str, state: str, outcome: str
) -> None:
    """What a filter dislikes of one mail says nothing of the next."""
    server.manners.on_content = lambda mail: reply if OFFICER.encode() in mail else None
    here = office()
    runs.remind(here)
    assert server.recipients == [CONTROLLER]
    assert sorted(people(here).values()) == sorted([(state, [outcome]), ("sent", ["sent"])])


@pytest.mark.parametrize(
    "manners",
    [
        {"banner": None},
        {"banner": "421 4.3.2 Quá tải"},
        {"seconds_a_byte": 0.2},
        {"silent_at": "MAIL"},
        {"on_mail": "550 5.7.1 Không được gửi từ địa chỉ này"},
    ],
    ids=lambda manners: next(iter(manners)),
)
def test_a_server_that_is_down_costs_the_batch_one_try(
    office: Open, server: BadMailServer, manners: dict[str, Any]
) -> None:
    """Not one a person: the others are not even tried, and are sent when it is well again."""
    server.manners = Manners(**manners)
    here = office()
    runs.remind(here)
    assert server.connections == 1
    assert server.mails == []
    assert sorted(len(outcomes) for _, outcomes in people(here).values()) == [0, 1]
    server.manners = Manners()
    later = office("2026-09-17T07:30")
    runs.remind(later)
    assert sorted(set(server.recipients)) == [OFFICER, CONTROLLER]


def test_a_line_that_breaks_after_the_mail_repeats_it_with_the_same_id(office: Open, server: BadMailServer) -> None:
    """At least once: the person's mail program knows the second one."""
    server.manners.drop_at = "content"
    runs.remind(office())
    assert {outcome for _, outcomes in people(office()).values() for outcome in outcomes} == {"unknown"}
    server.manners.drop_at = None
    runs.deliver(office("2026-09-15T07:40"))
    ids = [line for mail in server.mails for line in mail.split(b"\r\n") if line.startswith(b"Message-ID")]
    assert (len(ids), len(set(ids))) == (4, 2)
    assert {state for state, _ in people(office()).values()} == {"sent"}


def test_a_server_that_closes_after_each_mail_fails_nobody(office: Open, server: BadMailServer) -> None:
    """One session a mail is its right."""
    server.manners.mails_a_session = 1
    here = office()
    runs.remind(here)
    assert sorted(server.recipients) == [OFFICER, CONTROLLER]
    assert list(people(here).values()) == [("sent", ["sent"])] * 2


def test_no_password_reaches_log_or_ledger(
    office: Open, server: BadMailServer, caplog: pytest.LogCaptureFixture
) -> None:
    """Logs are read by many, and mailed to us when something fails."""
    server.manners.login = ("dondoc", "khác")
    caplog.set_level(0)
    here = office(smtp_url=server.url(login=f"dondoc:{SECRET}@"))
    runs.remind(here)
    with reading_session(here.engine) as session:
        reasons = [attempt.reason for attempt in session.exec(select(Attempt)).all()]
    assert any("tài khoản" in (reason or "") for reason in reasons)
    assert SECRET not in "".join(map(str, [*reasons, caplog.text, *(vars(record) for record in caplog.records)]))
