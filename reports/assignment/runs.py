"""Task slips as whole runs: which tasks, one file each or one for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlmodel import Session

from config.database import reading
from config.log import record
from reports import word
from reports.assignment.slip import GivenTask, assignment_slips
from reports.files import write_new
from reports.kinds import DocumentKind
from reports.letterhead import DRAFT, Issue
from reports.pdf import as_pdf
from reports.task_facts import printed_order
from reports.templates_in_use import templates_of
from reports.words import slug
from tasks_registry import store
from tasks_registry.documents.resting import document_tasks
from tasks_registry.documents.versions import own_term
from tasks_registry.errors import Refused
from tasks_registry.installation import Installation
from tasks_registry.planning.periods import parse_period
from tasks_registry.states import WORKED_ON, WorkState
from tasks_registry.view import TaskView

_NO_SLIP = {
    WorkState.DRAFT: "còn ở dạng nháp: xác nhận trước bằng dondoc accept",
    WorkState.WITHDRAWN: "đã rút",
    WorkState.CARRIED_OVER: "đã chuyển kỳ sau: hãy lấy mã của nhiệm vụ nối tiếp",
}


@dataclass(frozen=True)
class Wanted:
    """Which tasks are given out: those named by ``codes``, else those that fit everything else that is not None."""

    codes: tuple[str, ...] = ()
    document: str | None = None
    """Number, or place in the list of documents."""
    period: str | None = None
    """A code: ``2026-Q3``."""
    agency: str | None = None
    """Code of the lead agency."""


@dataclass(frozen=True)
class Chosen:
    """The tasks that get a slip, by agency, and those that fit but have nobody to be handed to."""

    tasks: tuple[GivenTask, ...]
    without_lead: tuple[str, ...]
    """Codes."""
    drafts: int
    """How many more fit and wait for somebody to confirm them."""


def choose(here: Installation, wanted: Wanted) -> Chosen:
    """Return the tasks that ``wanted`` means: named ones as they are, of others those that are being worked on.

    Raises ``NotInRegistry`` for what is not there, ``Refused`` when nothing is asked for, when both codes and criteria
    are, or when a named task cannot be handed to anybody.
    """
    criteria = (wanted.document, wanted.period, wanted.agency)
    if bool(wanted.codes) == any(one is not None for one in criteria):
        raise Refused(
            "Hãy nêu mã các nhiệm vụ, hoặc chọn bằng --document, --period, --agency (không dùng cả hai cách)."
        )
    with reading(here.engine) as session:
        if wanted.codes:
            found = [_named(here, session, code) for code in dict.fromkeys(wanted.codes)]
        else:
            found = _fitting(here, session, wanted)
        given = store.assignments(session, [task.id for task in found], here.settings.zone)
        bodies = {meeting.id: meeting.body for meeting in store.meeting_views(session, here.committee)}
    worked_on = [task for task in found if wanted.codes or task.work_state in WORKED_ON]
    led = sorted((task for task in worked_on if task.lead_code is not None), key=_by_agency)
    return Chosen(
        tasks=tuple(
            GivenTask(task, given[task.id], given[task.id].authority or bodies.get(task.meeting_id or 0))
            for task in led
        ),
        without_lead=tuple(task.code for task in worked_on if task.lead_code is None),
        drafts=sum(task.work_state is WorkState.DRAFT for task in found),
    )


def write_slips(
    here: Installation, given: Sequence[GivenTask], folder: Path, *, issue: Issue = DRAFT, with_pdf: bool = False
) -> dict[str, Path]:
    """Write the slips of ``given``, at least one, into one file in ``folder``; returns ending → path.

    Raises ``ReportError`` when the folder cannot be used, or LibreOffice is missing for the PDF.
    """
    office = here.files.office
    codes = [one.task.code for one in given]
    title = f"Phiếu giao việc {codes[0]}" if len(codes) == 1 else f"Phiếu giao việc ({len(codes)} nhiệm vụ)"
    content = assignment_slips(given, office, here.today, issue)
    properties = word.Properties(title, office.name)
    docx = templates_of(here.settings.home).render(
        DocumentKind.ASSIGNMENT, content, office.layout, properties, here.now
    )
    made = {"docx": docx, **({"pdf": as_pdf(docx)} if with_pdf else {})}
    written = write_new(folder, f"{slug(title)}-{here.today.isoformat()}", made)
    record("assignment.written", tasks=len(codes), first=codes[0], file=written["docx"].name)
    return written


def _named(here: Installation, session: Session, code: str) -> TaskView:
    task = store.task_view(session, here.committee, code, here.actor, on=here.today)
    if task.work_state in _NO_SLIP:
        raise Refused(f"Nhiệm vụ {code} {_NO_SLIP[task.work_state]}. Không lập phiếu giao việc.")
    if task.lead_code is None:
        raise Refused(
            f"Nhiệm vụ {code} chưa có cơ quan chủ trì nên chưa lập được phiếu giao việc. "
            f"Hãy giao bằng: dondoc edit {code} --lead CƠ-QUAN"
        )
    return task


def _fitting(here: Installation, session: Session, wanted: Wanted) -> list[TaskView]:
    directory = store.load_directory(session, here.committee)
    narrowed = store.TaskFilter(
        states=WORKED_ON | {WorkState.DRAFT},
        lead_agency_id=directory.agency_called(wanted.agency) if wanted.agency is not None else None,
        period=parse_period(wanted.period).code if wanted.period is not None else None,
    )
    listed = store.TaskList(here.committee, here.actor, here.today, here.files.rhythm.reminders.due_soon_days, narrowed)
    ids = {line.id for line in listed.page(session, limit=max(1, listed.count(session)))}
    if wanted.document is not None:
        own = own_term(here.files.office)
        found = document_tasks(session, here.committee, wanted.document, own, here.actor).document
        if found is None:
            raise Refused(f"Văn bản {wanted.document} chỉ được dẫn, chưa nhập vào sổ: không có nhiệm vụ đọc từ đó.")
        ids &= store.tasks_read_from(session, found.id)
    return store.task_views(session, here.committee, ids=ids, on=here.today, actor=here.actor)


def _by_agency(task: TaskView) -> tuple[object, ...]:
    return slug(task.lead_name or ""), task.lead_code, *printed_order(task.number), task.code
