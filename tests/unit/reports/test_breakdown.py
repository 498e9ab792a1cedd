"""Figures by agency, field and meeting: every breakdown partitions the tasks, and every figure has its tasks."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import astuple
from datetime import date

import pytest
from hypothesis import given

from config.rhythm import JudgedBy
from reports.breakdown import Part, by_agency, by_field, by_meeting
from reports.fields import FOR_MEETINGS, OTHER, field_of
from reports.task_facts import TaskFact, task_fact
from tasks_registry.states import WorkState
from tasks_registry.time_state import count_figures
from tasks_registry.view import TaskView
from tests.unit.reports.any_tasks import any_tasks
from tests.unit.reports.hoa_mai import MEETING, TODAY, task

Breakdown = Callable[[Sequence[TaskFact]], tuple[Part, ...]]
ALL: list[Breakdown] = [by_agency, by_field, by_meeting]


def _facts(tasks: Sequence[TaskView]) -> list[TaskFact]:
    return [task_fact(one, TODAY, 14, JudgedBy.CURRENT) for one in tasks]


@pytest.mark.parametrize("breakdown", ALL)
@given(tasks=any_tasks())
def test_a_breakdown_partitions_the_tasks(breakdown: Breakdown, tasks: list[TaskView]) -> None:
    """Each task stands in exactly one part, no part is empty, none comes twice."""
    facts = _facts(tasks)
    parts = breakdown(facts)
    assert Counter(fact.task.code for one in parts for fact in one.tasks) == Counter(one.code for one in tasks)
    assert all(one.tasks for one in parts)
    assert len({one.key for one in parts}) == len(parts)


@pytest.mark.parametrize("breakdown", ALL)
@given(tasks=any_tasks())
def test_the_parts_add_up_to_the_whole(breakdown: Breakdown, tasks: list[TaskView]) -> None:
    """Every one of the six figures is the sum of the parts, and each part counts its own tasks."""
    facts = _facts(tasks)
    parts = breakdown(facts)
    whole = count_figures(fact.time for fact in facts)
    assert tuple(sum(astuple(one.figures)[n] for one in parts) for n in range(6)) == astuple(whole)
    assert all(one.figures == count_figures(fact.time for fact in one.tasks) for one in parts)


@pytest.mark.parametrize("breakdown", ALL)
@given(tasks=any_tasks())
def test_the_order_of_the_parts_does_not_hang_on_that_of_the_tasks(breakdown: Breakdown, tasks: list[TaskView]) -> None:
    """Given backwards, the same parts come in the same order under the same names."""
    named = [(one.key, one.name, one.figures) for one in breakdown(_facts(tasks))]
    assert [(one.key, one.name, one.figures) for one in breakdown(_facts(tasks[::-1]))] == named


def test_agencies_with_most_overdue_tasks_come_first_and_nobodys_tasks_last() -> None:
    """The table by agency answers “whose” before anything else; equals stand by the Vietnamese name."""
    late = date(2024, 5, 1)
    facts = _facts([task(1, "CA"), task(2, "UBND", due=late), task(3, "BXDD"), task(4, None, due=late)])
    assert [(one.key, one.name) for one in by_agency(facts)] == [
        ("UBND", "Ủy ban nhân dân xã"),
        ("BXDD", "Ban Xây dựng Đảng"),
        ("CA", "Công an xã"),
        (None, None),
    ]


def test_fields_come_in_the_order_of_their_headings() -> None:
    """4.2 before 4.10; the items of meetings and what has no field of its own come last, in this order."""
    headings = [
        (None, None),
        ("III.2", "Hội nghị Đảng ủy lần thứ 17: Tháng 6 năm 2024"),
        ("III.4.10", "Quốc phòng, an ninh"),
        ("III.4.2", "Công tác dân vận"),
    ]
    facts = _facts([task(n, heading=path, heading_text=words) for n, (path, words) in enumerate(headings, 1)])
    assert [one.name for one in by_field(facts)] == [
        "Công tác dân vận",
        "Quốc phòng, an ninh",
        FOR_MEETINGS.name,
        OTHER.name,
    ]


def test_meetings_come_in_the_order_of_their_entry() -> None:
    """Meeting 9 before meeting 10, tasks of no meeting last."""
    places = ((10, "Hội nghị lần thứ 10"), (None, None), (9, "Hội nghị lần thứ 9"))
    facts = _facts([task(n, meeting_id=id_, meeting_name=name) for n, (id_, name) in enumerate(places, 1)])
    assert [(one.key, one.name) for one in by_meeting(facts)] == [
        ("9", "Hội nghị lần thứ 9"),
        ("10", "Hội nghị lần thứ 10"),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Về công tác giáo dục chính trị, tư tưởng", "Công tác giáo dục chính trị, tư tưởng"),
        ("Lĩnh vực kinh tế:", "Kinh tế"),
        ("Kinh tế, văn hoá - xã hội", "Kinh tế, văn hóa - xã hội"),
        ("Hội nghị Đảng ủy lần thứ 17: Tháng 6 năm 2024", FOR_MEETINGS.name),
        ("Chỉ đạo thực hiện một số nhiệm vụ trọng tâm khác", OTHER.name),
        ("MỘT SỐ NHIỆM VỤ TRỌNG TÂM QUÝ II/2024", OTHER.name),
        ("Ủy ban nhân dân xã", OTHER.name),
        ("…", OTHER.name),
        (" : ", OTHER.name),
        (None, OTHER.name),
    ],
)
def test_a_field_is_called_as_the_document_calls_it(heading: str | None, name: str) -> None:
    """Unless the heading names a period, a meeting, an agency or nothing at all."""
    assert field_of(task(heading_text=heading)).name == name


def test_two_spellings_of_a_heading_are_one_field() -> None:
    """Documents of two quarters differ in accents, capitals and “công tác”; the older task's words are kept."""
    headings = ("Công tác tổ chức, cán bộ", "TỔ CHỨC, CÁN BỘ", "Về công tác tổ chức cán bộ")
    (field,) = by_field(_facts([task(n, heading_text=words) for n, words in enumerate(headings, 1)]))
    assert (field.name, field.figures.total) == ("Công tác tổ chức, cán bộ", 3)


def test_tasks_of_a_meeting_keep_its_name() -> None:
    """The part of a meeting is keyed by its id, so that two meetings of one name stay apart."""
    done = task(1, meeting_id=MEETING.id, meeting_name=MEETING.name, work_state=WorkState.DONE)
    (one,) = by_meeting(_facts([done]))
    assert (one.key, one.name, one.figures.done) == (str(MEETING.id), MEETING.name, 1)
