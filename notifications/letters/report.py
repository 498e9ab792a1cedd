"""News of reports: a version with its files attached or behind a link; what has changed since the last one."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from notifications.errors import Unwritable
from notifications.kinds import MessageKind
from notifications.letter import Attachment, Letter
from notifications.letters.gathering import gather
from notifications.letters.lines import LATE, NEWS, UNNAMED_MEETING, Group, Line, short_name
from notifications.letters.page import Paper
from notifications.letters.subjects import report_subject
from notifications.letters.wording import one_line, short_day, vietnamese_day
from notifications.report_news import store as news_store
from notifications.report_news.news import ReportNews, TaskNews
from notifications.report_news.printed import printed_text
from notifications.writing import Desk, Order
from tasks_registry import store
from tasks_registry.documents.files import read_content
from tasks_registry.meetings.states import MeetingState
from tasks_registry.store import ReportFileView, ReportVersionView
from tasks_registry.view import MeetingView, TaskView

SHOWN = 12
"""Changes that a letter names; the page of the command line knows them all."""
_GONE = "Nhiệm vụ không còn trong sổ"


def write_reports(desk: Desk, orders: Sequence[Order]) -> dict[int, Letter]:
    """Write the letters that bring versions; one is left out when a later version is on its way or the meeting is over.

    Raises ``Unwritable`` when a file is not in the home any more as it was made.
    """
    bench = _Bench.on(desk, orders)
    return {order.message_id: bench.report(order, told) for order, told in bench.standing(orders)}


def write_report_changes(desk: Desk, orders: Sequence[Order]) -> dict[int, Letter]:
    """Write the letters that tell what changed since a version; left out as above, and by any later version."""
    bench = _Bench.on(desk, orders)
    return {order.message_id: bench.change(order, told) for order, told in bench.standing(orders)}


@dataclass(frozen=True)
class _Told:
    """What one letter tells, and of what."""

    news: ReportNews
    version: ReportVersionView
    meeting: MeetingView


@dataclass
class _Bench:
    """A batch of letters with all that they speak of; files are read and looked through once a version."""

    paper: Paper
    news: Mapping[int, ReportNews]
    outdated: set[tuple[int, int]]
    versions: Mapping[int, ReportVersionView]
    meetings: Mapping[int, MeetingView]
    tasks: Mapping[str, TaskView]
    _attached: dict[int, tuple[Attachment, ...] | None] = field(default_factory=dict)

    @classmethod
    def on(cls, desk: Desk, orders: Sequence[Order]) -> "_Bench":
        """Read what ``orders`` are about."""
        ids = [entry.report_notice_id for order in orders for entry in order.entries if entry.report_notice_id]
        news = news_store.news_by_id(desk.session, ids)
        versions = store.report_versions_by_id(desk.session, desk.committee, {one.version_id for one in news.values()})
        codes = {task.code for one in news.values() for task in one.tasks[:SHOWN]}
        return cls(
            paper=Paper.on(desk),
            news=news,
            outdated=news_store.outdated(desk.session, ids),
            versions=versions,
            meetings=gather(desk, (), (version.meeting_id for version in versions.values())).meetings,
            tasks=news_store.tasks_called(desk.session, desk.committee, codes),
        )

    def standing(self, orders: Sequence[Order]) -> list[tuple[Order, _Told]]:
        """Return the orders that still tell something, with what it is."""
        found = []
        for order in orders:
            for notice in (entry.report_notice_id for entry in order.entries):
                news = self.news.get(notice or 0)
                if news is None or (notice, order.person.id) in self.outdated:
                    continue
                version = self.versions[news.version_id]
                meeting = self.meetings.get(version.meeting_id or 0)
                if meeting is not None and _lies_ahead(meeting, self.paper.desk):
                    found.append((order, _Told(news, version, meeting)))
        return found

    def report(self, order: Order, told: _Told) -> Letter:
        """Write the letter that brings a version."""
        links = self.paper.desk.links
        attached = self._files_to_attach(told)
        behind = links is not None and attached is None
        letter = self._letter(
            order,
            told,
            "report",
            label="Báo cáo",
            attached=", ".join(file.name for file in attached or ()),
            link=links.report(person_id=order.person.id, message_id=order.message_id) if links and behind else "",
            kept="" if attached is not None or behind else self._named_files(told),
        )
        return replace(letter, attachments=attached or ())

    def change(self, order: Order, told: _Told) -> Letter:
        """Write the letter that tells what changed."""
        return self._letter(
            order,
            told,
            "report-changed",
            label="Số liệu thay đổi",
            renew=f"dondoc report meeting {told.meeting.id}",
            resend=f"dondoc report send {told.meeting.id}",
        )

    def _letter(self, order: Order, told: _Told, template: str, *, label: str, **facts: Any) -> Letter:
        secrecy, news, meeting = self.paper.secrecy, told.news, told.meeting
        named = secrecy.of_meeting(meeting)
        day = meeting.day
        link_to = self.paper.task_link if news.kind is MessageKind.REPORT_CHANGED else None  # the office may see all
        lines = [self._line(order, task, link_to) for task in news.tasks[:SHOWN]]
        unnamed = f"{UNNAMED_MEETING} {short_day(day)}" if day else UNNAMED_MEETING
        return self.paper.letter(
            order,
            template,
            subject=report_subject(label, unnamed if named is None else short_name(meeting), news.headline),
            head=f"{label}: {news.headline}.",
            lines=lines,
            groups=[Group(NEWS, f"So với {news.since}", tuple(lines), len(news.tasks) - len(lines))] if lines else [],
            threads=(f"meeting-{meeting.id}",),
            preview=f"{news.headline}; số liệu đến ngày {vietnamese_day(news.day)}",
            about=(UNNAMED_MEETING if named is None else one_line(named))
            + (f", ngày {vietnamese_day(day)}" if day else ""),
            number=told.version.number,
            as_of=vietnamese_day(told.version.as_of),
            today=vietnamese_day(news.day),
            figures=list(news.figures),
            since=news.since,
            remark=news.remark,
            **facts,
        )

    def _line(self, order: Order, change: TaskNews, link_to: Callable[[Order, int], str | None] | None) -> Line:
        task = self.tasks.get(change.code)
        said = self.paper.secrecy.of_task(task) if task is not None else None
        return Line(
            tone=LATE if change.bad else NEWS,
            day=None,
            code=change.code,
            title=one_line(said.title) if said is not None else _GONE,
            due="",  # where it matters, the words of the change name it
            standing=change.words,
            thread=f"task-{change.code}",
            discreet=said is None or said.discreet,
            note=None if said is None or said.discreet else change.detail,
            link=link_to(order, task.id) if link_to is not None and task is not None else None,
        )

    def _files_to_attach(self, told: _Told) -> tuple[Attachment, ...] | None:
        """Return the files of a version as attachments; None when they must not leave by mail."""
        id_ = told.version.id
        if id_ not in self._attached:
            self._attached[id_] = self._attachable(told)
        return self._attached[id_]

    def _attachable(self, told: _Told) -> tuple[Attachment, ...] | None:
        desk, secrecy, version = self.paper.desk, self.paper.secrecy, told.version
        if not desk.files.rhythm.meeting_report_sending.attach or secrecy.of_meeting(told.meeting) is None:
            return None
        tasks = news_store.tasks_called(desk.session, desk.committee, version.task_codes)
        if any(secrecy.hides(task) for task in tasks.values()):
            return None
        files = tuple(_content(desk.home, version, file) for file in version.files)
        # What owners reported stands in the files as they wrote it, whatever the title of their task is.
        return None if any(self._tells_too_much(file) for file in files) else files

    def _tells_too_much(self, file: Attachment) -> bool:
        """Tell whether a file names a discreet matter; one that cannot be read might."""
        text = printed_text(file.name, file.content)
        return text is None or self.paper.secrecy.names_discreet_matter(file.name, text)

    def _named_files(self, told: _Told) -> str:
        """Name the files for whoever asks the office for them; the names of files hold that of the meeting."""
        secrecy, version = self.paper.secrecy, told.version
        names = [file.name for file in version.files]
        if secrecy.of_meeting(told.meeting) is None or secrecy.names_discreet_matter(*names):
            return f"bản số {version.number}"
        return ", ".join(names)


def _lies_ahead(meeting: MeetingView, desk: Desk) -> bool:
    return meeting.day is not None and meeting.day >= desk.today and meeting.state is not MeetingState.CLOSED


def _content(home: Path | None, version: ReportVersionView, file: ReportFileView) -> Attachment:
    content = read_content(home, file.sha256) if home is not None else None
    if content is None:
        raise Unwritable(
            f"Tệp {file.name} (bản số {version.number}) trong kho đã mất hoặc không còn như lúc lập. Hãy lấy lại từ "
            "bản sao lưu rồi gửi lại, hoặc lập bản mới."
        )
    return Attachment(file.name, file.media_type, content)
