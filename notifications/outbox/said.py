"""What was said before."""

from sqlmodel import Session, col, select

from notifications.models import Reminder
from tasks_registry.models import Task
from tasks_registry.states import OPEN, WorkState

WATCHED = OPEN | {WorkState.SUSPENDED}
"""Work states of tasks that a reminder run looks at; the finished ones of past years stay out of its way."""


def said_keys(session: Session, committee: int) -> set[str]:
    """Return the keys of all reminders of unfinished tasks that the outbox holds, sent or not."""
    unfinished = sorted(state.value for state in WATCHED)
    query = (
        select(Reminder.key)
        .join(Task, col(Task.id) == col(Reminder.task_id))
        .where(Reminder.committee_id == committee, col(Task.work_state).in_(unfinished))
    )
    return set(session.exec(query).all())
