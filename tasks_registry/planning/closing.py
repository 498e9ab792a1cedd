"""Decides what becomes of the tasks of a period when it is closed, and counts what became of them. Pure."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from config.rhythm import JudgedBy
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.deadlines import judged_due
from tasks_registry.errors import Refused
from tasks_registry.planning.periods import PeriodSpan
from tasks_registry.reading.model import Kind
from tasks_registry.states import WorkState
from tasks_registry.time_state import Figures, TimeState, count_figures, time_state


class Fate(StrEnum):
    """What becomes of a task when its period is closed."""

    DONE = "done"
    CARRY = "carry"
    DROP = "drop"
    KEEP = "keep"

    @property
    def label(self) -> str:
        """The fate as an office writes it."""
        return _LABELS[self]


_LABELS = {
    Fate.DONE: "hoàn thành",
    Fate.CARRY: "chuyển kỳ sau",
    Fate.DROP: "không theo dõi tiếp",
    Fate.KEEP: "để nguyên trong kỳ",
}
_SETTLED = {
    WorkState.DONE: (Fate.DONE, "đã hoàn thành"),
    WorkState.CARRIED_OVER: (Fate.CARRY, "đã chuyển từ trước"),
    WorkState.WITHDRAWN: (Fate.DROP, "đã rút từ trước"),
}
_NOT_BEGUN = frozenset({WorkState.ASSIGNED, WorkState.RECEIVED})


@dataclass(frozen=True)
class PeriodTask:
    """What closing a period needs of one of its tasks."""

    id: int
    code: str
    title: str
    kind: Kind
    work_state: WorkState
    due: date | None
    completed_on: date | None
    created_at: datetime
    waits_for: str | None = None
    instance: bool = False
    """Whether it is an instance of a recurring task."""
    successor_id: int | None = None
    original_due: date | None = None


@dataclass(frozen=True)
class Verdict:
    """What becomes of a task, and why. ``settled`` when it is so already and nothing is left to do."""

    code: str
    title: str
    fate: Fate
    reason: str
    settled: bool = False


@dataclass(frozen=True)
class Override:
    """Codes for which a person decides otherwise."""

    carry: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()

    def fates(self) -> dict[str, Fate]:
        """Return code → fate; raises ``Refused`` for a code given twice."""
        named = [
            (code, fate)
            for fate, codes in ((Fate.CARRY, self.carry), (Fate.DROP, self.drop), (Fate.KEEP, self.keep))
            for code in dict.fromkeys(codes)
        ]
        twice = next((code for code, count in Counter(code for code, _ in named).items() if count > 1), None)
        if twice is not None:
            raise Refused(
                f"Nhiệm vụ {twice} được nêu ở hai mục. Mỗi nhiệm vụ chỉ chọn một: --carry, --drop hoặc --keep."
            )
        return dict(named)


def judge(task: PeriodTask, span: PeriodSpan, today: date) -> Verdict:
    """Return what is proposed for a task of ``span`` when that is closed on ``today``.

    A period is closed while it still runs: what is due in the days that are left stays in it, to be finished in time.
    """
    if task.work_state in _SETTLED:
        fate, reason = _SETTLED[task.work_state]
        return Verdict(task.code, task.title, fate, reason, settled=True)
    fate, reason = _fate(task, span, today)
    return Verdict(task.code, task.title, fate, reason)


def _fate(task: PeriodTask, span: PeriodSpan, today: date) -> tuple[Fate, str]:
    if task.work_state is WorkState.DRAFT:
        return Fate.DROP, "nháp, chưa được xác nhận"
    if task.instance:
        return Fate.KEEP, "việc định kỳ, kỳ sau có lần sau"
    if task.work_state is WorkState.SUSPENDED:
        return Fate.CARRY, "đang tạm dừng"
    if task.kind is Kind.CONDITIONAL and task.due is None and task.work_state in _NOT_BEGUN:
        return Fate.DROP, f"điều kiện chưa xảy ra: {task.waits_for}" if task.waits_for else "điều kiện chưa xảy ra"
    if task.due is not None and today <= task.due <= span.last_day:
        return Fate.KEEP, f"còn trong hạn của kỳ, đến {task.due:%d/%m/%Y}"
    return Fate.CARRY, f"chưa hoàn thành ({task.work_state.label})"


def judge_all(tasks: Sequence[PeriodTask], span: PeriodSpan, today: date, override: Override) -> list[Verdict]:
    """Return the verdict on every task, where a person has decided otherwise theirs.

    Raises ``Refused`` for a code that is not of the period, a task that is settled, a draft or an instance of a
    recurring task that was to be carried over.
    """
    fates = override.fates()
    known = {task.code for task in tasks}
    stranger = next((code for code in fates if code not in known), None)
    if stranger is not None:
        raise Refused(f"Nhiệm vụ {stranger} không thuộc {span.label}. Hãy xem: dondoc period close {span.code}")
    return [_decided(task, judge(task, span, today), fates.get(task.code)) for task in tasks]


def _decided(task: PeriodTask, proposed: Verdict, fate: Fate | None) -> Verdict:
    if fate is None or fate is proposed.fate:
        return proposed
    if proposed.settled:
        raise Refused(f"Nhiệm vụ {task.code} {proposed.reason}, không thể chọn lại. Hãy bỏ mã này ra.")
    if fate is Fate.CARRY and task.work_state is WorkState.DRAFT:
        raise Refused(f"Nhiệm vụ {task.code} còn là nháp nên không chuyển được. Hãy xác nhận trước, hoặc chọn --keep.")
    if fate is Fate.CARRY and task.instance:
        raise Refused(f"Nhiệm vụ {task.code} là một lần của việc định kỳ nên không chuyển kỳ; kỳ sau có lần sau.")
    return replace(proposed, fate=fate, reason="văn phòng quyết định khi chốt kỳ")


def carried_to(span: PeriodSpan, today: date, calendar: WorkingCalendar) -> PeriodSpan:
    """Return the first later period of the same kind that has working days left: an old one may be closed late."""
    later = span.shifted(1)
    while calendar.roll_back(later.last_day) < today:
        later = later.shifted(1)
    return later


def due_when_carried(due: date | None, span: PeriodSpan, today: date) -> date | None:
    """Return the due day if a carried task keeps it because it lies beyond the period; None for a new one."""
    return due if due is not None and due > max(span.last_day, today) else None


class Ending(StrEnum):
    """What became of a task in its period; every task has exactly one."""

    DONE_IN_TIME = "done_in_time"
    DONE_LATE = "done_late"
    OPEN_IN_TIME = "open_in_time"
    """Tasks without a deadline included."""
    OPEN_OVERDUE = "open_overdue"
    SUSPENDED = "suspended"
    CARRIED = "carried"
    DROPPED = "dropped"
    DRAFT = "draft"
    """Nobody confirmed it: no commitment yet."""

    @property
    def label(self) -> str:
        """The ending as an office writes it."""
        return _ENDING_LABELS[self]


_ENDING_LABELS = {
    Ending.DONE_IN_TIME: "hoàn thành đúng hạn",
    Ending.DONE_LATE: "hoàn thành quá hạn",
    Ending.OPEN_IN_TIME: "chưa hoàn thành, trong hạn",
    Ending.OPEN_OVERDUE: "chưa hoàn thành, quá hạn",
    Ending.SUSPENDED: "tạm dừng",
    Ending.CARRIED: "chuyển kỳ sau",
    Ending.DROPPED: "rút, không theo dõi tiếp",
    Ending.DRAFT: "nháp",
}
_ENDING_OF_STATE = {
    WorkState.SUSPENDED: Ending.SUSPENDED,
    WorkState.CARRIED_OVER: Ending.CARRIED,
    WorkState.WITHDRAWN: Ending.DROPPED,
    WorkState.DRAFT: Ending.DRAFT,
}
_ENDING_OF_TIME = {
    TimeState.DONE_IN_TIME: Ending.DONE_IN_TIME,
    TimeState.DONE_LATE: Ending.DONE_LATE,
    TimeState.OVERDUE: Ending.OPEN_OVERDUE,
}


def ending(state: WorkState, time: TimeState) -> Ending:
    """Return what became of a task in ``state`` whose deadline stands at ``time`` (``time_state`` of the same day)."""
    return _ENDING_OF_STATE.get(state) or _ENDING_OF_TIME.get(time, Ending.OPEN_IN_TIME)


class Followed(Protocol):
    """A task that another one may carry on."""

    @property
    def id(self) -> int: ...

    @property
    def successor_id(self) -> int | None: ...


_Followed = TypeVar("_Followed", bound=Followed)


def counted_once(tasks: Collection[_Followed]) -> list[_Followed]:
    """Leave out what a later task of the same collection carries on: a half year has both, and one commitment."""
    ids = {task.id for task in tasks}
    return [task for task in tasks if task.successor_id not in ids]


@dataclass(frozen=True)
class Outcome:
    """What became of the tasks of a period; each is counted once."""

    done_in_time: int = 0
    done_late: int = 0
    done_after_cutoff: int = 0
    """Of the done ones: finished when the figures of the report had been counted already."""
    open: int = 0
    suspended: int = 0
    carried: int = 0
    dropped: int = 0
    drafts: int = 0

    @property
    def total(self) -> int:
        """All tasks of the period."""
        done = self.done_in_time + self.done_late
        return done + self.open + self.suspended + self.carried + self.dropped + self.drafts


def rewind(
    tasks: Iterable[PeriodTask], befores: Mapping[int, Mapping[str, Any]], instant: datetime
) -> list[PeriodTask]:
    """Return the tasks as they were at ``instant``.

    ``befores`` holds, by id, what a task's columns were before the first change after ``instant``, as history keeps
    it. Tasks that came later are left out.
    """
    return [_rewound(task, befores.get(task.id, {})) for task in tasks if task.created_at <= instant]


def _rewound(task: PeriodTask, before: Mapping[str, Any]) -> PeriodTask:
    facts: dict[str, Any] = {}
    if "work_state" in before:
        facts["work_state"] = WorkState(before["work_state"])
    for name in ("due", "original_due", "completed_on"):
        if name in before:
            facts[name] = date.fromisoformat(before[name]) if before[name] else None
    return replace(task, **facts)


def figures_on(
    tasks: Iterable[PeriodTask], day: date, due_soon_days: int, judged_by: JudgedBy = JudgedBy.CURRENT
) -> Figures:
    """Return the official figures of ``tasks`` as they stand on ``day``."""
    return count_figures(_time_state(task, day, due_soon_days, judged_by) for task in tasks)


def _time_state(task: PeriodTask, day: date, due_soon_days: int, judged_by: JudgedBy) -> TimeState:
    due = judged_due(task.due, task.original_due, judged_by)
    return time_state(task.work_state, due, task.completed_on, day, due_soon_days)


def outcome(
    tasks: Collection[PeriodTask], at_cutoff: Collection[PeriodTask], judged_by: JudgedBy = JudgedBy.CURRENT
) -> Outcome:
    """Count what became of ``tasks``; ``at_cutoff`` are the same as they were at the cut-off.

    A task that a later one of the same collection carries on is counted there only: a half year has both.
    """
    counted = counted_once(tasks)
    # An open task is open here, late or not: any day will do to tell the done ones apart.
    endings = Counter(ending(task.work_state, _time_state(task, date.max, 0, judged_by)) for task in counted)
    done_before = {task.id for task in at_cutoff if task.work_state is WorkState.DONE}
    return Outcome(
        done_in_time=endings[Ending.DONE_IN_TIME],
        done_late=endings[Ending.DONE_LATE],
        done_after_cutoff=sum(task.work_state is WorkState.DONE and task.id not in done_before for task in counted),
        open=endings[Ending.OPEN_IN_TIME] + endings[Ending.OPEN_OVERDUE],
        suspended=endings[Ending.SUSPENDED],
        carried=endings[Ending.CARRIED],
        dropped=endings[Ending.DROPPED],
        drafts=endings[Ending.DRAFT],
    )
