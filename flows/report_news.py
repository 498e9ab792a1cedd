"""Carries what reports know of their versions to notifications: the two do not know each other. Imports no Prefect."""

import logging

from config.log import record
from notifications.kinds import MessageKind
from notifications.report_news.handing import Handed
from notifications.report_news.news import FigureNews, ReportNews, TaskNews
from notifications.report_news.runs import hand_over, send_by_hand, sendings_of
from reports import words
from reports.versions import runs
from reports.versions.differences import Differences, What, main_figures
from reports.versions.facts import VersionFacts
from reports.versions.runs import Told
from tasks_registry.installation import Installation

_BAD = (What.OVERDUE, What.REOPENED)


def tell(here: Installation) -> Handed:
    """Hand over every version that people named for it are to have, and what misleads in the last ones; repeatable.

    What fails for one meeting stops no other: it is raised at the end, when everything else was handed over.
    """
    versions, changes = runs.to_send(here, lambda ids: sendings_of(here, ids).keys()), runs.misleading(here)
    news = [version_news(told) for told in versions.told] + [change_news(told) for told in changes.told]
    handed = hand_over(here, news)
    for one in handed.not_handed:
        record("report.not_handed", person=one.person.id, reason=one.reason.value if one.reason else "trial")
    if handed.unknown:
        record("report.nobody_named", level=logging.WARNING, addresses=len(handed.unknown))
    for error in (*versions.failed, *changes.failed):
        raise error
    return handed


def send(here: Installation, meeting_id: int, number: int | None = None) -> tuple[Told, Handed]:
    """Hand over a version because a person wants it sent, by default the last one.

    Raises ``NotInRegistry``, and ``Refused`` for somebody without the right or a meeting that is over.
    """
    told = runs.to_send_by_hand(here, meeting_id, number)
    return told, send_by_hand(here, version_news(told))


def version_news(told: Told) -> ReportNews:
    """Return what is told of a version, with what changed since the one before it."""
    before = dict(main_figures(told.since.figures)) if told.since else {}
    figures = told.facts.figures
    return ReportNews(
        MessageKind.REPORT,
        told.version.id,
        told.facts.as_of,
        headline=f"{figures.total} nhiệm vụ, {figures.open_overdue} quá hạn",
        figures=tuple(
            FigureNews(label, now, before[label] if before.get(label, now) != now else "")
            for label, now in main_figures(figures)
        ),
        tasks=_tasks(told.differences, material_only=False),
        since=_since(told.version.number - 1, told.since) if told.since else "",
        remark=told.differences.meeting.words if told.differences.meeting else "",
    )


def change_news(told: Told) -> ReportNews:
    """Return what the office is told of a version that misleads by now: what matters, and nothing that days alone do.

    What is the same on two days is told on the first of them only.
    """
    differences = told.differences
    figures = [one for one in differences.figures if one.material]
    tasks = _tasks(differences, material_only=True)
    changes = len(tasks) or len(figures)
    return ReportNews(
        MessageKind.REPORT_CHANGED,
        told.version.id,
        told.facts.as_of,
        headline=f"{changes} thay đổi" if changes else "đổi ngày họp",
        figures=tuple(FigureNews(one.label, str(one.now), str(one.before)) for one in figures),
        tasks=tasks,
        since=_since(told.version.number, told.since) if told.since else "",
        remark=differences.meeting.words if differences.meeting else "",
    )


def _tasks(differences: Differences, *, material_only: bool) -> tuple[TaskNews, ...]:
    return tuple(
        TaskNews(one.code, one.words, one.detail, bad=one.what in _BAD)
        for one in differences.tasks
        if one.material or not material_only
    )


def _since(number: int, facts: VersionFacts) -> str:
    return f"bản số {number} (số liệu đến ngày {words.day(facts.as_of)})"
