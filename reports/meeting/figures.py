"""Every figure of a status report by its name, with the tasks behind it, so that it can be opened. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reports import words
from reports.meeting.facts import MeetingFacts
from reports.task_facts import TaskFact
from tasks_registry.states import LEFT_OUT
from tasks_registry.time_state import TimeState


@dataclass(frozen=True)
class NamedFigure:
    """A figure: ``key`` is stable and names it in commands, ``label`` is what people read."""

    key: str
    label: str
    tasks: tuple[TaskFact, ...]

    @property
    def number(self) -> int:
        """The figure itself: how many tasks stand behind it."""
        return len(self.tasks)


def named_figures(facts: MeetingFacts) -> tuple[NamedFigure, ...]:
    """Return the figures of ``facts``, those of the official 2×2 first."""
    return (*_of_table(facts), *_of_lists(facts), *_left_out(facts))


def of_agency(figures: Iterable[NamedFigure], code: str) -> tuple[NamedFigure, ...]:
    """Return the same figures of the tasks that agency ``code`` leads."""
    return tuple(
        replace(figure, tasks=tuple(fact for fact in figure.tasks if fact.task.lead_code == code)) for figure in figures
    )


def _of_table(facts: MeetingFacts) -> Sequence[NamedFigure]:
    def figure(key: str, label: str, *times: TimeState) -> NamedFigure:
        return NamedFigure(key, label, tuple(fact for fact in facts.appendix if fact.time in times))

    in_time = (TimeState.IN_TIME, TimeState.DUE_SOON, TimeState.DUE_TODAY, TimeState.NO_DEADLINE)
    return (
        NamedFigure("total", "Tổng số nhiệm vụ", facts.appendix),
        figure("done", "Đã hoàn thành", TimeState.DONE_IN_TIME, TimeState.DONE_LATE),
        figure("done-in-time", "Hoàn thành đúng hạn", TimeState.DONE_IN_TIME),
        figure("done-late", "Hoàn thành quá hạn", TimeState.DONE_LATE),
        figure("open", "Chưa hoàn thành", *in_time, TimeState.OVERDUE),
        figure("open-in-time", "Chưa hoàn thành, trong hạn", *in_time),
        figure("open-overdue", "Chưa hoàn thành, quá hạn", TimeState.OVERDUE),
        figure("no-deadline", "Chưa xác định hạn", TimeState.NO_DEADLINE),
    )


def _of_lists(facts: MeetingFacts) -> Sequence[NamedFigure]:
    return (
        NamedFigure("agenda", "Trình Hội nghị này", facts.agenda),
        NamedFigure("due-before", "Đến hạn trước hoặc trong ngày Hội nghị", facts.due_before_meeting),
        NamedFigure("due-soon", f"Đến hạn trong {facts.due_soon_days} ngày tới, sau Hội nghị", facts.due_soon),
        NamedFigure("to-review", "Đã nộp kết quả, chờ thẩm định", facts.awaiting_review),
        NamedFigure("returned", "Trả lại để hoàn chỉnh", facts.returned),
        NamedFigure("handed-back", "Cơ quan chủ trì trả lại nơi giao", facts.handed_back),
        NamedFigure("extended", "Được gia hạn", facts.extended),
        NamedFigure("no-report", "Chưa có báo cáo của cơ quan chủ trì", facts.without_report),
        NamedFigure("silent", f"Quá {facts.silent_after_days} ngày không có báo cáo mới", facts.silent),
        NamedFigure("no-lead", "Chưa xác định cơ quan chủ trì", facts.without_lead),
        NamedFigure("done-period", "Hoàn thành từ đầu kỳ", facts.done_in_period),
        NamedFigure("done-since", "Hoàn thành từ sau hội nghị trước", facts.done_since_meeting),
        NamedFigure("carried-in", "Chuyển tiếp từ kỳ trước", facts.carried_in),
        NamedFigure("between", "Ban Thường vụ chỉ đạo, giải quyết giữa hai kỳ hội nghị", facts.between),
    )


def _left_out(facts: MeetingFacts) -> Sequence[NamedFigure]:
    found = dict(facts.left_out)
    return [
        NamedFigure(
            state.value.replace("_", "-"),
            f"{words.capital(state.label)} (không tính vào tổng số)",
            found.get(state, ()),
        )
        for state in LEFT_OUT
    ]
