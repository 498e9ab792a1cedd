"""A letter as a mail: what was written arrives, whatever signs it holds, in lines that every server takes."""

import unicodedata
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.headerregistry import Address
from email.message import EmailMessage
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notifications.channels.mime import as_email
from notifications.errors import DeliveryError, FailureClass
from notifications.letter import Attachment, Letter

NOW = datetime(2026, 9, 18, 7, 30, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
SENDER = Address("Đôn Đốc", addr_spec="dondoc@hoamai.example")
LETTER = Letter(
    "ab" * 16, "le@hoamai.example", "Lê Thị Hoài", "Nhắc việc", "Chào đồng chí", "<p>Chào đồng chí</p>", NOW
)

VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyĐƯ áàảãạếềểễệ ộựỹ"
SIGNS = ",.–/“”0123456789[]()<>@;:\"\\=?_-+*%&'!"
SUBJECTS = st.one_of(
    st.text(VIETNAMESE + SIGNS, max_size=200),
    st.text(VIETNAMESE + SIGNS, max_size=200).map(lambda text: unicodedata.normalize("NFD", text)),
    st.text(max_size=120),
    st.text("abc =?_-", max_size=120),
)
SYLLABLES = [
    "Nguyễn",
    "Đặng",
    "Thị",
    "Văn",
    "Hoài",
    "Quỳnh",
    "Phương",
    "Uyên",
    "An",
    "Đức",
    "(P. KT)",
    "Ban; TG",
    '"X"',
]
# Names as people have them fit into one encoded word; between two of them Python's own parser sets a space.
NAMES = st.lists(st.sampled_from(SYLLABLES), min_size=1, max_size=4).map(" ".join)
BODIES = st.one_of(
    st.text(VIETNAMESE + SIGNS + "\n\r\t", max_size=2000),
    st.text(max_size=500),
    st.lists(
        st.sampled_from([".", "..", "", "x" * 200, "Đ" * 90, "cuối dòng  ", "tab\t", "=", "From A", "\r", "--"])
    ).map("\n".join),
)


def received(letter: Letter) -> EmailMessage:
    """What Python's own parser makes of the mail; the lines are checked on the way."""
    raw = as_email(letter, SENDER)
    assert raw.isascii()
    assert raw.endswith(b"\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert b"\r" not in raw.replace(b"\r\n", b"")
    mail = message_from_bytes(raw, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    for part in mail.walk():
        assert not part.defects
    return mail


def body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


@settings(deadline=None)  # a busy machine is no fault of the mail
@given(SUBJECTS)
def test_a_subject_arrives_as_it_was_written(subject: str) -> None:
    """Folding must not eat a space: “của Phòng” is not “củaPhòng”."""
    mail = received(replace(LETTER, subject=subject))
    one_line = "".join(sign for sign in str(mail["Subject"]) if not sign.isspace())
    assert len(mail.get_all("Subject", [])) == 1
    assert one_line == "".join(sign for sign in subject if not (sign.isspace() or sign < " " or sign == "\x7f"))
    if subject.isprintable():
        assert str(mail["Subject"]) == subject.strip()


@settings(deadline=None)  # a busy machine is no fault of the mail
@given(NAMES)
def test_a_name_arrives_as_it_was_written(name: str) -> None:
    """Brackets, quotes and commas in a name must not become part of an address."""
    mail = received(replace(LETTER, to_name=name))
    (address,) = mail["To"].addresses
    assert (address.display_name, address.addr_spec) == (name, LETTER.to)


@settings(deadline=None)  # a busy machine is no fault of the mail
@given(st.text(VIETNAMESE, min_size=40, max_size=200).map(lambda text: " ".join(text.split())).filter(bool))
def test_a_long_name_is_folded_and_arrives(name: str) -> None:
    """More than one encoded word: read as RFC 2047 says."""
    raw = as_email(replace(LETTER, to_name=name), SENDER)
    header = str(message_from_bytes(raw)["To"])
    assert str(make_header(decode_header(header))) == f"{name} <{LETTER.to}>"


@settings(deadline=None)  # a busy machine is no fault of the mail
@given(BODIES, BODIES)
def test_both_bodies_arrive_as_they_were_written(text: str, html: str) -> None:
    """Whatever the ends of lines; a missing last one is added."""
    mail = received(replace(LETTER, text=text, html=html))
    assert [part.get_content_type() for part in mail.iter_parts()] == ["text/plain", "text/html"]
    for kind, written in (("plain", text), ("html", html)):
        lines = written.replace("\r\n", "\n").replace("\r", "\n")
        assert body(mail, kind) == (lines if lines.endswith("\n") else lines + "\n")


@settings(deadline=None)  # a busy machine is no fault of the mail
@given(SUBJECTS, NAMES, BODIES)
def test_no_line_is_longer_than_76_columns(subject: str, name: str, text: str) -> None:
    """RFC 2045 and 2047; servers cut or refuse longer ones."""
    letter = replace(LETTER, subject=subject, to_name=name, text=text, html=text)
    raw = as_email(replace(letter, attachments=(Attachment(f"{name}.docx", "application/pdf", b"x" * 300),)), SENDER)
    assert max(len(line) for line in raw.split(b"\r\n")) <= 76


@settings(deadline=None)  # a busy machine is no fault of the mail
@given(st.sampled_from(["\r\n", "\n", "\r", "\x85", "\u2028", "\x0b", "\x00"]))
def test_nothing_written_can_begin_another_header(end: str) -> None:
    """Header injection: titles and names come from documents."""
    bad = f"a{end}Bcc: x@hoamai.example{end}{end}nội dung"
    letter = replace(
        LETTER,
        subject=bad,
        to_name=bad,
        threads=(bad,),
        unsubscribe=f"https://hoamai.example/{bad}",
        attachments=(Attachment(bad, bad, b"1"),),
    )
    mail = received(letter)
    assert all(part["Bcc"] is None for part in mail.walk())
    assert mail["List-Unsubscribe"] is None
    assert body(mail, "plain") == "Chào đồng chí\n"


@pytest.mark.parametrize(
    "address",
    [
        "le@hoamai.example\r\nRCPT TO:<x@y.example>",
        "lê@hoamai.example",
        "le",
        "le@",
        "le@a@b",
        "<le@a.example>",
        "a b@c.d",
        "",
    ],
)
def test_an_address_that_no_server_takes_is_the_recipient_s_fault(address: str) -> None:
    """It would break the commands of the session, or need an extension that few servers have."""
    with pytest.raises(DeliveryError) as refusal:
        as_email(replace(LETTER, to=address), SENDER)
    assert (refusal.value.failure, refusal.value.code) == (FailureClass.RECIPIENT, "address")
    assert ("có dấu" in str(refusal.value)) == (not address.isascii())


FILE_NAMES = st.one_of(
    st.text(VIETNAMESE + "0123456789.,()-_ '\"%*", min_size=1, max_size=120),
    st.sampled_from(["Báo cáo quý III.docx", "bao-cao.xlsx", "x" * 90 + ".pdf", "Đ" * 90 + ".docx"]),
)


@settings(deadline=None)  # a busy machine is no fault of the mail
@given(FILE_NAMES.filter(str.strip), st.binary(max_size=400))
def test_a_file_arrives_with_its_vietnamese_name(name: str, content: bytes) -> None:
    """RFC 2231; programs that know ASCII only get a readable name."""
    mail = received(replace(LETTER, attachments=(Attachment(name, "application/pdf", content),)))
    assert mail.get_content_type() == "multipart/mixed"
    (part,) = mail.iter_attachments()
    assert part.get_filename() == name.strip()
    assert part.get_content() == content
    assert body(mail, "plain") == "Chào đồng chí\n"


def test_the_plain_name_of_a_file_keeps_words_and_ending() -> None:
    """“tep.docx” for everything would not help; nor would a name without its ending."""
    name = "Báo cáo tình hình thực hiện nhiệm vụ trọng tâm quý III năm 2026 của Đảng ủy.docx"
    raw = as_email(replace(LETTER, attachments=(Attachment(name, "application/pdf", b""),)), SENDER)
    assert b'filename="Bao cao tinh hinh thuc hien nhiem vu trong tam quy III .docx"' in raw


@pytest.mark.parametrize("kind", ["message/rfc822", "multipart/mixed", "nothing", "text/plain\r\nX: y", ""])
def test_a_file_of_no_usable_kind_is_plain_bytes(kind: str) -> None:
    """Parts of mails have rules of their own."""
    mail = received(replace(LETTER, attachments=(Attachment("a.bin", kind, b"1"),)))
    (part,) = mail.iter_attachments()
    assert part.get_content_type() == "application/octet-stream"


def test_a_mail_says_who_it_is_and_that_a_machine_wrote_it() -> None:
    """One Message-ID, from the letter alone, so that a repeat is recognised."""
    mail = received(LETTER)
    assert mail.get_all("Message-ID") == [f"<{'ab' * 16}@hoamai.example>"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["MIME-Version"] == "1.0"
    assert mail.get_content_type() == "multipart/alternative"
    assert str(mail["Date"]) == "Fri, 18 Sep 2026 07:30:00 +0700"
    assert str(mail["From"]) == "Đôn Đốc <dondoc@hoamai.example>"
    assert [
        name for name in ("References", "In-Reply-To", "List-Unsubscribe", "List-Unsubscribe-Post") if mail[name]
    ] == []
    assert as_email(LETTER, SENDER) == as_email(LETTER, SENDER)


def test_a_letter_without_a_name_is_addressed_all_the_same() -> None:
    """Groups and offices have none."""
    assert str(received(replace(LETTER, to_name=""))["To"]) == LETTER.to


def test_letters_about_one_task_lie_together() -> None:
    """Mail programs group by References; the ids are ASCII whatever the code of a task holds."""
    threads = ("task-2026-Q3-017", "Nhiệm vụ Đ/1", *(f"task-{number}" for number in range(40)))
    mail = received(replace(LETTER, threads=threads))
    ids = str(mail["References"]).split()
    assert ids[:2] == ["<task-2026-Q3-017@hoamai.example>", "<Nhiem-vu-D-1@hoamai.example>"]
    assert mail["In-Reply-To"] == ids[0]
    assert len(ids) == 20


def test_the_way_out_is_one_click() -> None:
    """RFC 8058: mail programs show a button that posts."""
    mail = received(replace(LETTER, unsubscribe="https://dondoc.hoamai.example/thoi/abc.def-123"))
    assert mail["List-Unsubscribe"] == "<https://dondoc.hoamai.example/thoi/abc.def-123>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Báo cáo tiến độ thực hiện", "base64"), ("<td>Một</td> of plain markup", "quoted-printable")],
)
def test_a_text_is_readable_as_it_stands_unless_that_is_longer(text: str, encoding: str) -> None:
    """Quoted-printable for markup with a few Vietnamese words, base64 for Vietnamese text."""
    part = received(replace(LETTER, text=text)).get_body(("plain",))
    assert part is not None
    assert part["Content-Transfer-Encoding"] == encoding
