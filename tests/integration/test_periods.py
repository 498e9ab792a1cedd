"""Closing a period on both databases: once, whole or not at all, and what is done stays done."""

from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, col, select

from config.agencies import Access
from config.database import reading as reading_session
from config.database import unit_of_work
from tasks_registry import history, intake, runs, store
from tasks_registry.carrying import carry_over
from tasks_registry.errors import Refused
from tasks_registry.installation import Installation
from tasks_registry.models import History, Period, Task
from tasks_registry.planning.closing import Fate, Override
from tasks_registry.planning.period_end import PeriodStanding
from tasks_registry.planning.recurring import NewRecurrence, Rhythmic
from tasks_registry.planning.runs import arranging, close_period, plan_recurrences, reading_periods
from tasks_registry.reading.model import Kind
from tasks_registry.states import Act, WorkState
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.readings import proposal, reading

REPORT = reading(
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=date(2026, 9, 4)),
    proposal("Trình phương án sử dụng trụ sở dôi dư", due=date(2026, 9, 11), lead="UBND"),
    proposal("Tổng kết chiến dịch tình nguyện hè", due=date(2026, 9, 28), lead="ĐTN"),
    proposal("Nâng cao chất lượng sinh hoạt chi bộ"),
    replace(proposal("Bố trí kinh phí khi có hướng dẫn của tỉnh"), kind=Kind.CONDITIONAL),
)
NONE = Override()


@pytest.fixture
def quarter(open_at: Open) -> Installation:
    """Five tasks of the third quarter; the first was done in August, the fourth is suspended."""
    here = open_at()
    store_reading(here)
    runs.perform(open_at("2026-08-20T09:00"), "2026-Q3-001", Act.CONFIRM, evidence="45-BC/UBND")
    runs.perform(open_at("2026-09-01T09:00"), "2026-Q3-004", Act.SUSPEND, reason="chờ đại hội chi bộ")
    return here


def store_reading(here: Installation, *, accept: bool = True, text: str = "báo cáo") -> None:
    with unit_of_work(here.engine) as session:
        intake.import_reading(
            session,
            replace(REPORT, text=text),
            file_name="bao-cao.docx",
            accept=accept,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )


def states(here: Installation) -> dict[str, WorkState]:
    with reading_session(here.engine) as session:
        views = store.task_views(session, here.committee)
    return {view.code[-3:]: view.work_state for view in views if view.code.startswith("2026-Q3")}


def successors(here: Installation) -> dict[str, str]:
    """Return the code of each carried task and of the one that goes on with it."""
    with reading_session(here.engine) as session:
        codes = {task.id: task.code for task in session.exec(select(Task)).all()}
        carried = session.exec(select(Task).where(col(Task.successor_id).is_not(None))).all()
        return {task.code: codes[task.successor_id] for task in carried}


def standing(here: Installation, code: str = "2026-Q3") -> PeriodStanding:
    with reading_periods(here) as book:
        return book.standing(code)


def outcome_of(here: Installation, code: str = "2026-Q3") -> dict[str, Any]:
    return {name: count for name, count in asdict(standing(here, code).outcome).items() if count}


def history_rows(here: Installation) -> list[History]:
    with reading_session(here.engine) as session:
        assert history.first_break(session, here.committee) is None
        return list(session.exec(select(History)).all())


def test_a_proposal_shows_every_task_and_changes_nothing(quarter: Installation, open_at: Open) -> None:
    """With a reason each."""
    rows = len(history_rows(quarter))
    with reading_periods(open_at("2026-09-21T08:00")) as book:
        found = book.propose("2026-Q3", NONE)
    assert [(verdict.code[-3:], verdict.fate) for verdict in found.verdicts] == [
        ("001", Fate.DONE),
        ("002", Fate.CARRY),
        ("003", Fate.KEEP),
        ("004", Fate.CARRY),
        ("005", Fate.DROP),
    ]
    assert all(verdict.reason for verdict in found.verdicts)
    assert (found.figures.done, found.figures.open_overdue, found.carried_to) == (1, 1, "2026-Q4")
    assert len(history_rows(quarter)) == rows


def test_closing_does_what_was_proposed_in_one_transaction(quarter: Installation, open_at: Open) -> None:
    """Carried by the use case for it, dropped with the reason, the period marked, history for all of it."""
    here = open_at("2026-09-21T08:00")
    close_period(here, "2026-q3", NONE)
    assert successors(here) == {"2026-Q3-002": "2026-Q4-001", "2026-Q3-004": "2026-Q4-002"}
    with reading_session(here.engine) as session:
        carried = store.task_views(session, here.committee, states={WorkState.ASSIGNED})
    assert [(view.code, view.due) for view in carried if view.code.startswith("2026-Q4")] == [
        ("2026-Q4-001", date(2026, 12, 31)),
        ("2026-Q4-002", None),
    ]
    assert all("quý III/2026" in (row.reason or "") for row in history_rows(here) if row.action == "task.carry-over")
    assert states(here) == {
        "001": WorkState.DONE,
        "002": WorkState.CARRIED_OVER,
        "003": WorkState.ASSIGNED,
        "004": WorkState.CARRIED_OVER,
        "005": WorkState.WITHDRAWN,
    }
    with reading_session(here.engine) as session:
        period = session.exec(select(Period)).one()
    assert (period.code, period.cutoff, period.closed_at) == ("2026-Q3", date(2026, 9, 20), here.now)
    row = next(row for row in history_rows(here) if row.action == "period.close")
    assert {name: row.after[name] for name in ("done", "carry", "drop", "keep")} == {
        "done": 1, "carry": 2, "drop": 1, "keep": 1,
    }  # fmt: skip


def test_a_period_is_closed_once(quarter: Installation, open_at: Open) -> None:
    """The second time is told who did it and when."""
    here = open_at("2026-09-21T08:00")
    close_period(here, "2026-Q3", NONE)
    with pytest.raises(Refused, match="21/09/2026"):
        close_period(open_at("2026-09-22T08:00"), "2026-Q3", NONE)
    with pytest.raises(Refused, match="period show"), reading_periods(here) as book:
        book.propose("2026-Q3", NONE)


def test_a_period_is_not_closed_before_its_cutoff(quarter: Installation, open_at: Open) -> None:
    """Its figures are not there yet; a proposal is."""
    here = open_at("2026-09-19T08:00")
    with pytest.raises(Refused, match="20/09/2026"):
        close_period(here, "2026-Q3", NONE)
    with reading_periods(here) as book:
        assert book.propose("2026-Q3", NONE).as_of == date(2026, 9, 19)


def test_a_failure_in_the_middle_closes_nothing(
    quarter: Installation, open_at: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All of it or nothing."""
    here = open_at("2026-09-21T08:00")
    before = states(here)
    asked: list[str] = []

    def carry_and_fail(session: Session, committee: int, code: str, **facts: Any) -> Task:
        asked.append(code)
        if len(asked) == 2:
            raise RuntimeError("mất điện")
        return carry_over(session, committee, code, **facts)

    monkeypatch.setattr("tasks_registry.planning.runs.carry_over", carry_and_fail)
    with pytest.raises(RuntimeError):
        close_period(here, "2026-Q3", NONE)
    assert (states(here), successors(here)) == (before, {})
    assert {row.action for row in history_rows(here)}.isdisjoint({"period.close", "task.carry-over"})
    monkeypatch.undo()
    close_period(here, "2026-Q3", NONE)


def test_single_tasks_are_decided_otherwise(quarter: Installation, open_at: Open) -> None:
    """One kept, one dropped, one carried with the day that it has beyond the quarter."""
    here = open_at("2026-09-21T08:00")
    close_period(
        here,
        "2026-Q3",
        Override(carry=("2026-Q3-005",), drop=("2026-Q3-004",), keep=("2026-Q3-002",)),
    )
    assert [states(here)[number] for number in ("002", "004", "005")] == [
        WorkState.ASSIGNED,
        WorkState.WITHDRAWN,
        WorkState.CARRIED_OVER,
    ]


def test_tasks_still_close_after_the_cutoff_and_are_counted_apart(quarter: Installation, open_at: Open) -> None:
    """The report's figures stay what they were; the final ones tell what came after."""
    close_period(open_at("2026-09-21T08:00"), "2026-Q3", NONE)
    runs.perform(open_at("2026-09-28T16:00"), "2026-Q3-003", Act.CONFIRM, evidence="9-BC/ĐTN")
    shown = standing(open_at("2026-10-05T08:00"))
    assert (shown.as_of, shown.figures.done, shown.figures.open_in_time, shown.figures.open_overdue) == (
        date(2026, 9, 20), 1, 2, 1,
    )  # fmt: skip
    assert asdict(shown.outcome) == {
        "done_in_time": 2, "done_late": 0, "done_after_cutoff": 1, "open": 0, "suspended": 0, "carried": 2,
        "dropped": 1, "drafts": 0,
    }  # fmt: skip
    assert shown.closed_by == "Văn phòng"


def test_the_figures_of_a_cutoff_do_not_change_with_later_changes(quarter: Installation, open_at: Open) -> None:
    """A task reopened, read in or confirmed after it leaves them as the report had them."""
    figures = standing(open_at("2026-09-20T23:59")).figures
    later = open_at("2026-09-25T08:00")
    runs.perform(later, "2026-Q3-001", Act.REOPEN, reason="hồ sơ thiếu")
    runs.perform(later, "2026-Q3-002", Act.CONFIRM, evidence="7-TTr/UBND")
    store_reading(later, text="báo cáo khác")
    assert standing(later).figures == figures
    assert outcome_of(later)["done_late"] == 1


def test_drafts_that_nobody_confirmed_are_dropped(open_at: Open) -> None:
    """They were never promised."""
    store_reading(open_at(), accept=False)
    here = open_at("2026-09-30T08:00")
    closing = close_period(here, "2026-Q3", NONE)
    assert closing.count(Fate.DROP) == 5
    assert outcome_of(here) == {"dropped": 5}
    assert standing(here).figures.total == 0


def test_instances_of_recurring_tasks_stay(open_at: Open) -> None:
    """The next period has its own."""
    here = open_at("2026-09-01T08:00")
    with arranging(here) as arranger:
        arranger.add(NewRecurrence("Báo cáo tuần", "PKT", Rhythmic(phrase="ngày 10 hằng tháng")))
    plan_recurrences(here)
    late = open_at("2026-10-02T08:00")
    closing = close_period(late, "2026-Q3", NONE)
    assert [(verdict.code, verdict.fate) for verdict in closing.verdicts] == [("2026-Q3-001", Fate.KEEP)]
    runs.perform(late, "2026-Q3-001", Act.CONFIRM, evidence="1-BC/PKT")
    assert outcome_of(late) == {"done_late": 1, "done_after_cutoff": 1}


def test_a_half_year_counts_its_quarters_and_closes_only_its_own(quarter: Installation, open_at: Open) -> None:
    """Quarters are closed by quarter."""
    here = open_at("2026-12-20T08:00")
    assert standing(here, "2026-H2").outcome.total == 5
    assert close_period(here, "2026-H2", NONE).verdicts == ()
    assert standing(here, "2026-H1").outcome.total == 0


def test_the_list_has_the_running_periods_and_those_with_tasks(quarter: Installation, open_at: Open) -> None:
    """Oldest first, with the number of tasks and when each was closed."""
    here = open_at("2026-10-02T08:00")
    close_period(here, "2026-Q3", NONE)
    with reading_periods(here) as book:
        lines = [(line.span.code, line.tasks, line.closed_at is not None) for line in book.lines()]
    assert lines == [
        ("2026-9M", 0, False),
        ("2026", 0, False),
        ("2026-Q3", 5, True),
        ("2026-H2", 0, False),
        ("2026-Q4", 3, False),
    ]


def test_a_task_that_names_no_period_belongs_to_the_quarter_of_its_day(quarter: Installation, open_at: Open) -> None:
    """Tables brought in by hand name none."""
    with unit_of_work(quarter.engine) as session:
        store.get_task(session, quarter.committee, "2026-Q3-003").period = None
        store.get_task(session, quarter.committee, "2026-Q3-005").period = None
    assert standing(quarter).outcome.total == 4  # the fifth has neither period nor day
    assert standing(quarter, "2026").outcome.total == 4
    assert standing(quarter, "2026-09").outcome.total == 0


def test_only_the_office_closes(quarter: Installation, open_at: Open) -> None:
    """Everybody may look."""
    here = open_at("2026-09-21T08:00")
    for access in (Access.LEADER, Access.AGENCY, Access.INSPECTOR):
        somebody = replace(here, actor=replace(AN, access=access))
        with pytest.raises(Refused, match=access.label):
            close_period(somebody, "2026-Q3", NONE)
        assert standing(somebody).closed_at is None
