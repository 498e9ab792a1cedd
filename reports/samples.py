"""Contents by which templates are tried out: a fictional quarter with something of everything, and one with nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from config.office import Office
from config.rhythm import JudgedBy
from reports.agenda.compose import compose as compose_agenda
from reports.agenda.facts import agenda_facts
from reports.assignment.slip import GivenTask, assignment_slips
from reports.chasing.annex_content import chasing_annex
from reports.comparison import compare
from reports.kinds import DocumentKind
from reports.letterhead import DRAFT, Issue
from reports.meeting.background import Background, PeriodComparison
from reports.meeting.compose import compose
from reports.meeting.facts import meeting_facts
from reports.meeting.summary import summarise
from reports.period.compose import compose as compose_period
from reports.period.facts import OwnersWord, PeriodRecords, period_facts
from reports.task_facts import task_fact
from reports.urging.facts import Told, overdue_facts, urging
from reports.urging.letter import urging_letter
from tasks_registry.meetings.between import BetweenSessions, HeldMeeting, Interval, TaskCourse
from tasks_registry.meetings.milestones import PAPERS, Milestone
from tasks_registry.meetings.states import AgendaState
from tasks_registry.planning.periods import parse_period
from tasks_registry.reading.model import DeadlineRule, Kind
from tasks_registry.states import WorkState
from tasks_registry.time_state import Figures
from tasks_registry.view import AgendaView, Assignment, MeetingView, PersonView, TaskView

SAMPLE_DAY = date(2026, 9, 18)
_OFFICER = PersonView(1, "Đinh Công Bằng", "bang@hoamai.example", "PKT", "Phòng Kinh tế")
SAMPLE_MEETING = MeetingView(
    1, "Hội nghị Đảng ủy lần thứ 6", "BCH", 6, "I", date(2026, 9, 1), date(2026, 9, 30), date(2026, 9, 25)
)
_REPORTED = datetime(2026, 9, 10, 2, tzinfo=UTC)


def sample_task(number: int, title: str, state: WorkState, due: date | None) -> TaskView:
    """Return a fictional task of Phòng Kinh tế."""
    return TaskView(
        id=number,
        code=f"2026-Q3-{number:03d}",
        title=title,
        text=f"{title}.",
        kind=Kind.DELIVERABLE,
        work_state=state,
        number=f"2.{number}",
        heading="III.2" if number % 2 else "III.3",
        heading_text="Kinh tế" if number % 2 else "Văn hóa - xã hội",
        lead_code="PKT",
        lead_name="Phòng Kinh tế",
        support_names=("Văn phòng Đảng ủy",),
        officer=_OFFICER,
        product="Báo cáo",
        due=due,
        original_due=due,
        deadline_rule=DeadlineRule.TEXT if due else None,
        deadline_text="trong quý III/2026",
        meeting_id=None,
        meeting_name=None,
        completed_on=None,
        evidence=None,
        note=None,
        reported_at=None,
        document="Số 12-BC/ĐU",
    )


def sample_tasks() -> list[TaskView]:
    """Return tasks in every standing that a report has words for."""
    done = sample_task(1, "Sơ kết phong trào xây dựng nông thôn mới", WorkState.DONE, date(2026, 9, 10))
    late = sample_task(2, "Rà soát các tiêu chí nông thôn mới", WorkState.IN_PROGRESS, date(2026, 9, 1))
    agenda = sample_task(3, "Trình Đề án phát triển chợ xã", WorkState.SUBMITTED, date(2026, 9, 19))
    nobodys = sample_task(5, "Thành lập tổ công tác", WorkState.ASSIGNED, None)
    return [
        replace(done, completed_on=date(2026, 9, 9), evidence="45-BC/UBND"),
        replace(late, note="Chờ số liệu của các thôn", reported_at=_REPORTED, original_due=date(2026, 8, 20)),
        replace(agenda, meeting_id=SAMPLE_MEETING.id, meeting_name=SAMPLE_MEETING.name),
        sample_task(4, "Hoàn thành hồ sơ công nhận sản phẩm OCOP", WorkState.ASSIGNED, date(2026, 9, 24)),
        replace(nobodys, lead_code=None, lead_name=None, officer=None),
        sample_task(6, "Báo cáo thu ngân sách", WorkState.HANDED_BACK, date(2026, 9, 28)),
    ]


def _background(tasks: Sequence[TaskView]) -> Background:
    """Return what stands around the sample meeting, so that every part of the report has something to say."""
    former = replace(SAMPLE_MEETING, id=2, name="Hội nghị Đảng ủy lần thứ 5", ordinal=5, day=date(2026, 6, 26))
    title = "Chất vấn và trả lời chất vấn"
    questions = AgendaView(1, SAMPLE_MEETING.id, 1, title, AgendaState.PLANNED, None, None, None, None, None, 0, None)
    settled = [
        TaskCourse(task.code, task.title, "BTV", None, task.lead_name, task.work_state, former.day, task.completed_on)
        for task in tasks[:2]
    ]
    counted = [task_fact(task, SAMPLE_DAY, 14, JudgedBy.CURRENT) for task in tasks]
    return Background(
        previous=former,
        items=(questions,),
        papers_due=date(2026, 9, 18),
        between=BetweenSessions(Interval(former, date(2026, 6, 26), SAMPLE_DAY), (), tuple(settled)),
        comparison=PeriodComparison("quý II/2026", "quý III/2026", compare(counted[:1], counted)),
    )


def _status(office: Office) -> Sequence[object]:
    full, bare = sample_tasks(), Background()
    return tuple(
        compose(
            meeting_facts(SAMPLE_MEETING, tasks, today=SAMPLE_DAY, zone=UTC, due_soon_days=14, background=around),
            office,
            issue,
        )
        for tasks, around, issue in ((full, _background(full), DRAFT), ([], bare, Issue(41)))
    )


def _summary(office: Office) -> Sequence[object]:
    course = [(SAMPLE_DAY - timedelta(days=14 - n), Figures(n // 3, 0, 6 - n // 3, n // 8)) for n in range(15)]
    return tuple(
        summarise(meeting_facts(SAMPLE_MEETING, tasks, today=SAMPLE_DAY, zone=UTC, due_soon_days=14), office, days)
        for tasks, days in ((sample_tasks(), course), ([], []))
    )


def sample_period() -> PeriodRecords:
    """Return the third quarter of the sample tasks, a second one before it and a fourth one to come."""
    tasks = sample_tasks()
    june, october = date(2026, 6, 19), date(2026, 10, 30)
    before = sample_task(12, "Công khai ngân sách quý I", WorkState.DONE, june)
    carried = sample_task(13, "Rà soát các tiêu chí nông thôn mới", WorkState.CARRIED_OVER, june)
    former = [replace(before, completed_on=june, evidence="31-BC/UBND"), replace(carried, successor_id=2)]
    finished = replace(tasks[1], work_state=WorkState.DONE, completed_on=SAMPLE_DAY, evidence="46-BC/UBND")
    return PeriodRecords(
        span=parse_period("2026-Q3"),
        cutoff=date(2026, 9, 15),
        as_of=date(2026, 9, 15),
        today=SAMPLE_DAY,
        then=tasks,
        now=[tasks[0], finished, *tasks[2:]],
        reported={2: OwnersWord(date(2026, 9, 10), "Chờ số liệu của các thôn")},
        carrying_on={2},
        to_carry={tasks[4].code},
        former=parse_period("2026-Q2"),
        former_cutoff=june,
        former_then=former,
        former_at_cutoff=former,
        following=parse_period("2026-Q4"),
        following_now=[sample_task(21, "Tổng kết công tác năm 2026", WorkState.ASSIGNED, october)],
        following_carrying_on=(),
    )


def _period(office: Office) -> Sequence[object]:
    full = sample_period()
    empty = replace(full, then=(), now=(), to_carry=(), former_then=(), former_at_cutoff=(), following_now=())
    return tuple(
        compose_period(period_facts(records, due_soon_days=14), office, issue)
        for records, issue in ((full, DRAFT), (empty, Issue(41)))
    )


def _proof(office: Office) -> Sequence[object]:
    rows = (
        ("07:30 15/9/2026", "Nhắc trước hạn 3 ngày", "Đinh Công Bằng", "thư điện tử", "đã gửi"),
        ("08:10 16/9/2026", "Báo cáo tiến độ", "Đinh Công Bằng", "đường dẫn trong thư", "văn phòng đã ghi nhận"),
    )
    facts = (("Nhiệm vụ", "Rà soát các tiêu chí nông thôn mới"), ("Hạn", "18/9/2026"))
    return tuple(
        chasing_annex(code="2026-Q3-002", facts=facts, rows=lines, remarks=said, office=office, as_of=SAMPLE_DAY)
        for lines, said in ((rows, ("Giờ ghi theo giờ Việt Nam.",)), ((), ()))
    )


_GIVEN = Assignment(
    given_on=date(2026, 7, 6),
    director="Lê Thị Vân Khanh",
    director_position="Phó Bí thư Thường trực",
    authority="BCH",
    measure="01 báo cáo",
    waits_for=None,
    citations=("Nghị quyết số 12-NQ/ĐU ngày 05/01/2026",),
    document_kind="BC",
    document_number="12-BC/ĐU",
    document_issued_on=date(2026, 6, 22),
    document_title="Báo cáo quý II năm 2026",
)


def _urging(office: Office) -> Sequence[object]:
    late = replace(sample_tasks()[1], id=7, reported_at=None)
    found = urging(
        overdue_facts([sample_tasks()[1], late], today=SAMPLE_DAY, overdue_days=7, judged_by=JudgedBy.CURRENT),
        today=SAMPLE_DAY,
        overdue_days=7,
        reply_by=date(2026, 9, 25),
        given={2: _GIVEN, 7: replace(_GIVEN, document_number=None, document_issued_on=None, given_on=None)},
        reported_on={2: date(2026, 9, 10)},
        asked={},
        told={2: Told(4, date(2026, 9, 15))},
    )
    return tuple(urging_letter(agency, found, office) for agency in found.agencies)


def _assignment(office: Office) -> Sequence[object]:
    clear, unclear = sample_tasks()[0], replace(sample_tasks()[4], lead_code="PKT", lead_name="Phòng Kinh tế")
    bare = replace(_GIVEN, director=None, authority=None, measure=None, citations=(), document_number=None)
    given = (GivenTask(clear, _GIVEN, "BCH"), GivenTask(unclear, bare, None))
    return (assignment_slips(given, office, SAMPLE_DAY), assignment_slips(given[1:], office, SAMPLE_DAY))


_DRAFT_STEP = Milestone("Cơ quan chủ trì gửi dự thảo", date(2026, 8, 26))


def _agenda(office: Office) -> Sequence[object]:
    def item(place: int, task: TaskView | None, carried: int = 0) -> AgendaView:
        return AgendaView(
            id=place,
            meeting_id=SAMPLE_MEETING.id,
            position=place,
            title=task.title if task else "Công tác cán bộ",
            state=AgendaState.PLANNED,
            task_code=task.code if task else None,
            task_state=task.work_state if task else None,
            evidence=None,
            lead_name=task.lead_name if task else None,
            person=task.officer if task else None,
            times_carried=carried,
            note=None,
        )

    done, late, _, waiting, _, handed_back = sample_tasks()
    agenda = [item(1, done), item(2, late), item(3, waiting, carried=2), item(4, None)]
    course = TaskCourse(done.code, done.title, "BTV", None, done.lead_name, done.work_state, date(2026, 7, 6), done.due)
    session = replace(SAMPLE_MEETING, id=2, name="Hội nghị Ban Thường vụ tháng 8", body="BTV", day=date(2026, 8, 14))
    between = BetweenSessions(
        Interval(replace(SAMPLE_MEETING, id=3, day=date(2026, 6, 26)), date(2026, 6, 26), SAMPLE_DAY),
        (HeldMeeting(session, (replace(agenda[0], meeting_id=2),)), HeldMeeting(replace(session, id=4), ())),
        (course,),
    )
    ready = agenda_facts(
        SAMPLE_MEETING,
        today=SAMPLE_DAY,
        milestones=[_DRAFT_STEP, Milestone(PAPERS, SAMPLE_DAY, is_next=True)],
        deadline=SAMPLE_DAY,
        agenda=agenda,
        tasks=[done, late, waiting, replace(handed_back, meeting_id=SAMPLE_MEETING.id)],
        between=between,
    )
    bare = agenda_facts(
        replace(SAMPLE_MEETING, body="BTV", day=None),
        today=SAMPLE_DAY,
        milestones=(),
        deadline=None,
        agenda=(),
        tasks=(),
        between=None,
    )
    return (compose_agenda(ready, office), compose_agenda(bare, office))


SAMPLES: dict[DocumentKind, Callable[[Office], Sequence[object]]] = {
    DocumentKind.STATUS: _status,
    DocumentKind.SUMMARY: _summary,
    DocumentKind.PERIOD: _period,
    DocumentKind.PROOF: _proof,
    DocumentKind.URGING: _urging,
    DocumentKind.ASSIGNMENT: _assignment,
    DocumentKind.AGENDA: _agenda,
}
"""Kind → contents, the fullest first. A kind without one has no template yet."""
