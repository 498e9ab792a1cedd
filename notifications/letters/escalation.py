"""What goes up the ladder: overdue tasks without a word from their owner, told to the next who must know."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from config.clock import office_day
from notifications.letter import Letter
from notifications.letters import truth
from notifications.letters.gathering import gather_entries
from notifications.letters.lines import most_urgent_first, task_line
from notifications.letters.page import Paper
from notifications.letters.subjects import escalation_subject
from notifications.letters.wording import counted, vietnamese_day
from notifications.words import milestone_words
from notifications.writing import Desk, Order
from tasks_registry.view import TaskView


def write_escalations(desk: Desk, orders: Sequence[Order]) -> dict[int, Letter]:
    """Write the letters of ``orders`` about tasks that are still late; one with nothing left to say is left out."""
    gathered, paper = gather_entries(desk, orders), Paper.on(desk)
    letters = {}
    for order in orders:
        late = [
            (entry, task)
            for entry in order.entries
            if (task := gathered.tasks.get(entry.task_id or 0)) is not None and truth.escalates(entry, task, desk.today)
        ]
        if not late:
            continue
        lines = most_urgent_first(
            task_line(
                task,
                paper.secrecy,
                desk.today,
                meeting=gathered.meeting_of(task),
                why=milestone_words(entry.milestone),
                note=None if paper.secrecy.hides(task) else _last_word(task, desk.zone),
                link=paper.task_link(order, task.id),
            )
            for entry, task in late
        )
        letters[order.message_id] = paper.letter(
            order,
            "escalation",
            subject=escalation_subject(lines, desk.today),
            head=(
                f"{desk.files.office.name} báo đồng chí {order.person.name}: "
                f"{counted(len(lines))} nhiệm vụ quá hạn, đã nhắc mà chưa có kết quả."
            ),
            lines=lines,
            own=all(task.officer is not None and task.officer.id == order.person.id for _, task in late),
        )
    return letters


def _last_word(task: TaskView, zone: ZoneInfo) -> str:
    """Say who is responsible, and when the owner last said anything of the task."""
    said = "chưa có báo cáo nào"
    if task.reported_at is not None:
        said = f"báo cáo gần nhất ngày {vietnamese_day(office_day(task.reported_at, zone))}"
    return f"Phụ trách: {task.officer.name}; {said}." if task.officer else f"{said[0].upper()}{said[1:]}."
