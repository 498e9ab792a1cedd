"""Reading the mailbox of bounces as a whole run: what the command line and the flow call."""

import logging
from dataclasses import dataclass

from config.errors import DondocError
from config.log import record
from notifications.bounces import ledger
from notifications.bounces.mailbox import Mailbox, opened_mailbox
from notifications.bounces.report import Fate, read_report
from tasks_registry.errors import Refused
from tasks_registry.installation import Installation


@dataclass(frozen=True)
class BounceRun:
    """What one run found."""

    stored: tuple[ledger.Stored, ...] = ()
    """What reports said for the first time."""
    left: int = 0
    """Mails of servers that say nothing of a message of ours: they stay unread."""

    def of(self, fate: Fate) -> tuple[ledger.Stored, ...]:
        """Return the reports of one fate."""
        return tuple(one for one in self.stored if one.fate is fate)


def collect(here: Installation) -> BounceRun:
    """Read the mailbox that ``DONDOC_BOUNCE_URL`` names and store what its reports say.

    Raises ``Refused`` when none is named, ``MailboxError`` when it does not answer; what was stored until then stays.
    """
    if here.settings.bounce_url is None:
        raise Refused("Chưa đặt hộp thư nhận thư báo không gửi được: hãy đặt DONDOC_BOUNCE_URL, xem docs/settings.md.")
    with opened_mailbox(here.settings.bounce_url.get_secret_value()) as mailbox:
        return _collect(here, mailbox)


def _collect(here: Installation, mailbox: Mailbox) -> BounceRun:
    """Store report by report; each is marked as read only when the transaction that stored it is over."""
    stored: list[ledger.Stored] = []
    left = 0
    for key, raw in mailbox.unread():
        bounce = read_report(raw)
        result = None
        if bounce is not None:
            with here.writing() as session:
                result = ledger.store(session, here.committee, bounce, here.now)
        if result is None:
            left += 1
            continue
        mailbox.done(key)
        if result.new:
            stored.append(result)
            record(f"bounce.{result.fate}", message=result.message_id, code=result.status, marked=result.marked)
    return BounceRun(tuple(stored), left)


def collect_before_delivery(here: Installation) -> None:
    """Read the mailbox where one is named; one that is down is told in the log and never stops a delivery."""
    if here.settings.bounce_url is None:
        return
    try:
        collect(here)
    except DondocError as error:
        record("bounces.unread", level=logging.WARNING, reason=str(error))
