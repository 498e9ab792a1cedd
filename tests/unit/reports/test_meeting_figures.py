"""Named figures: each equals the length of its list, and the lists are what their names say."""

from collections import Counter
from dataclasses import astuple, replace
from datetime import date, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from reports.meeting.background import Background
from reports.meeting.facts import MeetingFacts
from reports.meeting.figures import NamedFigure, named_figures, of_agency
from tasks_registry.meetings.between import BetweenSessions, Interval, TaskCourse, last_session
from tasks_registry.meetings.states import AgendaState, MeetingKind
from tasks_registry.states import COUNTED, WorkState
from tasks_registry.view import MeetingView, TaskView
from tests.unit.reports.any_tasks import any_tasks
from tests.unit.reports.hoa_mai import AGENCIES, FORMER_SESSION, MEETING, TODAY, agenda_item, facts, task, whole_facts


@st.composite
def any_facts(draw: st.DrawFn) -> tuple[list[TaskView], MeetingFacts]:
    """Any tasks, any of them on the agenda, carried in or settled between the sessions."""
    tasks = draw(any_tasks())
    on_agenda = [one for one in tasks if draw(st.booleans())]
    items = tuple(
        agenda_item(n, one.title, one.code, task_state=one.work_state, state=draw(st.sampled_from(AgendaState)))
        for n, one in enumerate(on_agenda, 1)
    )
    settled = tuple(
        TaskCourse(one.code, one.title, "BTV", None, None, one.work_state, TODAY, None)
        for one in tasks
        if draw(st.booleans())
    )
    background = Background(
        previous=draw(st.sampled_from([None, FORMER_SESSION])),
        items=items,
        papers_due=draw(st.sampled_from([None, TODAY, TODAY + timedelta(days=3)])),
        between=draw(
            st.sampled_from([None, BetweenSessions(Interval(FORMER_SESSION, date(2024, 3, 29), TODAY), (), settled)])
        ),
        carries_on={one.id for one in tasks if draw(st.booleans())},
    )
    return tasks, facts(tasks, background=background)


def _named(found: MeetingFacts) -> dict[str, NamedFigure]:
    return {figure.key: figure for figure in named_figures(found)}


def _codes(*figures: NamedFigure) -> Counter[str]:
    return Counter(fact.task.code for figure in figures for fact in figure.tasks)


@given(any_facts())
def test_every_official_figure_is_the_length_of_its_list(drawn: tuple[list[TaskView], MeetingFacts]) -> None:
    """The cells, their sums and the undated ones; keys and labels are each used once."""
    _, found = drawn
    named, figures = _named(found), found.figures
    assert {key.replace("-", "_"): named[key].number for key in ("done-in-time", "done-late", "open-in-time")} == {
        key: getattr(figures, key) for key in ("done_in_time", "done_late", "open_in_time")
    }
    assert (named["open-overdue"].number, named["no-deadline"].number) == (
        figures.open_overdue,
        figures.open_without_deadline,
    )
    assert (named["total"].number, named["done"].number, named["open"].number) == (
        figures.total,
        figures.done,
        figures.open,
    )
    labels = [figure.label for figure in named_figures(found)]
    assert len(set(labels)) == len(labels) == len(named)


@given(any_facts())
def test_the_four_cells_partition_the_counted_tasks(drawn: tuple[list[TaskView], MeetingFacts]) -> None:
    """Each counted task in one cell; with those set aside and the drafts every task is accounted for."""
    tasks, found = drawn
    named = _named(found)
    cells = _codes(*(named[key] for key in ("done-in-time", "done-late", "open-in-time", "open-overdue")))
    assert cells == _codes(named["total"]) == Counter(one.code for one in tasks if one.work_state in COUNTED)
    aside = _codes(*(named[key] for key in ("suspended", "carried-over", "withdrawn")))
    drafts = Counter(one.code for one in tasks if one.work_state is WorkState.DRAFT)
    assert cells + aside + drafts == Counter(one.code for one in tasks)


@given(any_facts())
def test_every_list_holds_counted_tasks_once(drawn: tuple[list[TaskView], MeetingFacts]) -> None:
    """What the standing committee settled may be set aside by now; nothing else is outside the total."""
    _, found = drawn
    named = _named(found)
    counted = set(_codes(named["total"]))
    for key, figure in named.items():
        codes = _codes(figure)
        assert max(codes.values(), default=1) == 1, key
        if key not in ("between", "suspended", "carried-over", "withdrawn"):
            assert set(codes) <= counted, key
    open_ones = set(_codes(named["open"]))
    for key in ("to-review", "returned", "handed-back", "no-report", "silent", "no-lead", "due-soon"):
        assert set(_codes(named[key])) <= open_ones, key
    assert set(_codes(named["done-since"])) <= set(_codes(named["done"]))
    assert not set(_codes(named["silent"])) & set(_codes(named["no-report"]))


@given(any_facts())
def test_the_figures_of_all_agencies_add_up_to_the_figure(drawn: tuple[list[TaskView], MeetingFacts]) -> None:
    """Opened agency by agency, with what has no lead, every figure is whole again."""
    _, found = drawn
    named = named_figures(found)
    of_each = [of_agency(named, code) for code in AGENCIES]
    for place, figure in enumerate(named):
        led = sum((_codes(each[place]) for each in of_each), Counter())
        nobodys = Counter(fact.task.code for fact in figure.tasks if fact.task.lead_code is None)
        assert led + nobodys == _codes(figure), figure.key


@given(any_facts())
def test_the_parts_of_the_facts_partition_the_total(drawn: tuple[list[TaskView], MeetingFacts]) -> None:
    """By agency, by field, by meeting: the same tasks each time, and six figures that add up."""
    _, found = drawn
    total = _codes(_named(found)["total"])
    for parts in (found.by_agency, found.by_field, found.by_meeting):
        assert Counter(fact.task.code for part in parts for fact in part.tasks) == total
        assert [sum(column) for column in zip(*(astuple(part.figures) for part in parts), strict=True)] == (
            list(astuple(found.figures)) if parts else []
        )


@given(any_facts(), st.randoms(use_true_random=False))
def test_facts_do_not_hang_on_the_order_of_the_tasks(drawn: tuple[list[TaskView], MeetingFacts], dice: Random) -> None:
    """The same tasks in another order give the same figures, lists and agenda."""
    tasks, found = drawn
    shuffled = list(tasks)
    dice.shuffle(shuffled)
    assert facts(shuffled, background=found.background) == found


@given(any_facts())
def test_nothing_goes_before_the_meeting_twice(drawn: tuple[list[TaskView], MeetingFacts]) -> None:
    """An item and its task are one; a task whose item was taken off is not there, however it came to the meeting."""
    _, found = drawn
    codes = [entry.item.task_code for entry in found.agenda_entries]
    assert len(set(codes)) == len(codes)
    off = {item.task_code for item in found.background.items if item.state is not AgendaState.PLANNED}
    assert not off & set(codes)


def test_the_lists_of_hoa_mai_hold_what_their_names_say() -> None:
    """One task carried in, two settled between the sessions, eight done since the last one."""
    named = _named(whole_facts())
    assert {key: sorted(_codes(named[key])) for key in ("carried-in", "between", "extended", "returned")} == {
        "carried-in": ["2024-Q2-012"],
        "between": ["2024-Q2-005", "2024-Q2-019"],
        "extended": ["2024-Q2-008"],
        "returned": ["2024-Q2-004"],
    }
    assert named["done-since"].number == 8


def test_the_day_of_the_last_session_itself_is_not_since() -> None:
    """What was finished on 29 March was reported to that session."""
    assert FORMER_SESSION.day is not None
    tasks = [
        task(n, work_state=WorkState.DONE, completed_on=FORMER_SESSION.day + timedelta(days=n - 1)) for n in (1, 2)
    ]
    found = facts(tasks, background=Background(previous=FORMER_SESSION))
    assert [fact.task.id for fact in found.done_since_meeting] == [2]
    assert facts(tasks).done_since_meeting == ()


def _session(id_: int, day: date | None, **changes: object) -> MeetingView:
    return replace(FORMER_SESSION, id=id_, day=day, **changes)  # type: ignore[arg-type]


def test_the_last_session_is_the_regular_one_of_the_same_body() -> None:
    """Not a later one, an extraordinary one, another body's, one without a day – nor one of years ago."""
    near = _session(1, date(2024, 3, 29))
    others = [
        _session(4, date(2024, 5, 2), kind=MeetingKind.EXTRAORDINARY),
        _session(5, date(2024, 5, 15), body="BTV"),
        _session(6, date(2024, 9, 27)),
        _session(7, None),
    ]
    assert last_session(MEETING, [near, *others, MEETING], TODAY) == near
    assert last_session(replace(MEETING, day=None), [near, *others], TODAY) == near
    assert last_session(MEETING, [_session(1, date(2023, 3, 1))], TODAY) is None
    assert last_session(MEETING, others, TODAY) is None


def test_what_was_carried_into_a_coming_period_is_not_carried_in() -> None:
    """Carried in June from the second quarter into the third: its own period has yet to begin."""
    tasks = [task(1, period="2024-Q2"), task(2, period="2024-Q3"), task(3, period=None)]
    found = facts(tasks, background=Background(carries_on={1, 2, 3}))
    assert sorted(fact.task.id for fact in found.carried_in) == [1, 3]


def test_names_of_figures_fit_a_narrow_column() -> None:
    """A name that is broken over two lines in the table cannot be copied into the command."""
    assert all(len(figure.key) <= 13 for figure in named_figures(whole_facts()))
