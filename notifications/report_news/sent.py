"""To whom versions went, as a whole run: what the command line calls."""

from collections.abc import Collection, Mapping

from config.database import reading
from notifications.report_news.store import Sending, sendings
from tasks_registry.installation import Installation


def sendings_of(here: Installation, versions: Collection[int]) -> Mapping[int, list[Sending]]:
    """Return version id → the messages that bring it to people, in the order in which they were put in."""
    found: dict[int, list[Sending]] = {}
    with reading(here.engine) as session:
        for one in sendings(session, here.committee, versions):
            found.setdefault(one.version_id, []).append(one)
    return found
