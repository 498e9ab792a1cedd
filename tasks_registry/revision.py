"""Compares a corrected version of a document with the former one: what is the same, changed, added, gone. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tasks_registry.reading.model import TaskProposal
from tasks_registry.reading.text import fold

SAME_COMMITMENT = 0.6
"""Agreement of words (F1 of the two bags) from which two texts are versions of one commitment."""


@dataclass(frozen=True)
class KnownTask:
    """A task that came from the former version."""

    id: int
    text: str
    number: str | None


@dataclass(frozen=True)
class Change:
    """A commitment that both versions hold, in different words."""

    known: KnownTask
    proposal: TaskProposal


@dataclass(frozen=True)
class Comparison:
    """How the new version differs. Every known task and every proposal is in exactly one of the four."""

    same: tuple[Change, ...]
    changed: tuple[Change, ...]
    added: tuple[TaskProposal, ...]
    gone: tuple[KnownTask, ...]


def compare(known: Sequence[KnownTask], proposals: Sequence[TaskProposal]) -> Comparison:
    """Pair the tasks of the former version with the proposals of the new one.

    The same words (but for accents, case and spaces) pair first, in order; what is left pairs by most words in common,
    the same printed number counting as a tie-break.
    """
    unpaired = list(known)
    left: list[TaskProposal] = []
    same: list[Change] = []
    by_words: dict[str, list[KnownTask]] = {}
    for task in known:
        by_words.setdefault(fold(task.text), []).append(task)
    for proposal in proposals:
        twins = by_words.get(fold(proposal.text))
        if twins:
            same.append(Change(twins.pop(0), proposal))
            unpaired.remove(same[-1].known)
        else:
            left.append(proposal)
    changed = _closest(unpaired, left)
    kept = {id(change.proposal) for change in changed}
    gone = {change.known.id for change in changed}
    return Comparison(
        same=tuple(same),
        changed=tuple(changed),
        added=tuple(proposal for proposal in left if id(proposal) not in kept),
        gone=tuple(task for task in unpaired if task.id not in gone),
    )


def agreement(one: str, other: str) -> float:
    """Return how many words two texts share: the F1 of their bags of folded words, 0..1."""
    return _agreement(Counter(fold(one).split()), Counter(fold(other).split()))


def _agreement(one: Counter[str], other: Counter[str]) -> float:
    shared = sum((one & other).values())
    return 2 * shared / (one.total() + other.total()) if shared else 0.0


def _closest(known: Sequence[KnownTask], proposals: Sequence[TaskProposal]) -> list[Change]:
    bags = [Counter(fold(proposal.text).split()) for proposal in proposals]
    scored: list[tuple[float, bool, int, int]] = []
    for at, task in enumerate(known):
        words = Counter(fold(task.text).split())
        for place, bag in enumerate(bags):
            score = _agreement(words, bag)
            if score >= SAME_COMMITMENT:
                numbered = task.number is not None and task.number == proposals[place].number
                scored.append((-score, not numbered, at, place))
    pairs: dict[int, int] = {}
    for _, _, at, place in sorted(scored):
        if at not in pairs and place not in pairs.values():
            pairs[at] = place
    return [Change(known[at], proposals[place]) for at, place in sorted(pairs.items(), key=lambda pair: pair[1])]
