"""The meeting that a document mentions: one that is known, one that a series planned, or a new one."""

from sqlmodel import select

from tasks_registry import store
from tasks_registry.meetings.arranger import Arranger
from tasks_registry.meetings.ordinals import kind_of_name
from tasks_registry.meetings.series import adopted_session
from tasks_registry.meetings.states import MeetingState
from tasks_registry.models import Meeting
from tasks_registry.reading.model import MeetingMention

_AHEAD = frozenset({MeetingState.DRAFT, MeetingState.FIXED})


def meeting_mentioned(arranger: Arranger, mention: MeetingMention, period: str | None) -> tuple[Meeting, bool]:
    """Return the meeting that a document of ``period`` mentions, and whether it had to be added.

    A session is known by body, term and ordinal, another meeting by body, period and name. A meeting that the body's
    series planned within the mentioned window takes the document's name, ordinal and window: it is the same meeting.
    """
    term = mention.term or arranger.files.office.term
    if mention.ordinal is not None:
        identity = f"{mention.body}|{term}|{mention.ordinal}"
    else:
        identity = f"{mention.body}|{period or ''}|{mention.name}"
    known = arranger.session.exec(
        select(Meeting).where(Meeting.committee_id == arranger.committee, Meeting.identity == identity)
    ).first()
    if known is not None:
        if known.window_to is None and mention.window_to is not None:  # announced before anybody knew when
            window: dict[str, object] = {"window_from": mention.window_from, "window_to": mention.window_to}
            arranger.edit(known, window, "meeting.adopt")
        return known, False
    facts: dict[str, object] = {
        "identity": identity,
        "name": mention.name,
        "kind": kind_of_name(mention.name, mention.ordinal).value,
        "ordinal": mention.ordinal,
        "term": term if mention.ordinal is not None else mention.term,
        "window_from": mention.window_from,
        "window_to": mention.window_to,
    }
    planned = _planned(arranger, mention)
    if planned is not None:
        arranger.edit(planned, facts, "meeting.adopt")
        return planned, False
    meeting = Meeting.model_validate({"committee_id": arranger.committee, "body": mention.body, **facts})
    arranger.session.add(meeting)
    arranger.session.flush()
    arranger.log("meeting.add", "meeting", meeting.id or 0, after={"name": mention.name, "body": mention.body})
    return meeting, True


def _planned(arranger: Arranger, mention: MeetingMention) -> Meeting | None:
    drafts = store.series_meetings(arranger.session, arranger.committee, mention.body)
    found = adopted_session(
        [draft for draft in drafts if draft.state in _AHEAD],
        kind_of_name(mention.name, mention.ordinal),
        mention.ordinal,
        (mention.window_from, mention.window_to),
    )
    return store.get_meeting(arranger.session, arranger.committee, found.id) if found is not None else None
