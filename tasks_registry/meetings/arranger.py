"""What every change of a meeting works with: the transaction, the office's rules, and who acts when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from config.office_files import OfficeFiles
from tasks_registry import store
from tasks_registry.access import Actor
from tasks_registry.calendar import WorkingCalendar
from tasks_registry.due_days import DeadlineMove, move_deadlines, moving_deadlines
from tasks_registry.errors import Refused
from tasks_registry.history import log_change
from tasks_registry.models import Meeting


@dataclass(frozen=True)
class Arranger:
    """Somebody who arranges one committee's meetings, in one transaction. The caller commits."""

    session: Session
    committee: int
    files: OfficeFiles
    calendar: WorkingCalendar
    actor: Actor
    now: datetime

    def edit(
        self,
        meeting: Meeting,
        changes: dict[str, object],
        action: str,
        *,
        reason: str | None = None,
        seen: int | None = None,
    ) -> None:
        """Write ``changes`` to the meeting if its version still is ``seen``, with one history row of what changed.

        ``seen`` None means the version just read. Raises ``Refused`` when somebody else was faster.
        """
        version = meeting.version if seen is None else seen
        before = {name: getattr(meeting, name) for name in changes}
        statement = (
            sa.update(Meeting)
            .where(col(Meeting.id) == meeting.id, col(Meeting.version) == version)
            .values(**changes, version=version + 1)
            .execution_options(synchronize_session=False)
        )
        if self.session.connection().execute(statement).rowcount != 1:
            raise Refused(f"{meeting.name} vừa được người khác sửa. Hãy xem lại bằng dondoc meetings rồi làm lại.")
        self.session.refresh(meeting)
        differing = [name for name in changes if before[name] != changes[name]]
        self.log(
            action,
            "meeting",
            meeting.id or 0,
            before={name: before[name] for name in differing},
            after={name: changes[name] for name in differing},
            reason=reason,
        )

    def log(
        self,
        action: str,
        entity: str,
        entity_id: int,
        *,
        before: Mapping[str, object] | None = None,
        after: Mapping[str, object] | None = None,
        reason: str | None = None,
    ) -> None:
        """Leave a history row of what this person did."""
        log_change(
            self.session,
            committee_id=self.committee,
            actor=self.actor,
            at=self.now,
            action=action,
            entity=entity,
            entity_id=entity_id,
            before=before,
            after=after,
            reason=reason,
        )

    def item_at(self, meeting_id: int, position: int) -> int:
        """Return the id of the item at a position of a meeting's agenda; raises ``NotInRegistry``."""
        return store.agenda_item_at(self.session, self.committee, meeting_id, position)

    def recount(self, meeting: Meeting, codes: Collection[str] | None = None) -> list[DeadlineMove]:
        """Recompute the due days counted from ``meeting``, on request of some tasks only; returns the moves."""
        self.session.flush()
        moves = moving_deadlines(
            self.session, self.committee, self.calendar, self.files.rhythm, meeting_id=meeting.id or 0
        )
        if codes is not None:
            moves = [move for move in moves if move.code in codes]
        move_deadlines(
            self.session,
            self.committee,
            moves,
            actor=self.actor,
            now=self.now,
            action="task.due_moved",
            reason=meeting.name,
        )
        return moves
