"""How fields (lĩnh vực) are called where they head a list. Pure."""

from collections.abc import Sequence

from reports.breakdown import Part
from reports.fields import OTHER


def field_name(name: str | None, fields: Sequence[Part]) -> str:
    """Return the name of a field among ``fields``.

    When documents named no field at all, “other fields” would stand there alone and be nothing to be other than.
    """
    if len(fields) == 1 and name == OTHER.name:
        return "Các nhiệm vụ trọng tâm"
    return name or OTHER.name
