"""Lists, figures and visibility: SQL answers what the pure rules say of every single task, on both databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from config.agencies import Access
from config.database import reading
from tasks_registry import store
from tasks_registry.access import Actor, Ownership, may_read
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.installation import Installation
from tasks_registry.models import Agency, Meeting, Person, Task, TaskSupport
from tasks_registry.reading.model import Kind
from tasks_registry.states import OPEN, WorkState
from tasks_registry.time_state import TimeState, count_figures, time_state
from tasks_registry.view import TaskView
from tests.conftest import Open
from tests.support.cast import AN

TODAY, SOON = date(2026, 9, 7), 5
PERIODS = ("2026-Q2", "2026-Q3")
on_both_databases = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@dataclass(frozen=True)
class Facts:
    """A task as drawn; agencies, people and meetings are places in the lists of the installation."""

    state: WorkState
    due: int | None
    """Days from today."""
    completed: int | None
    lead: int | None
    officer: int | None
    supporting: frozenset[int]
    meeting: int | None
    period: str | None
    kind: Kind


few_days = st.none() | st.sampled_from((-400, -1, 0, 1, SOON, SOON + 1, 90))
registries = st.lists(
    st.builds(
        Facts,
        state=st.sampled_from(WorkState),
        due=few_days,
        completed=few_days,
        lead=st.none() | st.integers(0, 2),
        officer=st.none() | st.integers(0, 3),
        supporting=st.frozensets(st.integers(0, 2), max_size=2),
        meeting=st.none() | st.integers(0, 1),
        period=st.none() | st.sampled_from(PERIODS),
        kind=st.sampled_from(Kind),
    ),
    max_size=20,
)


@dataclass
class Registry:
    """Drawn tasks in a transaction that is never kept, beside what the pure rules need to know of them."""

    session: Session
    here: Installation
    agencies: list[int]
    people: list[int]
    meetings: list[int]
    owners: dict[int, Ownership] = field(default_factory=dict)
    facts: dict[str, Facts] = field(default_factory=dict)

    def listed(self, wanted: store.TaskFilter | None = None, actor: Actor = AN) -> store.TaskList:
        return store.TaskList(self.here.committee, actor, TODAY, SOON, wanted or store.TaskFilter())

    def views(self) -> list[TaskView]:
        return store.task_views(self.session, self.here.committee)

    def actors(self) -> Iterator[Actor]:
        """Everybody's access; for agencies an officer of each, and somebody of none."""
        yield from (Actor("Ai đó", access) for access in Access)
        yield from (Actor("Cán bộ", Access.AGENCY, *pair) for pair in zip(self.people, self.agencies, strict=False))


@pytest.fixture
def here(open_at: Open) -> Installation:
    """The installation of the fictional commune."""
    return open_at()


@contextmanager
def registry(here: Installation, drawn: list[Facts]) -> Iterator[Registry]:
    """Put ``drawn`` tasks into the installation's registry."""
    with reading(here.engine) as session:
        agencies = [row or 0 for row in session.exec(select(Agency.id).order_by(col(Agency.id)).limit(3)).all()]
        people = list(session.exec(select(Person).order_by(col(Person.id)).limit(4)).all())
        people[-1].active = False  # who left is still named on old tasks, and hears of nothing
        meetings = [
            Meeting(committee_id=here.committee, identity=f"BCH|I|{number}", name=f"Hội nghị {number}", body="BCH")
            for number in (1, 2)
        ]
        session.add_all(meetings)
        session.flush()
        found = Registry(
            session, here, agencies, [one.id or 0 for one in people], [meeting.id or 0 for meeting in meetings]
        )
        rows = {f"2026-Q3-{number:03}": facts for number, facts in enumerate(drawn, 1)}
        _add(found, rows)
        yield found


def _add(found: Registry, drawn: dict[str, Facts]) -> None:
    rows = [_row(found, code, facts) for code, facts in drawn.items()]
    found.session.add_all(rows)
    found.session.flush()
    for row, facts in zip(rows, drawn.values(), strict=True):
        supporting = frozenset(found.agencies[place] for place in facts.supporting)
        found.session.add_all(TaskSupport(task_id=row.id or 0, agency_id=agency) for agency in supporting)
        found.owners[row.id or 0] = Ownership(row.lead_agency_id, row.officer_id, supporting)
    found.facts |= drawn
    found.session.flush()


def _row(found: Registry, code: str, facts: Facts) -> Task:
    return Task(
        committee_id=found.here.committee,
        code=code,
        title=code,
        text=code,
        kind=facts.kind,
        work_state=facts.state,
        due=_day(facts.due),
        completed_on=_day(facts.completed),
        lead_agency_id=found.agencies[facts.lead] if facts.lead is not None else None,
        officer_id=found.people[facts.officer] if facts.officer is not None else None,
        meeting_id=found.meetings[facts.meeting] if facts.meeting is not None else None,
        period=facts.period,
        created_at=datetime(2026, 7, 1, tzinfo=UTC),
    )


def _day(offset: int | None) -> date | None:
    return None if offset is None else TODAY + timedelta(days=offset)


def standing(view: TaskView) -> TimeState:
    return time_state(view.work_state, view.due, view.completed_on, TODAY, SOON)


def in_order(views: list[TaskView]) -> list[str]:
    """Return codes in the order of lists: overdue first, then by due day, then those without one."""
    ordered = sorted(
        views,
        key=lambda view: (
            standing(view) is not TimeState.OVERDUE,
            view.due is None,
            view.due or date.max,
            view.code,
        ),
    )
    return [view.code for view in ordered]


def leafed_through(found: Registry, tasks: store.TaskList, size: int) -> list[str]:
    """Return the codes of all pages, each asked for after the last task of the one before."""
    codes: list[str] = []
    place = None
    while lines := tasks.page(found.session, limit=size, after=place):
        codes += [line.code for line in lines]
        place = tasks.place(lines[-1])
        assert place == tasks.place_of(found.session, lines[-1].code)
    return codes


@on_both_databases
@given(drawn=registries)
def test_figures_are_those_of_the_pure_rule(here: Installation, drawn: list[Facts]) -> None:
    """Counted by the database, of everything and of one period, they equal the count over every task."""
    with registry(here, drawn) as found:
        committee, views = found.here.committee, found.views()
        assert store.figures(found.session, committee, TODAY, SOON) == count_figures(map(standing, views))
        for period in PERIODS:
            of_period = [standing(view) for view in views if found.facts[view.code].period == period]
            assert store.figures(found.session, committee, TODAY, SOON, period=period) == count_figures(of_period)


@on_both_databases
@given(drawn=registries)
def test_gaps_are_counted_task_by_task(here: Installation, drawn: list[Facts]) -> None:
    """A task without lead, or of which nobody hears, is the office's to mend while it is unsettled."""
    with registry(here, drawn) as found:
        views = found.views()
        settled = (WorkState.DRAFT, WorkState.DONE, WorkState.WITHDRAWN)
        live = [view for view in views if view.work_state not in settled]
        gaps = store.gaps(found.session, found.here.committee)
        assert gaps.drafts == sum(view.work_state is WorkState.DRAFT for view in views)
        assert gaps.without_lead == sum(view.lead_code is None for view in live)
        assert gaps.without_person == sum(view.officer is None for view in live)


@on_both_databases
@given(drawn=registries, size=st.integers(1, 7))
def test_pages_hold_every_task_once_in_order(here: Installation, drawn: list[Facts], size: int) -> None:
    """Also where many tasks fall due on one day, and whatever the size of a page."""
    with registry(here, drawn) as found:
        tasks = found.listed()
        assert leafed_through(found, tasks, size) == in_order(found.views())
        assert tasks.count(found.session) == len(drawn)


@on_both_databases
@given(drawn=registries, data=st.data())
def test_a_filter_leaves_what_meets_every_criterion(
    here: Installation, drawn: list[Facts], data: st.DataObject
) -> None:
    """Each criterion means what the task's own row says."""
    with registry(here, drawn) as found:
        narrowed = data.draw(
            st.builds(
                store.TaskFilter,
                time_state=st.none() | st.sampled_from(TimeState),
                states=st.none() | st.just(OPEN) | st.frozensets(st.sampled_from(WorkState), max_size=3),
                lead_agency_id=st.none() | st.sampled_from(found.agencies),
                officer_id=st.none() | st.sampled_from(found.people[:-1]),
                meeting_id=st.none() | st.sampled_from(found.meetings),
                period=st.none() | st.sampled_from(PERIODS),
                kind=st.none() | st.sampled_from(Kind),
                code=st.none() | st.sampled_from(("q3-0", "01", "%", "_", "\\")),
            )
        )
        # One criterion at a time finds what a rare combination would not.
        for name, value in vars(narrowed).items():
            if value is None or name == "judged_by":
                continue
            tasks = found.listed(store.TaskFilter(**{name: value}))
            wanted = [view for view in found.views() if _meets(found, view, name, value)]
            assert leafed_through(found, tasks, 4) == in_order(wanted), name
        wanted = [
            view
            for view in found.views()
            if all(
                _meets(found, view, name, value)
                for name, value in vars(narrowed).items()
                if value is not None and name != "judged_by"
            )
        ]
        assert leafed_through(found, found.listed(narrowed), 4) == in_order(wanted)
        assert found.listed(narrowed).count(found.session) == len(wanted)


def _meets(found: Registry, view: TaskView, name: str, value: object) -> bool:
    owner = found.owners[view.id]
    values = {
        "time_state": standing(view),
        "lead_agency_id": owner.lead_agency_id,
        "officer_id": view.officer.id if view.officer else None,
        "meeting_id": view.meeting_id,
        "period": found.facts[view.code].period,
        "kind": view.kind,
    }
    if name == "states":
        assert isinstance(value, frozenset)
        return view.work_state in value
    if name == "code":
        return str(value).lower() in view.code.lower()
    return values[name] == value


@on_both_databases
@given(drawn=registries)
def test_everybody_sees_what_may_be_read(here: Installation, drawn: list[Facts]) -> None:
    """Lists and whole tasks hold exactly what ``may_read`` allows."""
    with registry(here, drawn) as found:
        for actor in found.actors():
            allowed = [view for view in found.views() if may_read(actor, found.owners[view.id])]
            assert store.task_views(found.session, found.here.committee, actor=actor) == allowed
            assert leafed_through(found, found.listed(actor=actor), 100) == in_order(allowed)


@on_both_databases
@given(drawn=registries, until=st.sampled_from((-1, 0, SOON)), states=st.frozensets(st.sampled_from(sorted(OPEN))))
def test_what_is_due_is_open_and_has_a_day(
    here: Installation, drawn: list[Facts], until: int, states: frozenset[WorkState]
) -> None:
    """Longest overdue first; a finished or undated task is never due."""
    last = TODAY + timedelta(days=until)
    with registry(here, drawn) as found:
        views = [view for view in found.views() if view.work_state in states and view.due and view.due <= last]
        lines = store.due_tasks(found.session, found.here.committee, last, states=states)
        assert [line.id for line in lines] == [view.id for view in sorted(views, key=lambda v: (v.due, v.code))]
        for line, view in zip(lines, sorted(views, key=lambda v: (v.due, v.code)), strict=True):
            assert (line.lead_code, line.lead_name, line.meeting_name) == (
                view.lead_code,
                view.lead_name,
                view.meeting_name,
            )
            assert (line.work_state, line.due, line.secret) == (view.work_state, view.due, view.secret)


ONE = Facts(WorkState.ASSIGNED, 1, None, 0, None, frozenset({1}), None, None, Kind.DELIVERABLE)


def test_supporting_agencies_come_with_the_tasks_asked_for(here: Installation) -> None:
    """Asking for one task brings its own supporting agencies, and no others."""
    with registry(here, [ONE, ONE]) as found:
        first, second = found.views()
        assert first.support_names != ()
        assert store.task_views(found.session, found.here.committee, ids=[second.id]) == [second]


def test_a_task_of_another_agency_is_refused_in_a_sentence(here: Installation) -> None:
    """It says whose business it is and whom to ask; a page cannot start after it either."""
    with registry(here, [ONE]) as found:
        outsider = Actor("Tô Đăng Khải", Access.AGENCY, None, found.agencies[2])
        supporter = Actor("Lê Thị Hạnh", Access.AGENCY, None, found.agencies[1])
        committee = found.here.committee
        assert store.task_view(found.session, committee, "2026-Q3-001", supporter).code == "2026-Q3-001"
        with pytest.raises(Refused, match="Hãy liên hệ văn phòng"):
            store.task_view(found.session, committee, "2026-Q3-001", outsider)
        with pytest.raises(NotInRegistry):
            found.listed(actor=outsider).place_of(found.session, "2026-Q3-001")
