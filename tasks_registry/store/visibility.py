"""What somebody may see of the tasks, as a condition of SQL: the rule is ``tasks_registry.access.may_read``."""

import sqlalchemy as sa
from sqlmodel import col

from config.office import Access
from tasks_registry.access import Actor
from tasks_registry.models import Task, TaskSupport


def readable(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition on ``Task`` that holds for what ``actor`` may see within the own committee."""
    if actor.access is not Access.AGENCY:
        return sa.true()
    supported = sa.select(col(TaskSupport.task_id)).where(col(TaskSupport.agency_id) == sa.literal(actor.agency_id))
    return sa.or_(
        col(Task.lead_agency_id) == sa.literal(actor.agency_id),
        col(Task.officer_id) == sa.literal(actor.person_id),
        col(Task.id).in_(supported),
    )
