"""Reads from the registry what the facts of a meeting are made of: the tasks in scope, and what stands around it."""

from reports.agenda_gathering import read_agenda
from reports.comparison import compare
from reports.meeting.background import Background, PeriodComparison
from reports.task_facts import TaskFact, task_fact
from tasks_registry import store
from tasks_registry.installation import Installation
from tasks_registry.meetings.between import last_session
from tasks_registry.planning.period_end import PeriodBook
from tasks_registry.planning.periods import PeriodSpan, period_of
from tasks_registry.scope import Scope, scope_of
from tasks_registry.states import WorkState
from tasks_registry.view import TaskView


class Gathering:
    """Reads for the report of one meeting, all in the transaction of ``book``."""

    def __init__(self, here: Installation, book: PeriodBook, meeting_id: int) -> None:
        """Raise ``NotInRegistry`` for an unknown meeting."""
        self._here, self._book, self._session = here, book, book.session
        self.meeting = store.meeting_view(store.get_meeting(book.session, here.committee, meeting_id))
        meetings = store.meeting_views(book.session, here.committee)
        self._previous = last_session(self.meeting, meetings, here.today)
        since = [self._previous.day] if self._previous is not None and self._previous.day else []
        self.scope: Scope = scope_of(here.today, meeting_id, since)

    def tasks(self) -> list[TaskView]:
        """Return the tasks that the report counts, and those that it tells as set aside."""
        here = self._here
        found = store.scoped_task_views(self._session, here.committee, self.scope, here.settings.zone)
        aside = [task.id for task in found if task.work_state in (WorkState.CARRIED_OVER, WorkState.WITHDRAWN)]
        days = store.days_set_aside(self._session, aside, here.settings.zone)
        return [task for task in found if self.scope.holds(task, days.get(task.id, task.completed_on))]

    def background(self) -> Background:
        """Return what stands around the meeting."""
        here = self._here
        agenda = read_agenda(self._session, here, self.meeting)
        return Background(
            previous=self._previous,
            items=agenda.items,
            papers_due=agenda.papers_due,
            between=agenda.between,
            named=agenda.tasks,
            carries_on=store.carried_from(self._session, here.committee, self.scope, here.settings.zone),
            comparison=self._comparison(),
        )

    def _comparison(self) -> PeriodComparison | None:
        later = period_of(self._here.today)
        former = later.shifted(-1)
        carried_on = self._book.carrying_on(later)
        found = compare(self._facts(former), self._facts(later), carried_on)
        return PeriodComparison(former.label, later.label, found) if found.all.former.total else None

    def _facts(self, span: PeriodSpan) -> list[TaskFact]:
        rhythm, today = self._here.files.rhythm, self._here.today
        return [
            task_fact(task, today, rhythm.reminders.due_soon_days, rhythm.deadlines.judged_by)
            for task in self._book.tasks(span)
        ]
