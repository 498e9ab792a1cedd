"""Who must be reminded of what at an instant – and why the others not."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from config.reminders import Mark, ReminderPolicy
from notifications import keys
from notifications.decision.escalation import NextRung, next_rung
from notifications.decision.facts import DueTask, Facts, MeetingAhead
from notifications.decision.gate import channel_refusal, refusal, sending_time, week_of, within_limits
from notifications.decision.milestones import Reached, Timetable
from notifications.decision.outcome import Decision, Remind, Skip, SkipReason
from notifications.kinds import MessageKind
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.reading.model import DeadlineRule
from tasks_registry.states import OPEN, WorkState
from tasks_registry.view import MeetingView, PersonView


def decide(facts: Facts, policy: ReminderPolicy, calendar: WorkingCalendar, now: datetime) -> list[Decision]:
    """Decide for every task and meeting, person and channel what is said at ``now`` (aware, in the office's zone).

    Level-triggered: the milestone that speaks is the last one reached, so a milestone missed while the machine was off
    is folded into the next run, and several missed ones speak once, with the most severe. Whatever is reached and not
    said has a ``Skip`` with its reason. What is said does not depend on the hour of the day, only from when on it may
    go out – but for an evening in quiet hours, which leaves it to the next day. Raises ``ValueError`` when ``now`` is
    naive.
    """
    return Decider(facts, policy, calendar, now).decisions()


def still_wanted(task: DueTask) -> SkipReason | None:
    """Return why the state of a task forbids any reminder, None when it does not (asked again before sending)."""
    if task.work_state is WorkState.SUBMITTED:
        return SkipReason.WAITING_FOR_REVIEW
    if task.work_state is WorkState.HANDED_BACK:
        return SkipReason.HANDED_BACK
    return None if task.work_state in OPEN else SkipReason.NOT_OPEN


def marks_of(task: DueTask, policy: ReminderPolicy) -> Sequence[Mark]:
    """Return the milestones that hold for a task: papers of a meeting have their own."""
    for_meeting = task.meeting_id is not None and task.deadline_rule in (DeadlineRule.MEETING, DeadlineRule.HEADING)
    return policy.milestones.meeting_papers if for_meeting else policy.milestones.deadline


class Decider:
    """One decision run over ``facts`` at ``now``; what holds for a person or a due day is worked out once."""

    def __init__(self, facts: Facts, policy: ReminderPolicy, calendar: WorkingCalendar, now: datetime) -> None:
        if now.tzinfo is None:
            raise ValueError("now must be aware")
        self.facts, self.policy, self.calendar, self.now = facts, policy, calendar, now
        self.today = now.date()
        self._works_today = calendar.is_working(self.today)
        self._times = Timetable(calendar)
        self._policies: dict[tuple[str, str], ReminderPolicy] = {}
        self._refusals: dict[int, SkipReason | None] = {}
        self._hours: dict[tuple[int, str], datetime | None] = {}

    def decisions(self) -> list[Decision]:
        """Return what is said and what is not, of every task, meeting and week."""
        found = [decision for task in self.facts.tasks for decision in self._task(task)]
        found += [decision for ahead in self.facts.meetings for decision in self._meeting(ahead)]
        found += [decision for leader in self.facts.leaders for decision in self._week(leader)]
        return within_limits(found, self.facts, self._policy_for)

    # --- a task --------------------------------------------------------------------------------------------------

    def _task(self, task: DueTask) -> list[Decision]:
        person, due = task.officer, task.due
        forbidden = still_wanted(task)
        if forbidden is None and due is None:
            forbidden = SkipReason.NO_DEADLINE
        if forbidden is None and task.document_id in self.facts.unreleased:
            forbidden = SkipReason.UNRELEASED
        if forbidden is None and person is None:
            forbidden = SkipReason.NO_PERSON
        if forbidden is not None or person is None or due is None:
            return [Skip(task, None, person, forbidden or SkipReason.NO_PERSON)]
        policy = self._policy_for(person, task.kind)
        closed = self._closed(policy)
        if closed is not None:
            return [Skip(task, None, person, closed)]
        milestone = self._times.reached(due, marks_of(task, policy), policy, self.today)
        decisions: list[Decision] = []
        if milestone is None:
            decisions.append(Skip(task, None, person, SkipReason.NOT_YET))
        else:
            decisions += self._say_of_task(task, person, milestone, due, MessageKind.DIGEST)
        rung = self.rung_of(task)
        if rung is not None and rung.day <= self.today:
            # What reaches the officer anyway is no message of its own: nobody wants two on one day.
            own = rung.person.id == person.id and not rung.rung.held
            kind = MessageKind.DIGEST if own else MessageKind.ESCALATION
            decisions += self._say_of_task(task, rung.person, rung.name, due, kind, held=rung.rung.held)
        return decisions

    def rung_of(self, task: DueTask) -> NextRung | None:
        """Return the rung of the escalation ladder that speaks next of an overdue task; None when there is none."""
        person, due = task.officer, task.due
        if person is None or due is None or due >= self.today:
            return None
        return next_rung(
            task,
            due,
            self._policy_for(person, task.kind).escalation,
            self.facts,
            self._times,
            reported=task.reported_at.astimezone(self.now.tzinfo).date() if task.reported_at is not None else None,
            can_hear=lambda hearer: self._refusal(hearer) is None,
        )

    def next_milestone(self, task: DueTask) -> Reached | None:
        """Return the next milestone of a task after today, as long as it stays open; None when it has none."""
        if task.officer is None or task.due is None or still_wanted(task) is not None:
            return None
        policy = self._policy_for(task.officer, task.kind)
        return self._times.next(task.due, marks_of(task, policy), policy, self.today)

    def _say_of_task(
        self, task: DueTask, person: PersonView, milestone: str, due: date, kind: MessageKind, *, held: bool = False
    ) -> list[Decision]:
        def key(channel: str) -> str:
            return keys.task_key(task.id, milestone, due, person.id, channel)

        return self._say(task, None, person, milestone, due, key, kind, held=held)

    # --- a meeting, a week ---------------------------------------------------------------------------------------

    def _meeting(self, ahead: MeetingAhead) -> list[Decision]:
        meeting, decisions = ahead.meeting, list[Decision]()
        if meeting.day is None or meeting.day < self.today:
            return decisions
        for person in dict.fromkeys(ahead.leads):
            decisions += self._meeting_to(meeting, meeting.day, person)
        return decisions

    def _meeting_to(self, meeting: MeetingView, day: date, person: PersonView) -> list[Decision]:
        policy = self._policy_for(person)
        closed = self._closed(policy)
        if closed is not None:
            return [Skip(None, meeting, person, closed)]
        milestone = self._times.reached_before(day, policy.milestones.meeting, policy, self.today)
        if milestone is None:
            return [Skip(None, meeting, person, SkipReason.NOT_YET)]

        def key(channel: str) -> str:
            return keys.meeting_key(meeting.id, milestone, day, person.id, channel)

        return self._say(None, meeting, person, milestone, day, key, MessageKind.DIGEST)

    def _week(self, leader: PersonView) -> list[Decision]:
        """Decide on the weekly summary: from its weekday on, until it was said or the week is over."""
        policy = self._policy_for(leader)
        monday = week_of(self.today)
        summary = policy.weekly_summary
        if not summary.enabled or self.today < monday + timedelta(days=summary.weekday.number):
            return []
        closed = SkipReason.AWAY if leader.id in self.facts.away else self._closed(policy)
        if closed is not None:
            return [Skip(None, None, leader, closed, milestone=keys.WEEK)]

        def key(channel: str) -> str:
            return keys.week_key(self.facts.committee_id, monday, leader.id, channel)

        return self._say(None, None, leader, keys.WEEK, monday, key, MessageKind.WEEKLY)

    # --- a person ------------------------------------------------------------------------------------------------

    def _say(
        self,
        task: DueTask | None,
        meeting: MeetingView | None,
        person: PersonView,
        milestone: str,
        due: date,
        key_of: Callable[[str], str],
        kind: MessageKind,
        *,
        held: bool = False,
    ) -> list[Decision]:
        refused = self._refusal(person)
        if refused is not None:
            return [Skip(task, meeting, person, refused, milestone=milestone)]
        decisions: list[Decision] = []
        reach = self.facts.reach[person.id]
        for channel in reach.channels:
            key = key_of(channel)
            reason = SkipReason.ALREADY_SAID if key in self.facts.said else channel_refusal(reach, channel)
            at = self._sending_time(person, channel)
            if reason is None and at is None:
                reason = SkipReason.QUIET_HOURS
            if reason is not None:
                decisions.append(Skip(task, meeting, person, reason, channel, milestone))
            else:
                later = at if at is not None and at > self.now else None
                decisions.append(Remind(task, meeting, person, channel, milestone, due, key, kind, held, later))
        return decisions

    def _policy_for(self, person: PersonView, kind: str = "") -> ReminderPolicy:
        known = self._policies.get((kind, person.email))
        if known is None:
            known = self.policy.of(committee=self.facts.committee, kind=kind, email=person.email)
            self._policies[kind, person.email] = known
        return known

    def _closed(self, policy: ReminderPolicy) -> SkipReason | None:
        """Return why nothing at all is said today under a policy."""
        if policy.silent:
            return SkipReason.SILENT
        return SkipReason.DAY_OFF if policy.working_days_only and not self._works_today else None

    def _refusal(self, person: PersonView) -> SkipReason | None:
        if person.id not in self._refusals:
            self._refusals[person.id] = refusal(self.facts.reach.get(person.id), self.today)
        return self._refusals[person.id]

    def _sending_time(self, person: PersonView, channel: str) -> datetime | None:
        known = (person.id, channel)
        if known not in self._hours:
            quiet = self._policy_for(person).quiet_hours.of(channel)
            self._hours[known] = sending_time(self.facts.reach[person.id].digest_hour, quiet, self.now)
        return self._hours[known]
