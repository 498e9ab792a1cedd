"""The steps of making a version of a meeting's status report: render it, keep files and facts, put copies for people.

A version's own files lie under their hashes in the home, where nobody edits them; the copies in the folder are for the
office, which may.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlmodel import Session

from config.log import record
from reports.errors import ReportError
from reports.files import put_copy, write_new
from reports.kinds import DocumentKind
from reports.letterhead import Issue
from reports.meeting.compose import compose
from reports.meeting.facts import MeetingFacts
from reports.meeting.sheets import meeting_sheets
from reports.meeting.writing import file_stem, meeting_files
from reports.templates_in_use import templates_of
from reports.versions.facts import as_json, printed_codes, version_facts
from tasks_registry import store
from tasks_registry.documents.file_types import media_type_of_ending
from tasks_registry.documents.files import read_content, store_file
from tasks_registry.installation import Installation
from tasks_registry.models import ReportVersion
from tasks_registry.store import ReportVersionView

KIND = DocumentKind.STATUS
_MARK = "tep"
"""Stands in a file name before the number of a file, where the name of its version is taken; ``ban`` is the version."""


@dataclass(frozen=True)
class Made:
    """A version with the places of its copies for people, ending → path."""

    version: ReportVersionView
    paths: dict[str, Path]
    new: bool
    """False: there was one already that says the same."""


def subject_of(meeting_id: int) -> str:
    """Return what versions call a meeting."""
    return f"meeting:{meeting_id}"


def known_versions(session: Session, committee: int, meeting_id: int) -> list[ReportVersionView]:
    """Return the versions of a meeting's status report, the oldest first."""
    subject = subject_of(meeting_id)
    return store.report_versions(session, committee, KIND.value, [subject]).get(subject, [])


def fingerprint(here: Installation, facts: MeetingFacts, issue: Issue) -> str:
    """Return the hash of everything that decides what is printed: two versions of the same would read the same."""
    office = here.files.office
    parts = (
        repr(compose(facts, office, issue)),
        repr(meeting_sheets(facts, office.name)),
        repr(office.layout),
        hashlib.sha256(templates_of(here.settings.home).in_use(KIND).read_bytes()).hexdigest(),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def copies(here: Installation, version: ReportVersionView, folder: Path) -> dict[str, Path]:
    """Return where the files of a version lie in ``folder``, as they were made; one that is missing is written.

    What somebody has made of a copy is left alone: the file as it was made is then put beside it. Raises
    ``ReportError`` when the folder cannot be used, or a kept file is lost.
    """
    places: dict[str, Path] = {}
    for file in version.files:
        content = read_content(here.settings.home, file.sha256)
        if content is None:
            raise ReportError(
                f"Tệp {file.name} của bản số {version.number} trong kho đã mất hoặc hỏng. Hãy lấy lại từ bản sao lưu."
            )
        path = put_copy(folder, file.name, content, sha256=file.sha256, mark=_MARK)
        places[path.suffix[1:]] = path
    return places


def render(here: Installation, facts: MeetingFacts, issue: Issue) -> dict[str, bytes]:
    """Return the files of a version, ending → bytes; raises ``ReportError`` when the template cannot be used."""
    return meeting_files(facts, here.files.office, here.now, templates_of(here.settings.home), issue)


def keep(
    here: Installation,
    session: Session,
    facts: MeetingFacts,
    files: dict[str, bytes],
    folder: Path,
    known: list[ReportVersionView],
    *,
    printed: str,
    lead_day: date | None,
    made_by: str,
) -> Made:
    """Keep a version of ``facts``, whose rendered ``files`` get copies in ``folder``; ``known`` are the former ones.

    ``printed`` is the ``fingerprint`` of what was rendered. The names of the files carry the number of the version. The
    caller holds the committee's lock – number, names and rows are then nobody else's – and commits. Raises
    ``ReportError`` when the folder cannot be used.
    """
    number = known[-1].number + 1 if known else 1
    stem = file_stem(facts) if number == 1 else f"{file_stem(facts)}-ban-{number}"
    paths = write_new(folder, stem, files, mark=_MARK)
    stored = [
        (
            paths[ending].name,
            store_file(
                session,
                here.settings.home,
                here.committee,
                content,
                media_type=media_type_of_ending(ending),
                now=here.now,
            ),
        )
        for ending, content in files.items()
    ]
    version = ReportVersion(
        committee_id=here.committee,
        kind=KIND.value,
        subject=subject_of(facts.meeting.id),
        meeting_id=facts.meeting.id,
        number=number,
        as_of=facts.as_of,
        lead_day=lead_day,
        made_at=here.now,
        made_by=made_by,
        printed=printed,
        folder=str(folder.resolve()),
        facts=as_json(version_facts(facts)),
        task_codes=printed_codes(facts),
    )
    id_ = store.add_report_version(session, version, stored)
    record("report.version", version=id_, meeting=facts.meeting.id, number=version.number)
    return Made(store.report_versions_by_id(session, here.committee, [id_])[id_], paths, new=True)
