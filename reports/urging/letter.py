"""The letter to a late agency, as it is read. Pure."""

from dataclasses import dataclass

from config.office import Contact, Office
from reports import assignment_words, task_words, words
from reports.entries import how_late
from reports.letterhead import DRAFT, Issue, Letterhead, letter_head
from reports.urging.facts import LateAgency, LateTask, Urging

ABOUT = "V/v đôn đốc thực hiện nhiệm vụ quá hạn"
_NOTE_LIMIT = 150
"""Characters of what the owner last said; a cell is narrow."""


@dataclass(frozen=True)
class LateRow:
    """A late task of the table."""

    title: str
    given: str
    deadline: str
    days: str
    situation: str


@dataclass(frozen=True)
class UrgingLetter:
    """Everything that the Word template prints."""

    head: Letterhead
    addressee: str
    opening: str
    as_of: str
    given_apart: bool
    """Whether the tasks were given by different documents or on different days, so that each row says its own."""
    rows: tuple[LateRow, ...]
    asked_opening: str
    asked: tuple[str, ...]


def urging_letter(agency: LateAgency, found: Urging, office: Office, issue: Issue = DRAFT) -> UrgingLetter:
    """Word the letter to ``agency`` for the signature of ``office``."""
    name, head = words.plain(agency.name), letter_head(office, "urge", "", found.as_of, issue=issue, about=ABOUT)
    given = {assignment_words.given(late.task, late.given) for late in agency.tasks}
    together = given.pop() if len(given) == 1 else ""
    return UrgingLetter(
        head=head,
        addressee=f"Kính gửi: {name}",
        opening=_opening(name, agency, found, office, together),
        as_of=f"Nhiệm vụ quá hạn (số liệu tính đến ngày {words.day(found.as_of)})",
        given_apart=bool(given),
        rows=tuple(_row(late) for late in agency.tasks),
        asked_opening=f"Để bảo đảm tiến độ chung, {office.name} đề nghị {name}:",
        asked=_asked(agency, found, office, end="./." if head.state else "."),
    )


def _opening(name: str, agency: LateAgency, found: Urging, office: Office, given: str) -> str:
    silent, by = len(agency.silent), f" ({given})" if given else ""
    days = [late.fact.days_overdue for late in agency.tasks]
    unreported = f"; {words.count(silent)} nhiệm vụ chưa có báo cáo" if silent else ""
    return (
        f"Qua theo dõi, đến ngày {words.day(found.as_of)}, {name} còn {words.count(len(agency.tasks))} nhiệm vụ do "
        f"{office.name} giao chủ trì{by} đã quá hạn mà chưa hoàn thành ({how_late(days)}{unreported}), "
        "cụ thể như sau:"
    )


def _row(late: LateTask) -> LateRow:
    return LateRow(
        title=task_words.title(late.task),
        given=assignment_words.given(late.task, late.given, assignment_words.CELL_TITLE_LIMIT),
        deadline=deadline(late),
        days=words.count(late.fact.days_overdue),
        situation=situation(late),
    )


def deadline(late: LateTask) -> str:
    """Return the due day, with the first one when it was extended."""
    task = late.task
    said = task_words.deadline(task)
    if task.original_due and task.original_due != task.due:
        said += f" (hạn ban đầu {words.day(task.original_due)})"
    return said


def situation(late: LateTask) -> str:
    """Return what the owner said of the task, whether it asked for more time, and how often it was reminded."""
    said = filter(None, (_reported(late), _more_time(late), _told(late)))
    return " ".join(one if one.endswith(("…", "?", "!")) else f"{one}." for one in said)


def _reported(late: LateTask) -> str:
    if late.reported_on is None:
        return "Chưa có báo cáo"
    note = words.shorten(task_words.note(late.task), _NOTE_LIMIT).rstrip(".")
    state = task_words.situation(late.fact)
    return f"Báo cáo ngày {words.day(late.reported_on)}: {note or state}"


def _more_time(late: LateTask) -> str:
    return f"Xin gia hạn đến ngày {words.day(late.asked.due_asked)}, chờ trả lời" if late.asked else ""


def _told(late: LateTask) -> str:
    if late.told is None:
        return ""
    return f"Đã nhắc {words.count(late.told.times)} lần, gần nhất ngày {words.day(late.told.last)}"


def _asked(agency: LateAgency, found: Urging, office: Office, *, end: str) -> tuple[str, ...]:
    """Return what is asked; ``end`` closes the letter (NĐ 30/2020, Phụ lục I: ``./.``)."""
    several = len(agency.tasks) > 1
    named, each = ("các nhiệm vụ nêu trên", "từng nhiệm vụ") if several else ("nhiệm vụ nêu trên", "nhiệm vụ")
    waiting = any(late.asked for late in agency.tasks)
    meanwhile = (
        "Trong khi đề nghị gia hạn chưa được trả lời, tiếp tục thực hiện theo hạn đã giao"
        if waiting
        else "Trường hợp có khó khăn, vướng mắc hoặc cần gia hạn, có văn bản đề nghị, nêu rõ lý do và thời hạn"
    )
    return (
        f"Tập trung chỉ đạo, hoàn thành dứt điểm {named}; phân công rõ người phụ trách {each}.",
        f"Báo cáo bằng văn bản về Văn phòng {office.name} kết quả thực hiện, nguyên nhân chậm, giải pháp và thời gian "
        f"hoàn thành {each}, chậm nhất ngày {words.day(found.reply_by)}{_contact(office.contact)}.",
        f"{meanwhile}{end}",
    )


def _contact(contact: Contact) -> str:
    ways = [f"{way} {value}" for way, value in (("điện thoại", contact.phone), ("thư", contact.email)) if value]
    return f" (đầu mối: {'; '.join((contact.name, *ways))})" if ways else ""
