"""What a channel says when it could not deliver: one exception type, with a class that tells what to do next."""

from datetime import timedelta
from enum import StrEnum

from config.errors import DondocError


class FailureClass(StrEnum):
    """Why a delivery failed, as far as the next step is concerned."""

    RETRY = "retry"
    """a passing fault: the same again later"""
    LATER = "later"
    """not now (night, quota, a window that is closed): at another hour, or by another channel"""
    RECIPIENT = "recipient"
    """this address will not do"""
    PAYLOAD = "payload"
    """this message will not do"""
    OPERATOR = "operator"
    """the channel itself is refused (login, certificate): a person must mend it; the message is not to blame"""
    UNKNOWN = "unknown"
    """handed over without an answer: it may have arrived"""


class DeliveryError(DondocError):
    """One message was not delivered. ``code`` is the server's; ``channel_down`` tells that others would fail too.

    ``refused`` names the addresses that will not do, where a channel tries several ways to one person.
    """

    def __init__(
        self,
        message: str,
        failure: FailureClass,
        *,
        code: str | None = None,
        channel_down: bool = False,
        retry_after: timedelta | None = None,
        refused: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.failure = failure
        self.code = code
        self.channel_down = channel_down
        self.retry_after = retry_after
        self.refused = refused


class Unwritable(DondocError):
    """A letter cannot be written for a reason that the office can mend, which the sentence says."""
