"""What ``dondoc tasks`` asks of the registry: its options as a filter, and the list read page by page."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlmodel import Session

    from tasks_registry.installation import Installation
    from tasks_registry.store import Place, TaskList
    from tasks_registry.view import TaskView

_CHUNK = 2000
"""Tasks that are read whole at a time."""


@dataclass(frozen=True)
class Criteria:
    """The options as typed; what is None does not narrow the list."""

    time_state: str | None = None
    agency: str | None = None
    """A code."""
    state: str | None = None
    meeting: int | None = None
    period: str | None = None
    officer: str | None = None
    """An e-mail address."""


def listed(here: "Installation", session: "Session", asked: Criteria) -> "TaskList":
    """Return the list that ``asked`` describes, as the installation's actor may see it.

    Raises ``Refused`` or ``NotInRegistry`` for a value that does not exist, with those that do.
    """
    from tasks_registry import store
    from tasks_registry.errors import Refused
    from tasks_registry.states import WorkState
    from tasks_registry.time_state import TimeState

    def known(what: str, value: str, values: "Iterable[str]") -> str:
        if value not in values:
            raise Refused(f"Không có {what} “{value}”. Các giá trị: {', '.join(values)}.")
        return value

    directory = store.load_directory(session, here.committee)
    people = {person.email: id_ for id_, person in directory.people.items()}
    address = asked.officer.strip().lower() if asked.officer is not None else None
    if address is not None and address not in people:
        raise Refused(f"Không có ai dùng địa chỉ thư “{asked.officer}” trong agencies.yaml.")
    if asked.meeting is not None:
        store.get_meeting(session, here.committee, asked.meeting)
    time_state, state = asked.time_state, asked.state
    wanted = store.TaskFilter(
        judged_by=here.files.rhythm.deadlines.judged_by,
        time_state=TimeState(known("tình trạng hạn", time_state, list(TimeState))) if time_state is not None else None,
        states=frozenset({WorkState(known("trạng thái", state, list(WorkState)))}) if state is not None else None,
        lead_agency_id=directory.agency_called(asked.agency) if asked.agency is not None else None,
        officer_id=people[address] if address is not None else None,
        meeting_id=asked.meeting,
        period=asked.period,
    )
    return store.TaskList(here.committee, here.actor, here.today, here.files.rhythm.reminders.due_soon_days, wanted)


def whole_tasks(
    session: "Session", tasks: "TaskList", *, after: "Place | None", limit: int | None
) -> Iterator["TaskView"]:
    """Yield the tasks of a list with everything that is known of them, ``limit`` at most."""
    from tasks_registry import store

    for ids in ids_of(session, tasks, after=after, limit=limit):
        views = {view.id: view for view in store.task_views(session, tasks.committee, ids=ids, on=tasks.today)}
        yield from (views[id_] for id_ in ids)


def ids_of(
    session: "Session", tasks: "TaskList", *, after: "Place | None", limit: int | None
) -> Iterator["Sequence[int]"]:
    """Yield the ids of a list in its order, some at a time, ``limit`` at most in all."""
    left = limit
    while left is None or left > 0:
        lines = tasks.page(session, after=after, limit=_CHUNK if left is None else min(left, _CHUNK))
        if not lines:
            return
        yield [line.id for line in lines]
        after = tasks.place(lines[-1])
        left = None if left is None else left - len(lines)
