"""The sentences of part I of a status report: what was counted, the rates, what is open, what has changed. Pure."""

from reports import words
from reports.entries import rates, tasks
from reports.meeting.background import PeriodComparison
from reports.meeting.facts import MeetingFacts
from reports.task_facts import TaskFact


def situation(facts: MeetingFacts) -> tuple[str, ...]:
    """Return what was counted, and the rates; of an office that has no tasks yet, that there are none."""
    if not facts.figures.total:
        return ("Đến nay chưa có nhiệm vụ nào được giao để theo dõi.",)
    return _totals(facts), rates(facts.figures)


def details(facts: MeetingFacts) -> tuple[str, ...]:
    """Return what else is to be said: what was done since the last session, what is open, whence, compared, aside."""
    compared = facts.background.comparison
    sentences = (
        _since_last_session(facts),
        _open_ones(facts),
        _origins(facts),
        _comparison(compared) if compared else "",
        _aside(facts),
    )
    return tuple(filter(None, sentences))


def _enumerated(kinds: tuple[tuple[tuple[TaskFact, ...], str], ...]) -> str:
    return words.enumerate_words([f"{tasks(len(members))} {kind}" for members, kind in kinds if members])


def _aside(facts: MeetingFacts) -> str:
    left_out = _enumerated(tuple((members, state.label) for state, members in facts.left_out))
    return f"Không tính vào số liệu: {left_out}." if left_out else ""


def _totals(facts: MeetingFacts) -> str:
    figures, count = facts.figures, words.count
    return (
        f"Tổng số nhiệm vụ theo dõi là {count(figures.total)}. Đã hoàn thành {count(figures.done)} nhiệm vụ "
        f"(đúng hạn {count(figures.done_in_time)}, quá hạn {count(figures.done_late)}), trong đó từ ngày "
        f"{words.day(facts.period_start)} đến nay hoàn thành {count(len(facts.done_in_period))}. Chưa hoàn thành "
        f"{count(figures.open)} nhiệm vụ (trong hạn {count(figures.open_in_time)}, "
        f"quá hạn {count(figures.open_overdue)})."
    )


def _since_last_session(facts: MeetingFacts) -> str:
    previous = facts.background.previous
    if previous is None or previous.day is None or not facts.figures.total:
        return ""
    return (
        f"Từ sau {words.meeting_name(previous)} (ngày {words.day(previous.day)}) đến nay đã hoàn thành "
        f"{tasks(len(facts.done_since_meeting))}."
    )


def _open_ones(facts: MeetingFacts) -> str:
    undated = facts.figures.open_without_deadline
    said = [
        _enumerated(((members, kind),))
        for members, kind in (
            (facts.awaiting_review, "đã nộp kết quả, chờ thẩm định"),
            (facts.returned, "văn phòng trả lại để hoàn chỉnh"),
            (facts.handed_back, "đã trả lại nơi giao"),
            (facts.without_report, "chưa có báo cáo của cơ quan chủ trì"),
            (facts.silent, f"quá {facts.silent_after_days} ngày không có báo cáo mới"),
        )
    ]
    said += [f"{tasks(undated)} chưa xác định hạn" if undated else ""]
    said += [_enumerated(((facts.without_lead, "chưa xác định cơ quan chủ trì"),))]
    kinds = list(filter(None, said))
    return f"Trong số chưa hoàn thành, có {words.enumerate_words(kinds)}." if kinds else ""


def _origins(facts: MeetingFacts) -> str:
    kinds = _enumerated(((facts.carried_in, "chuyển tiếp từ kỳ trước"), (facts.extended, "đã được gia hạn")))
    return f"Trong tổng số, có {kinds}." if kinds else ""


def _comparison(compared: PeriodComparison) -> str:
    row = compared.found.all
    if not row.later.promised:
        return ""
    ended = len(row.later.suspended) + len(row.later.dropped)
    beside = [
        f"không kể {words.count(ended)} nhiệm vụ tạm dừng, rút" if ended else "",
        f"có {words.count(len(row.came.carried_in))} chuyển từ {compared.former}" if row.came.carried_in else "",
    ]
    said = ", ".join(filter(None, beside))
    return (
        f"Riêng {tasks(row.later.promised)} của {compared.later}{f' ({said})' if said else ''} đến nay hoàn thành "
        f"{words.count(len(row.later.done))}, đạt {words.percent(row.later.rate_done)}{_beside_former(compared)}."
    )


def _beside_former(compared: PeriodComparison) -> str:
    row = compared.found.all
    if row.points_done is None:
        return ""
    former = row.former
    return (
        f", {words.change(row.points_done)} so với {compared.former} ({words.count(len(former.done))}/"
        f"{words.count(former.promised)} nhiệm vụ, {words.percent(former.rate_done)})"
    )
