"""What stands behind the link of a report: its files, for the person to whom the letter went."""

from dataclasses import dataclass
from datetime import date

from config.database import reading
from notifications.answers.errors import ForgedLink, LinkError
from notifications.answers.runs import keep_visit
from notifications.links import Link
from notifications.report_news import store as news_store
from tasks_registry import store
from tasks_registry.documents.files import read_content
from tasks_registry.installation import Installation
from tasks_registry.store import ReportFileView, ReportVersionView


class LostFile(LinkError):
    """The file of a report is not in the home any more as it was made."""


@dataclass(frozen=True)
class OfferedFile:
    """A file that can be fetched; ``ending`` (``docx``) names it in the address."""

    name: str
    ending: str
    size: int
    """Bytes."""


@dataclass(frozen=True)
class ReportPage:
    """A version of a report, as its page shows it."""

    meeting: str
    number: int
    as_of: date
    files: tuple[OfferedFile, ...]
    last_day: date
    """On which the link can be used."""


@dataclass(frozen=True)
class FetchedFile:
    """The bytes of a file, as they were when the version was made."""

    name: str
    media_type: str
    content: bytes


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
