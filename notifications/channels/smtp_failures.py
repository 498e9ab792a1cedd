"""What a failure of SMTP means: whose fault it is, whether others would meet it too, and the sentence for the office.

The sentences hold what the server said, never the address of the server or its login.
"""

import re
import smtplib
import socket
import ssl

from notifications.channels.smtp import SERVICE_CLOSING, NotHandedOver, Refused, Step, TooLarge, UnusableLogin
from notifications.errors import DeliveryError, FailureClass

FAULTS = (OSError, NotHandedOver, Refused, TooLarge)
"""What a session raises."""

_PERMANENT = 500
"""Replies from here on will be the same next time."""
_LOGIN_WANTED = 530
_TOO_LARGE = 552
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}\b")
_LONGEST_ANSWER = 300
_MEGABYTE = 1_000_000

_CERTIFICATE = {
    10: "Chứng chỉ của máy chủ thư đã hết hạn: hãy gia hạn chứng chỉ trên máy chủ.",
    18: "Máy chủ thư dùng chứng chỉ tự ký: hãy cài chứng chỉ được tin cậy hoặc khai báo nó bằng SSL_CERT_FILE.",
    19: "Máy chủ thư dùng chứng chỉ tự ký: hãy cài chứng chỉ được tin cậy hoặc khai báo nó bằng SSL_CERT_FILE.",
    20: "Không rõ nơi cấp chứng chỉ của máy chủ thư: hãy khai báo nơi cấp bằng SSL_CERT_FILE.",
    62: "Chứng chỉ của máy chủ thư cấp cho tên khác: hãy ghi đúng tên máy chủ trong DONDOC_SMTP_URL.",
    64: "Chứng chỉ của máy chủ thư cấp cho tên khác: hãy ghi đúng tên máy chủ trong DONDOC_SMTP_URL.",
}
"""By OpenSSL's ``X509_V_ERR_…``."""


def classify(error: Exception) -> DeliveryError:
    """Say what a failure of a session means for the message."""
    if isinstance(error, NotHandedOver):
        return _of_session(error.cause)
    if isinstance(error, Refused):
        return _of_refusal(error)
    if isinstance(error, TooLarge):
        size, limit = error.size / _MEGABYTE, error.limit / _MEGABYTE
        return DeliveryError(
            f"Thư dài {size:.1f} MB, máy chủ thư chỉ nhận tới {limit:.1f} MB: hãy bớt tệp đính kèm.",
            FailureClass.PAYLOAD,
            code="size",
        )
    # Broken off after the mail's last byte: the server may have taken it. One that falls silent there would keep the
    # next mails waiting as long.
    silent = isinstance(error, TimeoutError)
    return DeliveryError(
        "Máy chủ thư đã nhận nội dung nhưng không trả lời: có thể thư đã tới.",
        FailureClass.UNKNOWN,
        code="timeout" if silent else "closed",
        channel_down=silent,
    )


def _of_refusal(refusal: Refused) -> DeliveryError:
    code, said = refusal.code, _text(refusal.text)
    who = "từ chối người nhận" if refusal.step is Step.RCPT else "trả lời"
    sentence = f"Máy chủ thư {who}: {code} {said}".rstrip()
    down = code == SERVICE_CLOSING
    if code < _PERMANENT:
        failure = FailureClass.RETRY
    else:
        enhanced = _ENHANCED.match(said)
        failure, down = _permanent(refusal.step, code, enhanced.group() if enhanced else "")
    return DeliveryError(sentence, failure, code=str(code), channel_down=down)


def _permanent(step: Step, code: int, enhanced: str) -> tuple[FailureClass, bool]:
    """Return the class of a final refusal, and whether every other message would meet it too.

    ``enhanced`` is the status of RFC 3463 (``5.1.1``), where the server gives one.
    """
    about_size = code == _TOO_LARGE or enhanced == "5.3.4"
    if code == _LOGIN_WANTED:
        return FailureClass.OPERATOR, True
    if step is Step.MAIL:
        return (FailureClass.PAYLOAD, False) if about_size else (FailureClass.OPERATOR, True)
    if step is Step.RCPT:
        # Security or policy (relaying denied, this host is not welcome): the address is not to blame and must not be
        # marked; one recipient's policy says nothing of the others.
        return (FailureClass.OPERATOR if enhanced.startswith("5.7.") else FailureClass.RECIPIENT), False
    # A mailbox that is full or gone may be found only now; all else is about the words or files of this mail.
    return (FailureClass.RECIPIENT if enhanced.startswith(("5.1.", "5.2.")) else FailureClass.PAYLOAD), False


def _of_session(cause: Exception) -> DeliveryError:
    """Say why there was no session: nobody's mail goes out."""
    failure, code, sentence = FailureClass.OPERATOR, "tls", "Không thiết lập được kết nối bảo mật tới máy chủ thư."
    if isinstance(cause, smtplib.SMTPAuthenticationError):
        code = str(cause.smtp_code)
        sentence = "Máy chủ thư không chấp nhận tài khoản hoặc mật khẩu trong DONDOC_SMTP_URL."
        if cause.smtp_code < _PERMANENT:
            failure, sentence = FailureClass.RETRY, "Máy chủ thư tạm thời không kiểm tra được tài khoản."
    elif isinstance(cause, Refused | smtplib.SMTPResponseException):
        number, said = (cause.code, cause.text) if isinstance(cause, Refused) else (cause.smtp_code, cause.smtp_error)
        failure = FailureClass.RETRY if number < _PERMANENT else FailureClass.OPERATOR
        code, sentence = str(number), f"Máy chủ thư không phục vụ: {number} {_text(said)}".rstrip()
    elif isinstance(cause, UnusableLogin):
        code, sentence = "login", "Tài khoản hoặc mật khẩu thư có chữ có dấu, không gửi đi được: hãy đổi mật khẩu."
    elif isinstance(cause, smtplib.SMTPNotSupportedError) and "STARTTLS" in str(cause):
        code = "no-starttls"
        sentence = "Máy chủ thư không có STARTTLS: hãy dùng cổng có TLS (mode=ssl) hoặc máy chủ khác."
    elif isinstance(cause, ssl.SSLCertVerificationError):
        code = "certificate"
        sentence = _CERTIFICATE.get(cause.verify_code, "Không tin được chứng chỉ của máy chủ thư.")
    elif isinstance(cause, ssl.SSLEOFError | ssl.SSLZeroReturnError | smtplib.SMTPServerDisconnected):
        failure, code, sentence = FailureClass.RETRY, "closed", "Máy chủ thư ngắt kết nối."
    elif isinstance(cause, ssl.SSLError):
        pass
    elif isinstance(cause, smtplib.SMTPException):
        code, sentence = "no-login", "Máy chủ thư không cho đăng nhập: hãy bỏ tài khoản hoặc dùng mailtos://."
    elif isinstance(cause, TimeoutError):
        failure, code, sentence = FailureClass.RETRY, "timeout", "Máy chủ thư không trả lời kịp."
    elif isinstance(cause, socket.gaierror):
        failure, code, sentence = FailureClass.RETRY, "dns", "Không tìm thấy máy chủ thư theo tên đã ghi."
    else:
        code = "refused" if isinstance(cause, ConnectionRefusedError) else "closed"
        failure, sentence = FailureClass.RETRY, "Không kết nối được tới máy chủ thư."
    return DeliveryError(sentence, failure, code=code, channel_down=True)


def _text(answer: bytes | str) -> str:
    """Return what a server said as one line of bearable length."""
    said = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return " ".join(said.split())[:_LONGEST_ANSWER]
