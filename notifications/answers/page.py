"""What somebody who opens a link sees of the task, and what can be answered to it now. Pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from notifications.answers.errors import NothingToAnswer
from notifications.answers.states import AnswerState
from notifications.links import ANSWERS, Purpose
from notifications.secrecy import Secrecy
from tasks_registry.states import WORKED_ON, WorkState
from tasks_registry.view import TaskView

UNSAID = "Nội dung không nêu ở đây"
"""Stands for the title of a secret or discreet task; the same for both."""
_SHOWN = WORKED_ON | {WorkState.SUBMITTED, WorkState.SUSPENDED}
"""States in which the task is still its owner's concern."""


@dataclass(frozen=True)
class Answered:
    """What the person has answered about the task; its text is not shown again."""

    purpose: Purpose
    at: datetime
    state: AnswerState


@dataclass(frozen=True)
class TaskPage:
    """A task as the person with the letter may see it: whoever holds the letter can open its links."""

    code: str
    title: str
    text: str | None
    """The whole commitment, where it says more than the title."""
    due: date | None
    days_left: int | None
    lead: str | None
    meeting: str | None
    product: str | None
    state: str
    percent: int | None
    person: str
    version: int
    offers: tuple[Purpose, ...]
    """What can be answered now."""
    answered: tuple[Answered, ...] = ()


def task_page(
    task: TaskView,
    *,
    person: str,
    today: date,
    secrecy: Secrecy,
    may_answer: bool,
    extension_waits: bool,
    answered: Sequence[Answered] = (),
) -> TaskPage:
    """Return what is shown of ``task`` and offered to ``person``; of a discreet one only code and day.

    Raises ``NothingToAnswer`` for a task that has ended.
    """
    if task.work_state not in _SHOWN:
        raise NothingToAnswer(
            f"Nhiệm vụ {task.code} đang ở trạng thái “{task.work_state.label}” nên không cần trả lời nữa."
        )
    said = secrecy.of_task(task)
    whole = None if said.discreet or task.text.rstrip(" .;,/") == said.title.rstrip(" .;,/…") else task.text
    waiting = {one.purpose for one in answered if one.state is AnswerState.PROPOSED}
    return TaskPage(
        code=task.code,
        title=UNSAID if said.discreet else said.title,
        text=whole,
        due=task.due,
        days_left=(task.due - today).days if task.due is not None else None,
        lead=said.agency,
        meeting=said.meeting,
        product=said.product,
        state=task.work_state.label,
        percent=None if said.discreet else task.percent,
        person=person,
        version=task.version,
        offers=_offers(task, waiting, extension_waits) if may_answer else (),
        answered=tuple(answered),
    )


def _offers(task: TaskView, waiting: Collection[Purpose], extension_waits: bool) -> tuple[Purpose, ...]:
    """Return what can be answered. Reports may follow one another, the others wait for the office's word."""
    open_to = {
        Purpose.RECEIVED: task.work_state is WorkState.ASSIGNED,
        Purpose.PROGRESS: task.work_state in WORKED_ON | {WorkState.SUBMITTED},
        Purpose.EXTENSION: task.work_state in WORKED_ON and task.due is not None and not extension_waits,
        Purpose.NOT_MINE: task.work_state in WORKED_ON,
    }
    return tuple(
        purpose for purpose in ANSWERS if open_to[purpose] and (purpose is Purpose.PROGRESS or purpose not in waiting)
    )


def require_offer(page: TaskPage, purpose: Purpose) -> None:
    """Raise ``NothingToAnswer`` when ``purpose`` cannot be answered now, with what stands in its way."""
    if purpose in page.offers:
        return
    earlier = next((one for one in page.answered if one.purpose is purpose), None)
    if earlier is not None and earlier.state is AnswerState.PROPOSED:
        reason = f"Đồng chí đã trả lời “{purpose.label}” bằng một thư khác; văn phòng đang xem xét."
    elif not page.offers:
        reason = f"Nhiệm vụ {page.code} (“{page.state}”) hiện không chờ trả lời của đồng chí."
    else:
        reason = f"Nhiệm vụ {page.code} đang ở trạng thái “{page.state}” nên không cần trả lời “{purpose.label}”."
    raise NothingToAnswer(reason)
