"""What the models of the office's YAML files share."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A section of a file: immutable, no unknown entries."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


NonEmpty = Annotated[str, Field(min_length=1)]
Days = Annotated[int, Field(ge=0, le=366)]
EmailAddress = Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+$")]
CommitteeCode = Annotated[str, Field(pattern=r"^[A-Z0-9-]{2,20}$")]
