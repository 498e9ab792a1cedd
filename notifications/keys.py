"""The keys that mean "said once". Their exact form is pinned by tests: a change would say everything again."""

import hashlib
from collections.abc import Iterable
from datetime import date


def task_key(task_id: int, milestone: str, due: date, person_id: int, channel: str) -> str:
    """Return the key of one reminder of a task: task × milestone × due day × person × channel.

    The due day is part of it, so that a task whose deadline moved is reminded of its new one.
    """
    return f"task:{task_id}/{milestone}@{due.isoformat()}/person:{person_id}/{channel}"


def meeting_key(meeting_id: int, milestone: str, day: date, person_id: int, channel: str) -> str:
    """Return the key of one reminder of a meeting; a meeting that moved is told anew."""
    return f"meeting:{meeting_id}/{milestone}@{day.isoformat()}/person:{person_id}/{channel}"


def week_key(committee_id: int, monday: date, person_id: int, channel: str) -> str:
    """Return the key of the weekly summary of the week that begins on ``monday``."""
    return f"week:{committee_id}@{monday.isoformat()}/person:{person_id}/{channel}"


def notice_key(committee_id: int, seq: int, person_id: int) -> str:
    """Return the key of what row ``seq`` of a committee's history means to a person."""
    return f"history:{committee_id}:{seq}/person:{person_id}"


def told_key(notice: str, channel: str) -> str:
    """Return the key of telling the notice with key ``notice`` by a channel."""
    return f"{notice}/{channel}"


def report_key(version_id: int) -> str:
    """Return the key of a version of a report."""
    return f"report:{version_id}"


def report_change_key(version_id: int, day: date) -> str:
    """Return the key of what has changed since a version of a report, told of once a day."""
    return f"report:{version_id}/changed@{day.isoformat()}"


def report_told_key(notice: str, person_id: int, channel: str) -> str:
    """Return the key of telling a person by a channel what the key ``notice`` of a report stands for."""
    return f"{notice}/person:{person_id}/{channel}"


def by_channel(key: str, channel: str) -> str:
    """Return the key of saying by ``channel`` what ``key`` says by its own: every key of a reminder ends with one."""
    return f"{key.rpartition('/')[0]}/{channel}"


def message_uid(keys: Iterable[str]) -> str:
    """Return the stable id of the message that says the reminders of ``keys`` (32 hexadecimal digits)."""
    return hashlib.sha256("\n".join(sorted(keys)).encode()).hexdigest()[:32]


def stand_in_uid(uid: str, channel: str) -> str:
    """Return the id of the message by ``channel`` that stands in for message ``uid`` of another channel."""
    return message_uid([uid, channel])


def before_due(days: int) -> str:
    """Name the milestone ``days`` before the due day (0: the day itself)."""
    return f"due-{days}"


def after_due(days: int) -> str:
    """Name the milestone ``days`` after the due day."""
    return f"due+{days}"


WEEK = "week"
"""Names the weekly summary."""


def rung(number: int) -> str:
    """Name the ``number``-th rung of the escalation ladder, counted from 1."""
    return f"escalation-{number}"
