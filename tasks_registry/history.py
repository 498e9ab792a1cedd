"""The append-only history: every change leaves a row that nobody can edit, chained to the one before."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from config.bulk import insert_rows
from tasks_registry.access import Actor
from tasks_registry.meetings.states import MEETING_TRANSITIONS, MeetingAct
from tasks_registry.models import Committee, History
from tasks_registry.states import TRANSITIONS

_BATCH = 1000

_WORDS = {
    "task.import": "đọc từ văn bản",
    "task.edit": "sửa",
    "task.merge": "gộp",
    "task.split": "tách",
    "task.import_table": "nhập từ bảng",
    "task.edit_table": "sửa theo bảng",
    "document.import_table": "nhập bảng nhiệm vụ",
    "document.add": "ghi nhận văn bản nguồn",
    "task.due_moved": "đổi hạn theo ngày hội nghị",
    "task.due_recounted": "tính lại hạn theo lịch làm việc",
    "task.start_term": "bắt đầu tính thời hạn",
    "calendar.off": "ghi ngày nghỉ",
    "calendar.work": "ghi ngày làm bù",
    "calendar.remove": "bỏ ngày nghỉ, ngày làm bù đã ghi",
    "task.attach": "đính kèm tệp",
    "task.evidence": "nêu tệp minh chứng",
    "meeting.attach": "đính kèm tệp",
    "document.attach": "đính kèm tệp",
    "task.corrected": "sửa theo bản mới của văn bản",
    "task.recur": "tạo từ việc định kỳ",
    "task.join_recurrence": "thành lần đầu của việc định kỳ",
    "recurrence.add": "lập việc định kỳ",
    "recurrence.edit": "sửa việc định kỳ",
    "recurrence.plan": "tạo các lần tới của việc định kỳ",
    "recurrence.stop": "dừng việc định kỳ",
    "recurrence.resume": "tiếp tục việc định kỳ",
    "period.close": "chốt kỳ",
    "task.to_meeting": "đưa vào hội nghị",
    "meeting.add": "lập",
    "meeting.plan": "dự kiến theo lịch họp thường kỳ",
    "meeting.adopt": "bổ sung theo văn bản",
    "meeting.fix_day": MEETING_TRANSITIONS[MeetingAct.FIX].label,
    "agenda.read": "đưa nhiệm vụ vào chương trình",
    "agenda.add": "thêm mục chương trình",
    "agenda.move": "đổi thứ tự chương trình",
    "agenda.withdraw": "rút mục chương trình",
    "agenda.carry": "lùi mục sang kỳ sau",
    "agenda.link": "gắn nhiệm vụ vào mục chương trình",
    **{f"meeting.{act.value}": transition.label for act, transition in MEETING_TRANSITIONS.items()},
    "task.carried": "chuyển tiếp từ kỳ trước",
    "task.report": "báo cáo tiến độ",
    "task.extension_ask": "xin gia hạn",
    "task.extension_approve": "đồng ý gia hạn",
    "task.extension_refuse": "không đồng ý gia hạn",
    "task.extension_withdraw": "rút đề nghị gia hạn",
    "task.answer_refused": "không chấp nhận trả lời gửi qua đường dẫn",
    "task.lead_moved": "chuyển cơ quan chủ trì do nhập cơ quan",
    "task.support_moved": "đổi cơ quan phối hợp do nhập cơ quan",
    "task.handover": "bàn giao cho người khác phụ trách",
    "message.resend": "gửi lại thư",
    "message.approve": "duyệt thư",
    "message.drop": "bỏ thư",
    "agency.merge": "nhập vào cơ quan khác",
    "person.move": "chuyển sang cơ quan kế tục",
    "person.absent": "ghi vắng mặt",
    "person.back": "ghi trở lại làm việc",
    "person.wish": "đổi cách nhận lời nhắc",
    "contact.clear": "dùng lại địa chỉ từng bị đánh dấu hỏng",
    "sending.arm": "bật gửi thật",
    "sending.disarm": "tắt gửi thật",
    "document.release": "cho gửi lời nhắc của văn bản mới nhập",
    "person.zalo": "liên kết tài khoản Zalo",
    "person.zalo_code": "cấp mã liên kết Zalo",
    "person.zalo_phone": "ghi số điện thoại nhận tin Zalo",
    "agenda.lead_moved": "chuyển cơ quan chuẩn bị do nhập cơ quan",
    "recurrence.lead_moved": "chuyển việc định kỳ do nhập cơ quan",
    "recurrence.handover": "bàn giao việc định kỳ",
    "committee.change": "sửa tên, cấp hoặc cấp ủy cấp trên",
    **{f"task.{act.value}": transition.label for act, transition in TRANSITIONS.items()},
}


def describe(action: str) -> str:
    """Say the stable name of an action as the office does."""
    return _WORDS.get(action, action)


@dataclass(frozen=True)
class Entry:
    """One change. ``before`` and ``after`` hold only what changed."""

    action: str
    entity: str
    entity_id: int
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
    reason: str | None = None


def log_change(
    session: Session,
    *,
    committee_id: int,
    actor: Actor,
    at: datetime,
    action: str,
    entity: str,
    entity_id: int,
    before: Mapping[str, object] | None = None,
    after: Mapping[str, object] | None = None,
    reason: str | None = None,
) -> None:
    """Add one history row to the caller's transaction."""
    entry = Entry(action, entity, entity_id, before or {}, after or {}, reason)
    log_changes(session, committee_id, [entry], actor=actor, at=at)


def log_changes(session: Session, committee_id: int, entries: Sequence[Entry], *, actor: Actor, at: datetime) -> None:
    """Add history rows to the caller's transaction, in their order.

    The committee's row is locked from here to the end of the transaction, so that two writers cannot hang their rows
    on the same link. Use cases lock it at their start: locks taken in two orders would be a deadlock.
    """
    if not entries:
        return
    connection = session.connection()
    length, head = connection.execute(
        sa.select(col(Committee.history_length), col(Committee.history_head))
        .where(col(Committee.id) == committee_id)
        .with_for_update()
    ).one()
    rows = []
    for seq, entry in enumerate(entries, start=length + 1):
        facts: dict[str, Any] = {
            "committee_id": committee_id,
            "seq": seq,
            "at": at,
            "actor": actor.name,
            "action": entry.action,
            "entity": entry.entity,
            "entity_id": entry.entity_id,
            "before": _plain(entry.before),
            "after": _plain(entry.after),
            "reason": entry.reason,
        }
        head = link(head, facts)
        rows.append({**facts, "hash": head})
    session.flush()
    insert_rows(session, History, rows)
    connection.execute(
        sa.update(Committee)
        .where(col(Committee.id) == committee_id)
        .values(history_length=length + len(rows), history_head=head)
        .execution_options(synchronize_session=False)
    )


def link(head: str, facts: Mapping[str, Any]) -> str:
    """Return the hash of a row with ``facts`` that hangs on the row whose hash is ``head`` (empty for the first)."""
    at: datetime = facts["at"]
    names = ("committee_id", "seq", "actor", "action", "entity", "entity_id", "before", "after", "reason")
    committee_id, seq, *rest = (facts[name] for name in names)
    sealed = [head, committee_id, seq, at.astimezone(UTC).isoformat(timespec="microseconds"), *rest]
    canonical = json.dumps(sealed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


@dataclass(frozen=True)
class ChainBreak:
    """Where the history of a committee is not what was written: ``seq`` is the first row that does not fit."""

    seq: int


def first_break(session: Session, committee_id: int) -> ChainBreak | None:
    """Return the first place where a committee's history was changed, cut or filled in; None when it is whole."""
    length, head = session.exec(
        select(Committee.history_length, Committee.history_head).where(Committee.id == committee_id)
    ).one()
    reached, last = "", 0
    for row in _rows(session, committee_id):
        reached = link(reached, row)
        if row["seq"] != last + 1 or row["hash"] != reached:
            return ChainBreak(last + 1)
        last += 1
    return None if (last, reached) == (length, head) else ChainBreak(min(last, length) + 1)


def _rows(session: Session, committee_id: int) -> Iterator[Mapping[str, Any]]:
    columns = [column for column in sa.inspect(History).columns if column.key != "id"]
    query = sa.select(*columns).where(col(History.committee_id) == committee_id).order_by(col(History.seq))
    with session.connection().execute(query.execution_options(yield_per=_BATCH)) as result:
        for row in result.mappings():
            yield {column.key: row[column] for column in columns}


def _plain(values: Mapping[str, object]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items()}


def _plain_value(value: object) -> object:
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
