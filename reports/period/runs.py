"""Reports on periods as whole runs: gather from the registry, compute, write. What the command line calls."""

from pathlib import Path

from config.clock import office_day
from config.log import record
from reports import spreadsheet, word, words
from reports.files import write_new
from reports.kinds import DocumentKind
from reports.letterhead import DRAFT, Issue
from reports.pdf import as_pdf
from reports.period.compose import compose
from reports.period.facts import OwnersWord, PeriodFacts, PeriodRecords, period_facts
from reports.period.sheets import period_sheets
from reports.templates_in_use import templates_of
from tasks_registry.access import Duty, require
from tasks_registry.errors import Refused
from tasks_registry.installation import Installation
from tasks_registry.lifecycle import BARE_SUBMISSION
from tasks_registry.planning.period_end import PeriodBook
from tasks_registry.planning.periods import PeriodSpan, parse_period, period_of
from tasks_registry.planning.runs import reading_periods


def gather(here: Installation, code: str) -> PeriodFacts:
    """Return the facts of the period ``code`` (``2026-Q3``).

    Raises ``Refused`` for what is no code of a period, one that has not begun, one that has no task, and when the actor
    may not see every task.
    """
    require(here.actor, Duty.SURVEY)
    with reading_periods(here) as book:
        span = parse_period(code)
        if book.today < span.first_day:
            raise Refused(
                f"{words.capital(span.label)} chưa bắt đầu (từ ngày {words.day(span.first_day)}), chưa lập báo cáo."
            )
        records = _records(book, span)
    if not (records.then or records.now):
        raise Refused(
            f"Trong sổ chưa có nhiệm vụ nào của {span.label} nên không lập báo cáo. Nhiệm vụ giao theo quý thì lập báo "
            f"cáo quý: dondoc report period {period_of(span.last_day).code}"
        )
    rhythm = here.files.rhythm
    return period_facts(records, due_soon_days=rhythm.reminders.due_soon_days, judged_by=rhythm.deadlines.judged_by)


def _records(book: PeriodBook, span: PeriodSpan) -> PeriodRecords:
    today = book.today
    former, following = span.shifted(-1), span.following
    as_of = min(book.cutoff(span), today)
    return PeriodRecords(
        span=span,
        cutoff=book.cutoff(span),
        as_of=as_of,
        today=today,
        then=book.tasks(span, as_of),
        now=book.tasks(span, today),
        reported={
            id_: OwnersWord(office_day(report.at, book.zone), report.text)
            for id_, report in book.last_reports(span, as_of).items()
            if report.text != BARE_SUBMISSION
        },
        carrying_on=book.carrying_on(span),
        to_carry=book.to_carry(span),
        former=former,
        former_cutoff=book.cutoff(former),
        former_then=book.tasks(former, as_of),
        former_at_cutoff=book.tasks(former, min(book.cutoff(former), as_of)),
        following=following,
        following_now=book.tasks(following, today),
        following_carrying_on=book.carrying_on(following),
    )


def write_period_report(
    here: Installation, facts: PeriodFacts, folder: Path, *, issue: Issue = DRAFT, with_pdf: bool = False
) -> dict[str, Path]:
    """Write the report of ``facts`` as .docx and .xlsx into ``folder``, on request as PDF; returns ending → path.

    Raises ``ReportError`` when the folder cannot be used, or LibreOffice is missing for the PDF.
    """
    office = here.files.office
    content = compose(facts, office, issue)
    properties = word.Properties(f"Báo cáo {' '.join(content.subject)}", office.name)
    docx = templates_of(here.settings.home).render(DocumentKind.PERIOD, content, office.layout, properties, here.now)
    xlsx = spreadsheet.build(
        period_sheets(facts, office.name), title=f"Nhiệm vụ {facts.span.label}", author=office.name, now=here.now
    )
    made = {"docx": docx, "xlsx": xlsx, **({"pdf": as_pdf(docx)} if with_pdf else {})}
    written = write_new(folder, file_stem(facts), made)
    record("period_report.written", period=facts.span.code, file=written["docx"].name)
    return written


def file_stem(facts: PeriodFacts) -> str:
    """Return the file name without its ending: ``bao-cao-ky-2026-q3-2026-09-21``, the day on which it was made last."""
    return f"bao-cao-ky-{facts.span.code.lower()}-{facts.today.isoformat()}"
