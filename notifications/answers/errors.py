"""Why a link does not do what it was made for; ``web.errors`` decides which page and status each becomes."""

from config.errors import DondocError


class LinkError(DondocError):
    """A link that cannot be used now; the sentence is for the person who opened it."""


class ForgedLink(LinkError):
    """Not signed here for this purpose, or of something that is not in this registry."""


class ExpiredLink(LinkError):
    """Signed here, and too old."""


class UsedLink(LinkError):
    """It has answered already."""


class NothingToAnswer(LinkError):
    """The task does not wait for this answer any more: it has ended, rests, or has been answered by another letter."""


class NotTheirTask(LinkError):
    """The task, or the person, has moved since: what it says is not for whoever holds the letter."""
