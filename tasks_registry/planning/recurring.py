"""What the office does with recurring tasks (việc định kỳ): set one up, make one of a task, edit, stop, resume."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from config.office_files import OfficeFiles
from tasks_registry import store
from tasks_registry.access import Actor, Duty, require
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.errors import Refused
from tasks_registry.history import log_change
from tasks_registry.lifecycle import edit_task
from tasks_registry.models import Recurrence, Task
from tasks_registry.organisation.named import agency_id, person_id
from tasks_registry.planning.instances import due_of, series_of
from tasks_registry.planning.rhythm import (
    check_rhythm,
    coming,
    means_before,
    occurrences,
    read_rhythm,
    rhythm_of_reading,
)
from tasks_registry.planning.series import next_days
from tasks_registry.reading.model import DeadlineRule, Kind
from tasks_registry.states import COUNTED, WorkState

_PREFIX = "DK"
"""Of the codes of recurrences: định kỳ."""
_DAY = timedelta(days=1)
_LONGEST_ROLL = timedelta(days=14)
"""Further than the longest run of days off (Tết) that a due day can be rolled back over."""
_LOGGED = (
    "code", "title", "cron", "phrase", "lead_agency_id", "officer_id", "support", "product", "secret",
    "first_day", "last_day", "source_code",
)  # fmt: skip


@dataclass(frozen=True)
class Rhythmic:
    """When something comes again: by ``phrase`` (``ngày 15 hằng tháng``) or by ``cron``."""

    phrase: str | None = None
    cron: str | None = None

    def read(self) -> str | None:
        """Return the cron, None when neither is given; raises ``Refused`` for both, or what is not understood."""
        if self.phrase is not None and self.cron is not None:
            raise Refused("Chỉ ghi nhịp theo một cách: --every hoặc --cron.")
        if self.phrase is not None:
            return read_rhythm(self.phrase)
        return check_rhythm(self.cron) if self.cron is not None else None


@dataclass(frozen=True)
class NewRecurrence:
    """A recurring task to set up. ``lead`` and ``support`` are codes, names or aliases of agencies."""

    title: str
    lead: str
    rhythm: Rhythmic
    officer_email: str | None = None
    support: tuple[str, ...] = ()
    product: str | None = None
    secret: bool = False
    first_day: date | None = None
    """The day of setting it up when None."""
    last_day: date | None = None


@dataclass(frozen=True)
class RecurrenceEdit:
    """What to change for the instances to come; None leaves a field as it is."""

    title: str | None = None
    lead: str | None = None
    officer_email: str | None = None
    rhythm: Rhythmic = Rhythmic()
    since: date | None = None
    """First day of the changed rhythm."""
    last_day: date | None = None


@dataclass(frozen=True)
class Arranger:
    """Somebody who arranges one committee's recurring tasks, in one transaction. The caller commits."""

    session: Session
    committee: int
    files: OfficeFiles
    calendar: WorkingCalendar
    actor: Actor
    now: datetime
    today: date

    def __post_init__(self) -> None:
        require(self.actor, Duty.ARRANGE)

    def add(self, wanted: NewRecurrence) -> Recurrence:
        """Set up a recurring task; raises ``NotInRegistry`` or ``Refused`` for what cannot be."""
        cron = wanted.rhythm.read()
        title = wanted.title.strip()
        if cron is None or not title:
            raise Refused("Việc định kỳ cần có tên (--title) và nhịp (--every hoặc --cron).")
        codes = {id_: agency.code for id_, agency in store.agencies(self.session, self.committee).items()}
        recurrence = Recurrence(
            committee_id=self.committee,
            code=self._next_code(),
            title=title,
            text=title,
            kind=Kind.DELIVERABLE.value,
            phrase=wanted.rhythm.phrase,
            cron=cron,
            lead_agency_id=self._agency(wanted.lead),
            officer_id=self._person(wanted.officer_email),
            support=[codes[self._agency(name)] for name in wanted.support],
            product=wanted.product,
            secret=wanted.secret,
            first_day=wanted.first_day or self.today,
            last_day=wanted.last_day,
            created_by=self.actor.name,
            created_at=self.now,
        )
        return self._store(recurrence)

    def make_from(self, code: str, rhythm: Rhythmic, *, last_day: date | None = None) -> Recurrence:
        """Make a recurring task of a confirmed one, which becomes its first instance where its day fits.

        ``rhythm`` stands in for the one that was read. Raises ``Refused`` for a draft, for a task that has ended or
        belongs to a recurrence already, and when there is no rhythm.
        """
        task = store.get_task(self.session, self.committee, code)
        self._require_free(task)
        cron = rhythm.read() or (rhythm_of_reading(task.recurring) if task.recurring else None)
        if cron is None:
            raise Refused(f"Văn bản không ghi nhịp của nhiệm vụ {code}. Hãy thêm --every, ví dụ “ngày 15 hằng tháng”.")
        phrase = rhythm.phrase or task.deadline_text
        first = self._day_of(task, phrase, cron)
        recurrence = Recurrence(
            committee_id=self.committee,
            code=self._next_code(),
            title=task.title,
            text=task.text,
            kind=task.kind,
            phrase=phrase,
            cron=cron,
            lead_agency_id=task.lead_agency_id,
            officer_id=task.officer_id,
            support=store.supporting_agency_codes(self.session, task.id or 0),
            product=task.product,
            secret=task.secret,
            first_day=first or self.today,
            last_day=last_day,
            planned_to=max(first, self.today - _DAY) if first else None,  # what is past needs no task any more
            source_code=task.code,
            created_by=self.actor.name,
            created_at=self.now,
        )
        self._store(recurrence)
        if first is not None:
            self._join(task, recurrence, first)
        return recurrence

    def edit(self, code: str, edit: RecurrenceEdit) -> Recurrence:
        """Change what is still to come; instances that exist stay as they are.

        A changed rhythm counts from ``since``, by default after the last instance that was created. Raises
        ``Refused`` for a ``since`` that lies before it: those days have their tasks already.
        """
        recurrence = store.get_recurrence(self.session, self.committee, code)
        changes: dict[str, object] = {}
        if edit.title is not None:
            changes |= {"title": edit.title.strip(), "text": edit.title.strip()}
        if edit.lead is not None:
            changes["lead_agency_id"] = self._agency(edit.lead)
        if edit.officer_email is not None:
            changes["officer_id"] = self._person(edit.officer_email)
        if (cron := edit.rhythm.read()) is not None:
            changes |= {"cron": cron, "phrase": edit.rhythm.phrase}
        if edit.last_day is not None:
            changes["last_day"] = edit.last_day
        if edit.since is not None:
            settled = series_of(recurrence).planned_before
            if edit.since <= settled:
                raise Refused(
                    f"Việc định kỳ {code} đã có nhiệm vụ đến ngày {settled:%d/%m/%Y}. Hãy chọn --from sau ngày ấy."
                )
            changes["planned_to"] = edit.since - _DAY
        self._change(recurrence, changes, "recurrence.edit")
        self._require_days(recurrence)
        return recurrence

    def stop(self, code: str, reason: str | None = None) -> Recurrence:
        """Create no further instances; those that exist stay. Raises ``Refused`` when it is stopped already."""
        recurrence = store.get_recurrence(self.session, self.committee, code)
        if not recurrence.active:
            raise Refused(f"Việc định kỳ {code} đã dừng từ trước.")
        self._change(recurrence, {"active": False}, "recurrence.stop", reason)
        return recurrence

    def resume(self, code: str) -> Recurrence:
        """Go on from today: days that passed meanwhile get no instance. Raises ``Refused`` when it is running."""
        recurrence = store.get_recurrence(self.session, self.committee, code)
        if recurrence.active:
            raise Refused(f"Việc định kỳ {code} đang chạy.")
        planned_to = max(series_of(recurrence).planned_before, self.today - _DAY)
        self._change(recurrence, {"active": True, "planned_to": planned_to}, "recurrence.resume")
        return recurrence

    def _require_free(self, task: Task) -> None:
        state = WorkState(task.work_state)
        if state is WorkState.DRAFT:
            raise Refused(f"Nhiệm vụ {task.code} còn là nháp. Hãy xác nhận trước: dondoc accept {task.code}")
        if state not in COUNTED:
            raise Refused(f"Nhiệm vụ {task.code} đang ở trạng thái “{state.label}” nên không thể thành việc định kỳ.")
        made = store.recurrence_made_from(self.session, self.committee, task.code)
        if task.recurrence_id is not None or made is not None:
            raise Refused(f"Nhiệm vụ {task.code} đã thuộc một việc định kỳ. Hãy xem: dondoc recur list")

    def _day_of(self, task: Task, phrase: str | None, cron: str) -> date | None:
        """Return the day of the series that the task stands for; a task without a day takes the first one."""
        if task.due is None:
            return coming(cron, self.today - _DAY, 1)[0]
        near = occurrences(cron, task.due - _DAY, task.due + _LONGEST_ROLL)
        return next((day for day in near if self._due(phrase, day) == task.due), None)

    def _join(self, task: Task, recurrence: Recurrence, day: date) -> None:
        changes: dict[str, object] = {"recurrence_id": recurrence.id, "occurrence": day}
        if task.due is None:
            due = self._due(recurrence.phrase, day)
            changes |= {
                "due": due,
                "original_due": task.original_due or due,
                "deadline_rule": DeadlineRule.TEXT.value,
                "deadline_to": day,
                "deadline_before": means_before(recurrence.phrase),
            }
        edit_task(
            self.session,
            task,
            changes,
            seen=task.version,
            actor=self.actor,
            now=self.now,
            action="task.join_recurrence",
            reason=recurrence.code,
        )

    def _store(self, recurrence: Recurrence) -> Recurrence:
        self._require_days(recurrence)
        self.session.add(recurrence)
        self.session.flush()
        self._log(recurrence, "recurrence.add", {}, {name: getattr(recurrence, name) for name in _LOGGED}, None)
        return recurrence

    def _require_days(self, recurrence: Recurrence) -> None:
        series = series_of(recurrence)
        if series.last_day is not None and not next_days(series, series.first_day, 1):
            raise Refused(
                f"Từ {series.first_day:%d/%m/%Y} đến {series.last_day:%d/%m/%Y} không có lần nào. Hãy đổi --to."
            )

    def _change(
        self, recurrence: Recurrence, changes: dict[str, object], action: str, reason: str | None = None
    ) -> None:
        before = {name: getattr(recurrence, name) for name in changes}
        differing = [name for name, value in changes.items() if before[name] != value]
        if not differing:
            raise Refused(f"Không có gì thay đổi ở việc định kỳ {recurrence.code}.")
        for name in differing:
            setattr(recurrence, name, changes[name])
        self.session.flush()
        earlier = {name: before[name] for name in differing}
        self._log(recurrence, action, earlier, {name: changes[name] for name in differing}, reason)

    def _log(
        self,
        recurrence: Recurrence,
        action: str,
        before: dict[str, object],
        after: dict[str, object],
        reason: str | None,
    ) -> None:
        log_change(
            self.session,
            committee_id=self.committee,
            actor=self.actor,
            at=self.now,
            action=action,
            entity="recurrence",
            entity_id=recurrence.id or 0,
            before=before,
            after=after,
            reason=reason,
        )

    def _due(self, phrase: str | None, day: date) -> date:
        return due_of(phrase, day, self.calendar, self.files.rhythm)

    def _next_code(self) -> str:
        return f"{_PREFIX}-{store.take_task_numbers(self.session, self.committee, _PREFIX, 1):03d}"

    def _agency(self, name: str) -> int:
        return agency_id(self.session, self.committee, self.files, name, on=self.today)

    def _person(self, email: str | None) -> int | None:
        return person_id(self.session, self.committee, email) if email is not None else None
