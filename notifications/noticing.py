"""Event notices as one run: read what the history says, decide, put into the outbox."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlmodel import Session

from config.clock import office_day
from config.log import record
from notifications import notice_store, outbox
from notifications.envelope import Entry, Envelope
from notifications.events import Event, NoticeView
from notifications.going_live import unreleased_documents
from notifications.happenings import HistoryReader, NewNotice
from notifications.models import MessageKind
from notifications.notice_decision import (
    Listener,
    NoticeMessage,
    NoticeRules,
    NoticeSkip,
    WaitingNotice,
    decide_notices,
    messages,
)
from notifications.reach import Reach, reaches
from tasks_registry import store
from tasks_registry.installation import Installation

_BATCH = 2000
"""Rows of the history in memory at a time."""
_LONG_HISTORY = 5000
"""Unread rows from which those that are too old to be told of are skipped: years of a registry that sends only now."""

Holds = Callable[[str], bool]
"""Tells of an e-mail address whether trial mode holds back what is sent to its person."""


@dataclass(frozen=True)
class NoticePlan:
    """What a run tells of what happened, and what it does not (yet) tell."""

    messages: tuple[NoticeMessage, ...]
    skipped: tuple[NoticeSkip, ...]
    added: Mapping[tuple[int, str], int] = field(default_factory=dict)
    """Person and channel → id of the outbox message, once it is there."""


def plan(session: Session, here: Installation, holds: Holds) -> NoticePlan:
    """Decide what a run would tell now, also of what no run has read in the history yet. Changes nothing.

    Notices that are not kept yet have negative ids.
    """
    new = [notice for batch in _read_history(session, here) for notice in batch]
    unkept = [
        (
            one.key,
            NoticeView(-place, one.seq, one.person_id, one.event, one.at, one.task_id, one.meeting_id, one.detail),
        )
        for place, one in enumerate(new, start=1)
    ]
    return _plan(session, here, holds, [*notice_store.waiting(session, here.committee), *unkept])


def enqueue(session: Session, here: Installation, holds: Holds) -> NoticePlan:
    """Read the history on, decide, and put the messages into the outbox; returns the plan with the messages added.

    Everything happens in the caller's transaction, under the lock of the committee: what is read in the history, kept
    as notices and told is so once, whoever runs at the same time. The caller commits. To be called after the reminders
    of the run are in the outbox, because they count for what a person can be told in a day.
    """
    store.lock_committee(session, here.committee)
    gather(session, here)
    planned = _plan(session, here, holds, notice_store.waiting(session, here.committee))
    envelopes = [_envelope(message, here.settings.zone) for message in planned.messages]
    ids = outbox.enqueue_all(session, here.committee, envelopes, here.now)
    added = {
        (message.person.id, message.channel): id_
        for message, id_ in zip(planned.messages, ids, strict=True)
        if id_ is not None
    }
    if added:
        record("notices.enqueued", messages=len(added))
    told = {one.notice.view.id for message in planned.messages for one in message.items}
    useless = {skip.notice.view.id for skip in planned.skipped if skip.reason.final}
    notice_store.settle(session, told | useless, here.now)
    return NoticePlan(planned.messages, planned.skipped, added)


def gather(session: Session, here: Installation) -> None:
    """Keep the notices of what the history says since it was last read. The caller holds the lock, and commits."""
    head = notice_store.history_length(session, here.committee)
    if head == notice_store.cursor(session, here.committee):
        return
    for batch in _read_history(session, here):
        notice_store.keep(session, here.committee, batch)
    notice_store.move_cursor(session, here.committee, head)


def _read_history(session: Session, here: Installation) -> Iterator[list[NewNotice]]:
    """Yield the notices of what was not read yet, batch by batch; what is too old to be told of is left out."""
    done, head = notice_store.cursor(session, here.committee), notice_store.history_length(session, here.committee)
    since = here.now - timedelta(days=here.files.rhythm.reminders.events_useful_days)
    first = done + 1
    if head - done > _LONG_HISTORY:
        first = notice_store.first_since(session, here.committee, done, head, since)
    directory = store.load_directory(session, here.committee, on=here.today)
    reader = HistoryReader(here.committee, directory)
    for rows in notice_store.rows_back(session, here.committee, first, head, _BATCH):
        standings = notice_store.standings(session, reader.unknown_tasks(rows))
        attending = _attending(session, directory, {row.entity_id for row in rows if row.entity == "meeting"})
        yield [notice for notice in reader.read(rows, standings, attending) if notice.at >= since]
    yield [notice for notice in reader.finish() if notice.at >= since]


def _attending(session: Session, directory: store.Directory, meetings: Collection[int]) -> dict[int, set[int]]:
    """Return who is reached for the open tasks and the agenda items of each meeting."""
    found: dict[int, set[int]] = {}
    if meetings:
        for meeting, officer, agency in notice_store.owned_in(session, meetings):
            person = directory.officer_for(officer, agency)
            if person is not None:
                found.setdefault(meeting, set()).add(person.id)
    return found


def _plan(session: Session, here: Installation, holds: Holds, waiting: Sequence[tuple[str, NoticeView]]) -> NoticePlan:
    if not waiting:
        return NoticePlan((), ())
    rules = NoticeRules(
        here.files.rhythm.reminders,
        here.files.office.code,
        here.settings.zone,
        unreleased_documents(session, here.committee, hold=here.files.rhythm.reminders.hold_after_import),
    )
    decisions = decide_notices(_with_facts(session, waiting), _listeners(session, here, holds), rules, here.now)
    skipped = tuple(decision for decision in decisions if isinstance(decision, NoticeSkip))
    return NoticePlan(tuple(messages(decisions)), skipped)


def _with_facts(session: Session, waiting: Sequence[tuple[str, NoticeView]]) -> list[WaitingNotice]:
    views = [view for _, view in waiting]
    tasks = notice_store.task_facts(session, {view.task_id for view in views if view.task_id is not None})
    meetings = notice_store.meeting_facts(session, {view.meeting_id for view in views if view.meeting_id is not None})
    asked = notice_store.asked_still(
        session, {view.task_id or 0 for view in views if view.event is Event.EXTENSION_ASKED}
    )
    found = []
    for key, view in waiting:
        task = tasks.get(view.task_id or 0)
        if task is None:
            name, state = meetings.get(view.meeting_id or 0, ("", ""))
            found.append(WaitingNotice(view, key, view.at, about=name, state=state))
            continue
        useful_from = max(view.at, task.released_at) if task.released_at is not None else view.at
        found.append(
            WaitingNotice(
                view,
                key,
                useful_from,
                about=task.code,
                state=task.work_state,
                kind=task.kind,
                document_id=task.document_id,
                asked_still=view.task_id in asked,
            )
        )
    return found


def _listeners(session: Session, here: Installation, holds: Holds) -> dict[int, Listener]:
    people = store.load_directory(session, here.committee).people
    began = datetime.combine(here.today, time(), here.settings.zone)
    told = notice_store.told_since(session, here.committee, began)
    return {
        id_: Listener(
            people[id_],
            reach.channels,
            muted_until=reach.muted_until,
            unsubscribed=reach.unsubscribed,
            trial=holds(people[id_].email),
            told=told.get(id_, {}),
        )
        for id_, reach in _reaches(session, here).items()
        if id_ in people
    }


def _reaches(session: Session, here: Installation) -> Mapping[int, Reach]:
    policy = here.files.rhythm.reminders.of(committee=here.files.office.code)
    return reaches(session, here.committee, policy, zalo=here.files.office.zalo, now=here.now)


def _envelope(message: NoticeMessage, zone: ZoneInfo) -> Envelope:
    entries = (
        Entry(
            item.key,
            view.event.value,
            office_day(view.at, zone),
            task_id=view.task_id,
            meeting_id=view.meeting_id,
            notice_id=view.id,
        )
        for item in message.items
        for view in (item.notice.view,)
    )
    return Envelope(
        message.person.id,
        message.channel,
        MessageKind.NOTICE,
        tuple(entries),
        not_before=message.items[0].not_before,
    )
