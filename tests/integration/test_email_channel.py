"""E-mail through Apprise against a real SMTP server, well-behaved and not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from config.errors import SettingError
from notifications.channels.email import EmailChannel
from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Letter
from tests.support.mail import MailServer, free_port, url_of

LETTER = Letter(
    "cd" * 16,
    "bang@hoamai.example",
    "Đinh Công Bằng",
    "[Sắp hạn, còn 3 ngày] 2 nhiệm vụ của Phòng Kinh tế – Hội nghị Đảng ủy xã Hòa Mai lần thứ 6",
    "Xem https://hoamai.example/viec/1",
    "<p>Xem <a href='https://hoamai.example/viec/1'>việc</a></p>",
    datetime(2026, 9, 18, 0, 30, tzinfo=UTC),
)


@pytest.fixture
def channel(mail_server: MailServer) -> Iterator[EmailChannel]:
    channel = EmailChannel(mail_server.url)
    yield channel
    channel.close()


def refused(channel: EmailChannel) -> DeliveryError:
    with pytest.raises(DeliveryError) as refusal:
        channel.send(LETTER)
    return refusal.value


def test_a_letter_arrives_with_vietnamese_subject_and_both_bodies(
    channel: EmailChannel, mail_server: MailServer
) -> None:
    """Subject whole, link kept in the text part, one Message-ID, our sender."""
    channel.send(LETTER)
    (mail,) = mail_server.mails
    assert mail["Subject"] == LETTER.subject
    assert mail.get_all("Message-ID") == [f"<{LETTER.uid}@hoamai.example>"]
    assert mail["From"].addresses[0].addr_spec == "dondoc@hoamai.example"
    text = mail.get_body(("plain",))
    assert text is not None
    assert "https://hoamai.example/viec/1" in text.get_content()


def test_many_letters_share_one_connection(channel: EmailChannel, mail_server: MailServer) -> None:
    """500 digests must not open 500 sessions."""
    for number in range(5):
        channel.send(replace(LETTER, uid=f"{number:032d}"))
    assert (len(mail_server.mails), mail_server.connections) == (5, 1)


@pytest.mark.parametrize(
    ("answer", "kind", "code"),
    [
        ("550 Không có hộp thư này", FailureClass.RECIPIENT, "550"),
        ("450 Hộp thư đang bận", FailureClass.RETRY, "450"),
    ],
)
def test_a_refused_recipient_keeps_the_server_s_code(
    channel: EmailChannel, mail_server: MailServer, answer: str, kind: FailureClass, code: str
) -> None:
    """4xx passes, 5xx stays; neither means that the server is down."""
    mail_server.answer_recipient = lambda _: answer
    error = refused(channel)
    assert (error.failure, error.code, error.channel_down) == (kind, code, False)
    mail_server.answer_recipient = lambda _: None
    channel.send(LETTER)
    assert len(mail_server.mails) == 1


@pytest.mark.parametrize(
    ("answer", "kind"), [("552 Thư quá lớn", FailureClass.PAYLOAD), ("451 Thử lại sau", FailureClass.RETRY)]
)
def test_a_refused_mail_keeps_the_server_s_code(
    channel: EmailChannel, mail_server: MailServer, answer: str, kind: FailureClass
) -> None:
    """After DATA the answer is about this mail."""
    mail_server.answer_data = lambda _: answer
    error = refused(channel)
    assert (error.failure, error.code) == (kind, answer[:3])


def test_a_line_cut_after_the_mail_went_out_is_unknown(channel: EmailChannel, mail_server: MailServer) -> None:
    """It may have arrived; the same Message-ID makes a repeat harmless."""
    mail_server.cut_after_data = True
    assert refused(channel).failure is FailureClass.UNKNOWN
    assert len(mail_server.mails) == 1


def test_a_dead_server_is_down_for_everybody() -> None:
    """The batch stops after one try instead of 500."""
    channel = EmailChannel(url_of(free_port()))
    error = refused(channel)
    assert (error.failure, error.channel_down) == (FailureClass.RETRY, True)


def test_a_server_without_login_refuses_the_operator_not_the_message(mail_server: MailServer) -> None:
    """A password that cannot be used is for a person to mend."""
    channel = EmailChannel(mail_server.url.replace("mailto://", "mailto://user:pass@"))
    error = refused(channel)
    assert (error.failure, error.channel_down) == (FailureClass.OPERATOR, True)


@pytest.mark.parametrize("url", ["", "slack://a/b/c", "mailto://", "không phải"])
def test_an_address_that_is_no_mail_server_is_told_without_showing_it(url: str) -> None:
    """It may hold a password."""
    with pytest.raises(SettingError, match="DONDOC_SMTP_URL") as refusal:
        EmailChannel(url)
    assert not url or url not in str(refusal.value)
