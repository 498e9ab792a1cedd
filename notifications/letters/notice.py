"""Notices: what happened to somebody's tasks and meetings, merged into one message."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from notifications.events import Event
from notifications.letter import Letter
from notifications.letters import truth
from notifications.letters.gathering import Gathered, NoticeRow, codes_awaiting_answer, gather, notice_rows
from notifications.letters.lines import Line, meeting_line, most_urgent_first, task_line
from notifications.letters.page import Paper
from notifications.letters.subjects import notice_subject
from notifications.letters.wording import counted, vietnamese_day
from notifications.writing import Desk, Order
from tasks_registry.states import WorkState
from tasks_registry.view import TaskView

_LABELS = {
    Event.ASSIGNED: "Giao việc",
    Event.RETURNED: "Trả lại",
    Event.DUE_CHANGED: "Đổi hạn",
    Event.EXTENSION_ASKED: "Xin gia hạn",
    Event.EXTENSION_GRANTED: "Đồng ý gia hạn",
    Event.EXTENSION_REFUSED: "Không gia hạn",
    Event.REMOVED: "Thôi phụ trách",
    Event.MEETING_FIXED: "Ấn định ngày họp",
    Event.MEETING_MOVED: "Dời ngày họp",
    Event.MEETING_POSTPONED: "Hoãn họp",
}
_COME = {
    "given": "Nhiệm vụ chuyển đến đồng chí",
    "resume": "Nhiệm vụ tiếp tục thực hiện",
    "reopen": "Nhiệm vụ mở lại",
    "carried": "Nhiệm vụ nối tiếp từ kỳ trước",
}
_GONE = {
    WorkState.WITHDRAWN: "Nhiệm vụ đã được rút",
    WorkState.SUSPENDED: "Nhiệm vụ tạm dừng",
    WorkState.CARRIED_OVER: "Nhiệm vụ chuyển sang kỳ sau",
}


@dataclass(frozen=True)
class _Told:
    """Something that happened, with the day that held before the first of several changes."""

    event: Event
    before: date | None
    after: date | None
    detail: Mapping[str, Any]
    task_id: int
    meeting_id: int


def write_notices(desk: Desk, orders: Sequence[Order]) -> dict[int, Letter]:
    """Write the notices of ``orders`` that still hold; one with nothing left to say is left out."""
    ids = [entry.notice_id for order in orders for entry in order.entries if entry.notice_id is not None]
    rows = notice_rows(desk.session, desk.committee, ids)
    along = (int(move["task"]) for row in rows.values() for move in _moves(row.detail))
    gathered = gather(
        desk, (*(row.task_id for row in rows.values()), *along), (row.meeting_id for row in rows.values())
    )
    asked = any(row.event is Event.EXTENSION_ASKED for row in rows.values())
    awaiting = codes_awaiting_answer(desk) if asked else set()
    paper = Paper.on(desk)
    letters = {}
    for order in orders:
        told = _lines(order, rows, gathered, awaiting, paper)
        if not told:
            continue
        lines = most_urgent_first(line for _, line in told)
        letters[order.message_id] = paper.letter(
            order,
            "notice",
            subject=notice_subject([_LABELS[event] for event, _ in told], lines),
            head=f"{desk.files.office.name} báo đồng chí {order.person.name}: {counted(len(lines))} thay đổi.",
            lines=lines,
        )
    return letters


def _lines(
    order: Order, rows: Mapping[int, NoticeRow], gathered: Gathered, awaiting: Collection[str], paper: Paper
) -> list[tuple[Event, Line]]:
    found = [row for entry in order.entries if (row := rows.get(entry.notice_id or 0)) is not None]
    lines = []
    for told in _merged(sorted(found, key=lambda row: (row.at, row.id))):
        line = _line(order, told, gathered, awaiting, paper)
        if line is not None:
            lines.append((told.event, line))
    return lines


def _merged(rows: Sequence[NoticeRow]) -> list[_Told]:
    """Make one of several changes of the same kind to the same thing: from what was first to what is last."""
    merged: dict[tuple[Event, int, int], _Told] = {}
    for row in rows:
        place = (row.event, row.task_id or 0, row.meeting_id or 0)
        before = merged[place].before if place in merged else truth.iso_day(row.detail.get("before"))
        after = truth.iso_day(row.detail.get("after"))
        merged[place] = _Told(row.event, before, after, row.detail, *place[1:])
    return list(merged.values())


def _line(order: Order, told: _Told, gathered: Gathered, awaiting: Collection[str], paper: Paper) -> Line | None:
    today = paper.desk.today
    task = gathered.tasks.get(told.task_id)
    if task is not None and truth.task_event_holds(told.event, told.after, task, order.person, awaiting):
        removed = told.event is Event.REMOVED
        return task_line(
            task,
            paper.secrecy,
            today,
            meeting=gathered.meeting_of(task),
            note=None if paper.secrecy.hides(task) else _who(told),
            link=None if removed else paper.task_link(order, task.id),
            happened=_what_happened(told, task),
        )
    meeting = gathered.meetings.get(told.meeting_id)
    if meeting is not None and truth.meeting_event_holds(told.event, told.after, meeting, today):
        line = meeting_line(meeting, paper.secrecy, today, happened=_what_of_meeting(told))
        return replace(line, note=". ".join(filter(None, (line.note, _moved_along(told, gathered)))) or None)
    return None


def _who(told: _Told) -> str | None:
    """Name who did it, and to whom a task was given."""
    by, to = told.detail.get("by"), told.detail.get("to")
    parts = [f"Người cập nhật: {by}"] if by else []
    parts += [f"Người phụ trách mới: {to}"] if to else []
    return "; ".join(parts) or None


def _moves(detail: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the due days of the person's tasks that moved along with a meeting."""
    moves: Sequence[Mapping[str, Any]] = detail.get("moves", ())
    return moves


def _moved_along(told: _Told, gathered: Gathered) -> str:
    """Say the new due days that came with a meeting's new day and still stand; by code, whatever the tasks are."""
    stand = [
        f"{task.code} đến {vietnamese_day(after)}"
        for move in _moves(told.detail)
        if (after := truth.iso_day(move.get("after"))) is not None
        and (task := gathered.tasks.get(int(move["task"]))) is not None
        and task.due == after
    ]
    return f"Hạn đổi theo: {', '.join(stand)}" if stand else ""


def _what_happened(told: _Told, task: TaskView) -> str:
    after = vietnamese_day(told.after) if told.after else ""
    if told.event is Event.DUE_CHANGED:
        if told.before is None:
            return f"Hạn mới: {after}"
        before = vietnamese_day(told.before)
        return f"Hạn đổi từ {before} thành {after}" if after else f"Hạn {before} không còn; chưa có hạn mới"
    if told.event is Event.REMOVED:
        return _GONE.get(task.work_state, "Đồng chí thôi phụ trách nhiệm vụ này")
    if told.event is Event.ASSIGNED:
        return _COME.get(str(told.detail.get("how")), "Nhiệm vụ mới giao")
    return {
        Event.RETURNED: "Trả lại để hoàn thiện",
        Event.EXTENSION_ASKED: f"Đề nghị gia hạn đến {after}" if after else "Đề nghị gia hạn",
        Event.EXTENSION_GRANTED: f"Đồng ý gia hạn đến {after}" if after else "Đồng ý gia hạn",
        Event.EXTENSION_REFUSED: "Không đồng ý gia hạn",
    }[told.event]


def _what_of_meeting(told: _Told) -> str:
    if told.event is Event.MEETING_POSTPONED:
        return "Hoãn, chưa có ngày họp mới"
    after = vietnamese_day(told.after) if told.after else ""
    if told.event is Event.MEETING_MOVED and told.before is not None:
        return f"Dời từ ngày {vietnamese_day(told.before)} sang ngày {after}"
    return f"Ấn định họp ngày {after}"
