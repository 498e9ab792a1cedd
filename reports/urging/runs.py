"""Urging letters as whole runs: who is to be urged, a letter for each, the list of all."""

from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from config.clock import office_day
from config.database import reading
from config.log import record
from reports import spreadsheet, word, words
from reports.files import write_new
from reports.kinds import DocumentKind
from reports.letterhead import DRAFT, Issue
from reports.pdf import as_pdf
from reports.templates_in_use import templates_of
from reports.urging.facts import LateAgency, Told, Urging, overdue_facts, urging
from reports.urging.letter import ABOUT, urging_letter
from reports.urging.sheets import urging_sheets
from tasks_registry import store
from tasks_registry.installation import Installation
from tasks_registry.states import WORKED_ON

_NAME_LIMIT = 60


def gather(
    here: Installation,
    agencies: Sequence[str] = (),
    overdue_days: int | None = None,
    told_of: Callable[[Collection[int]], Mapping[int, Told]] | None = None,
) -> Urging:
    """Return whom to urge on the office's day, on request only some ``agencies`` (codes).

    ``overdue_days`` are those of ``rhythm.yaml`` by default. ``told_of`` says how often people were reminded of tasks,
    by id: reports know nothing of messages. Raises ``Refused`` for an unknown agency.
    """
    rules, today, zone = here.files.rhythm.urging, here.today, here.settings.zone
    least = rules.overdue_days if overdue_days is None else overdue_days
    with reading(here.engine) as session:
        directory = store.load_directory(session, here.committee)
        for code in agencies:
            directory.agency_called(code)
        tasks = store.task_views(session, here.committee, states=WORKED_ON, actor=here.actor)
        # The office does not write to itself: what it leads and is late stands in every report.
        secretariat = here.files.directory.secretariat
        wanted = [
            task for task in tasks if task.lead_code != secretariat and (not agencies or task.lead_code in agencies)
        ]
        judged_by = here.files.rhythm.deadlines.judged_by
        facts = overdue_facts(wanted, today=today, overdue_days=least, judged_by=judged_by)
        ids = [fact.task.id for fact in facts]
        given = store.assignments(session, ids, zone)
        asked = {request.code: request for request in store.pending_extensions(session, here.committee)}
    return urging(
        facts,
        today=today,
        overdue_days=least,
        reply_by=here.calendar.add_working_days(today, rules.reply_working_days),
        given=given,
        reported_on={
            fact.task.id: office_day(fact.task.reported_at, zone) for fact in facts if fact.task.reported_at is not None
        },
        asked=asked,
        told=told_of(ids) if told_of is not None and ids else {},
    )


def write_letter(
    here: Installation,
    found: Urging,
    agency: LateAgency,
    folder: Path,
    *,
    issue: Issue = DRAFT,
    with_pdf: bool = False,
) -> dict[str, Path]:
    """Write the letter to an agency of ``found`` into ``folder``; returns ending → path.

    Raises ``ReportError`` when the folder cannot be used, or LibreOffice is missing for the PDF.
    """
    office = here.files.office
    content = urging_letter(agency, found, office, issue)
    properties = word.Properties(f"{ABOUT}: {agency.name}", office.name)
    docx = templates_of(here.settings.home).render(DocumentKind.URGING, content, office.layout, properties, here.now)
    made = {"docx": docx, **({"pdf": as_pdf(docx)} if with_pdf else {})}
    name = words.slug(agency.name)[:_NAME_LIMIT].strip("-") or words.slug(agency.code)
    written = write_new(folder, f"cong-van-don-doc-{name}-{found.as_of.isoformat()}", made)
    record("urging.written", agency=agency.code, tasks=len(agency.tasks), file=written["docx"].name)
    return written


def write_list(here: Installation, found: Urging, letters: Mapping[str, Path], folder: Path) -> Path:
    """Write the .xlsx of all late tasks and letters; ``letters`` are the .docx by agency code."""
    files = {code: path.name for code, path in letters.items()}
    title = f"Nhiệm vụ quá hạn cần đôn đốc đến ngày {words.day(found.as_of)}"
    book = spreadsheet.build(urging_sheets(found, files), title=title, author=here.files.office.name, now=here.now)
    return write_new(folder, f"danh-sach-don-doc-{found.as_of.isoformat()}", {"xlsx": book})["xlsx"]
