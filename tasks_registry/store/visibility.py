"""What somebody may see of the tasks, as a condition of SQL: the rule is ``tasks_registry.access.may_read``."""

import sqlalchemy as sa
from sqlmodel import col

from config.agencies import Access
from tasks_registry.access import Actor
from tasks_registry.models import Task, TaskSupport

_agency = sa.bindparam("reader_agency", type_=sa.Integer)
_person = sa.bindparam("reader_person", type_=sa.Integer)

IS_OWN = sa.or_(
    col(Task.lead_agency_id) == _agency,
    col(Task.officer_id) == _person,
    col(Task.id).in_(sa.select(col(TaskSupport.task_id)).where(col(TaskSupport.agency_id) == _agency)),
)
"""Of the reader's agency, or with the reader as officer; the parameters are those of ``read_by``."""


def bound(actor: Actor) -> bool:
    """Tell whether ``actor`` sees only what is the own agency's, not all of the committee."""
    return actor.access is Access.AGENCY


def read_by(actor: Actor) -> dict[str, int | None]:
    """Return the parameters of ``IS_OWN``."""
    return {"reader_agency": actor.agency_id, "reader_person": actor.person_id}


def readable(actor: Actor) -> sa.ColumnElement[bool]:
    """Return the condition on ``Task`` that holds for what ``actor`` may see within the own committee."""
    return IS_OWN.params(read_by(actor)) if bound(actor) else sa.true()
