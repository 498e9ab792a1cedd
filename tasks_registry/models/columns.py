"""Columns that many tables share."""

from typing import Any

from sqlmodel import Field

from config.database import UtcDateTime


def instant(*, nullable: bool = False) -> Any:
    """Return a column that holds an aware instant."""
    return Field(default=None, sa_type=UtcDateTime, nullable=nullable)


def committee_key() -> Any:
    """Return the column by which a row belongs to a committee."""
    return Field(foreign_key="committee.id", index=True)
