"""Folds what happened to one task or meeting into what is left of it to say. Pure.

The decision folds to find out whether anything is left; the letter folds again, because a message that could not be
sent is joined by what happened since.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from notifications.events import Event, NoticeView

_OF_MEETINGS = frozenset({Event.MEETING_FIXED, Event.MEETING_MOVED, Event.MEETING_POSTPONED})
_OWNERSHIP = frozenset({Event.ASSIGNED, Event.REMOVED})
_NEW_DUE_DAY = frozenset({Event.DUE_CHANGED, Event.EXTENSION_GRANTED})


@dataclass(frozen=True)
class Folded:
    """One thing to say, and the ids of the notices that it comes from."""

    view: NoticeView
    of: tuple[int, ...]


def fold(notices: Iterable[NoticeView]) -> list[Folded]:
    """Return what is left to say of the notices of one person, by task and meeting.

    A task assigned and taken away again, a day changed and changed back leave nothing; a day changed twice is told
    with its first "before" and last "after"; who is told of a new task need not hear that its deadline had changed.
    """
    about = sorted(notices, key=lambda notice: (_about(notice), notice.seq))
    found: list[Folded] = []
    for _, group in groupby(about, key=_about):
        members = list(group)
        found += _fold_meeting(members) if members[0].event in _OF_MEETINGS else _fold_task(members)
    return _join_carried(found)


def _join_carried(found: Sequence[Folded]) -> list[Folded]:
    """Tell of a task that goes on in a later period once, as the new task, to whoever has both."""
    assigned = {one.view.task_id for one in found if one.view.event is Event.ASSIGNED}
    ended = {
        successor: one for one in found if (successor := one.view.detail.get("successor")) in assigned and successor
    }
    joined = []
    for one in found:
        former = ended.get(one.view.task_id) if one.view.event is Event.ASSIGNED else None
        if former is not None:
            detail = {**one.view.detail, "carries_on": former.view.task_id}
            joined.append(Folded(replace(one.view, detail=detail), tuple(sorted((*one.of, *former.of)))))
        elif one not in ended.values():
            joined.append(one)
    return joined


def _about(notice: NoticeView) -> tuple[bool, int]:
    of_meeting = notice.event in _OF_MEETINGS
    return of_meeting, (notice.meeting_id if of_meeting else notice.task_id) or 0


def _fold_task(members: Sequence[NoticeView]) -> list[Folded]:
    owned = [notice for notice in members if notice.event in _OWNERSHIP]
    was_new = bool(owned) and owned[0].event is Event.ASSIGNED
    is_gone = bool(owned) and owned[-1].event is Event.REMOVED
    if is_gone:
        return [] if was_new else [_one(owned[-1], owned)]
    days = [notice for notice in members if notice.event in _NEW_DUE_DAY]
    found = []
    if was_new:
        changed = [notice for notice in days if notice.event is Event.DUE_CHANGED]
        detail = {**owned[0].detail, **({"after": changed[-1].detail.get("after")} if changed else {})}
        found.append(_one(owned[0], [*owned, *changed], detail))
        days = [notice for notice in days if notice.event is Event.EXTENSION_GRANTED]
    elif owned:  # away and back again: all that is left is a deadline that changed meanwhile
        days = sorted([owned[0], *days, replace(owned[-1], event=Event.DUE_CHANGED)], key=lambda notice: notice.seq)
    found += _fold_days(days)
    for event in (Event.RETURNED, Event.EXTENSION_ASKED, Event.EXTENSION_REFUSED):
        same = [notice for notice in members if notice.event is event]
        found += [_one(same[-1], same)] if same else []
    return found


def _fold_days(days: Sequence[NoticeView]) -> list[Folded]:
    """Fold new due days; an answer to a request is told in any case, with the day that holds in the end."""
    if not days:
        return []
    span = _span(days)
    granted = [notice for notice in days if notice.event is Event.EXTENSION_GRANTED]
    if not granted and span["before"] == span["after"]:
        return []
    said = granted[-1] if granted else days[-1]
    return [_one(said, days, {**said.detail, **span})]


def _fold_meeting(members: Sequence[NoticeView]) -> list[Folded]:
    span, last, moves = _span(members), members[-1], _moves(members)
    if last.event is not Event.MEETING_POSTPONED:
        if span["before"] == span["after"]:
            return []
        last = replace(last, event=Event.MEETING_FIXED if span["before"] is None else Event.MEETING_MOVED)
    others = {name: value for name, value in last.detail.items() if name != "moves"}
    return [_one(last, members, {**others, **span, **({"moves": moves} if moves else {})})]


def _moves(members: Sequence[NoticeView]) -> list[Mapping[str, Any]]:
    """Return the moved due days of all ``members``, each task once; one that is back where it was is left out."""
    moved: dict[int, dict[str, Any]] = {}
    for notice in members:
        for move in notice.detail.get("moves", ()):
            known = moved.setdefault(move["task"], dict(move))
            known["after"] = move["after"]
    return [move for _, move in sorted(moved.items()) if move["before"] != move["after"]]


def _span(notices: Sequence[NoticeView]) -> dict[str, Any]:
    return {"before": notices[0].detail.get("before"), "after": notices[-1].detail.get("after")}


def _one(said: NoticeView, of: Sequence[NoticeView], detail: Mapping[str, Any] | None = None) -> Folded:
    ids = tuple(sorted(notice.id for notice in of))
    return Folded(said if detail is None else replace(said, detail=detail), ids)
