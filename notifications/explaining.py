"""Why there is, or is no, word about a task: what the decision says of it beside what was said already."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from notifications import ledger, reminding
from notifications.decision import Decider, Remind, Skip, SkipReason
from tasks_registry import store
from tasks_registry.view import PersonView, TaskView


@dataclass(frozen=True)
class Answer:
    """What holds for one person and channel now: said before, said by the next run, or not said for a reason."""

    person: PersonView | None
    channel: str | None
    """None when the reason lies with the task or the person, not with a channel."""
    milestone: str | None
    """The milestone that is reached; None before the first."""
    remind: Remind | None
    skip: Skip | None
    said: ledger.SaidOnce | None
    """The message that said it, when it was."""
    in_trial: bool = False
    """Held by trial mode."""


@dataclass(frozen=True)
class Coming:
    """What would be said next, if the task stays as it is."""

    day: date
    milestone: str
    person: PersonView


@dataclass(frozen=True)
class Explanation:
    """The whole answer for one task."""

    task: TaskView
    answers: tuple[Answer, ...]
    history: tuple[ledger.SaidOnce, ...]
    """Everything that was ever said of the task, of former due days too."""
    coming: tuple[Coming, ...]
    """The next milestone and the next rung of the escalation ladder."""
    people: dict[int, PersonView]
    """Everybody whom ``history`` names and who is still there."""

    def of_person(self, person: int) -> "Explanation":
        """Narrow the answer to what concerns one person."""
        return replace(
            self,
            answers=tuple(one for one in self.answers if one.person is not None and one.person.id == person),
            history=tuple(one for one in self.history if one.person_id == person),
            coming=tuple(one for one in self.coming if one.person.id == person),
        )


def explain(
    session: Session, office: reminding.Office, now: datetime, code: str, trial: reminding.TrialMode
) -> Explanation:
    """Explain the task ``code`` as a run at ``now`` would decide it. Raises ``NotInRegistry``."""
    task_id = store.get_task(session, office.committee, code).id or 0
    here_now = now.astimezone(office.zone)
    (view,) = store.task_views(session, office.committee, ids=[task_id], on=here_now.date())
    history = tuple(ledger.said_of(session, task_id))
    decisions = reminding.decisions_with(session, office, now, task_id)
    answers = tuple(
        _answer(decision, history, trial)
        for decision in decisions
        if decision.task is not None and decision.task.id == task_id
    )
    people = store.load_directory(session, office.committee).people
    named = {said.person_id: people[said.person_id] for said in history if said.person_id in people}
    return Explanation(view, answers, history, _coming(session, office, here_now, task_id), named)


def _answer(decision: Remind | Skip, history: tuple[ledger.SaidOnce, ...], trial: reminding.TrialMode) -> Answer:
    if isinstance(decision, Remind):
        in_trial = trial.holds(decision.person.email)
        return Answer(decision.person, decision.channel, decision.milestone, decision, None, None, in_trial)
    said = None
    if decision.reason is SkipReason.ALREADY_SAID and decision.task is not None and decision.person is not None:
        wanted = (decision.person.id, decision.channel, decision.milestone, decision.task.due)
        said = next(
            (one for one in reversed(history) if (one.person_id, one.channel, one.milestone, one.due) == wanted), None
        )
    return Answer(decision.person, decision.channel, decision.milestone, None, decision, said)


def _coming(session: Session, office: reminding.Office, now: datetime, task_id: int) -> tuple[Coming, ...]:
    facts = reminding.gather(session, office, now, reminding.Scope(tasks=[task_id]))
    decider = Decider(facts, office.policy, office.calendar, now)
    (task,) = facts.tasks
    found = []
    milestone, rung = decider.next_milestone(task), decider.rung_of(task)
    if milestone is not None and task.officer is not None:
        found.append(Coming(milestone.day, milestone.name, task.officer))
    if rung is not None and rung.day > now.date():
        found.append(Coming(rung.day, rung.name, rung.person))
    return tuple(sorted(found, key=lambda one: one.day))
