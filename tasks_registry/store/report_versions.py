"""Versions of reports: what was made of a subject, and the files of each."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tasks_registry.models import ReportFile, ReportVersion, StoredFile

_LARGEST_ID = 2**31 - 1
"""Of an INTEGER column of PostgreSQL; asking for more is an error there."""


@dataclass(frozen=True)
class ReportFileView:
    """A file of a version; its bytes lie in the home under ``sha256``."""

    name: str
    stored_file_id: int
    sha256: str
    size: int
    """Bytes."""
    media_type: str


@dataclass(frozen=True)
class ReportVersionView:
    """A version of a report, see ``tasks_registry.models.ReportVersion``."""

    id: int
    kind: str
    subject: str
    meeting_id: int | None
    number: int
    as_of: date
    lead_day: date | None
    made_at: datetime
    made_by: str
    printed: str
    folder: str
    facts: Mapping[str, Any]
    task_codes: Sequence[str]
    """Codes of all tasks that its files name, counted or not."""
    files: tuple[ReportFileView, ...]


_COLUMNS = (
    "id", "kind", "subject", "meeting_id", "number", "as_of", "lead_day", "made_at", "made_by", "printed", "folder",
    "facts", "task_codes",
)  # fmt: skip


def report_versions(
    session: Session, committee: int, kind: str, subjects: Collection[str]
) -> Mapping[str, list[ReportVersionView]]:
    """Return subject → its versions of a kind of document, the oldest first; subjects without any are left out."""
    wanted = (
        col(ReportVersion.committee_id) == committee,
        col(ReportVersion.kind) == kind,
        col(ReportVersion.subject).in_(sorted(subjects)),
    )
    found: dict[str, list[ReportVersionView]] = {}
    for version in _views(session, *wanted):
        found.setdefault(version.subject, []).append(version)
    return found


def report_versions_by_id(session: Session, committee: int, ids: Collection[int]) -> Mapping[int, ReportVersionView]:
    """Return the committee's versions with these ids."""
    known = [id_ for id_ in sorted(ids) if 0 < id_ <= _LARGEST_ID]
    wanted = (col(ReportVersion.committee_id) == committee, col(ReportVersion.id).in_(known))
    return {version.id: version for version in _views(session, *wanted)}


def add_report_version(session: Session, version: ReportVersion, files: Sequence[tuple[str, StoredFile]]) -> int:
    """Keep a version with its files (name, stored content) and return its id.

    The caller holds the committee's lock, has looked for the version that would be in its way, and commits.
    """
    session.add(version)
    session.flush()
    session.add_all(
        ReportFile(
            committee_id=version.committee_id,
            version_id=version.id or 0,
            stored_file_id=stored.id or 0,
            name=name,
        )
        for name, stored in files
    )
    session.flush()
    return version.id or 0


def _views(session: Session, *wanted: sa.ColumnElement[bool]) -> list[ReportVersionView]:
    rows = session.connection().execute(
        sa.select(*(col(getattr(ReportVersion, name)) for name in _COLUMNS))
        .where(*wanted)
        .order_by(col(ReportVersion.subject), col(ReportVersion.number))
    )
    versions = [dict(row) for row in rows.mappings()]
    files = _files(session, [version["id"] for version in versions])
    return [ReportVersionView(**version, files=tuple(files.get(version["id"], ()))) for version in versions]


def _files(session: Session, versions: Sequence[int]) -> Mapping[int, list[ReportFileView]]:
    found: dict[int, list[ReportFileView]] = {}
    if versions:
        columns = (ReportFile.version_id, ReportFile.name, StoredFile.id, StoredFile.sha256, StoredFile.size)
        rows = session.connection().execute(
            sa.select(*(col(column) for column in columns), col(StoredFile.media_type))
            .join(StoredFile, col(StoredFile.id) == col(ReportFile.stored_file_id))
            .where(col(ReportFile.version_id).in_(versions))
            .order_by(col(ReportFile.id))
        )
        for version, *file in rows:
            found.setdefault(version, []).append(ReportFileView(*file))
    return found
