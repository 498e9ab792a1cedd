"""When Zalo takes what: templates by day only, customer-care text within a time of the person's last word. Pure."""

from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from config.reminders import Hours

TEMPLATE_HOURS = Hours(**{"from": time(7), "to": time(21)})
"""Office time. Zalo refuses templates, or delivers them without a sound, from 22:00 to 06:00; the margin is ours."""
FREE_WINDOW = timedelta(hours=48)
PAID_WINDOW = timedelta(days=7)


class CareWindow(StrEnum):
    """Whether customer-care text is taken."""

    FREE = "free"
    PAID = "paid"
    """within seven days, from the account's quota"""
    CLOSED = "closed"


def care_window(last_interaction: datetime | None, now: datetime) -> CareWindow:
    """Return the window of somebody who last wrote to the account at ``last_interaction`` (None: never)."""
    if last_interaction is None:
        return CareWindow.CLOSED
    passed = now - last_interaction
    if passed <= FREE_WINDOW:
        return CareWindow.FREE
    return CareWindow.PAID if passed <= PAID_WINDOW else CareWindow.CLOSED


def templates_open(now: datetime, zone: ZoneInfo) -> bool:
    """Tell whether templates may go out."""
    return TEMPLATE_HOURS.hold(now.astimezone(zone).time())


def until_morning(now: datetime, zone: ZoneInfo) -> timedelta:
    """Return how long it is until templates next begin to go out, office time."""
    local = now.astimezone(zone)
    morning = local.replace(hour=TEMPLATE_HOURS.from_.hour, minute=TEMPLATE_HOURS.from_.minute, second=0, microsecond=0)
    if morning <= local:
        morning += timedelta(days=1)
    return morning.astimezone(now.tzinfo) - now
