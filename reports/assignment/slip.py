"""The slip by which a task is given out, as it is read: the six clear things (6 rõ, Kết luận 226-KL/TW). Pure.

What nobody has said yet stays a dotted line, for the pen of whoever signs.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from config.office import Office
from reports import assignment_words, task_words, words
from reports.letterhead import DRAFT, Issue, Letterhead, letter_head
from tasks_registry.view import AUTHORITIES, Assignment, TaskView

_ABBREVIATION = "PGV"
BLANK = "…" * 16
"""What is filled in by hand."""


class Clear(StrEnum):
    """What a task must make clear; the value is how an office calls it."""

    PEOPLE = "người"
    DUTY = "trách nhiệm"
    AUTHORITY = "thẩm quyền"
    TIME = "thời gian"
    PRODUCT = "sản phẩm"


@dataclass(frozen=True)
class GivenTask:
    """A task that is given out."""

    task: TaskView
    given: Assignment
    body: str | None
    """The body (BCH, BTV, TT) that it goes to: its own, else that of its meeting."""

    @property
    def unclear(self) -> tuple[Clear, ...]:
        """What the registry does not know; nothing of a secret task stands on its slip, so nothing is missing there."""
        task = self.task
        known = {
            Clear.PEOPLE: task.officer is not None,
            Clear.DUTY: self.given.director is not None,
            Clear.AUTHORITY: self.body in AUTHORITIES,
            Clear.TIME: task.due is not None,
            Clear.PRODUCT: task.secret or bool(task.product),
        }
        return tuple(thing for thing, said in known.items() if not said)


@dataclass(frozen=True)
class SlipLine:
    """One of the six, with what is said of it, a paragraph each."""

    label: str
    said: tuple[str, ...]


@dataclass(frozen=True)
class Slip:
    """Everything that one slip prints."""

    head: Letterhead
    subject: tuple[str, ...]
    opening: str
    lines: tuple[SlipLine, ...]
    secretariat: str
    """The office that hears of progress."""
    year: int


@dataclass(frozen=True)
class Slips:
    """Everything that the Word template prints: each slip begins a page of its own."""

    slips: tuple[Slip, ...]


def assignment_slips(given: Sequence[GivenTask], office: Office, today: date, issue: Issue = DRAFT) -> Slips:
    """Word the slips of tasks that have a lead agency, dated ``today``."""
    return Slips(tuple(_slip(one, office, today, issue) for one in given))


def _slip(one: GivenTask, office: Office, today: date, issue: Issue) -> Slip:
    handed_to = [f"{task_words.lead(one.task)} (thực hiện)", *_helpers(one.task)]
    return Slip(
        head=letter_head(office, "assignment", _ABBREVIATION, today, issue=issue, to=handed_to),
        subject=(f"Mã nhiệm vụ: {one.task.code}",),
        opening=f"{_grounds(one)}{office.name} giao {task_words.lead(one.task)} chủ trì thực hiện nhiệm vụ sau:",
        lines=tuple(
            SlipLine(label, tuple(said))
            for label, said in (
                ("Rõ việc", _what(one.task)),
                ("Rõ người", _who(one.task)),
                ("Rõ trách nhiệm", _duty(one)),
                ("Rõ thẩm quyền", _authority(one)),
                ("Rõ thời gian", _when(one)),
                ("Rõ sản phẩm", _product(one)),
            )
        ),
        secretariat=f"Văn phòng {office.name}",
        year=today.year,
    )


def _helpers(task: TaskView) -> Iterator[str]:
    if task.support_names:
        yield "Các cơ quan phối hợp" if len(task.support_names) > 1 else f"{_supporting(task)} (phối hợp)"


def _supporting(task: TaskView) -> str:
    """Name the supporting agencies, of a secret task too: the slip goes to them and the lead agency only."""
    return "; ".join(words.plain(name) for name in task.support_names)


def _grounds(one: GivenTask) -> str:
    if one.task.secret:
        return ""
    cited = (assignment_words.document(one.given), *(words.plain(text) for text in one.given.citations))
    named = "; ".join(dict.fromkeys(filter(None, cited)))
    return f"Căn cứ {named}, " if named else ""


def _what(task: TaskView) -> Iterator[str]:
    if task.secret:
        yield f"{task_words.title(task)}; nội dung theo văn bản giao."
    else:
        yield words.plain(task.text)


def _who(task: TaskView) -> Iterator[str]:
    yield f"Cơ quan chủ trì: {task_words.lead(task)}."
    yield f"Cán bộ phụ trách: {f'đồng chí {words.plain(task.officer.name)}.' if task.officer else BLANK}"
    if task.support_names:
        yield f"Cơ quan phối hợp: {_supporting(task)}."


def _duty(one: GivenTask) -> Iterator[str]:
    given = one.given
    yield f"{task_words.lead(one.task)} chịu trách nhiệm về tiến độ, chất lượng, kết quả."
    if one.task.support_names:
        yield "Cơ quan phối hợp chịu trách nhiệm về phần việc được phân công."
    position = f", {words.plain(given.director_position)}" if given.director_position else ""
    director = f"đồng chí {words.plain(given.director)}{position}." if given.director else BLANK
    yield f"Lãnh đạo chỉ đạo: {director}"


def _authority(one: GivenTask) -> Iterator[str]:
    body = AUTHORITIES.get(one.body or "", BLANK)
    at = f"; trình tại {words.plain(one.task.meeting_name)}" if one.task.meeting_name else ""
    yield f"Cấp trình: {body}{at}" + ("" if body == BLANK and not at else ".")


def _when(one: GivenTask) -> Iterator[str]:
    task, given = one.task, one.given
    if given.given_on:
        yield f"Ngày giao: {words.day(given.given_on)}."
    phrase = "" if task.secret or not task.deadline_text else words.plain(task.deadline_text)
    if task.due:
        noted = [f"văn bản ghi “{phrase}”"] if phrase else []
        if task.original_due and task.original_due != task.due:
            noted.append(f"hạn ban đầu {words.day(task.original_due)}")
        remarks = f" ({'; '.join(noted)})" if noted else ""
        yield f"Hạn hoàn thành: {words.day(task.due)}{remarks}."
    else:
        yield f"Hạn hoàn thành: {f'{phrase}.' if phrase else BLANK}"
    if given.waits_for and not task.due and not task.secret:
        yield f"Thời hạn tính từ khi: {words.plain(given.waits_for)}."


def _product(one: GivenTask) -> Iterator[str]:
    if one.task.secret:
        yield "Theo văn bản giao."
        return
    product = task_words.product(one.task)
    measure = words.plain(one.given.measure) if one.given.measure else ""
    said = "; ".join(filter(None, (product, measure)))
    yield f"{words.capital(said)}." if said else BLANK
