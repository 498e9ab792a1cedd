"""What would go out: to how many people, by which channel, of which kind. Shown before the office lets anything go."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from notifications import runs
from tasks_registry.installation import Installation


@dataclass(frozen=True)
class PlannedMessage:
    """One message that a run would send."""

    person: str
    address: str
    """The e-mail address by which the person is known."""
    channel: str
    kind: str
    codes: tuple[str, ...]
    """The tasks that it names, most urgent first."""


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
            person=message.digest.person.name,
            address=message.digest.person.email,
            channel=message.digest.channel,
            kind="digest",
            codes=tuple(
                item.task.code
                for item in message.digest.items
                if (only is None or item.task.document_id in only) and item.task.document_id not in without
            ),
        )
        for message in run.messages
    ]
    return Preview(tuple(message for message in found if message.codes))


def _armed(here: Installation) -> Installation:
    """Return the installation as it would be with the sending armed and every import looked over."""
    rhythm = here.files.rhythm
    policy = rhythm.reminders.model_copy(update={"hold_after_import": False})
    files = here.files.model_copy(update={"rhythm": rhythm.model_copy(update={"reminders": policy})})
    return replace(here, files=files, settings=here.settings.model_copy(update={"trial": False}))
