"""Mails that mail servers write when one could not be delivered, as each kind of server writes them."""

from textwrap import dedent

UID = "ab" * 16


def _mail(text: str, **values: str) -> bytes:
    return dedent(text).lstrip("\n").format(**values).replace("\n", "\r\n").encode()


def postfix(
    uid: str = UID,
    *,
    action: str = "failed",
    status: str = "5.1.1",
    diagnostic: str = "smtp; 550 5.1.1 <bang@hoamai.example>: Recipient address rejected: User unknown",
    own_id: str = "20260918003012.4F2A1B@mail.hoamai.example",
    returned: str = "message/rfc822",
) -> bytes:
    """RFC 3464, the whole mail or its headers behind it."""
    return _mail(
        """
        From: MAILER-DAEMON@mail.hoamai.example (Mail Delivery System)
        To: dondoc@hoamai.example
        Subject: Undelivered Mail Returned to Sender
        Auto-Submitted: auto-replied
        Message-ID: <{own_id}>
        MIME-Version: 1.0
        Content-Type: multipart/report; report-type=delivery-status;
        \tboundary="B1"

        This is a MIME-encapsulated message.

        --B1
        Content-Description: Notification
        Content-Type: text/plain; charset=us-ascii

        I'm sorry to have to inform you that your message could not be delivered.

        --B1
        Content-Description: Delivery report
        Content-Type: message/delivery-status

        Reporting-MTA: dns; mail.hoamai.example
        X-Postfix-Queue-ID: 4F2A1B

        Final-Recipient: rfc822; bang@hoamai.example
        Action: {action}
        Status: {status}
        Diagnostic-Code: {diagnostic}

        --B1
        Content-Description: Undelivered Message
        Content-Type: {returned}

        From: =?utf-8?b?xJDDtG4gxJDhu5Fj?= <dondoc@hoamai.example>
        To: bang@hoamai.example
        Subject: nhac viec
        Message-ID:
         <{uid}@hoamai.example>

        Muc 5.1.2 cua ke hoach.

        --B1--
        """,
        uid=uid,
        action=action,
        status=status,
        diagnostic=diagnostic,
        own_id=own_id,
        returned=returned,
    )


def qmail(uid: str = UID) -> bytes:
    """Plain text, the returned mail below a line."""
    return _mail(
        """
        From: MAILER-DAEMON@mail.hoamai.example
        To: dondoc@hoamai.example
        Subject: failure notice

        Hi. This is the qmail-send program at mail.hoamai.example.
        I'm afraid I wasn't able to deliver your message to the following addresses.
        This is a permanent error; I've given up. Sorry it didn't work out.

        <bang@hoamai.example>:
        Sorry, no mailbox here by that name. (#5.1.1)

        --- Below this line is a copy of the message.

        Return-Path: <dondoc@hoamai.example>
        From: dondoc@hoamai.example
        Message-ID: <{uid}@hoamai.example>
        Subject: nhac viec

        Muc 4.2.2
        """,
        uid=uid,
    )


def exchange_old(uid: str = UID) -> bytes:
    """multipart/mixed with the mail attached and an SMTP code in the words."""
    return _mail(
        """
        From: "System Administrator" <postmaster@hoamai.example>
        To: dondoc@hoamai.example
        Subject: Undeliverable: nhac viec
        Content-Type: multipart/mixed; boundary=B2

        --B2
        Content-Type: text/plain

        Your message did not reach some or all of the intended recipients.
              bang@hoamai.example on 18/09/2026 07:30
              <mail.hoamai.example #550 Mailbox unavailable>
        --B2
        Content-Type: message/rfc822

        From: dondoc@hoamai.example
        Message-Id: <{uid}@hoamai.example>

        noi dung
        --B2--
        """,
        uid=uid,
    )


def warning_in_words(uid: str = UID) -> bytes:
    """A server that still tries, in words only."""
    return _mail(
        """
        From: Mail Delivery Subsystem <mailer-daemon@hoamai.example>
        Subject: Warning: could not send message for past 4 hours
        Content-Type: multipart/mixed; boundary=B3

        --B3
        Content-Type: text/plain

        451 4.4.1 Temporary failure, will keep trying until message is 5 days old.
        --B3
        Content-Type: text/rfc822-headers

        Message-ID: <{uid}@hoamai.example>
        --B3--
        """,
        uid=uid,
    )


def out_of_office(uid: str = UID) -> bytes:
    """An absent colleague's program: null return path, refers to our mail, no report."""
    return _mail(
        """
        Return-Path: <>
        From: =?utf-8?b?xJBpbmggQ8O0bmcgQuG6sW5n?= <bang@hoamai.example>
        To: dondoc@hoamai.example
        Subject: Vang mat: nhac viec
        In-Reply-To: <{uid}@hoamai.example>
        Auto-Submitted: auto-replied

        Toi di hop den 25/9. May ban: 550 123. (#5.1.1)
        Message-ID: <{uid}@hoamai.example>
        """,
        uid=uid,
    )


def read_receipt(uid: str = UID) -> bytes:
    """RFC 8098: somebody opened it."""
    return _mail(
        """
        From: bang@hoamai.example
        Content-Type: multipart/report; report-type=disposition-notification; boundary=B4

        --B4
        Content-Type: text/plain

        Da doc. 5.1.1
        --B4
        Content-Type: message/disposition-notification

        Original-Message-ID: <{uid}@hoamai.example>
        Disposition: manual-action/MDN-sent-manually; displayed
        --B4
        Content-Type: text/rfc822-headers

        Message-ID: <{uid}@hoamai.example>
        --B4--
        """,
        uid=uid,
    )


def forwarded_by_a_person(uid: str = UID) -> bytes:
    """A person who sends our mail on and mentions a number."""
    return exchange_old(uid).replace(b"postmaster@", b"hoa.tathiminh@")
