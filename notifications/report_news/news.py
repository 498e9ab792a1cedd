"""What is told of a version of a report, in words and codes; who made it does not matter here. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from notifications import keys
from notifications.kinds import MessageKind


@dataclass(frozen=True, slots=True)
class FigureNews:
    """A figure; ``before`` is empty where nothing is compared, or nothing changed."""

    label: str
    now: str
    before: str = ""


@dataclass(frozen=True)
class TaskNews:
    """What became of a task."""

    code: str
    words: str
    detail: str | None = None
    """Names agencies: left out for a task that is named by its code only."""
    bad: bool = False
    """Whether it is bad news: the task is late by now, or was opened again."""


@dataclass(frozen=True)
class ReportNews:
    """What is told of a version: that it is there, or that its facts have changed since."""

    kind: MessageKind
    version_id: int
    day: date
    """The day to which ``figures`` count."""
    headline: str
    """For the subject: ``40 nhiệm vụ, 3 quá hạn``, ``5 thay đổi``."""
    figures: tuple[FigureNews, ...]
    tasks: tuple[TaskNews, ...] = ()
    """The weightiest first."""
    since: str = ""
    """What is compared with: ``bản số 1 (số liệu đến ngày 22/9/2026)``; empty for the first version."""
    remark: str = ""
    """A sentence on the meeting, such as that its day has moved."""

    @property
    def key(self) -> str:
        """What makes it once."""
        if self.kind is MessageKind.REPORT_CHANGED:
            return keys.report_change_key(self.version_id, self.day)
        return keys.report_key(self.version_id)

    @property
    def content(self) -> dict[str, Any]:
        """What is kept of it beside kind, version and day."""
        return {
            "headline": self.headline,
            "figures": [asdict(figure) for figure in self.figures],
            "tasks": [asdict(task) for task in self.tasks],
            "since": self.since,
            "remark": self.remark,
        }


def read_news(kind: MessageKind, version_id: int, day: date, content: Mapping[str, Any]) -> ReportNews:
    """Return the news that was kept as ``content``."""
    return ReportNews(
        kind,
        version_id,
        day,
        headline=content["headline"],
        figures=tuple(FigureNews(**figure) for figure in content["figures"]),
        tasks=tuple(TaskNews(**task) for task in content["tasks"]),
        since=content["since"],
        remark=content["remark"],
    )
