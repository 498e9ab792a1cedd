"""A history written by hand, the directory of the cast, and notices as a decision sees them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from notifications.events import Event, NoticeView
from notifications.happenings import HistoryReader, HistoryRow, NewNotice, Standing
from tasks_registry.store import Directory
from tests.support.cast import CLERK, LEADER, OFFICER, OUTSIDER

MORNING = datetime(2026, 9, 14, 1, tzinfo=UTC)
"""Monday, 08:00 at the office"""
PKT, BCHQS, VPDU = 10, 11, 12
"""Ids of agencies: Phòng Kinh tế (the officer's), Ban Chỉ huy Quân sự (the outsider's), Văn phòng (the clerk's)"""
DIRECTORY = Directory(
    agency_ids={"PKT": PKT, "BCHQS": BCHQS, "VPĐU": VPDU},
    agency_names={PKT: ("PKT", "Phòng Kinh tế"), BCHQS: ("BCHQS", "Ban CHQS"), VPDU: ("VPĐU", "Văn phòng")},
    people={person.id: person for person in (CLERK, OFFICER, LEADER, OUTSIDER)},
    reached={PKT: OFFICER, BCHQS: OUTSIDER, VPDU: CLERK},
    secretariat=CLERK,
)


@dataclass
class Chronicle:
    """A registry of a few tasks that writes its history as the use cases do."""

    tasks: dict[int, Standing] = field(default_factory=dict)
    rows: list[HistoryRow] = field(default_factory=list)

    def add(self, task: int, standing: Standing, action: str = "task.import", actor: str = "Khanh") -> None:
        """Bring a task into the registry."""
        self.tasks[task] = standing
        self.log(action, task, {}, {"work_state": standing.work_state, "due": standing.due}, actor=actor)

    def change(
        self,
        task: int,
        action: str,
        *,
        actor: str = "Khanh",
        beside: Mapping[str, Any] | None = None,
        **changes: object,
    ) -> None:
        """Change a task, with its row of what really changed."""
        before = self.tasks[task]
        differing = [name for name, value in changes.items() if getattr(before, name) != value]
        self.tasks[task] = replace(before, **changes)  # type: ignore[arg-type]
        earlier = {name: getattr(before, name) for name in differing}
        self.log(action, task, earlier, {**{name: changes[name] for name in differing}, **(beside or {})}, actor=actor)

    def log(
        self,
        action: str,
        entity_id: int,
        before: Mapping[str, Any],
        after: Mapping[str, Any],
        *,
        actor: str = "Khanh",
    ) -> None:
        """Write a row; every row comes a minute after the one before."""
        seq = len(self.rows) + 1
        at = MORNING + timedelta(minutes=seq)
        self.rows.append(HistoryRow(seq, at, actor, action, action.partition(".")[0], entity_id, before, after))

    def notices(
        self,
        first: int = 1,
        *,
        size: int = 1000,
        attending: Mapping[int, Collection[int]] | None = None,
    ) -> list[NewNotice]:
        """Read the history from its newest row back to row ``first``, ``size`` rows at a time."""
        reader = HistoryReader(1, DIRECTORY)
        back = list(reversed(self.rows[first - 1 :]))
        found: list[NewNotice] = []
        for start in range(0, len(back), size):
            batch = back[start : start + size]
            known = {task: self.tasks[task] for task in reader.unknown_tasks(batch)}
            found += reader.read(batch, known, attending or {})
        return sorted([*found, *reader.finish()], key=lambda notice: (notice.seq, notice.person_id))


def told(notices: Sequence[NewNotice]) -> list[tuple[int, Event]]:
    """Return who is told of what, in order."""
    return [(notice.person_id, notice.event) for notice in notices]


def views(notices: Sequence[NewNotice], person: int) -> list[NoticeView]:
    """Return the notices of a person as they are read back, with ids from 1."""
    return [
        NoticeView(id_, one.seq, one.person_id, one.event, one.at, one.task_id, one.meeting_id, one.detail)
        for id_, one in enumerate(notices, start=1)
        if one.person_id == person
    ]


def view(
    seq: int, event: Event, *, task: int | None = 1, meeting: int | None = None, person: int = OFFICER.id, **detail: Any
) -> NoticeView:
    """Return a notice of the officer that happened ``seq`` minutes after the office opened."""
    at = MORNING + timedelta(minutes=seq)
    return NoticeView(seq, seq, person, event, at, None if meeting else task, meeting, detail)
