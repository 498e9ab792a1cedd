"""News of reports as whole runs: handing them over, who got them, and the page behind the link of one."""

from collections.abc import Collection, Mapping, Sequence

from config.database import reading, unit_of_work
from notifications.answers.errors import ForgedLink
from notifications.answers.runs import keep_visit
from notifications.links import Link
from notifications.report_news import store as news_store
from notifications.report_news.handing import Handed, put_into_outbox, useless
from notifications.report_news.news import ReportNews
from notifications.report_news.page import FetchedFile, LostFile, OfferedFile, ReportPage
from notifications.report_news.store import Sending
from tasks_registry import store
from tasks_registry.access import Duty, require
from tasks_registry.documents.files import read_content
from tasks_registry.installation import Installation
from tasks_registry.store import ReportFileView, ReportVersionView


def hand_over(here: Installation, news: Sequence[ReportNews]) -> Handed:
    """Put ``news`` into the outbox for everybody who is named for it and has not been told; safe to repeat.

    Reports go by e-mail alone: a file cannot go by Zalo. For people who are muted, unsubscribed or held back by trial
    mode nothing is stored, so that a later run tells them while the news is still of use.
    """
    if not news:
        return Handed()
    with unit_of_work(here.engine) as session:
        store.lock_committee(session, here.committee)
        return put_into_outbox(session, here, [one for one in news if not useless(here, one)])


def send_by_hand(here: Installation, news: ReportNews) -> Handed:
    """Put a version into the outbox because a person wants it sent; raises ``Refused`` for one without the right."""
    require(here.actor, Duty.SEND)
    return hand_over(here, [news])


def sendings_of(here: Installation, versions: Collection[int]) -> Mapping[int, list[Sending]]:
    """Return version id → the messages that bring it to people, in the order in which they were put in."""
    found: dict[int, list[Sending]] = {}
    with reading(here.engine) as session:
        for one in news_store.sendings(session, here.committee, versions):
            found.setdefault(one.version_id, []).append(one)
    return found


def look(here: Installation, link: Link, *, counted: bool) -> ReportPage:
    """Return the page of a link; changes nothing but, when ``counted``, the list of visits.

    Raises ``ForgedLink`` when the letter of the link brought no report to its person.
    """
    version = _version(here, link)
    with reading(here.engine) as session:
        meeting = store.get_meeting(session, here.committee, version.meeting_id or 0)
    if counted:
        keep_visit(here, link, "opened")
    files = tuple(OfferedFile(file.name, _ending(file), file.size) for file in version.files)
    return ReportPage(meeting.name, version.number, version.as_of, files, link.last_day)


def fetch(here: Installation, link: Link, ending: str, *, counted: bool) -> FetchedFile:
    """Return the file with an ``ending``, and keep the visit when ``counted``.

    Raises ``ForgedLink`` as ``look`` does and for an unknown ending, ``LostFile`` when it is not what was made.
    """
    file = next((one for one in _version(here, link).files if _ending(one) == ending), None)
    if file is None:
        raise ForgedLink("Báo cáo này không có tệp ấy. Hãy mở lại từ thư.")
    content = read_content(here.settings.home, file.sha256)
    if content is None:
        raise LostFile("Tệp báo cáo không còn ở đây như lúc lập. Hãy liên hệ văn phòng để nhận lại.")
    if counted:
        keep_visit(here, link, "fetched")
    return FetchedFile(file.name, file.media_type, content)


def _version(here: Installation, link: Link) -> ReportVersionView:
    with reading(here.engine) as session:
        id_ = news_store.version_told_by(session, here.committee, message_id=link.message_id, person_id=link.person_id)
        found = store.report_versions_by_id(session, here.committee, [id_]).get(id_) if id_ is not None else None
    if found is None:
        raise ForgedLink("Đường dẫn này không có ở đây. Hãy mở lại từ thư.")
    return found


def _ending(file: ReportFileView) -> str:
    return file.name.rpartition(".")[2]
