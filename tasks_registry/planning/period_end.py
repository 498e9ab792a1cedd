"""Closes a period (chốt kỳ) and tells how it stood at its cut-off and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from sqlmodel import Session

from config.rhythm import Rhythm
from tasks_registry import store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.errors import Refused
from tasks_registry.history import log_change
from tasks_registry.lifecycle import perform
from tasks_registry.models import Period, Task
from tasks_registry.planning.closing import (
    Fate,
    Outcome,
    Override,
    PeriodTask,
    Verdict,
    carried_to,
    due_when_carried,
    figures_on,
    judge_all,
    outcome,
    rewind,
)
from tasks_registry.planning.periods import PeriodKind, PeriodSpan, parse_period, period_of
from tasks_registry.reading.model import Kind
from tasks_registry.states import Act, WorkState
from tasks_registry.time_state import Figures
from tasks_registry.view import ReportView, TaskView


class CarryOver(Protocol):
    """Carries one task over into a period and returns its successor."""

    def __call__(
        self,
        session: Session,
        committee: int,
        code: str,
        *,
        period: str,
        due: date | None,
        reason: str,
        actor: Actor,
        now: datetime,
        today: date,
    ) -> Task: ...


@dataclass(frozen=True)
class PeriodStanding:
    """A period's figures at its cut-off, and what became of its tasks since."""

    span: PeriodSpan
    cutoff: date
    as_of: date
    """The day of ``figures``: the cut-off, or today before it."""
    figures: Figures
    outcome: Outcome
    closed_at: datetime | None
    closed_by: str | None


@dataclass(frozen=True)
class Closing:
    """What closing a period does, or did, with each of its tasks."""

    span: PeriodSpan
    cutoff: date
    carried_to: str
    """Code of the period that unfinished tasks go to."""
    as_of: date
    figures: Figures
    verdicts: tuple[Verdict, ...]

    def count(self, fate: Fate) -> int:
        """Return how many tasks have ``fate``."""
        return sum(verdict.fate is fate for verdict in self.verdicts)


@dataclass(frozen=True)
class PeriodLine:
    """One line of the list of periods."""

    span: PeriodSpan
    cutoff: date
    tasks: int
    closed_at: datetime | None


@dataclass(frozen=True)
class PeriodBook:
    """The periods of one committee, in one transaction on one day."""

    session: Session
    committee: int
    calendar: WorkingCalendar
    rhythm: Rhythm
    zone: ZoneInfo
    actor: Actor
    now: datetime
    today: date

    def lines(self) -> list[PeriodLine]:
        """Return the running period of each kind and every other that has tasks or was closed, oldest first."""
        closed = {period.code: period for period in store.periods(self.session, self.committee)}
        running = {period_of(self.today, kind).code for kind in PeriodKind if kind is not PeriodKind.MONTH}
        spans = [
            parse_period(code) for code in running | closed.keys() | store.period_codes(self.session, self.committee)
        ]
        return [
            PeriodLine(
                span,
                self.cutoff(span),
                store.period_size(self.session, self.committee, self._belonging(span)),
                closed[span.code].closed_at if span.code in closed else None,
            )
            for span in sorted(spans, key=lambda span: (span.first_day, span.last_day))
        ]

    def standing(self, code: str) -> PeriodStanding:
        """Return how a period stood and stands, with the tasks of all periods within it: a half year has quarters."""
        span = parse_period(code)
        belonging = self._belonging(span, within=True)
        tasks = self._tasks(belonging)
        as_of = min(self.cutoff(span), self.today)
        then = self._at_end_of(as_of, belonging)
        stored = store.period_called(self.session, self.committee, span.code)
        return PeriodStanding(
            span=span,
            cutoff=self.cutoff(span),
            as_of=as_of,
            figures=self._figures(then, as_of),
            outcome=outcome(tasks, then, self.rhythm.deadlines.judged_by),
            closed_at=stored.closed_at if stored else None,
            closed_by=stored.closed_by if stored else None,
        )

    def tasks(self, span: PeriodSpan, day: date | None = None) -> list[TaskView]:
        """Return the tasks of a period and of all periods within it, on request as they were at the end of ``day``."""
        belonging = self._belonging(span, within=True)
        return store.period_views(self.session, self.committee, belonging, None if day is None else self._end_of(day))

    def last_reports(self, span: PeriodSpan, day: date) -> dict[int, ReportView]:
        """Return, by task of a period and of all within it, what was last reported of it up to the end of ``day``."""
        belonging = self._belonging(span, within=True)
        return store.last_reports(self.session, self.committee, belonging, self._end_of(day))

    def carrying_on(self, span: PeriodSpan) -> set[int]:
        """Return the ids of those tasks of a period, and of all within it, that carry on one of an older period."""
        return store.carrying_on(self.session, self.committee, self._belonging(span, within=True))

    def to_carry(self, span: PeriodSpan) -> set[str]:
        """Return the codes of the tasks that closing today would carry over, where the period is not closed yet."""
        closed = {period.code for period in store.periods(self.session, self.committee)}
        waiting = [part for part in span.parts() if not {part.code, span.code} & closed]
        return {
            verdict.code
            for part in waiting
            for verdict in judge_all(self._tasks(self._belonging(part)), span, self.today, Override())
            if verdict.fate is Fate.CARRY and not verdict.settled
        }

    def cutoff(self, span: PeriodSpan) -> date:
        """Return the day to which the period's report counts."""
        return span.cutoff(self.rhythm.periods)

    def propose(self, code: str, override: Override) -> Closing:
        """Return what closing the period would do; changes nothing. Raises ``Refused`` when it is closed already.

        Only tasks of this very period are judged: those of a quarter when the quarter is closed, not with the year.
        """
        span = parse_period(code)
        self._require_open(span)
        return self._closing(span, self._tasks(self._belonging(span)), override)

    def close(self, code: str, override: Override, carry_over: CarryOver) -> Closing:
        """Do what ``propose`` says and mark the period as closed. The caller commits.

        Raises ``Refused`` when it is closed already, or before its cut-off.
        """
        require(self.actor, Duty.ARRANGE)
        span = parse_period(code)
        self._require_open(span)
        cutoff = self.cutoff(span)
        if self.today < cutoff:
            raise Refused(f"Kỳ {span.code} chốt số liệu ngày {cutoff:%d/%m/%Y}, chưa đến ngày nên chưa đóng được.")
        tasks = self._tasks(self._belonging(span))
        closing = self._closing(span, tasks, override)
        for task, verdict in zip(tasks, closing.verdicts, strict=True):
            if not verdict.settled:
                self._carry_out(task, verdict, closing, carry_over)
        self._mark_closed(closing)
        return closing

    def _closing(self, span: PeriodSpan, tasks: Sequence[PeriodTask], override: Override) -> Closing:
        as_of = min(self.cutoff(span), self.today)
        then = self._at_end_of(as_of, self._belonging(span))
        return Closing(
            span=span,
            cutoff=self.cutoff(span),
            carried_to=carried_to(span, self.today, self.calendar).code,
            as_of=as_of,
            figures=self._figures(then, as_of),
            verdicts=tuple(judge_all(tasks, span, self.today, override)),
        )

    def _carry_out(self, task: PeriodTask, verdict: Verdict, closing: Closing, carry_over: CarryOver) -> None:
        reason = f"Chốt {closing.span.label}: {verdict.reason}"
        if verdict.fate is Fate.CARRY:
            carry_over(
                self.session,
                self.committee,
                task.code,
                period=closing.carried_to,
                due=due_when_carried(task.due, closing.span, self.today),
                reason=reason,
                actor=self.actor,
                now=self.now,
                today=self.today,
            )
        elif verdict.fate is Fate.DROP:
            perform(
                self.session,
                self.committee,
                task.code,
                Act.WITHDRAW,
                actor=self.actor,
                now=self.now,
                today=self.today,
                reason=reason,
            )

    def _mark_closed(self, closing: Closing) -> None:
        span = closing.span
        period = Period(
            committee_id=self.committee,
            code=span.code,
            first_day=span.first_day,
            last_day=span.last_day,
            cutoff=closing.cutoff,
            closed_at=self.now,
            closed_by=self.actor.name,
        )
        self.session.add(period)
        self.session.flush()
        log_change(
            self.session,
            committee_id=self.committee,
            actor=self.actor,
            at=self.now,
            action="period.close",
            entity="period",
            entity_id=period.id or 0,
            after={
                "code": span.code,
                "cutoff": closing.cutoff,
                **{fate.value: closing.count(fate) for fate in Fate},
            },
        )

    def _require_open(self, span: PeriodSpan) -> None:
        stored = store.period_called(self.session, self.committee, span.code)
        if stored is not None and stored.closed_at is not None:
            day = stored.closed_at.astimezone(self.zone)
            raise Refused(
                f"Kỳ {span.code} đã được {stored.closed_by} chốt ngày {day:%d/%m/%Y}. "
                f"Hãy xem: dondoc period show {span.code}"
            )

    def _belonging(self, span: PeriodSpan, *, within: bool = False) -> store.Belonging:
        """Say which tasks are of a period; one that names none belongs to the quarter in which it falls due."""
        codes = tuple(part.code for part in span.parts()) if within else (span.code,)
        by_due = span.covers(period_of(span.first_day)) if within else span.kind is PeriodKind.QUARTER
        return store.Belonging(codes, (span.first_day, span.last_day) if by_due else None)

    def _tasks(self, belonging: store.Belonging, instant: datetime | None = None) -> list[PeriodTask]:
        return [
            PeriodTask(
                **{name: value for name, value in row.items() if name not in ("kind", "work_state", "recurrence_id")},
                kind=Kind(row["kind"]),
                work_state=WorkState(row["work_state"]),
                instance=row["recurrence_id"] is not None,
            )
            for row in store.period_rows(self.session, self.committee, belonging, instant)
        ]

    def _at_end_of(self, day: date, belonging: store.Belonging) -> list[PeriodTask]:
        midnight = self._end_of(day)
        return rewind(
            self._tasks(belonging, midnight),
            store.befores_since(self.session, self.committee, belonging, midnight),
            midnight,
        )

    def _figures(self, tasks: Sequence[PeriodTask], day: date) -> Figures:
        rhythm = self.rhythm
        return figures_on(tasks, day, rhythm.reminders.due_soon_days, rhythm.deadlines.judged_by)

    def _end_of(self, day: date) -> datetime:
        return datetime.combine(day + timedelta(days=1), time(), self.zone)
