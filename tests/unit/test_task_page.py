"""What the page of a link shows and offers."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from config.reminders import SecrecyRules
from notifications.answers.errors import NothingToAnswer
from notifications.answers.page import Answered, TaskPage, require_offer, task_page
from notifications.answers.states import AnswerState
from notifications.links import ANSWERS, Purpose
from notifications.secrecy import Secrecy
from tasks_registry.states import WorkState
from tasks_registry.view import TaskView
from tests.support.cast import OFFICER, task

SECRECY = Secrecy.of(SecrecyRules())
TODAY = date(2026, 9, 10)
R, P, E, N = ANSWERS


def page(
    view: TaskView,
    *,
    answered: tuple[Answered, ...] = (),
    may_answer: bool = True,
    extension_waits: bool = False,
) -> TaskPage:
    return task_page(
        view,
        person=OFFICER.name,
        today=TODAY,
        secrecy=SECRECY,
        may_answer=may_answer,
        extension_waits=extension_waits,
        answered=answered,
    )


def said(purpose: Purpose, state: AnswerState = AnswerState.PROPOSED) -> Answered:
    return Answered(purpose, datetime(2026, 9, 9, 2, tzinfo=UTC), state)


@pytest.mark.parametrize(
    ("state", "offers"),
    [
        (WorkState.ASSIGNED, {R, P, E, N}),
        (WorkState.RECEIVED, {P, E, N}),
        (WorkState.IN_PROGRESS, {P, E, N}),
        (WorkState.RETURNED, {P, E, N}),
        (WorkState.SUBMITTED, {P}),
        (WorkState.SUSPENDED, set()),
    ],
)
def test_each_state_offers_what_the_registry_would_take(state: WorkState, offers: set[Purpose]) -> None:
    """Nobody is invited to an answer that is refused."""
    assert set(page(task(state=state)).offers) == offers


@pytest.mark.parametrize("state", [WorkState.DONE, WorkState.WITHDRAWN, WorkState.CARRIED_OVER, WorkState.HANDED_BACK])
def test_a_task_that_has_ended_has_no_page(state: WorkState) -> None:
    """It says in which state the task is."""
    with pytest.raises(NothingToAnswer, match=state.label):
        page(task(state=state))


def test_of_a_discreet_task_the_page_shows_code_and_day_only() -> None:
    """Whoever holds the letter could open it: marked secret, or a matter of personnel, discipline, complaints."""
    open_task = replace(task(meeting="Hội nghị BTV 26/6"), note="đã thẩm định", percent=40)
    marked = replace(open_task, secret=True)
    discreet = replace(open_task, title="Kỷ luật đảng viên Tô Văn X", text="Kỷ luật đảng viên Tô Văn X.")
    for hidden in (page(marked), page(discreet)):
        assert (hidden.code, hidden.due) == (open_task.code, open_task.due)
        for words in ("OCOP", "Tô Văn X", "Kinh tế", "Hội nghị BTV", "Hồ sơ"):
            assert words not in f"{hidden.title} {hidden.text} {hidden.lead} {hidden.meeting} {hidden.product}"
        assert hidden.percent is None
    shown = page(open_task)
    assert (shown.title, shown.meeting, shown.percent) == (open_task.title, "Hội nghị BTV 26/6", 40)


def test_the_whole_text_stands_there_where_it_says_more() -> None:
    """The title alone, when the text only repeats it."""
    assert page(task()).text is None
    assert page(replace(task(), text="Hoàn thành hồ sơ; xong trước kỳ họp.")).text is not None


def test_what_waits_for_the_office_is_not_asked_again() -> None:
    """But reports may follow one another, and what was turned down may be said anew."""
    waiting = tuple(said(purpose) for purpose in ANSWERS)
    assert page(task(), answered=waiting).offers == (P,)
    refused = tuple(said(purpose, AnswerState.REFUSED) for purpose in ANSWERS)
    assert set(page(task(), answered=refused).offers) == set(ANSWERS)


def test_an_extension_is_offered_where_it_can_be_granted() -> None:
    """Not without a due day, not while a request waits."""
    assert E not in page(task(due=None)).offers
    assert E not in page(task(), extension_waits=True).offers


def test_who_only_reads_is_offered_nothing() -> None:
    """A leader sees the task and answers nothing for its owner."""
    assert page(task(), may_answer=False).offers == ()


def test_a_form_that_is_not_offered_says_why() -> None:
    """Answered by another letter, not the person's to answer, or not in this state."""
    require_offer(page(task()), R)
    with pytest.raises(NothingToAnswer, match="bằng một thư khác"):
        require_offer(page(task(), answered=(said(R),)), R)
    with pytest.raises(NothingToAnswer, match="không chờ trả lời"):
        require_offer(page(task(), may_answer=False), R)
    with pytest.raises(NothingToAnswer, match="đã tiếp nhận"):
        require_offer(page(task(state=WorkState.RECEIVED)), R)
    with pytest.raises(NothingToAnswer, match="đã tiếp nhận"):
        require_offer(page(task(state=WorkState.RECEIVED), answered=(said(R, AnswerState.ACCEPTED),)), R)


@pytest.mark.parametrize(("due", "left"), [(date(2026, 9, 18), 8), (date(2026, 9, 8), -2), (None, None)])
def test_the_days_left_are_counted(due: date | None, left: int | None) -> None:
    """Negative once it is overdue."""
    assert page(task(due=due)).days_left == left
