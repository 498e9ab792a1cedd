"""Days ahead: the decision of each day, with everything that the days before it said."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from config.reminders import ReminderPolicy
from notifications.decision.deciding import decide
from notifications.decision.facts import Facts, RungSaid
from notifications.decision.outcome import Parcel, parcels
from tasks_registry.calendar import WorkingCalendar

_RUNG = "escalation-"


@dataclass
class Ledger:
    """What was said so far, in a simulation as in the outbox."""

    said: set[str] = field(default_factory=set)
    rungs: dict[RungSaid, date] = field(default_factory=dict)
    told: dict[tuple[int, str], int] = field(default_factory=dict)
    told_on: date | None = None
    """The day of ``told``: the next one begins from nothing."""

    @classmethod
    def of(cls, facts: Facts, today: date) -> "Ledger":
        """Begin with what ``facts`` know to be said by ``today``."""
        return cls(set(facts.said), dict(facts.rungs), dict(facts.told), today)

    def facts_on(self, facts: Facts, day: date) -> Facts:
        """Return ``facts`` as they will be on ``day``."""
        told = self.told if day == self.told_on else {}
        return replace(facts, said=self.said, rungs=self.rungs, told=told)

    def add(self, sent: Sequence[Parcel], day: date) -> None:
        """Take note of what is said on ``day``."""
        if day != self.told_on:
            self.told, self.told_on = {}, day
        for parcel in sent:
            if not parcel.held:
                hearer = (parcel.person.id, parcel.channel)
                self.told[hearer] = self.told.get(hearer, 0) + 1
            for item in parcel.items:
                self.said.add(item.key)
                if item.task is not None and item.milestone.startswith(_RUNG):
                    self.rungs.setdefault((item.task.id, item.milestone, item.due), day)


def simulate(
    facts: Facts,
    ledger: Ledger,
    policy: ReminderPolicy,
    calendar: WorkingCalendar,
    moments: Sequence[datetime],
) -> list[tuple[date, list[Parcel]]]:
    """Return the messages of every day if nothing but time changes; ``ledger`` goes on from day to day.

    ``moments`` are one instant of each day, ascending, in the office's zone. At its first instant everything of a day
    is due: what is said does not depend on the hour, only when it goes out.
    """
    course: list[tuple[date, list[Parcel]]] = []
    for now in moments:
        found = parcels(decide(ledger.facts_on(facts, now.date()), policy, calendar, now))
        ledger.add(found, now.date())
        course.append((now.date(), found))
    return course
