"""The escalation ladder: who hears next while the owner of an overdue task stays silent."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from config.reminders import Rung, RungTo
from notifications import keys
from notifications.decision.facts import DueTask, Facts
from notifications.decision.milestones import Timetable
from tasks_registry.view import PersonView


@dataclass(frozen=True)
class NextRung:
    """The rung that speaks next, from ``day`` on, unless the owner says something before."""

    name: str
    rung: Rung
    person: PersonView
    day: date


def next_rung(
    task: DueTask,
    due: date,
    ladder: tuple[Rung, ...],
    facts: Facts,
    times: Timetable,
    *,
    reported: date | None,
    can_hear: Callable[[PersonView], bool],
) -> NextRung | None:
    """Return the next rung for ``task``, None when the ladder is at its end.

    Each rung waits its working days from the former one, the first from the due day; a word from the owner
    (``reported``) starts the wait anew. A rung that was said is never said again, whoever heard it. One that has
    nobody to hear it – no head, somebody of a former rung, somebody who gets no messages – is passed over: its days
    are waited for all the same, so that the next one does not come early.
    """
    names = [keys.rung(number) for number in range(1, len(ladder) + 1)]
    said = [(place, day) for place, name in enumerate(names) if (day := facts.rungs.get((task.id, name, due)))]
    first, since = (said[-1][0] + 1, said[-1][1]) if said else (0, due)
    since = max(since, reported) if reported is not None else since
    heard = {person.id for rung in ladder[:first] if (person := _hearer(rung, task, facts)) is not None}
    for name, rung in zip(names[first:], ladder[first:], strict=True):
        since = times.after_working_days(since, rung.after_working_days)
        person = _hearer(rung, task, facts)
        if person is not None and person.id not in heard and can_hear(person):
            return NextRung(name, rung, person, since)
    return None


def _hearer(rung: Rung, task: DueTask, facts: Facts) -> PersonView | None:
    if rung.to is RungTo.OFFICER:
        return task.officer
    if rung.to is RungTo.HEAD:
        return facts.heads.get(task.lead_code) if task.lead_code is not None else None
    return facts.urging_leader
