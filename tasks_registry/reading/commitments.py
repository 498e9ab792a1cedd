"""Commitments out of the forward-looking part: whole sentences or items, with all that a person needs to confirm."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from tasks_registry.reading.agencies import (
    Parties,
    heading_lead,
    names_only_agencies,
    split_agencies,
    written_parties,
)
from tasks_registry.reading.citations import blank, find_citations
from tasks_registry.reading.directory import Directory
from tasks_registry.reading.kinds import kind_of, product_of
from tasks_registry.reading.labels import Field, read_label
from tasks_registry.reading.meetings import heading_meeting, meeting_of_task
from tasks_registry.reading.model import (
    DeadlineProposal,
    DeadlineRule,
    Kind,
    MeetingMention,
    TaskProposal,
)
from tasks_registry.reading.phrases import (
    Bearings,
    is_only_a_limit,
    names_a_day,
    read_deadline,
    read_heading_deadline,
    read_time_field,
)
from tasks_registry.reading.sentences import split_clauses, split_sentences
from tasks_registry.reading.structure import Entry
from tasks_registry.reading.text import shorten

_TITLE_LENGTH = 120
_CONNECTIVES = ("đồng thời", "qua đó", "trong đó", "từ đó", "nhất là", "đặc biệt")


@dataclass
class _Unit:
    """One commitment while its labelled lines are still being collected. Positions count in the entry's ``text``."""

    entry: Entry
    start: int
    end: int
    rule: str
    after: "_Unit | None" = None
    """The sentence of the same item before it, whose agencies it shares."""
    labels: dict[Field, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return self.entry.text[self.start : self.end]


@dataclass(frozen=True)
class _Context:
    """What the headings over a commitment give it."""

    lead: tuple[str, ...]
    deadline: DeadlineProposal | None
    meeting: MeetingMention | None
    title: str


class CommitmentReader:
    """Reads commitments of one document; remembers what each heading gives, so that it is worked out once."""

    def __init__(self, bearings: Bearings, directory: Directory) -> None:
        self._bearings = bearings
        self._directory = directory
        self._contexts: dict[int, _Context] = {}
        self.meetings: list[MeetingMention] = []
        """Meetings to which commitments or headings go, in order, repeated."""

    def read(self, entries: Iterable[Entry]) -> list[TaskProposal]:
        """Return the commitments of the forward-looking part in order."""
        units: list[_Unit] = []
        unlabelled = 0
        labelling = False
        for entry in entries:
            if entry.columns is not None and not entry.is_heading:
                units.append(_Unit(entry, 0, len(entry.text), "row", labels=dict(entry.columns)))
                unlabelled, labelling = len(units), False
                continue
            label = read_label(entry.text)
            if label is not None:
                for unit in units[unlabelled:]:
                    unit.labels.setdefault(*label)
                labelling = True
                continue
            if labelling or (entry.is_heading and entry.depth < _lowest_depth(units)):
                unlabelled, labelling = len(units), False
            if entry.is_heading:
                self._context(entry)
            else:
                units += _cut(entry, self._bearings)
        return [self._propose(unit) for unit in units]

    def _context(self, entry: Entry) -> _Context:
        """Return what ``entry``, a heading, and those over it give; the nearest one that says something decides."""
        if id(entry) not in self._contexts:
            above = self._context_above(entry)
            text = blank(entry.text, find_citations(entry.text))
            deadline = read_heading_deadline(text, self._bearings)
            meeting = heading_meeting(text, deadline)
            if meeting is not None:
                self.meetings.append(meeting)
            self._contexts[id(entry)] = _Context(
                lead=(() if meeting else heading_lead(entry.text)) or above.lead,
                deadline=deadline or above.deadline,
                meeting=meeting or above.meeting,
                title=entry.text.rstrip(" :"),
            )
        return self._contexts[id(entry)]

    def _context_above(self, entry: Entry) -> _Context:
        return self._context(entry.above[-1]) if entry.above else _Context((), None, None, "")

    def _propose(self, unit: _Unit) -> TaskProposal:
        entry, text = unit.entry, unit.text
        context = self._context_above(entry)
        found = find_citations(text)
        bare = blank(text, found)
        parties = self._parties(unit, context)
        kind = kind_of(parties.text_after, unit.labels.get(Field.TIME, ""))
        meeting = context.meeting or meeting_of_task(bare)
        if meeting is not None and context.meeting is None:
            self.meetings.append(meeting)
        deadline = self._written_deadline(unit, bare, context) or self._default_deadline(kind.kind, meeting)
        first, last = entry.start + unit.start, entry.start + unit.end
        original = entry.paragraph.text[first:last]
        lead_proposed = self._directory.propose(parties.lead, text, context.title)
        proposal = TaskProposal(
            text=original,
            title=shorten(original.rstrip(" .;,/"), _TITLE_LENGTH),
            kind=kind.kind,
            source=entry.paragraph.span(first, last),
            phrase=kind.phrase,
            rule=unit.rule,
            confidence=0.0,
            number=entry.number,
            heading=entry.above[-1].path if entry.above else None,
            heading_text=context.title or None,
            lead=parties.lead,
            support=parties.support,
            lead_proposed=lead_proposed,
            deadline=deadline,
            meeting=meeting.name if meeting else None,
            product=unit.labels.get(Field.PRODUCT) or product_of(parties.text_after),
            citations=tuple(
                replace(citation.citation, text=original[citation.start : citation.end]) for citation in found
            ),
            notes=tuple(note.text for at, note in entry.paragraph.notes if first <= at <= last),
        )
        return replace(proposal, confidence=confidence(proposal, sure_of_kind=kind.sure))

    def _parties(self, unit: _Unit, context: _Context) -> Parties:
        own = written_parties(unit.text)
        lead, support = own.lead, own.support
        if not lead and unit.after is not None:
            before = self._parties(unit.after, context)
            lead = before.lead
            support = support or (before.support if unit.rule == "item" else ())
        labels = unit.labels
        return Parties(
            lead=split_agencies(labels[Field.LEAD]) if Field.LEAD in labels else lead or context.lead,
            support=split_agencies(labels[Field.SUPPORT]) if Field.SUPPORT in labels else support,
            text_after=own.text_after,
        )

    def _written_deadline(self, unit: _Unit, bare: str, context: _Context) -> DeadlineProposal | None:
        if Field.TIME in unit.labels:
            return read_time_field(unit.labels[Field.TIME], self._bearings)
        return read_deadline(bare, self._bearings) or context.deadline

    def _default_deadline(self, kind: Kind, meeting: MeetingMention | None) -> DeadlineProposal | None:
        if meeting is not None:
            return DeadlineProposal(
                f"tính lùi từ {meeting.name}",
                DeadlineRule.MEETING,
                meeting.window_from,
                meeting.window_to,
                waits_for=meeting.name,
            )
        period = self._bearings.period
        if kind is not Kind.DELIVERABLE or period is None:
            return None
        return DeadlineProposal(
            f"Hết kỳ của văn bản ({period.end:%d/%m/%Y})", DeadlineRule.PERIOD, period.start, period.end
        )


def confidence(task: TaskProposal, *, sure_of_kind: bool) -> float:
    """Return how much of what a task needs was really read, between 0 and 1.

    0.35 for a whole sentence; + 0.15 when a verb told the kind; + 0.20 for a written lead that the directory knows,
    0.15 for one that it does not, 0.10 for one proposed by function words; + 0.20 for a written deadline (half when it
    is ambiguous), 0.05 for a default; + 0.10 for a product or a standing duty that needs none; − 0.10 for a text of
    several sentences or longer than 700 characters, in which more than one commitment may hide.
    """
    score = 0.35 + 0.15 * sure_of_kind
    if task.lead:
        score += 0.20 if task.lead_proposed else 0.15
    elif task.lead_proposed:
        score += 0.10
    if task.deadline is not None:
        written = task.deadline.rule in (DeadlineRule.TEXT, DeadlineRule.HEADING)
        score += (0.10 if task.deadline.ambiguous else 0.20) if written else 0.05
    if task.product is not None or task.kind is not Kind.DELIVERABLE:
        score += 0.10
    if len(task.text) > 700 or len(split_sentences(task.text)) > 1:
        score -= 0.10
    return round(min(max(score, 0.05), 0.99), 2)


def recognised_confidence(read: float) -> float:
    """Return the confidence ``read`` for a text that was recognised from an image: 0.10 less."""
    return round(max(read - 0.10, 0.05), 2)


def _cut(entry: Entry, bearings: Bearings) -> list[_Unit]:
    """Cut an entry into commitments.

    In plain paragraphs every sentence is one. A numbered or dashed item is one as a whole, unless a later sentence
    has its own agency or deadline. Within a sentence, a clause with its own agency or day is one.
    """
    sentences = split_sentences(entry.text)
    units: list[_Unit] = []
    for start, end in sentences:
        clauses = split_clauses(entry.text, start, end)
        label = read_label(entry.text[start:end])
        if label is not None and units:
            units[-1].labels.setdefault(*label)
            continue
        for at, (first, last) in enumerate(clauses):
            part = entry.text[first:last]
            if not units:
                rule = "item" if entry.is_marked else "sentence" if len(sentences) > 1 else "paragraph"
                units.append(_Unit(entry, first, last, rule))
            elif at == 0 and (not entry.is_marked or _stands_alone(part, bearings, whole_sentence=True)):
                units.append(_Unit(entry, first, last, "item" if entry.is_marked else "sentence"))
                units[-1].after = units[-2] if entry.is_marked else None
            elif at > 0 and names_only_agencies(units[-1].text):
                units[-1].end = last
            elif at > 0 and _stands_alone(part, bearings, whole_sentence=False):
                units.append(_Unit(entry, first, last, "clause", after=units[-1]))
            else:
                units[-1].end = last
    return units


def _stands_alone(text: str, bearings: Bearings, *, whole_sentence: bool) -> bool:
    """Tell whether a later sentence or clause of an item is a commitment of its own."""
    if text.lower().startswith(_CONNECTIVES):
        return False
    bare = blank(text, find_citations(text))
    if is_only_a_limit(bare, bearings):
        return False
    parties = written_parties(text)
    if parties.lead or (parties.support and not whole_sentence and text.lower().startswith("phối hợp")):
        return True
    return read_deadline(bare, bearings) is not None if whole_sentence else names_a_day(bare, bearings)


def _lowest_depth(units: Sequence[_Unit]) -> int:
    return units[-1].entry.depth if units else 0
