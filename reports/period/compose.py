"""The report on a period as it is read: facts put into an office's sentences, part by part. Pure.

Part I holds results only: what the office has confirmed, by its evidence; what owners merely said is none. Causes are
quoted in the owners' own words and marked as theirs. The fixed words (headings of parts and columns) stand in the
template.
"""

from config.office import Office
from reports import task_words, words
from reports.breakdown import by_agency
from reports.entries import (
    CAUSE_LIMIT,
    AppendixGroup,
    Entry,
    EntryList,
    appendix_row,
    overdue_entry,
    overdue_opening,
    part_row,
    rates,
    tasks,
)
from reports.fields import OTHER
from reports.letterhead import DRAFT, Issue, letterhead, symbol
from reports.period.coming import coming_groups, coming_opening, coming_rows
from reports.period.compared import compared_agencies, compared_figures, comparison_sentences, has_former
from reports.period.content import PeriodReport
from reports.period.facts import PeriodFacts
from reports.period.naming import field_name
from reports.task_facts import TaskFact
from tasks_registry.states import WorkState

_ABBREVIATION = "BC"


def compose(facts: PeriodFacts, office: Office, issue: Issue = DRAFT) -> PeriodReport:
    """Word the report of ``facts`` for ``office``."""
    day = f"số liệu tính đến ngày {words.day(facts.as_of)}"
    results = _results(facts)
    since, compared = _since(facts), has_former(facts)
    causes, unexplained = _causes(facts)
    return PeriodReport(
        head=letterhead(office, _ABBREVIATION, facts.today, kind="period", issue=issue),
        subject=(
            f"tình hình thực hiện nhiệm vụ {facts.span.label},",
            f"phương hướng, nhiệm vụ trọng tâm {facts.following.label}",
        ),
        opening=(
            # Its part III is named nowhere here: read back, this sentence would be a heading over the whole report.
            f"{office.name} báo cáo tình hình thực hiện nhiệm vụ {facts.span.label}, {day}, như sau:"
        ),
        period=facts.span.label.upper(),
        next_period=facts.following.label.upper(),
        overview_heading="Kết quả chung" if results or since or compared else "",
        overview=_overview(facts),
        figures=facts.figures,
        figures_caption=f"Kết quả thực hiện ({day})",
        agencies=tuple(part_row(part, task_words.NO_LEAD) for part in facts.by_agency),
        agencies_caption=f"Kết quả theo cơ quan chủ trì ({day})",
        results=results,
        without_results=_without_results(facts),
        since_heading="Sau ngày chốt số liệu" if since else "",
        since=since,
        since_done=tuple(_result(fact) for fact in facts.since.done),
        comparison_heading=f"So sánh với {facts.former.label}" if compared else "",
        comparison=comparison_sentences(facts) if compared else (),
        former_label=words.capital(facts.former.label),
        later_label=words.capital(facts.span.label),
        compared=compared_figures(facts) if compared else (),
        compared_caption=f"Nhiệm vụ của hai kỳ (tính đến ngày {words.day(facts.as_of)})",
        shortcomings_heading="Tồn tại, hạn chế" if causes or unexplained else "",
        overdue_opening=overdue_opening(len(facts.overdue)),
        overdue=tuple(_overdue(fact, facts) for fact in facts.overdue),
        silent_opening=(
            f"Có {tasks(len(facts.without_report))} chưa có báo cáo của cơ quan chủ trì:"
            if facts.without_report
            else ""
        ),
        silent=_silent(facts),
        without_lead=(
            f"Có {tasks(len(facts.without_lead))} chưa xác định cơ quan chủ trì." if facts.without_lead else ""
        ),
        causes_heading="Nguyên nhân" if causes or unexplained else "",
        causes_opening="Theo báo cáo gần nhất của cơ quan chủ trì các nhiệm vụ quá hạn (trích):" if causes else "",
        causes=causes,
        causes_missing=unexplained,
        coming_opening=coming_opening(facts),
        coming=coming_groups(facts),
        appendix_of=(
            f"(kèm theo Báo cáo số {symbol(office, _ABBREVIATION, issue.number)}, {words.long_day(facts.today)} "
            f"của {office.name})"
        ),
        appendix=_appendix(facts),
        compared_agencies=compared_agencies(facts),
        coming_rows=coming_rows(facts),
    )


def _overview(facts: PeriodFacts) -> tuple[str, ...]:
    if not any(part.tasks for part in facts.tasks):
        return (f"Trong {facts.span.label} chưa có nhiệm vụ nào được giao để theo dõi.",)
    left_out = [f"{words.count(number)} nhiệm vụ {state.label}" for state, number in facts.left_out]
    running = f"Kỳ chưa đến ngày chốt số liệu ({words.day(facts.cutoff)}); số liệu còn thay đổi."
    return tuple(
        filter(
            None,
            (
                _totals(facts),
                rates(facts.figures) if facts.figures.total else "",
                f"Không tính vào số liệu: {words.enumerate_words(left_out)}." if left_out else "",
                _only_confirmed(facts),
                "" if facts.complete else running,
            ),
        )
    )


def _totals(facts: PeriodFacts) -> str:
    came, figures, count = facts.comparison.all.came, facts.figures, words.count
    older = len(came.carried_in) + len(came.carried_from_elsewhere)
    origin = f"{count(len(came.new))} nhiệm vụ mới, {count(older)} nhiệm vụ chuyển tiếp từ kỳ trước"
    return (
        f"Tổng số nhiệm vụ của {facts.span.label} là {count(len(came.total))}, gồm {origin}. Tính đến ngày "
        f"{words.day(facts.as_of)}, trong {tasks(figures.total)} theo dõi, đã hoàn thành {count(figures.done)} "
        f"(đúng hạn {count(figures.done_in_time)}, quá hạn {count(figures.done_late)}); chưa hoàn thành "
        f"{count(figures.open)} (trong hạn {count(figures.open_in_time)}, quá hạn {count(figures.open_overdue)})."
    )


def _only_confirmed(facts: PeriodFacts) -> str:
    waiting = len(facts.awaiting_review)
    if not waiting:
        return ""
    return (
        f"Kết quả nêu dưới đây chỉ gồm nhiệm vụ đã được thẩm định, xác nhận hoàn thành; {tasks(waiting)} "
        "đã nộp kết quả, đang chờ thẩm định, chưa tính là hoàn thành."
    )


def _results(facts: PeriodFacts) -> tuple[EntryList, ...]:
    return tuple(
        EntryList(
            f"{field_name(part.name, facts.by_field)} (hoàn thành {words.count(part.figures.done)}/"
            f"{tasks(part.figures.total)})",
            tuple(_result(fact) for fact in part.tasks if fact.task.work_state is WorkState.DONE),
        )
        for part in facts.results
    )


def _without_results(facts: PeriodFacts) -> str:
    names = [part.name or OTHER.name for part in facts.by_field if not part.figures.done]
    return f"Lĩnh vực chưa có nhiệm vụ hoàn thành: {'; '.join(names)}." if names and facts.results else ""


def _result(fact: TaskFact) -> str:
    """Name the task, who did it and by which document it is proved; of a secret task not even that number."""
    proof = task_words.evidence(fact.task)
    said = f"kết quả: {proof}; " if proof else "" if fact.task.secret else "chưa ghi văn bản, minh chứng; "
    return f"{task_words.title(fact.task)} ({task_words.lead(fact.task)}; {said}{task_words.time_words(fact)})."


def _since(facts: PeriodFacts) -> str:
    """Tell what came after the day of the figures: counted; what was finished stands under it, as results do."""
    since = facts.since
    if not since:
        return ""
    kinds = (
        ("được xác nhận hoàn thành", since.done),
        ("chuyển kỳ sau", since.carried),
        ("rút, không theo dõi tiếp", since.dropped),
        ("mở lại sau khi đã xác nhận hoàn thành", since.reopened),
        ("phát sinh thêm", since.added),
    )
    said = [f"{tasks(len(members))} {kind}" for kind, members in kinds if members]
    return (
        f"Từ sau ngày {words.day(facts.as_of)} đến ngày {words.day(facts.today)} có {words.enumerate_words(said)}; "
        "không tính vào số liệu của báo cáo này."
    )


def _overdue(fact: TaskFact, facts: PeriodFacts) -> Entry:
    entry = overdue_entry(fact)
    done_since = {one.task.id: one.task.completed_on for one in facts.since.done}
    if not (day := done_since.get(fact.task.id)):
        return entry
    return Entry(entry.title, f"{entry.text} Đã hoàn thành ngày {words.day(day)}, sau ngày chốt số liệu.")


def _silent(facts: PeriodFacts) -> tuple[str, ...]:
    """Name the tasks of each lead agency in one line."""
    return tuple(
        f"{part.name or task_words.NO_LEAD} ({words.count(len(part.tasks))}): "
        f"{'; '.join(task_words.short_title(fact.task) for fact in part.tasks)}."
        for part in by_agency(facts.without_report)
    )


def _causes(facts: PeriodFacts) -> tuple[tuple[Entry, ...], str]:
    """Quote what owners reported of their overdue tasks, and count those of which they said nothing."""
    quoted, silent = [], 0
    for fact in facts.overdue:
        report = facts.reported.get(fact.task.id)
        if report is None or fact.task.secret:
            silent += report is None
            continue
        said = words.shorten(words.plain(report.text), CAUSE_LIMIT)
        day = words.day(report.day)
        title = f"{task_words.lead(fact.task)} – {task_words.title(fact.task)}"
        quoted.append(Entry(title, f"“{said}” (báo cáo ngày {day})."))
    unexplained = f"{words.capital(tasks(silent))} quá hạn chưa có báo cáo nguyên nhân." if silent else ""
    return tuple(quoted), unexplained


def _appendix(facts: PeriodFacts) -> tuple[AppendixGroup, ...]:
    numbered = iter(range(1, 1 + sum(len(part.tasks) for part in facts.tasks)))
    return tuple(
        AppendixGroup(
            f"{words.roman(place)}. {field_name(part.name, facts.tasks)} ({words.count(len(part.tasks))})",
            tuple(appendix_row(next(numbered), fact) for fact in part.tasks),
        )
        for place, part in enumerate(facts.tasks, 1)
    )
