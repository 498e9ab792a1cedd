"""Versions of status reports as whole runs: what the command line and the flow call."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from config.database import reading
from config.errors import DondocError
from config.log import record
from reports import task_words
from reports.letterhead import DRAFT, Issue
from reports.meeting.due import meetings_due, report_day
from reports.meeting.facts import MeetingFacts
from reports.meeting.runs import gather, report_folder
from reports.pdf import as_pdf
from reports.versions.differences import Differences, compare
from reports.versions.facts import VersionFacts, from_json, version_facts
from reports.versions.making import KIND, Made, copies, fingerprint, keep, known_versions, render, subject_of
from reports.whole_files import replace_whole
from tasks_registry import store
from tasks_registry.access import Duty, require
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.installation import SYSTEM, Installation
from tasks_registry.meetings.states import MeetingState
from tasks_registry.store import ReportVersionView
from tasks_registry.view import MeetingView


@dataclass(frozen=True)
class DueRun:
    """What a run of the flow made, and why it could not make others."""

    made: tuple[Made, ...] = ()
    failed: tuple[DondocError, ...] = ()


@dataclass(frozen=True)
class Told:
    """A version of a meeting, and what differs: from the version before it, or today from what it says."""

    meeting: MeetingView
    version: ReportVersionView
    facts: VersionFacts
    """Those that are told: of the version, or of today."""
    since: VersionFacts | None
    """What they are compared with; None for the first version."""
    differences: Differences


def make_due(here: Installation, folder: Path | None = None) -> DueRun:
    """Make the version of every meeting whose lead day is reached and has none; one that fails stops no other."""
    run = DueRun()
    for meeting, lead_day in _due(here):
        try:
            facts = gather(here, meeting.id)
            made = _make_for_lead_day(here, facts, lead_day, folder or report_folder(here))
        except DondocError as error:
            record("report.failed", error=error, meeting=meeting.id)
            run = replace(run, failed=(*run.failed, error))
        else:
            run = replace(run, made=(*run.made, *([made] if made else ())))
    return run


def make_by_hand(
    here: Installation,
    meeting_id: int,
    folder: Path | None = None,
    *,
    issue: Issue = DRAFT,
    with_pdf: bool = False,
) -> Made:
    """Make a version because a person asks for it; where it would say nothing new, return the last one.

    With ``folder`` the copies lie there, without it where the reports of the installation are. The PDF lies beside
    them. Raises ``NotInRegistry``, ``Refused`` when the actor may not make one, and ``ReportError`` when a template, a
    folder or LibreOffice fails.
    """
    require(here.actor, Duty.REPORT)
    facts = gather(here, meeting_id)
    made = _make_if_it_differs(here, facts, folder or report_folder(here), issue)
    if with_pdf:
        pdf = made.paths["docx"].with_suffix(".pdf")
        replace_whole(pdf, as_pdf(made.paths["docx"].read_bytes()))
        made = replace(made, paths={**made.paths, "pdf": pdf})
    return made


def versions_of(here: Installation, meeting_id: int) -> list[ReportVersionView]:
    """Return the versions of a meeting's report, the oldest first.

    Raises ``NotInRegistry`` for an unknown meeting, and ``Refused`` when the actor may not see every task.
    """
    require(here.actor, Duty.SURVEY)
    with reading(here.engine) as session:
        store.get_meeting(session, here.committee, meeting_id)
        return known_versions(session, here.committee, meeting_id)


def differences_of(
    here: Installation, meeting_id: int, earlier: int | None = None, later: int | None = None
) -> tuple[ReportVersionView, ReportVersionView | None, Differences]:
    """Return two versions and what changed between them; without ``later`` today stands for the second (None).

    Without ``earlier`` it is the last version, or the one before ``later``. Raises ``NotInRegistry`` for a number that
    no version has.
    """
    known = versions_of(here, meeting_id)
    after = _numbered(known, meeting_id, later) if later is not None else None
    before = _numbered(known, meeting_id, after.number - 1 if after and earlier is None else earlier)
    now = from_json(after.facts) if after else version_facts(gather(here, meeting_id))
    return before, after, compare(from_json(before.facts), now)


def titles_of(here: Installation, codes: Collection[str]) -> dict[str, str]:
    """Return code → title, as documents print it, of those of ``codes`` that are in the registry.

    Raises ``Refused`` when the actor may not see every task.
    """
    require(here.actor, Duty.SURVEY)
    with reading(here.engine) as session:
        ids = store.ids_by_code(session, here.committee, codes).values()
        return {task.code: task_words.title(task) for task in store.task_views(session, here.committee, ids=list(ids))}


def to_send(here: Installation) -> list[Told]:
    """Return what people named for it are to have: of each meeting ahead the version of its latest lead day."""
    return [
        _told(meeting, versions, made)
        for meeting, versions in _ahead(here)
        if (made := next((one for one in reversed(versions) if one.lead_day is not None), None)) is not None
    ]


def to_send_by_hand(here: Installation, meeting_id: int, number: int | None = None) -> Told:
    """Return a version that a person wants to send, by default the last one.

    Raises ``NotInRegistry``, and ``Refused`` when the meeting is over: nobody prepares for it any more.
    """
    with reading(here.engine) as session:
        meeting = store.meeting_view(store.get_meeting(session, here.committee, meeting_id))
        versions = known_versions(session, here.committee, meeting_id)
    version = _numbered(versions, meeting_id, number)
    if not _is_ahead(meeting, here.today):
        raise Refused(f"{meeting.name} đã họp hoặc chưa có ngày, nên không gửi báo cáo phục vụ họp nữa.")
    return _told(meeting, versions, version)


def misleading(here: Installation) -> list[Told]:
    """Return the last versions of meetings ahead that were made on an earlier day and mislead their reader by now."""
    found = []
    for meeting, versions in _ahead(here):
        last = versions[-1]
        if last.as_of < here.today:
            said, now = from_json(last.facts), version_facts(gather(here, meeting.id))
            differences = compare(said, now)
            if differences.material:
                found.append(Told(meeting, last, now, said, differences))
    return found


def _make_for_lead_day(here: Installation, facts: MeetingFacts, lead_day: date, folder: Path) -> Made | None:
    """Make the version of a meeting for ``lead_day``; None when it is there, whoever made it."""
    files = render(here, facts, DRAFT)
    with here.writing() as session:
        known = known_versions(session, here.committee, facts.meeting.id)
        if any(version.lead_day == lead_day for version in known):
            return None
        return keep(here, session, facts, files, folder, known, issue=DRAFT, lead_day=lead_day, made_by=SYSTEM.name)


def _make_if_it_differs(here: Installation, facts: MeetingFacts, folder: Path, issue: Issue) -> Made:
    """Make a further version of a meeting, unless it would read as the last one does (ADR 0027)."""
    printed = fingerprint(here, facts, issue)
    with reading(here.engine) as session:
        known = known_versions(session, here.committee, facts.meeting.id)
    if not known or known[-1].printed != printed:
        files = render(here, facts, issue)
        with here.writing() as session:
            known = known_versions(session, here.committee, facts.meeting.id)
            if not known or known[-1].printed != printed:
                made_by = here.actor.name
                return keep(here, session, facts, files, folder, known, issue=issue, lead_day=None, made_by=made_by)
    return Made(known[-1], copies(here, known[-1], folder), new=False)


def _told(meeting: MeetingView, versions: Sequence[ReportVersionView], version: ReportVersionView) -> Told:
    facts = from_json(version.facts)
    former = next((from_json(one.facts) for one in versions if one.number == version.number - 1), None)
    return Told(meeting, version, facts, former, compare(former, facts) if former else Differences())


def _due(here: Installation) -> list[tuple[MeetingView, date]]:
    """Return the meetings that want a report by now, each with the lead day that it wants it for."""
    lead_days, calendar, today = here.files.rhythm.meeting_report_days_before, here.calendar, here.today
    with reading(here.engine) as session:
        meetings = [one for one in store.meeting_views(session, here.committee) if _is_ahead(one, today)]
        known = store.report_versions(session, here.committee, KIND.value, [subject_of(one.id) for one in meetings])

    def last_made(meeting: MeetingView) -> date | None:
        versions = known.get(subject_of(meeting.id), ())
        return max((version.lead_day for version in versions if version.lead_day is not None), default=None)

    due = meetings_due(meetings, lead_days, calendar, today, last_made)
    wanted = ((one, report_day(one.day, lead_days, calendar, today)) for one in due if one.day is not None)
    return [(meeting, lead_day) for meeting, lead_day in wanted if lead_day is not None]


def _ahead(here: Installation) -> list[tuple[MeetingView, list[ReportVersionView]]]:
    """Return the meetings to come that have versions, each with them."""
    with reading(here.engine) as session:
        meetings = [one for one in store.meeting_views(session, here.committee) if _is_ahead(one, here.today)]
        known = store.report_versions(session, here.committee, KIND.value, [subject_of(one.id) for one in meetings])
    return [(one, known[subject_of(one.id)]) for one in meetings if subject_of(one.id) in known]


def _is_ahead(meeting: MeetingView, today: date) -> bool:
    return meeting.day is not None and meeting.day >= today and meeting.state is not MeetingState.CLOSED


def _numbered(versions: Sequence[ReportVersionView], meeting_id: int, number: int | None) -> ReportVersionView:
    if not versions:
        raise NotInRegistry(
            f"Hội nghị số {meeting_id} chưa có bản báo cáo nào. Hãy lập: dondoc report meeting {meeting_id}"
        )
    found = versions[-1] if number is None else next((one for one in versions if one.number == number), None)
    if found is None:
        raise NotInRegistry(
            f"Báo cáo phục vụ hội nghị số {meeting_id} không có bản số {number} (có từ bản số {versions[0].number} đến "
            f"bản số {versions[-1].number}). Hãy xem: dondoc report versions {meeting_id}"
        )
    return found
