"""Facts for pure tests of decisions, without a database."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from notifications.decision import DueTask, Facts, Remind, Skip
from notifications.reach import Reach
from tests.support.cast import CLERK, LEADER, OFFICER, OUTSIDER

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
BY_MAIL = Reach(("email",))
EVERYBODY = {person.id: BY_MAIL for person in (CLERK, OFFICER, LEADER, OUTSIDER)}


def at(day: date, hour: int = 7, minute: int = 30) -> datetime:
    """Return an instant of the office's zone."""
    return datetime.combine(day, time(hour, minute), HANOI)


def facts(*tasks: DueTask, **others: Any) -> Facts:
    """Return facts of ``tasks`` whose people are all reached by e-mail, without leaders."""
    return Facts(**{"committee_id": 1, "committee": "DU-HOAMAI", "tasks": tasks, "reach": EVERYBODY, **others})


def reminds(decisions: Iterable[Remind | Skip]) -> list[Remind]:
    """Return what is said."""
    return [decision for decision in decisions if isinstance(decision, Remind)]


def skips(decisions: Iterable[Remind | Skip]) -> list[Skip]:
    """Return what is not said."""
    return [decision for decision in decisions if isinstance(decision, Skip)]
