"""The start-up checks of notifications, C010 and following, by subject."""

from config.checks import Check
from notifications.checks.incoming import check_answers, check_bounces
from notifications.checks.people import check_reach, check_releases, check_unheard
from notifications.checks.sending import check_letters, check_mail_server, check_outbox, check_trial
from notifications.checks.zalo import check_zalo

SENDING: tuple[Check, ...] = (
    check_trial, check_mail_server, check_outbox, check_unheard, check_letters, check_bounces, check_answers,
    check_reach, check_releases, check_zalo,
)  # fmt: skip
"""In the order of their ids."""
