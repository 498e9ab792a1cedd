"""Versions of status reports as whole runs: what the command line and the flow call."""

import logging
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

from sqlmodel import Session

from config.database import reading
from config.log import record
from reports import task_words
from reports.errors import ReportError
from reports.letterhead import DRAFT, Issue
from reports.meeting.due import meetings_due
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

_ATTEMPTS = 3
"""How often a version is gathered anew because another one was made, or the meeting moved, in the meantime."""
Given = TypeVar("Given")
Result = TypeVar("Result")


@dataclass(frozen=True)
class DueRun:
    """What a run of the flow made, and why it could not make others."""

    made: tuple[Made, ...] = ()
    failed: tuple[Exception, ...] = ()


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


@dataclass(frozen=True)
class ToTell:
    """What a run found to be told, and what made it fail for other meetings."""

    told: tuple[Told, ...] = ()
    failed: tuple[Exception, ...] = ()


def make_due(here: Installation, folder: Path | None = None) -> DueRun:
    """Make the version of every meeting whose lead day is reached and has none; one that fails stops no other."""
    place = folder or report_folder(here)
    made, failed = _each(_due(here), lambda meeting, lead_day: _make_for_lead_day(here, meeting.id, lead_day, place))
    return DueRun(tuple(one for one in made if one is not None), failed)


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
    made = _make_if_it_differs(here, meeting_id, folder or report_folder(here), issue)
    return _with_pdf(made) if with_pdf else made


def copy_again(
    here: Installation, meeting_id: int, number: int, folder: Path | None = None, *, with_pdf: bool = False
) -> Made:
    """Put copies of a version's files into ``folder``, by default where the reports of the installation are.

    Makes no version; copies that lie there are left as they are. Raises ``NotInRegistry``, ``Refused`` when the
    actor may not see every task, and ``ReportError`` when a kept file is lost, or the folder or LibreOffice fails.
    """
    require(here.actor, Duty.SURVEY)
    version = _numbered(versions_of(here, meeting_id), meeting_id, number)
    made = Made(version, copies(here, version, folder or report_folder(here)), new=False)
    return _with_pdf(made) if with_pdf else made


def _with_pdf(made: Made) -> Made:
    pdf = made.paths["docx"].with_suffix(".pdf")
    replace_whole(pdf, as_pdf(made.paths["docx"].read_bytes()))
    return replace(made, paths={**made.paths, "pdf": pdf})


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


def to_send(here: Installation, sent: Callable[[Collection[int]], Collection[int]]) -> ToTell:
    """Return what people named for it are to have: of each meeting ahead the newest version that may go out.

    That is one made for a lead day, or one that a person has sent; ``sent`` returns those of the ids of versions that
    were. Never one older than that: whoever has the newer one, or reads both, would be misled. None when it was made
    for another day of the meeting. One that fails stops no other.
    """
    ahead = _ahead(here)
    out = sent([version.id for _, versions in ahead for version in versions])

    def newest(meeting: MeetingView, versions: list[ReportVersionView]) -> Told | None:
        version = next((one for one in reversed(versions) if one.lead_day is not None or one.id in out), None)
        told = _told(meeting, versions, version) if version else None
        return told if told and told.facts.meeting_day == meeting.day else None

    found, failed = _each(ahead, newest)
    return ToTell(tuple(one for one in found if one is not None), failed)


def to_send_by_hand(here: Installation, meeting_id: int, number: int | None = None) -> Told:
    """Return a version that a person wants to send, by default the last one.

    Raises ``NotInRegistry``, and ``Refused`` when the meeting is over, or has moved since: the version
    names another day.
    """
    with reading(here.engine) as session:
        meeting = store.meeting_view(store.get_meeting(session, here.committee, meeting_id))
        versions = known_versions(session, here.committee, meeting_id)
    version = _numbered(versions, meeting_id, number)
    if not _is_ahead(meeting, here.today):
        raise Refused(f"{meeting.name} đã họp hoặc chưa có ngày, nên không gửi báo cáo phục vụ họp nữa.")
    told = _told(meeting, versions, version)
    if told.facts.meeting_day != meeting.day:
        raise Refused(
            f"{meeting.name} đã đổi ngày họp sau khi lập bản số {version.number}. Hãy lập bản mới: "
            f"dondoc report meeting {meeting_id}"
        )
    return told


def misleading(here: Installation) -> ToTell:
    """Return the last versions of meetings ahead that were made on an earlier day and mislead their reader by now.

    One that fails stops no other.
    """

    def misled(meeting: MeetingView, versions: list[ReportVersionView]) -> Told | None:
        last = versions[-1]
        if last.as_of >= here.today:
            return None
        said, now = from_json(last.facts), version_facts(gather(here, meeting.id))
        differences = compare(said, now)
        return Told(meeting, last, now, said, differences) if differences.material else None

    found, failed = _each(_ahead(here), misled)
    return ToTell(tuple(one for one in found if one is not None), failed)


def _each(
    meetings: Iterable[tuple[MeetingView, Given]], act: Callable[[MeetingView, Given], Result]
) -> tuple[list[Result], tuple[Exception, ...]]:
    """Return what ``act`` made of each of ``meetings``, and what made it fail for others."""
    done: list[Result] = []
    failed: list[Exception] = []
    for meeting, given in meetings:
        try:
            done.append(act(meeting, given))
        except Exception as error:  # whatever is wrong with one meeting, the others get their reports
            record("report.failed", level=logging.ERROR, error=error, meeting=meeting.id)
            failed.append(error)
    return done, tuple(failed)


def _make_for_lead_day(here: Installation, meeting_id: int, lead_day: date, folder: Path) -> Made | None:
    """Make the version of a meeting for ``lead_day``; None when it is there, or not wanted any more."""
    wanted: date | None = lead_day
    for _ in range(_ATTEMPTS):
        before = versions_of(here, meeting_id)
        facts = gather(here, meeting_id)
        files, printed = render(here, facts, DRAFT), fingerprint(here, facts, DRAFT)
        with here.writing() as session:
            known = known_versions(session, here.committee, meeting_id)
            if any(version.lead_day == wanted for version in known):
                return None
            if _still_hold(session, here, facts, before, known):
                return keep(
                    here, session, facts, files, folder, known, printed=printed, lead_day=wanted, made_by=SYSTEM.name
                )
        wanted = next((day for meeting, day in _due(here) if meeting.id == meeting_id), None)
        if wanted is None:
            return None
    raise _unsettled(facts)


def _make_if_it_differs(here: Installation, meeting_id: int, folder: Path, issue: Issue) -> Made:
    """Make a further version of a meeting, unless it would read as the last one does (ADR 0027)."""
    for _ in range(_ATTEMPTS):
        before = versions_of(here, meeting_id)
        facts = gather(here, meeting_id)
        printed = fingerprint(here, facts, issue)
        if before and before[-1].printed == printed:
            return Made(before[-1], copies(here, before[-1], folder), new=False)
        files = render(here, facts, issue)
        with here.writing() as session:
            known = known_versions(session, here.committee, meeting_id)
            if _still_hold(session, here, facts, before, known):
                made_by = here.actor.name
                return keep(here, session, facts, files, folder, known, printed=printed, lead_day=None, made_by=made_by)
    raise _unsettled(facts)


def _still_hold(
    session: Session,
    here: Installation,
    facts: MeetingFacts,
    before: Sequence[ReportVersionView],
    known: Sequence[ReportVersionView],
) -> bool:
    """Tell whether ``facts`` may become the newest version: none was made since ``before``, the meeting did not move.

    Else facts that are older than those of the version before would stand behind a higher number.
    """
    day = store.get_meeting(session, here.committee, facts.meeting.id).day
    return len(known) == len(before) and day == facts.meeting.day


def _unsettled(facts: MeetingFacts) -> ReportError:
    return ReportError(
        f"{facts.meeting.name}: trong lúc soạn báo cáo, người khác cũng đang lập bản mới hoặc đổi ngày họp. "
        "Hãy chạy lại sau ít phút."
    )


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

    return meetings_due(meetings, lead_days, calendar, today, last_made)


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
