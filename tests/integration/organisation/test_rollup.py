"""The superior sees the figures of its subordinates and nothing else, on both databases."""

from dataclasses import asdict, replace
from datetime import date

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session

from config.agencies import Access
from config.database import reading, unit_of_work
from config.office_files import config_folder
from tasks_registry import store
from tasks_registry.access import Actor
from tasks_registry.errors import Refused
from tasks_registry.installation import Installation, open_installation
from tasks_registry.models import Task
from tasks_registry.organisation import runs
from tasks_registry.organisation.rollup import CommitteeFigures, add_up
from tasks_registry.states import WorkState
from tasks_registry.time_state import Figures, TimeState, count_figures, time_state
from tests.conftest import Open

TREE = {"TU-ANDINH": None, "DU-HOAMAI": "TU-ANDINH", "DU-LOCBINH": "TU-ANDINH", "CB-CHO": "DU-HOAMAI", "TU-KHAC": None}
DAYS = (None, date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 2), date(2026, 9, 15), date(2026, 9, 16))
SOON = 14


@pytest.fixture
def tree(open_at: Open) -> dict[str, Installation]:
    """Five committees that share one database, three of them under each other, each opened by its own office.yaml."""
    here = open_at("2026-09-01T08:00")
    path = config_folder(here.settings.home) / "office.yaml"
    office = yaml.safe_load(path.read_text("utf-8"))
    opened = {}
    for code, above in TREE.items():
        superior = {"code": above, "name": f"Cấp ủy {above}", "level": "xã"} if above else None
        facts = {**office, "code": code, "name": f"Cấp ủy {code}", "superior": superior}
        path.write_text(yaml.safe_dump(facts, allow_unicode=True), "utf-8")
        opened[code] = open_installation(here.settings, here.now)
    for place, one in enumerate(opened.values()):
        with unit_of_work(one.engine) as session:
            add_tasks(session, one, start=place)
    yield opened
    for one in opened.values():
        one.engine.dispose()


def add_tasks(session: Session, here: Installation, *, start: int) -> None:
    """Add tasks in every work state with every due day, in other numbers for every committee."""
    states = list(WorkState)
    for number in range(20 + 17 * start):
        state = states[(number + start) % len(states)]
        session.add(
            Task(
                committee_id=here.committee,
                code=f"2026-Q3-{number:03d}",
                title="Việc không được lộ",
                text="Việc không được lộ.",
                kind="deliverable",
                due=DAYS[(number * 7 + start) % len(DAYS)],
                completed_on=date(2026, 9, 1) if state is WorkState.DONE and number % 3 else None,
                work_state=state.value,
                created_at=here.now,
            )
        )


def test_three_levels_add_up_to_what_each_committee_counts_itself(tree: dict[str, Installation]) -> None:
    """Counted in the database, equal to the tasks of each one by one; a committee outside the tree is not in it."""
    found = runs.roll_up(tree["TU-ANDINH"])
    assert [(row.depth, row.code) for row in found.committees] == [
        (0, "TU-ANDINH"),
        (1, "DU-HOAMAI"),
        (2, "CB-CHO"),
        (1, "DU-LOCBINH"),
    ]
    for row in found.committees:
        one = tree[row.code]
        with reading(one.engine) as session:
            own = count_figures(
                time_state(task.work_state, task.due, task.completed_on, one.today, SOON)
                for task in store.task_views(session, one.committee)
            )
        assert row.figures == own
        assert own.total > 0
    for name, value in asdict(found.total).items():
        assert value == sum(asdict(row.figures)[name] for row in found.committees)
    assert 0 < (found.total.rate_of_all or 0) < (found.total.rate_of_fallen_due or 0) < 1


def test_a_subordinate_sees_itself_and_those_below_only(tree: dict[str, Installation]) -> None:
    """Neither its superior nor its sister; and nowhere a word of a task."""
    assert [row.code for row in runs.roll_up(tree["DU-HOAMAI"]).committees] == ["DU-HOAMAI", "CB-CHO"]
    assert [row.code for row in runs.roll_up(tree["DU-LOCBINH"]).committees] == ["DU-LOCBINH"]
    assert "lộ" not in repr(runs.roll_up(tree["TU-ANDINH"]))


def test_an_agency_may_not_see_the_roll_up(open_at: Open) -> None:
    """Admin, office, leaders and inspectors may; a committee without tasks is listed with zeros."""
    here = open_at()
    for access in Access:
        acting = replace(here, actor=Actor("Ai đó", access))
        if access is Access.AGENCY:
            with pytest.raises(Refused, match="số liệu tổng hợp"):
                runs.roll_up(acting)
        else:
            (row,) = runs.roll_up(acting).committees
            assert row.figures == Figures()


@given(st.lists(st.lists(st.sampled_from(TimeState), max_size=12), max_size=5))
def test_adding_figures_is_counting_all_tasks_together(committees: list[list[TimeState]]) -> None:
    """The total of a roll-up is what one committee with all the tasks would have."""
    rows = [CommitteeFigures(f"C{n}", f"Cấp ủy {n}", 1, count_figures(states)) for n, states in enumerate(committees)]
    everything = [state for states in committees for state in states]
    assert add_up(date(2026, 9, 1), rows).total == count_figures(everything)
    assert add_up(date(2026, 9, 1), []).total == Figures()
