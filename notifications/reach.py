"""How each person can be reached and wants to be: what decisions look at, and where messages go."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, time

from sqlmodel import Session

from config.reminders import ReminderPolicy
from tasks_registry import store


@dataclass(frozen=True)
class Reach:
    """How one person is told."""

    channels: tuple[str, ...]
    """By which the person has a usable address and wants to be told; e-mail first."""
    single: bool = False
    digest_hour: time = time(7)
    muted_until: date | None = None
    """Last day of silence."""
    unsubscribed: bool = False


def reaches(session: Session, committee: int, policy: ReminderPolicy) -> Mapping[int, Reach]:
    """Return for every active person of the committee how it is reached."""
    people = store.load_directory(session, committee).people
    return {id_: Reach(("email",), digest_hour=policy.digest_hour) for id_ in people}


def addresses(session: Session, committee: int, channel: str, people: Collection[int]) -> Mapping[int, str]:
    """Return where ``channel`` reaches those of ``people`` whom it can reach."""
    if channel != "email":
        return {}
    known = store.load_directory(session, committee).people
    return {id_: known[id_].email for id_ in people if id_ in known}
