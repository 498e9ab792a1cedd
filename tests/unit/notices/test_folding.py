"""What is left to say of several things that happened to one task or meeting."""

import pytest

from notifications.events import Event, NoticeView
from notifications.folding import fold
from tests.support.notices import view

A, B, C = "2026-09-18", "2026-09-21", "2026-09-25"


def said(*notices: NoticeView) -> list[tuple[Event, object, object, tuple[int, ...]]]:
    """Return event, before, after and origin of what is left, whatever the order in which it is handed in."""
    found = fold(notices)
    assert fold(reversed(notices)) == found
    return [(one.view.event, one.view.detail.get("before"), one.view.detail.get("after"), one.of) for one in found]


def changed(seq: int, before: str, after: str, event: Event = Event.DUE_CHANGED) -> NoticeView:
    return view(seq, event, before=before, after=after)


def test_a_day_changed_twice_is_told_once() -> None:
    """With the first "before" and the last "after"."""
    assert said(changed(1, A, B), changed(2, B, C)) == [(Event.DUE_CHANGED, A, C, (1, 2))]


def test_a_day_changed_back_is_not_told() -> None:
    """Nothing is different from what the person knows."""
    assert said(changed(1, A, B), changed(2, B, A)) == []


def test_different_tasks_are_told_by_themselves() -> None:
    """Only what is about one thing folds."""
    other = view(2, Event.DUE_CHANGED, task=2, before=B, after=A)
    assert [row[3] for row in said(changed(1, A, B), other)] == [(1,), (2,)]


def test_an_answer_is_told_with_the_day_that_holds_in_the_end() -> None:
    """A granted extension that the office corrects right away."""
    granted = changed(1, A, C, Event.EXTENSION_GRANTED)
    assert said(granted, changed(2, C, B)) == [(Event.EXTENSION_GRANTED, A, B, (1, 2))]
    assert said(granted, changed(2, C, A)) == [(Event.EXTENSION_GRANTED, A, A, (1, 2))]


def test_a_new_task_is_told_with_its_newest_day_only() -> None:
    """Who never knew the old deadline need not hear that it changed."""
    assert said(view(1, Event.ASSIGNED, how="assign", after=A), changed(2, A, B)) == [(Event.ASSIGNED, None, B, (1, 2))]


def test_an_answer_stands_beside_an_assignment() -> None:
    """Whoever asked waits for it."""
    events = [row[0] for row in said(view(1, Event.ASSIGNED, after=A), changed(2, A, B, Event.EXTENSION_GRANTED))]
    assert events == [Event.ASSIGNED, Event.EXTENSION_GRANTED]


def test_a_task_given_and_taken_away_again_is_not_told() -> None:
    """Nor anything that happened to it meanwhile."""
    assert said(view(1, Event.ASSIGNED), changed(2, A, B), view(3, Event.REMOVED, how="withdraw")) == []


def test_of_a_task_taken_away_only_that_is_told() -> None:
    """Its last deadline is nobody's business any more; of two reasons the last one holds."""
    notices = (changed(1, A, B), view(2, Event.REMOVED, how="suspend"), view(3, Event.REMOVED, how="withdraw"))
    (left,) = fold(notices)
    assert (left.view.detail["how"], left.of) == ("withdraw", (2, 3))


def test_away_and_back_leaves_only_a_deadline_that_changed_meanwhile() -> None:
    """Suspended and resumed before anybody was told."""
    away, back = view(1, Event.REMOVED, how="suspend", before=A), view(3, Event.ASSIGNED, how="resume", after=A)
    assert said(away, back) == []
    assert said(away, view(3, Event.ASSIGNED, how="resume", after=C)) == [(Event.DUE_CHANGED, A, C, (1, 3))]


@pytest.mark.parametrize("event", [Event.RETURNED, Event.EXTENSION_ASKED, Event.EXTENSION_REFUSED])
def test_the_same_thing_twice_is_told_once(event: Event) -> None:
    """As it was the last time."""
    assert [row[3] for row in said(view(1, event, by="An"), view(2, event, by="Khanh"))] == [(1, 2)]


def test_a_task_that_goes_on_in_the_next_period_is_told_once() -> None:
    """As the new task, which says what it goes on with; who has only the old one hears of its end."""
    new = view(1, Event.ASSIGNED, task=9, how="carried", after=C)
    old = view(2, Event.REMOVED, task=1, how="carry-over", successor=9)
    withdrawn = view(3, Event.REMOVED, task=3, how="withdraw")
    other, joined = fold([new, old, withdrawn])
    assert (joined.view.task_id, joined.view.detail["carries_on"], joined.of) == (9, 1, (1, 2))
    assert other.of == (3,)
    assert [one.view.task_id for one in fold([old])] == [1]


def met(seq: int, event: Event, before: str | None, after: str | None, **detail: object) -> NoticeView:
    return view(seq, event, meeting=7, before=before, after=after, **detail)


FIXED, MOVED, POSTPONED = Event.MEETING_FIXED, Event.MEETING_MOVED, Event.MEETING_POSTPONED


@pytest.mark.parametrize(
    ("course", "left"),
    [
        ([(FIXED, None, A), (MOVED, A, B)], (FIXED, None, B)),
        ([(MOVED, A, B), (MOVED, B, C)], (MOVED, A, C)),
        ([(MOVED, A, B), (MOVED, B, A)], None),
        ([(POSTPONED, A, None), (FIXED, None, C)], (MOVED, A, C)),
        ([(POSTPONED, A, None), (FIXED, None, A)], None),
        ([(MOVED, A, B), (POSTPONED, B, None)], (POSTPONED, A, None)),
        ([(FIXED, None, A), (POSTPONED, A, None)], (POSTPONED, None, None)),
    ],
)
def test_the_course_of_a_meeting_is_told_by_its_ends(
    course: list[tuple[Event, str | None, str | None]], left: tuple[Event, str | None, str | None] | None
) -> None:
    """What the person knew, and what holds now."""
    found = said(*(met(seq, *step) for seq, step in enumerate(course, start=1)))
    assert found == ([] if left is None else [(*left, tuple(range(1, len(course) + 1)))])


def test_deadlines_that_moved_along_fold_as_well() -> None:
    """Each task once; one that is back where it was is left out."""
    first = met(1, MOVED, A, B, moves=[{"task": 5, "before": A, "after": B}, {"task": 6, "before": A, "after": B}])
    second = met(2, MOVED, B, C, moves=[{"task": 5, "before": B, "after": C}, {"task": 6, "before": B, "after": A}])
    (left,) = fold([first, second])
    assert left.view.detail["moves"] == [{"task": 5, "before": A, "after": C}]
    assert first.detail["moves"][0]["after"] == B
