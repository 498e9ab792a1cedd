"""When and whether a person can be told anything today: wishes, quiet hours, limits a day."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import groupby

from config.reminders import Hours, ReminderPolicy
from notifications.decision.facts import Facts, Reachable
from notifications.decision.outcome import Decision, Remind, Skip, SkipReason, urgency
from notifications.kinds import MessageKind
from tasks_registry.view import PersonView

EMAIL = "email"


def refusal(reach: Reachable | None, today: date) -> SkipReason | None:
    """Return why a person hears nothing at all on ``today``, None when there is a way."""
    if reach is None or not reach.channels:
        return SkipReason.UNSUBSCRIBED if reach is not None and reach.unsubscribed else SkipReason.NO_ADDRESS
    if reach.muted_until is not None and today <= reach.muted_until:
        return SkipReason.MUTED
    if reach.unsubscribed and reach.channels == (EMAIL,):
        return SkipReason.UNSUBSCRIBED
    return None


def channel_refusal(reach: Reachable, channel: str) -> SkipReason | None:
    """Return why a person who hears by other channels hears nothing by this one."""
    return SkipReason.UNSUBSCRIBED if reach.unsubscribed and channel == EMAIL else None


def sending_time(wished: time, quiet: Hours | None, now: datetime) -> datetime | None:
    """Return the earliest instant of today at which a message may go out, ``now`` at the soonest.

    None when quiet hours have begun that last into tomorrow: tomorrow's run says it then. An hour wished within the
    quiet hours counts as their end.
    """
    hour = quiet.to if quiet is not None and quiet.hold(wished) else wished
    at = max(now, _at(now, hour))
    if quiet is None or not quiet.hold(at.time()):
        return at
    end = _at(now, quiet.to)
    return end if end > at else None


def _at(now: datetime, hour: time) -> datetime:
    return now.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)


def within_limits(
    found: Iterable[Decision], facts: Facts, policy_of: Callable[[PersonView], ReminderPolicy]
) -> list[Decision]:
    """Make of the reminders of each person and channel at most as many messages as the person may be given today.

    One's own tasks come before escalation and the weekly summary. Who wants single messages gets the most urgent ones
    singly and, where they would be too many, the rest as one digest. What is left over is skipped, and said by a later
    day's run. Drafts take no room: they wait for a person.
    """
    decisions: list[Decision] = []
    reminds: list[Remind] = []
    for one in found:
        if isinstance(one, Remind) and not one.held:
            reminds.append(one)
        else:
            decisions.append(one)
    reminds.sort(key=lambda item: (item.person.id, item.channel, _RANK[item.kind], *urgency(item)))
    for (person_id, channel), group in groupby(reminds, key=lambda item: (item.person.id, item.channel)):
        items = list(group)
        limit = policy_of(items[0].person).limits.messages_per_day
        room = limit - facts.told.get((person_id, channel), 0)
        reach = facts.reach.get(person_id)
        decisions += _fill(items, room, single=reach is not None and reach.single)
    return decisions


_RANK = {MessageKind.DIGEST: 0, MessageKind.ESCALATION: 1, MessageKind.WEEKLY: 2}


def _fill(items: Sequence[Remind], room: int, *, single: bool) -> list[Decision]:
    decisions: list[Decision] = []
    kinds = [(kind, list(group)) for kind, group in groupby(items, key=lambda item: item.kind)]
    for place, (kind, group) in enumerate(kinds):
        if room <= 0:
            decisions += [
                Skip(item.task, item.meeting, item.person, SkipReason.DAILY_LIMIT, item.channel, item.milestone)
                for item in group
            ]
        elif single and kind is MessageKind.DIGEST:
            others = len(kinds) - place - 1
            alone = max(1, room - others)
            if len(group) > alone:
                alone -= 1  # the last place is for the digest of the rest
            decisions += [replace(item, kind=MessageKind.SINGLE) for item in group[:alone]]
            decisions += group[alone:]
            room -= alone + (len(group) > alone)
        else:
            decisions += group
            room -= 1
    return decisions


def week_of(day: date) -> date:
    """Return the Monday of the week of ``day``."""
    return day - timedelta(days=day.weekday())
