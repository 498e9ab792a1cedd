"""What the office has agreed with Zalo, in ``office.yaml``."""

from pydantic import Field

from config.parts import NonEmpty, Part


class TemplateOfZalo(Part):
    """An approved ZBS template and the parameters that it takes."""

    id: NonEmpty
    parameters: dict[NonEmpty, NonEmpty]
    """Name of the parameter in the template → what goes there: ``name``, ``count``, ``first_code``, ``first_due``,
    ``standing``, ``office``, ``phone``."""


class ZaloOffice(Part):
    """What the office has agreed with Zalo; secrets come from the environment, not from here."""

    oa_id: str = ""
    digest_template: TemplateOfZalo | None = None
    groups: dict[NonEmpty, NonEmpty] = Field(default_factory=dict)
    """Agency code → id of its GMF group."""
