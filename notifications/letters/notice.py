"""Notices: what happened to somebody's tasks and meetings, merged into one message."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from notifications import notice_store
from notifications.events import Event, NoticeView
from notifications.folding import fold
from notifications.letter import Letter
from notifications.letters import truth
from notifications.letters.gathering import Gathered, codes_awaiting_answer, gather
from notifications.letters.lines import Line, meeting_line, most_urgent_first, task_line
from notifications.letters.page import Paper
from notifications.letters.subjects import notice_subject
from notifications.letters.wording import counted, vietnamese_day
from notifications.writing import Desk, Order

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
    "withdraw": "Nhiệm vụ đã được rút",
    "suspend": "Nhiệm vụ tạm dừng",
    "carry-over": "Nhiệm vụ chuyển sang kỳ sau",
}


def write_notices(desk: Desk, orders: Sequence[Order]) -> dict[int, Letter]:
    """Write the notices of ``orders`` that still hold; one with nothing left to say is left out."""
    ids = [entry.notice_id for order in orders for entry in order.entries if entry.notice_id is not None]
    views = notice_store.notice_views(desk.session, ids)
    along = (int(move["task"]) for view in views.values() for move in _moves(view.detail))
    gathered = gather(
        desk, (*(view.task_id for view in views.values()), *along), (view.meeting_id for view in views.values())
    )
    asked = any(view.event is Event.EXTENSION_ASKED for view in views.values())
    awaiting = codes_awaiting_answer(desk) if asked else set()
    paper = Paper.on(desk)
    letters = {}
    for order in orders:
        told = _lines(order, views, gathered, awaiting, paper)
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
    order: Order, views: Mapping[int, NoticeView], gathered: Gathered, awaiting: Collection[str], paper: Paper
) -> list[tuple[Event, Line]]:
    found = [view for entry in order.entries if (view := views.get(entry.notice_id or 0)) is not None]
    lines = []
    for told in sorted((one.view for one in fold(found)), key=lambda view: (view.at, view.id)):
        line = _line(order, told, gathered, awaiting, paper)
        if line is not None:
            lines.append((told.event, line))
    return lines


def _line(order: Order, told: NoticeView, gathered: Gathered, awaiting: Collection[str], paper: Paper) -> Line | None:
    today, after = paper.desk.today, _day(told, "after")
    task = gathered.tasks.get(told.task_id or 0)
    if task is not None and truth.task_event_holds(told.event, after, task, order.person, awaiting):
        removed = told.event is Event.REMOVED
        return task_line(
            task,
            paper.secrecy,
            today,
            meeting=gathered.meeting_of(task),
            note=None if paper.secrecy.hides(task) else _who(told),
            link=None if removed else paper.task_link(order, task.id),
            happened=_what_happened(told, gathered),
        )
    meeting = gathered.meetings.get(told.meeting_id or 0)
    if meeting is not None and truth.meeting_event_holds(told.event, after, meeting, today):
        line = meeting_line(meeting, paper.secrecy, today, happened=_what_of_meeting(told))
        return replace(line, note=". ".join(filter(None, (line.note, _moved_along(told, gathered)))) or None)
    return None


def _day(told: NoticeView, name: str) -> date | None:
    return truth.iso_day(told.detail.get(name))


def _who(told: NoticeView) -> str | None:
    """Name who did it, and to whom a task was given."""
    by, to = told.detail.get("by"), told.detail.get("to")
    parts = [f"Người cập nhật: {by}"] if by else []
    parts += [f"Người phụ trách mới: {to}"] if to else []
    return "; ".join(parts) or None


def _moves(detail: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    """Return the due days of the person's tasks that moved along with a meeting."""
    moves: Sequence[Mapping[str, Any]] = detail.get("moves", ())
    return moves


def _moved_along(told: NoticeView, gathered: Gathered) -> str:
    """Say the new due days that came with a meeting's new day and still stand; by code, whatever the tasks are."""
    stand = [
        f"{task.code} đến {vietnamese_day(after)}"
        for move in _moves(told.detail)
        if (after := truth.iso_day(move.get("after"))) is not None
        and (task := gathered.tasks.get(int(move["task"]))) is not None
        and task.due == after
    ]
    return f"Hạn đổi theo: {', '.join(stand)}" if stand else ""


def _what_happened(told: NoticeView, gathered: Gathered) -> str:
    new = _day(told, "after")
    after = vietnamese_day(new) if new else ""
    if told.event is Event.DUE_CHANGED:
        old = _day(told, "before")
        if old is None:
            return f"Hạn mới: {after}"
        before = vietnamese_day(old)
        return f"Hạn đổi từ {before} thành {after}" if after else f"Hạn {before} không còn; chưa có hạn mới"
    if told.event is Event.REMOVED:
        return _GONE.get(str(told.detail.get("how")), "Đồng chí thôi phụ trách nhiệm vụ này")
    if told.event is Event.ASSIGNED:
        former = gathered.tasks.get(told.detail.get("carries_on", 0))
        if former is not None:
            return f"Nhiệm vụ nối tiếp {former.code} từ kỳ trước"
        return _COME.get(str(told.detail.get("how")), "Nhiệm vụ mới giao")
    return {
        Event.RETURNED: "Trả lại để hoàn thiện",
        Event.EXTENSION_ASKED: f"Đề nghị gia hạn đến {after}" if after else "Đề nghị gia hạn",
        Event.EXTENSION_GRANTED: f"Đồng ý gia hạn đến {after}" if after else "Đồng ý gia hạn",
        Event.EXTENSION_REFUSED: "Không đồng ý gia hạn",
    }[told.event]


def _what_of_meeting(told: NoticeView) -> str:
    before, new = _day(told, "before"), _day(told, "after")
    if told.event is Event.MEETING_POSTPONED:
        return "Hoãn, chưa có ngày họp mới"
    after = vietnamese_day(new) if new else ""
    if told.event is Event.MEETING_MOVED and before is not None:
        return f"Dời từ ngày {vietnamese_day(before)} sang ngày {after}"
    return f"Ấn định họp ngày {after}"
