"""All SQL of the outbox: what was said, what is to be sent, who is sending it, what came of it."""

from notifications.outbox.channels import remember, remember_quota, standing_of
from notifications.outbox.claiming import (
    LEASE,
    Claim,
    claim_batch,
    claiming_owners,
    free_abandoned,
    keep_leases,
    release,
    waiting_channels,
)
from notifications.outbox.enqueueing import enqueue_all
from notifications.outbox.handling import STUCK, dead_ids, drop, let_go, send_again, states_for_change
from notifications.outbox.letters import channels_of, entries_of, recipients
from notifications.outbox.listing import UNDELIVERED, Undelivered, states_of, undelivered
from notifications.outbox.settling import Settlement, settle_all, stand_in, withdraw_stand_in

__all__ = [
    "LEASE",
    "STUCK",
    "UNDELIVERED",
    "Claim",
    "Settlement",
    "Undelivered",
    "channels_of",
    "claim_batch",
    "claiming_owners",
    "dead_ids",
    "drop",
    "enqueue_all",
    "entries_of",
    "free_abandoned",
    "keep_leases",
    "let_go",
    "recipients",
    "release",
    "remember",
    "remember_quota",
    "send_again",
    "settle_all",
    "stand_in",
    "standing_of",
    "states_for_change",
    "states_of",
    "undelivered",
    "waiting_channels",
    "withdraw_stand_in",
]
