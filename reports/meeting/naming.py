"""How several tasks are named in one sentence: few by their titles, many by their numbers in the appendix. Pure."""

from collections.abc import Sequence

from reports import task_words
from reports.meeting.facts import MeetingFacts
from reports.task_facts import TaskFact

_FEW = 3
"""A sentence bears so many titles; more are a list, and that is the appendix."""


def named(facts: MeetingFacts, tasks: Sequence[TaskFact]) -> str:
    """Return counted ``tasks`` as ``“…”; “…”`` or as ``số thứ tự 3, 7, 9, 12 Phụ lục 1 của Báo cáo``."""
    if len(tasks) <= _FEW:
        return "; ".join(f"“{task_words.short_title(fact.task)}”" for fact in tasks)
    orders = sorted(facts.order(fact) for fact in tasks)
    return f"số thứ tự {', '.join(map(str, orders))} Phụ lục 1 của Báo cáo"
