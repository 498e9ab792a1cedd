"""How one task is worded in a report: the same cells for Word and Excel, the same sentence for every list.

Of a task marked mật only the code, lead, dates and state are printed: the report goes to everybody under
“Nơi nhận”, and a report that quotes a secret matter would have to be secret itself. Who else works on it, and the
words for its deadline (“sau khi có kết luận đối với …”), can tell the matter as the title does.
"""

from reports import words
from reports.task_facts import TaskFact
from tasks_registry.states import WorkState
from tasks_registry.time_state import TimeState
from tasks_registry.view import TaskView, full_title

NO_LEAD = "Chưa xác định cơ quan chủ trì"
NO_DEADLINE = "Chưa xác định"
SECRET_DEADLINE = "theo văn bản giao việc"


def title(task: TaskView) -> str:
    """Return the title, whole even where lists cut it, or only the code of a secret task."""
    return f"Nhiệm vụ mật (mã {task.code})" if task.secret else words.capital(words.plain(full_title(task)))


SHORT = 120
"""Characters."""


def short_title(task: TaskView) -> str:
    """Return the title in at most about 120 characters, for lists whose tasks stand whole in an appendix."""
    return words.abridge(title(task), SHORT)


def lead(task: TaskView) -> str:
    """Return the lead agency, or that there is none."""
    return words.plain(task.lead_name) if task.lead_name else NO_LEAD


def responsible(task: TaskView) -> str:
    """Return the lead agency and, when known, the comrade in charge; of a secret task only the agency."""
    if task.secret or task.lead_code is None or task.officer is None:
        return lead(task)
    return f"{lead(task)} (đồng chí {words.plain(task.officer.name)} phụ trách)"


def support(task: TaskView) -> str:
    """Return the supporting agencies, ``;`` between them; nothing of a secret task."""
    return "" if task.secret else "; ".join(words.plain(name) for name in task.support_names)


def product(task: TaskView) -> str:
    """Return the deliverable; nothing of a secret task."""
    return "" if task.secret or not task.product else words.plain(task.product)


def evidence(task: TaskView) -> str:
    """Return the document that proves the result; nothing of a secret task."""
    return "" if task.secret or not task.evidence else words.plain(task.evidence)


def note(task: TaskView) -> str:
    """Return the last note of owner or office; nothing of a secret task."""
    return "" if task.secret or not task.note else words.plain(task.note)


def deadline(task: TaskView) -> str:
    """Return the due day, else the phrase that stands for it; of a secret task where to look that up."""
    if task.due:
        return words.day(task.due)
    if not task.deadline_text:
        return NO_DEADLINE
    return SECRET_DEADLINE if task.secret else words.plain(task.deadline_text)


def extension(task: TaskView) -> str:
    """Return how a deadline was extended: ``hạn ban đầu 20/5/2024, gia hạn 02 lần đến 20/6/2024``."""
    first = f"hạn ban đầu {words.day(task.original_due)}, " if task.original_due else ""
    times = f" {words.count(task.extensions)} lần" if task.extensions > 1 else ""
    return f"{first}gia hạn{times} đến {deadline(task)}"


def time_words(fact: TaskFact) -> str:
    """Return the time state with its measure: ``quá hạn 09 ngày``, ``hoàn thành đúng hạn ngày 20/6/2024``."""
    task = fact.task
    if fact.overdue:
        return f"{fact.time.label} {words.count(fact.days_overdue)} ngày"
    if task.work_state is WorkState.DONE and task.completed_on:
        return f"{fact.time.label} ngày {words.day(task.completed_on)}"
    return fact.time.label


def progress(fact: TaskFact) -> str:
    """Return the cell “tiến độ”: what people said of the task, then where it stands against its deadline."""
    both = time_words(fact)
    if fact.time is TimeState.NOT_COUNTED:  # carried over, withdrawn, suspended: no time runs
        both = fact.task.work_state.label
    elif fact.task.work_state is not WorkState.DONE:
        both = f"{fact.task.work_state.label}; {both}"
    return words.capital(both)


def situation(fact: TaskFact) -> str:
    """Return in a few words where an open task stands, a missing report before anything else."""
    if fact.owner_must_act and fact.task.reported_at is None:
        return "chưa có báo cáo của cơ quan chủ trì"
    if fact.task.work_state is WorkState.RETURNED:
        return "đã trả lại để hoàn chỉnh"
    return fact.task.work_state.label


def remarks(fact: TaskFact) -> str:
    """Return the cell “ghi chú”: extension, missing report, evidence, then the note as it was given."""
    task = fact.task
    parts = []
    if task.due and task.original_due and task.due != task.original_due:
        parts.append(f"Hạn ban đầu {words.day(task.original_due)}")
    if fact.owner_must_act and task.reported_at is None:
        parts.append("Chưa có báo cáo")
    if evidence(task):
        parts.append(f"Kết quả: {evidence(task)}")
    return ". ".join(filter(None, (*parts, note(task))))
