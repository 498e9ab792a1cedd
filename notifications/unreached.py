"""Who has overdue tasks and hears nothing of them, and why: what people wish never hides a task from the office."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from config.reminders import ReminderPolicy
from notifications.reach import Reach
from tasks_registry.view import PersonView


class Deaf(StrEnum):
    """Why somebody is not reached."""

    NOBODY = "nobody"
    UNSUBSCRIBED = "unsubscribed"
    MUTED = "muted"
    SILENCED = "silenced"
    FLAGGED = "flagged"
    NO_ADDRESS = "no-address"

    @property
    def label(self) -> str:
        """The reason as the office reads it."""
        return _LABELS[self]


_LABELS = {
    Deaf.NOBODY: "chưa có người nhận nhắc việc",
    Deaf.UNSUBSCRIBED: "đã ngừng nhận lời nhắc",
    Deaf.MUTED: "tạm ngừng nhận lời nhắc",
    Deaf.SILENCED: "rhythm.yaml đặt không nhắc người này",
    Deaf.FLAGGED: "địa chỉ thư không nhận được",
    Deaf.NO_ADDRESS: "không có địa chỉ dùng được ở kênh đã chọn",
}


@dataclass(frozen=True)
class OverdueTask:
    """An overdue task that is being worked on, and who ought to hear of it."""

    code: str
    due: date
    person: PersonView | None


@dataclass(frozen=True)
class Unreached:
    """Somebody with overdue tasks who is not reached."""

    person: PersonView | None
    """None: nobody is entered who would hear."""
    reason: Deaf
    until: date | None
    """Last day of the silence, where it has one."""
    codes: tuple[str, ...]
    """The overdue tasks, longest overdue first."""


def unreached(
    tasks: Iterable[OverdueTask],
    reaches: Mapping[int, Reach],
    flagged: Collection[str],
    policy: ReminderPolicy,
    today: date,
) -> list[Unreached]:
    """Return who of the owners of overdue ``tasks`` is not reached on ``today``, most tasks first.

    ``flagged`` are the e-mail addresses, in lower case, that refuse for good.
    """
    of: dict[PersonView | None, list[OverdueTask]] = {}
    for task in sorted(tasks, key=lambda task: (task.due, task.code)):
        of.setdefault(task.person, []).append(task)
    found = []
    for person, theirs in of.items():
        reason, until = _why(person, reaches, flagged, policy, today)
        if reason is not None:
            found.append(Unreached(person, reason, until, tuple(task.code for task in theirs)))
    return sorted(found, key=lambda one: (-len(one.codes), one.person.name if one.person else ""))


def _why(
    person: PersonView | None,
    reaches: Mapping[int, Reach],
    flagged: Collection[str],
    policy: ReminderPolicy,
    today: date,
) -> tuple[Deaf | None, date | None]:
    if person is None:
        return Deaf.NOBODY, None
    reach = reaches.get(person.id, Reach(()))
    if reach.unsubscribed:
        return Deaf.UNSUBSCRIBED, None
    if reach.muted_until is not None and today <= reach.muted_until:
        return Deaf.MUTED, reach.muted_until
    if policy.of(email=person.email).silent:
        return Deaf.SILENCED, None
    if not reach.channels:
        return (Deaf.FLAGGED if person.email.lower() in flagged else Deaf.NO_ADDRESS), None
    return None, None
