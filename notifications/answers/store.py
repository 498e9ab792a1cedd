"""All SQL of answers and visits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, select

from notifications.answers.forms import Given
from notifications.links import Link, Purpose
from notifications.models import Answer, AnswerState, LinkVisit
from tasks_registry.errors import NotInRegistry
from tasks_registry.models import Person, Task
from tasks_registry.states import WorkState

VISITS_KEPT = 20
"""Visits kept of a token with one outcome: proof that it was opened needs no more, and scanners fill no table."""


@dataclass(frozen=True)
class AnswerView:
    """An answer with the names that people read."""

    id: int
    purpose: Purpose
    person_id: int
    person_name: str
    task_id: int
    task_code: str
    task_title: str
    secret: bool
    task_state: WorkState
    task_changed: bool
    """Whether the task has changed since the person looked at it."""
    at: datetime
    given: Given
    state: AnswerState
    decided_by: str | None
    decided_at: datetime | None
    decision_note: str | None
    token_id: str


def keep_answer(session: Session, link: Link, given: Given, *, version: int, now: datetime) -> bool:
    """Keep an answer; False when its link has answered already. The caller commits."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = {
        "committee_id": link.committee,
        "token_id": link.token_id,
        "person_id": link.person_id,
        "task_id": link.task_id,
        "message_id": link.message_id,
        "purpose": link.purpose.value,
        "at": now,
        "text": given.text,
        "percent": given.percent,
        "due_asked": given.due,
        "task_version": version,
        "state": AnswerState.PROPOSED.value,
    }
    kept = insert(Answer).values(row).on_conflict_do_nothing(index_elements=["token_id"])
    return session.connection().execute(kept.returning(col(Answer.id))).scalar() is not None


def keep_visit(session: Session, link: Link, outcome: str, now: datetime) -> None:
    """Keep that a link was opened and what came of it, of each kind the first ``VISITS_KEPT``. The caller commits."""
    same = sa.select(sa.func.count()).where(col(LinkVisit.token_id) == link.token_id, col(LinkVisit.outcome) == outcome)
    if session.connection().execute(same).scalar_one() < VISITS_KEPT:
        session.add(
            LinkVisit(
                committee_id=link.committee,
                token_id=link.token_id,
                person_id=link.person_id,
                task_id=link.task_id,
                message_id=link.message_id,
                purpose=link.purpose.value,
                at=now,
                outcome=outcome,
            )
        )


def person_of(session: Session, link: Link) -> Person | None:
    """Return the person to whom the letter of ``link`` went, None when it is not there any more."""
    person = session.get(Person, link.person_id)
    return person if person is not None and person.committee_id == link.committee and person.active else None


def task_of(session: Session, link: Link) -> Task | None:
    """Return the task of ``link``."""
    task = session.get(Task, link.task_id) if link.task_id is not None else None
    return task if task is not None and task.committee_id == link.committee else None


def answers_of(session: Session, committee: int, *, person: int, task: int) -> list[AnswerView]:
    """Return what a person answered about a task, newest first."""
    return _views(session, committee, col(Answer.person_id) == person, col(Answer.task_id) == task)[::-1]


def waiting_answers(session: Session, committee: int) -> list[AnswerView]:
    """Return the answers that the office has not decided on, oldest first."""
    return _views(session, committee, col(Answer.state) == AnswerState.PROPOSED.value)


def all_answers(session: Session, committee: int) -> list[AnswerView]:
    """Return every answer of a committee, oldest first."""
    return _views(session, committee)


def waiting_since(session: Session, committee: int, day_end: datetime) -> int:
    """Return how many answers that came in before ``day_end`` wait for the office."""
    waiting = sa.select(sa.func.count()).where(
        col(Answer.committee_id) == committee,
        col(Answer.state) == AnswerState.PROPOSED.value,
        col(Answer.at) < day_end,
    )
    return session.connection().execute(waiting).scalar_one()


def get_answer(session: Session, committee: int, number: int) -> AnswerView:
    """Return an answer by its number; raises ``NotInRegistry``."""
    found = _views(session, committee, col(Answer.id) == number) if 0 < number < 2**31 else []
    if not found:
        raise NotInRegistry(f"Không có trả lời số {number}. Xem: dondoc answer list")
    return found[0]


def settle(session: Session, number: int, state: AnswerState, *, by: str, now: datetime, note: str | None) -> bool:
    """Note the office's decision; False when somebody has decided already. The caller commits."""
    settled = (
        sa.update(Answer)
        .where(col(Answer.id) == number, col(Answer.state) == AnswerState.PROPOSED.value)
        .values(state=state.value, decided_by=by, decided_at=now, decision_note=note)
        .execution_options(synchronize_session=False)
    )
    return session.connection().execute(settled).rowcount == 1


def _views(session: Session, committee: int, *wanted: sa.ColumnElement[bool]) -> list[AnswerView]:
    rows: Sequence[tuple[Answer, Person, Task]] = session.exec(
        select(Answer, Person, Task)
        .join(Person, col(Person.id) == col(Answer.person_id))
        .join(Task, col(Task.id) == col(Answer.task_id))
        .where(col(Answer.committee_id) == committee, *wanted)
        .order_by(col(Answer.at), col(Answer.id))
    ).all()
    return [
        AnswerView(
            id=answer.id or 0,
            purpose=Purpose(answer.purpose),
            person_id=answer.person_id,
            person_name=person.name,
            task_id=answer.task_id,
            task_code=task.code,
            task_title=task.title,
            secret=task.secret,
            task_state=WorkState(task.work_state),
            task_changed=task.version != answer.task_version,
            at=answer.at,
            given=Given(answer.text, answer.percent, answer.due_asked),
            state=AnswerState(answer.state),
            decided_by=answer.decided_by,
            decided_at=answer.decided_at,
            decision_note=answer.decision_note,
            token_id=answer.token_id,
        )
        for answer, person, task in rows
    ]
