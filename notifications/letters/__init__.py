"""Letters: who writes which kind of message."""

from notifications.letters.digest import write_digests
from notifications.letters.escalation import write_escalations
from notifications.letters.notice import write_notices
from notifications.letters.report import write_report_changes, write_reports
from notifications.letters.weekly import write_weeklies
from notifications.models.outbox import MessageKind
from notifications.writing import Writer

WRITERS: dict[MessageKind, Writer] = {
    MessageKind.DIGEST: write_digests,
    MessageKind.SINGLE: write_digests,
    MessageKind.NOTICE: write_notices,
    MessageKind.WEEKLY: write_weeklies,
    MessageKind.ESCALATION: write_escalations,
    MessageKind.REPORT: write_reports,
    MessageKind.REPORT_CHANGED: write_report_changes,
}
