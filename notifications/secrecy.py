"""What a message may say of a task or a meeting. Pure.

Messages leave the house, so tasks marked secret and discreet matters – personnel, discipline, complaints – appear in
them by code, due day and link only (DOMAIN §8). What cannot be said is dropped here, before any words are made of it:
templates never see it.
"""

from dataclasses import dataclass
from functools import lru_cache

from config.reminders import SecrecyRules
from tasks_registry.reading.text import clean, fold
from tasks_registry.view import MeetingView, TaskView, full_title

UNSAID = "Nội dung không nêu trong thư"
"""Stands for the title. It is the same for secret and discreet tasks, so that it does not tell which of them it is."""


@dataclass(frozen=True, slots=True)
class Sayable:
    """What may be said of a task beside its code and its due day."""

    discreet: bool
    title: str
    """The whole title; ``UNSAID`` when ``discreet``."""
    meeting: str | None = None
    product: str | None = None
    agency: str | None = None
    """The lead agency; None also when nobody leads the task yet."""


@dataclass(frozen=True)
class Secrecy:
    """The office's rules, ready to be asked of many tasks."""

    keys: tuple[str, ...]
    """Discreet words without accents and case, each between spaces."""

    @classmethod
    def of(cls, rules: SecrecyRules) -> "Secrecy":
        """Return the rules of a policy."""
        return _of_words(rules.discreet_words)

    def names_discreet_matter(self, *texts: str | None) -> bool:
        """Tell whether one of ``texts`` holds a discreet word, whatever its accents, case and spelling (``kỉ``/``kỷ``).

        Without accents different words look alike; a message that says too little does less harm than one too many.
        """
        # Line ends and invisible characters within words would hide them; nearly all texts have none.
        written = (text if text.isprintable() else clean(text) for text in texts if text)
        folded = f" {fold(' / '.join(written))} "
        return any(key in folded for key in self.keys)

    def hides(self, task: TaskView) -> bool:
        """Tell whether messages name ``task`` by its code only."""
        if task.secret:
            return True
        title = "" if task.text.startswith(task.title) else task.title
        return self.names_discreet_matter(title, task.text, task.heading, task.product)

    def of_task(self, task: TaskView) -> Sayable:
        """Return what may be said of ``task``."""
        if self.hides(task):
            return Sayable(discreet=True, title=UNSAID)
        return Sayable(
            discreet=False,
            title=full_title(task),
            meeting=None if self.names_discreet_matter(task.meeting_name) else task.meeting_name,
            product=task.product,
            agency=task.lead_name,
        )

    def of_meeting(self, meeting: MeetingView) -> str | None:
        """Return the name under which ``meeting`` may appear, None when its name is a discreet matter itself."""
        return None if self.names_discreet_matter(meeting.name) else meeting.name


@lru_cache(maxsize=8)
def _of_words(words: tuple[str, ...]) -> Secrecy:
    return Secrecy(tuple(f" {key} " for word in words if (key := fold(clean(word)))))
