"""No two agencies may be called the same: a document would give its task to whichever stands first in the file."""

from collections.abc import Sequence

from config.agencies import AgencyEntry
from config.errors import OfficeFileError
from tasks_registry.reading.text import fold


def require_distinct_names(entries: Sequence[AgencyEntry]) -> None:
    """Raise ``OfficeFileError`` when two agencies share a name, abbreviation or alias, compared as readers compare.

    A successor may take over the names of the agency that it goes on for: the work reaches it under either.
    """
    successor = {entry.code: entry.successor for entry in entries}
    owners: dict[str, list[tuple[AgencyEntry, str]]] = {}
    for entry in entries:
        for name in entry.names:
            named_so = owners.setdefault(fold(name), [])
            for other, written in named_so:
                if other.code != entry.code and not _one_line(other.code, entry.code, successor):
                    raise OfficeFileError(
                        f"Tệp agencies.yaml: tên “{written}” của {other.code} và “{name}” của {entry.code} "
                        "trùng nhau, không biết văn bản gọi cơ quan nào. Hãy đổi một tên, hoặc ghi successor "
                        "nếu cơ quan này kế tục cơ quan kia."
                    )
            named_so.append((entry, name))


def _one_line(one: str, other: str, successor: dict[str, str | None]) -> bool:
    """Tell whether one of two agencies goes on, directly or in turn, for the other (the file has no circles)."""
    return other in _after(one, successor) or one in _after(other, successor)


def _after(code: str, successor: dict[str, str | None]) -> list[str]:
    chain: list[str] = []
    following = successor.get(code)
    while following is not None:
        chain.append(following)
        following = successor.get(following)
    return chain
