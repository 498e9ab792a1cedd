"""How two periods are compared in words and rows. Pure.

Two things are told apart: the rates at each period's own cut-off, as the reports on them have them, and what became of
the tasks of both by the day of this report.
"""

from reports import task_words, words
from reports.comparison import ComparisonRow, Endings, percentage_points
from reports.entries import tasks
from reports.period.content import ComparedAgency, ComparedFigure, ComparedPeriod
from reports.period.facts import PeriodFacts
from tasks_registry.planning.closing import Ending


def has_former(facts: PeriodFacts) -> bool:
    """Tell whether the period before has anything to compare with."""
    return bool(facts.comparison.all.former.total)


def comparison_sentences(facts: PeriodFacts) -> tuple[str, ...]:
    """Word the rates at both cut-offs, and what went over from one period into the other."""
    return tuple(filter(None, (_rates(facts), _carried(facts), _left(facts))))


def _rates(facts: PeriodFacts) -> str:
    before, now = facts.former_figures, facts.figures
    points = percentage_points(before.rate_of_all, now.rate_of_all)
    if points is None:
        return ""
    sentence = (
        f"Đến ngày {words.day(facts.as_of)}, tỷ lệ hoàn thành trên tổng số đạt {words.percent(now.rate_of_all)}; "
        f"{facts.former.label} tại ngày chốt số liệu ({words.day(facts.former_cutoff)}) đạt "
        f"{words.percent(before.rate_of_all)} ({words.change(points)})."
    )
    points = percentage_points(before.rate_of_fallen_due, now.rate_of_fallen_due)
    if points is None:
        return sentence
    return (
        f"{sentence} Nếu không tính nhiệm vụ còn trong hạn, các tỷ lệ là {words.percent(now.rate_of_fallen_due)} và "
        f"{words.percent(before.rate_of_fallen_due)} ({words.change(points)})."
    )


def _carried(facts: PeriodFacts) -> str:
    whole = facts.comparison.all
    went = len(whole.former.carried)
    if not went:
        return ""
    return (
        f"{words.capital(facts.former.label)} có {words.count(went)} nhiệm vụ chuyển kỳ sau, trong "
        f"đó {words.count(len(whole.came.carried_in))} nhiệm vụ tiếp tục thực hiện trong {facts.span.label}."
    )


def _left(facts: PeriodFacts) -> str:
    """Say what of the period before is still open and was carried nowhere: nobody would look for it there any more."""
    former = facts.comparison.all.former
    if not former.open:
        return ""
    return (
        f"{words.capital(facts.former.label)} còn {tasks(len(former.open))} chưa hoàn thành, chưa chuyển kỳ (quá hạn "
        f"{words.count(len(former.open_overdue))})."
    )


def compared_figures(facts: PeriodFacts) -> tuple[ComparedFigure, ...]:
    """Return every cell of both periods, then the rates."""
    whole = facts.comparison.all
    counts = [("Tổng số nhiệm vụ", len(whole.former.total), len(whole.later.total))]
    counts += [
        (words.capital(one.label), len(cell(whole.former, one)), len(cell(whole.later, one))) for one in COMPARED
    ]
    rates = (
        (
            "Tỷ lệ hoàn thành, kể cả nhiệm vụ đã chuyển kỳ sau",
            whole.former.rate_done,
            whole.later.rate_done,
            whole.points_done,
        ),
        (
            "Tỷ lệ hoàn thành đúng hạn, kể cả nhiệm vụ đã chuyển kỳ sau",
            whole.former.rate_in_time,
            whole.later.rate_in_time,
            whole.points_in_time,
        ),
    )
    return (
        *(ComparedFigure(name, str(former), str(later), _signed(later - former)) for name, former, later in counts),
        *(
            ComparedFigure(name, words.percent(former), words.percent(later), _points(points))
            for name, former, later, points in rates
        ),
    )


COMPARED = tuple(one for one in Ending if one is not Ending.DRAFT)
"""The cells of a period, as they stand in tables."""


def cell(endings: Endings, one: Ending) -> tuple[str, ...]:
    """Return the codes of the tasks that ended so."""
    codes: tuple[str, ...] = getattr(endings, one.value)
    return codes


def compared_agencies(facts: PeriodFacts) -> tuple[ComparedAgency, ...]:
    """Return a row for each lead agency of either period, and one for all."""
    if not has_former(facts):
        return ()
    rows = [
        _agency(str(order), row.name or task_words.NO_LEAD, row)
        for order, row in enumerate(facts.comparison.by_agency, 1)
    ]
    return (*rows, _agency("", "Cộng", facts.comparison.all))


def _agency(order: str, name: str, row: ComparisonRow) -> ComparedAgency:
    return ComparedAgency(order, name, _period(row.former), _period(row.later), words.points(row.points_done))


def _period(endings: Endings) -> ComparedPeriod:
    return ComparedPeriod(
        total=len(endings.total),
        done=len(endings.done),
        open=len(endings.open),
        carried=len(endings.carried),
        ended=len(endings.suspended) + len(endings.dropped),
        rate=words.percent(endings.rate_done),
    )


def _signed(difference: int) -> str:
    return f"{difference:+d}" if difference else "0"


def _points(points: float | None) -> str:
    return f"{words.points(points)} điểm %" if points is not None else words.points(points)
