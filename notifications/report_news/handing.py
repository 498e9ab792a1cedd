"""Hands news of reports to the outbox: who is named for it and can be reached, once each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from sqlmodel import Session

from config.agencies import Access
from config.log import record
from config.rhythm import RECIPIENT_GROUPS
from notifications import going_live, keys, outbox
from notifications.decision import Reachable, SkipReason
from notifications.decision.gate import sending_time
from notifications.envelope import Entry, Envelope
from notifications.kinds import MessageKind
from notifications.reach import EMAIL, addresses, reaches
from notifications.report_news import store as news_store
from notifications.report_news.news import ReportNews
from tasks_registry import store
from tasks_registry.installation import Installation
from tasks_registry.view import PersonView


@dataclass(frozen=True)
class NotHanded:
    """Somebody who is named and gets nothing now; ``reason`` is None while trial mode holds it back."""

    person: PersonView
    reason: SkipReason | None

    @property
    def words(self) -> str:
        """Why, as the office reads it."""
        return self.reason.label if self.reason else "đang ở chế độ thử"


@dataclass(frozen=True)
class Handed:
    """What a run put into the outbox, and who is named in vain."""

    message_ids: tuple[int, ...] = ()
    people: tuple[PersonView, ...] = ()
    """Who gets the messages, in their order."""
    not_handed: tuple[NotHanded, ...] = ()
    before: tuple[PersonView, ...] = ()
    """Who was handed the same by an earlier run."""
    unknown: tuple[str, ...] = ()
    """Addresses that are named and belong to nobody of the committee."""


def useless(here: Installation, news: ReportNews) -> bool:
    """Tell whether a change must be told to nobody today: it is not wanted, or a day off."""
    if news.kind is not MessageKind.REPORT_CHANGED:
        return False
    rhythm = here.files.rhythm
    policy = rhythm.reminders.of(committee=here.files.office.code)
    if not rhythm.meeting_report_sending.tell_changes:
        return True
    return policy.working_days_only and not here.calendar.is_working(here.today)


def put_into_outbox(session: Session, here: Installation, news: Sequence[ReportNews]) -> Handed:
    """Put ``news`` into the outbox for everybody who is named for it and has not been told.

    What can be told to nobody now is not kept. The caller holds the committee's lock, and commits.
    """
    directory = store.load_directory(session, here.committee).people
    named = {one.key: sorted(_to_be_told(session, here, one) & directory.keys()) for one in news}
    everybody = [directory[id_] for id_ in sorted({id_ for people in named.values() for id_ in people})]
    times, refused = _ways(session, here, everybody)
    reached = {key: [id_ for id_ in people if id_ in times] for key, people in named.items()}
    told = [one for one in news if reached[one.key]]
    ids = news_store.keep(session, here.committee, told, here.now)
    envelopes = [_envelope(one, ids[one.key], directory[id_], times[id_]) for one in told for id_ in reached[one.key]]
    added = outbox.enqueue_all(session, here.committee, envelopes, here.now)
    handed = [(id_, directory[one.person_id]) for id_, one in zip(added, envelopes, strict=True) if id_ is not None]
    if handed:
        record("report.handed_over", messages=[id_ for id_, _ in handed])
    return Handed(
        message_ids=tuple(id_ for id_, _ in handed),
        people=tuple(person for _, person in handed),
        not_handed=tuple(refused),
        before=tuple(directory[one.person_id] for id_, one in zip(added, envelopes, strict=True) if id_ is None),
        unknown=_unknown(here, directory.values()),
    )


def _envelope(news: ReportNews, notice: int, person: PersonView, at: datetime) -> Envelope:
    key = keys.report_told_key(news.key, person.id, EMAIL)
    entry = Entry(key, news.kind.value, news.day, report_notice_id=notice)
    return Envelope(person.id, EMAIL, news.kind, (entry,), not_before=at)


def _to_be_told(session: Session, here: Installation, news: ReportNews) -> set[int]:
    """Return who is named for a version; what changed since is the office's to know, unless they know it as it is."""
    if news.kind is MessageKind.REPORT_CHANGED:
        office = news_store.named_people(session, here.committee, [Access.OFFICE.value], [])
        known = news_store.last_changes_told(session, news.version_id, news.day)
        return {person for person in office if known.get(person) != news.content}
    to = here.files.rhythm.meeting_report_sending.to
    groups = [name for name in to if name in RECIPIENT_GROUPS]
    return news_store.named_people(session, here.committee, groups, [name for name in to if "@" in name])


def _unknown(here: Installation, people: Iterable[PersonView]) -> tuple[str, ...]:
    known = {person.email.lower() for person in people}
    return tuple(name for name in here.files.rhythm.meeting_report_sending.to if "@" in name and name not in known)


def _ways(
    session: Session, here: Installation, people: Sequence[PersonView]
) -> tuple[dict[int, datetime], list[NotHanded]]:
    """Return when each of ``people`` may be written to, and who may not be now."""
    zalo, now = here.files.office.zalo, here.now
    policy = here.files.rhythm.reminders.of(committee=here.files.office.code)
    reached = reaches(session, here.committee, policy, zalo=zalo, now=now)
    mailed = addresses(session, here.committee, EMAIL, [person.id for person in people], zalo=zalo, now=now)
    trial = going_live.in_trial(session, here.committee, here.settings)
    times: dict[int, datetime] = {}
    refused: list[NotHanded] = []
    for person in people:
        reason = refusal(reached.get(person.id), has_address=person.id in mailed, today=here.today)
        at = _sending_time(here, person)
        if reason is not None or at is None:
            refused.append(NotHanded(person, reason or SkipReason.QUIET_HOURS))
        elif trial and person.email.lower() not in here.settings.allowed_recipients:
            refused.append(NotHanded(person, None))
        else:
            times[person.id] = at
    return times, refused


def refusal(reach: Reachable | None, *, has_address: bool, today: date) -> SkipReason | None:
    """Return why somebody who is named for a report does not get it by e-mail on ``today``.

    Which channels a person wishes for reminders makes no difference: a report goes by no other.
    """
    if reach is not None and reach.unsubscribed:
        return SkipReason.UNSUBSCRIBED
    if not has_address:
        return SkipReason.NO_ADDRESS
    if reach is not None and reach.muted_until is not None and today <= reach.muted_until:
        return SkipReason.MUTED
    return None


def _sending_time(here: Installation, person: PersonView) -> datetime | None:
    """Return the first instant of today outside the person's quiet hours; None when only tomorrow has one."""
    quiet = here.files.rhythm.reminders.of(committee=here.files.office.code, email=person.email.lower()).quiet_hours
    return sending_time(time(), quiet.of(EMAIL), here.now.astimezone(here.settings.zone))
