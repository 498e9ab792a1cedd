"""Random lives of tasks in the database, next to a small model of what must be accepted and what must hold."""

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, func, select

from config.database import reading as reading_session
from config.settings import load_settings
from tasks_registry import runs
from tasks_registry.access import Actor
from tasks_registry.errors import Refused
from tasks_registry.history import first_break
from tasks_registry.installation import Installation, open_installation
from tasks_registry.models import Agency, Extension, History, Task, TaskReport
from tasks_registry.planning.periods import parse_period
from tasks_registry.states import TRANSITIONS, WORKED_ON, Act, WorkState
from tests.conftest import HANOI
from tests.support.rights import COLUMNS, MAY, cast

FIRST_DAY = date(2026, 7, 1)
DUE = date(2026, 7, 17)


@pytest.fixture
def here(home: Path, tmp_path: Path, sqlite_template: Path) -> Iterator[Installation]:
    """An installation on SQLite, shared by all examples: each makes a task of its own."""
    path = tmp_path / "dondoc.sqlite"
    shutil.copy(sqlite_template, path)
    installed = load_settings({"DONDOC_DATABASE_URL": f"sqlite:///{path}"}, home=home)
    with open_installation(installed, datetime(2026, 7, 1, 8, tzinfo=HANOI)) as here:
        yield here


@dataclass(frozen=True)
class Step:
    """What somebody tries. ``kind`` is the name of an act or one of ``OTHERS``."""

    who: str
    kind: str
    days: int = 0
    """The day that is named: counted from the present due day."""
    words: bool = True
    """Whether reason, text and evidence are given."""
    percent: int | None = None
    stale: bool = False
    later: int = 0
    """Days that pass before."""
    period: str = "2026-Q4"


OTHERS = ("report", "ask", "approve", "refuse", "withdraw-request", "carry")
KINDS = [*(act.value for act in Act), *OTHERS]


def next_step(chance: Random, likely: list[str]) -> Step:
    """Return what somebody tries next: mostly by those who may, with words, something that the state allows.

    A life that is refused throughout shows nothing.
    """
    return Step(
        who=chance.choice((*COLUMNS, "office", "office", "admin", "lead agency")),
        kind=chance.choice(likely if chance.random() < 0.8 else KINDS),
        days=chance.choice((7, 14, 28, 3, 1, 0, -1)),
        words=chance.random() < 0.9,
        percent=chance.choice((None, -1, 0, 60, 100, 101)),
        stale=chance.random() < 0.1,
        later=chance.choice((0, 0, 0, 1, 4)),
        period=chance.choice(("2026-Q4", "2027", "2026-Q1", "kỳ sau")),
    )


NAMES = {
    "report": "task.report",
    "ask": "task.extension_ask",
    "approve": "task.extension_approve",
    "refuse": "task.extension_refuse",
    "withdraw-request": "task.extension_withdraw",
    "carry": "task.carry-over",
}


@dataclass
class Model:
    """What is known of one task without looking at it."""

    state: WorkState = WorkState.DRAFT
    due: date = DUE
    original: date | None = None
    completed: date | None = None
    version: int = 1
    reports: int = 0
    granted: int = 0
    asked: date | None = None
    successor: bool = False
    deeds: list[str] = field(default_factory=list)

    def accepts(self, step: Step, today: date, working: Callable[[date], bool]) -> bool:
        """Say whether the office's rules allow ``step``."""
        if step.stale or not self._entitled(step):
            return False
        kind = step.kind
        if kind == "report":
            possible = self.state in WORKED_ON | {WorkState.SUBMITTED}
            return possible and step.words and (step.percent is None or 0 <= step.percent <= 100)
        if kind in ("ask", "approve"):
            day = self.day(step)
            free = self.asked is None if kind == "ask" else self.asked is not None
            open_ = self.state in WORKED_ON and step.words if kind == "ask" else True
            return free and open_ and day is not None and day > self.due and day >= today and working(day)
        if kind in ("refuse", "withdraw-request"):
            return self.asked is not None and (step.words or kind == "withdraw-request")
        transition = TRANSITIONS[Act.CARRY_OVER if kind == "carry" else Act(kind)]
        said = step.words or not (transition.needs_reason or transition.needs_evidence)
        legal = self.state in transition.sources and said
        if kind == "carry":
            known = re.fullmatch(r"2\d{3}(-.*)?", step.period) is not None
            return legal and known and parse_period(step.period).last_day > date(2026, 9, 30)
        return legal and not (kind == Act.REOPEN.value and self.successor)

    def likely(self) -> list[str]:
        """Return the kinds of steps that the task's state allows."""
        kinds = [act.value for act, transition in TRANSITIONS.items() if self.state in transition.sources]
        kinds += ["report", "ask", "ask", "carry"] if self.state in WORKED_ON else []
        return kinds + (["approve"] * 4 + ["refuse", "withdraw-request"] if self.asked else [])

    def day(self, step: Step) -> date | None:
        """Return the day that the step names: an approval names one only when it differs."""
        if step.kind == "approve" and step.days <= 0:
            return self.asked
        return self.due + timedelta(days=step.days)

    def _entitled(self, step: Step) -> bool:
        duty = {"report": Act.RECEIVE, "ask": Act.RECEIVE, "withdraw-request": Act.RECEIVE, "carry": Act.CARRY_OVER}
        judged = {"approve": Act.RETURN, "refuse": Act.RETURN}
        return MAY[{**duty, **judged}.get(step.kind) or Act(step.kind)][step.who]

    def take(self, step: Step, today: date) -> None:
        """Follow an accepted step."""
        kind = step.kind
        self.version += 1
        self.deeds.append(NAMES.get(kind, f"task.{kind}"))
        if kind == "report":
            self.reports += 1
            if self.state in (WorkState.ASSIGNED, WorkState.RECEIVED):
                self.state = WorkState.IN_PROGRESS
        elif kind == "ask":
            self.asked = self.day(step)
        elif kind == "approve":
            granted = self.day(step)
            assert granted is not None
            self.due, self.granted, self.asked = granted, self.granted + 1, None
        elif kind in ("refuse", "withdraw-request"):
            self.asked = None
        else:
            self._move(Act.CARRY_OVER if kind == "carry" else Act(kind), today, carried=kind == "carry")

    def _move(self, act: Act, today: date, *, carried: bool) -> None:
        self.state = TRANSITIONS[act].target
        self.reports += act is Act.SUBMIT
        if self.original is None and act in (Act.ASSIGN, Act.REOPEN):
            self.original = self.due
        if act is Act.CONFIRM:
            self.completed = today
        if act is Act.REOPEN:
            self.completed, self.successor = None, False
        self.successor = self.successor or carried
        if self.state not in WORKED_ON | {WorkState.SUBMITTED, WorkState.SUSPENDED}:
            self.asked = None


def attempt(here: Installation, code: str, step: Step, model: Model) -> bool:
    """Try a step through the same runs that the command line calls; tells whether it was accepted."""
    try:
        _do(here, code, step, model)
    except Refused:
        return False
    return True


def _do(here: Installation, code: str, step: Step, model: Model) -> None:
    version = model.version - 1 if step.stale else model.version
    words = "vì chờ ý kiến" if step.words else " "
    if step.kind == "report":
        runs.report_progress(here, code, words, percent=step.percent, expected_version=version)
    elif step.kind == "carry":
        runs.carry_over(here, code, step.period, due=None, reason=words, expected_version=version)
    elif step.kind in OTHERS:
        with runs.extending(here) as desk:
            day = model.day(step)
            if step.kind == "ask":
                assert day is not None
                desk.ask(code, day, words, expected_version=version)
            elif step.kind == "approve":
                desk.approve(code, day if step.days > 0 else None, expected_version=version)
            elif step.kind == "refuse":
                desk.refuse(code, words, expected_version=version)
            else:
                desk.withdraw(code, expected_version=version)
    else:
        runs.perform(here, code, Act(step.kind), reason=words, evidence=words, expected_version=version)


@dataclass(frozen=True)
class Kept:
    """Everything that the database holds of one task."""

    task: dict[str, Any]
    reports: list[dict[str, Any]]
    extensions: list[dict[str, Any]]
    history: list[dict[str, Any]]
    rows: int
    """Of the whole history."""


def kept(here: Installation, code: str) -> Kept:
    with reading_session(here.engine) as session:
        task = session.exec(select(Task).where(Task.code == code)).one()
        reports = session.exec(select(TaskReport).where(TaskReport.task_id == task.id).order_by(col(TaskReport.id)))
        extensions = session.exec(select(Extension).where(Extension.task_id == task.id).order_by(col(Extension.id)))
        history = session.exec(
            select(History).where(History.entity == "task", History.entity_id == task.id).order_by(col(History.seq))
        )
        return Kept(
            task.model_dump(),
            [row.model_dump() for row in reports],
            [row.model_dump() for row in extensions],
            [row.model_dump() for row in history],
            session.exec(select(func.count()).select_from(History)).one(),
        )


def draft(here: Installation, lead: int) -> str:
    """Put a draft of the lead agency into the registry and return its code."""
    with here.writing() as session:
        number = session.exec(select(func.count()).select_from(Task)).one()
        code = f"2026-Q3-{number + 1:03d}"
        session.add(
            Task(
                committee_id=here.committee,
                code=code,
                period="2026-Q3",
                title="Hoàn thành hồ sơ",
                text="Hoàn thành hồ sơ.",
                kind="deliverable",
                lead_agency_id=lead,
                deadline_rule="text",
                deadline_to=DUE,
                due=DUE,
                work_state=WorkState.DRAFT.value,
                created_at=here.now,
            )
        )
    return code


def check(found: Kept, model: Model) -> None:
    """Hold every invariant of a task against the model."""
    task = found.task
    assert (task["work_state"], task["version"], task["due"]) == (model.state.value, model.version, model.due)
    assert task["original_due"] == model.original
    assert task["completed_on"] == model.completed
    assert (task["work_state"] == WorkState.DONE.value) is (task["completed_on"] is not None)
    if task["work_state"] == WorkState.DONE.value:
        assert task["evidence"]
    states = [row["state"] for row in found.extensions]
    assert task["extensions"] == states.count("approved") == model.granted
    assert states.count("pending") == (model.asked is not None)
    assert len(found.reports) == model.reports
    assert task["percent"] is None or 0 <= task["percent"] <= 100
    assert (task["successor_id"] is not None) is model.successor
    assert len(found.history) == model.version - 1
    assert [row["action"] for row in found.history] == model.deeds


def check_last_row(before: Kept, after: Kept) -> None:
    """Hold the newest history row against what the task was and is."""
    row = after.history[-1]
    for side, facts in ((row["before"], before.task), (row["after"], after.task)):
        for name, value in side.items():
            if name in facts:  # a row also tells of reports and extensions
                assert _same(value, facts[name]), name
    told = set(row["after"]) & set(after.task)
    assert told == {name for name in after.task if before.task[name] != after.task[name]} - {"version"}


def _same(told: Any, value: Any) -> bool:
    if isinstance(value, datetime):  # history keeps the office's offset, the task the instant
        return datetime.fromisoformat(told) == value
    return bool(told == (value.isoformat() if isinstance(value, date) else value))


def test_whatever_people_try_every_task_stays_true(here: Installation) -> None:
    """Illegal steps are refused and change nothing; legal ones change one version, one history row, what they say."""
    with reading_session(here.engine) as session:
        ids = dict(session.exec(select(Agency.code, Agency.id)).all())
    lead, other = ids["PKT"] or 0, ids["UBKT"] or 0

    @settings(max_examples=40, deadline=None)
    @given(st.integers(0, 2**32), st.integers(10, 25))
    def live(seed: int, steps: int) -> None:
        live_through(here, draft(here, lead), Random(seed), steps, cast(lead, other))
        with reading_session(here.engine) as session:
            assert first_break(session, here.committee) is None

    live()


def live_through(here: Installation, code: str, chance: Random, steps: int, people: dict[str, Actor]) -> None:
    """Try steps on a draft, one after the other, holding everything against the model after each."""
    model, today, found = Model(), FIRST_DAY, kept(here, code)
    for _ in range(steps):
        step = next_step(chance, model.likely())
        today += timedelta(days=step.later)
        now = datetime(today.year, today.month, today.day, 9, tzinfo=HANOI)
        desk = replace(here, now=now, actor=people[step.who])
        accepted = attempt(desk, code, step, model)
        assert accepted is model.accepts(step, today, here.calendar.is_working), (step, model)
        before, found = found, kept(here, code)
        if not accepted:
            assert found == before
            continue
        model.take(step, today)
        assert found.rows == before.rows + (2 if step.kind == "carry" else 1)
        check(found, model)
        check_last_row(before, found)
