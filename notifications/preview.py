"""What would go out: to how many people, by which channel, of which kind. Shown before the office lets anything go."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from notifications import runs
from notifications.reported import SaidItem
from tasks_registry.installation import Installation


@dataclass(frozen=True)
class PlannedMessage:
    """One message that a run would send."""

    person: str
    address: str
    """The e-mail address by which the person is known."""
    channel: str
    kind: str
    names: tuple[str, ...]
    """Codes of the tasks and names of the meetings that it speaks of, most urgent first."""


@dataclass(frozen=True)
class Preview:
    """Everything that a run would send."""

    messages: tuple[PlannedMessage, ...]

    @property
    def people(self) -> int:
        """How many people would be written to."""
        return len({message.address for message in self.messages})

    def groups(self) -> list[tuple[str, str, int]]:
        """Return channel, kind and number of messages, the most first."""
        counted = Counter((message.channel, message.kind) for message in self.messages)
        return [(channel, kind, n) for (channel, kind), n in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]


def preview(
    here: Installation, *, only: Collection[int] | None = None, without: Collection[int] = frozenset()
) -> Preview:
    """Return what this day's run would send if the sending were armed and nothing were held; changes nothing.

    ``only`` narrows it to the tasks that came from these documents (ids), ``without`` leaves out those of others.
    """
    run = runs.dry_run(_armed(here))
    found = [
        PlannedMessage(
            person=message.message.person.name,
            address=message.message.person.email,
            channel=message.message.channel,
            kind=message.message.kind.value,
            names=tuple(dict.fromkeys(item.name for item in message.message.items if _asked(item, only, without))),
        )
        for message in run.messages
    ]
    return Preview(tuple(message for message in found if message.names))


def _asked(item: SaidItem, only: Collection[int] | None, without: Collection[int]) -> bool:
    return (only is None or item.document_id in only) and item.document_id not in without


def _armed(here: Installation) -> Installation:
    """Return the installation as it would be with the sending armed and every import looked over."""
    rhythm = here.files.rhythm
    policy = rhythm.reminders.model_copy(update={"hold_after_import": False})
    files = here.files.model_copy(update={"rhythm": rhythm.model_copy(update={"reminders": policy})})
    return replace(here, files=files, settings=here.settings.model_copy(update={"trial": False}))
