"""``agencies.yaml``: agencies, their people, and what each person may do."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, model_validator

from config.parts import EmailAddress, NonEmpty, Part


class Role(StrEnum):
    """What a person of an agency is to the follow-up."""

    OFFICER = "officer"
    """cán bộ phụ trách, đầu mối – gets the agency's reminders"""
    DEPUTY = "deputy"
    """cấp phó"""
    HEAD = "head"
    """người đứng đầu"""


class Access(StrEnum):
    """What a person may do with the registry."""

    ADMIN = "admin"
    """quản trị"""
    OFFICE = "office"
    """văn phòng"""
    LEADER = "leader"
    """lãnh đạo (Thường trực)"""
    AGENCY = "agency"
    """cơ quan – its own tasks only"""
    INSPECTOR = "inspector"
    """kiểm tra – reads everything, changes nothing"""

    @property
    def label(self) -> str:
        """The access as an office calls it."""
        return _LABELS[self]


_LABELS = {
    Access.ADMIN: "quản trị",
    Access.OFFICE: "văn phòng",
    Access.LEADER: "lãnh đạo",
    Access.AGENCY: "cơ quan",
    Access.INSPECTOR: "kiểm tra",
}


class PersonEntry(Part):
    """A person of an agency."""

    name: NonEmpty
    position: str = ""
    email: EmailAddress
    role: Role = Role.OFFICER
    access: Access | None = None
    """None means ``office`` for people of the office itself, ``agency`` for all others."""


class AgencyEntry(Part):
    """An agency, the words by which documents call it, and the function words from which a lead is proposed."""

    code: Annotated[str, Field(pattern=r"^[A-Z0-9Đ_-]{2,24}$")]
    name: NonEmpty
    abbreviation: str | None = None
    aliases: tuple[NonEmpty, ...] = ()
    parent: str | None = None
    """Code of the agency that it belongs to (phòng of UBND)."""
    valid_from: date | None = None
    valid_to: date | None = None
    """Last day under this name."""
    successor: str | None = None
    """Code of the agency that took its work over."""
    functions: tuple[NonEmpty, ...] = ()
    people: tuple[PersonEntry, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Everything by which documents call it: name, abbreviation, aliases."""
        return (self.name, *((self.abbreviation,) if self.abbreviation else ()), *self.aliases)


class AgencyList(Part):
    """``agencies.yaml``."""

    secretariat: NonEmpty
    """Code of the office itself (văn phòng cấp ủy), which hears of tasks that nobody leads yet."""
    agencies: tuple[AgencyEntry, ...]

    @model_validator(mode="after")
    def _unique(self) -> "AgencyList":
        for what, values in (
            ("mã cơ quan", [agency.code for agency in self.agencies]),
            ("địa chỉ thư", [person.email.lower() for agency in self.agencies for person in agency.people]),
        ):
            twice = next((value for value in values if values.count(value) > 1), None)
            if twice is not None:
                raise ValueError(f"{what} “{twice}” có hai lần")
        for what, above in (
            ("parent", {agency.code: agency.parent for agency in self.agencies}),
            ("successor", {agency.code: agency.successor for agency in self.agencies}),
        ):
            for start, code in above.items():
                if code is not None and (code not in above or code == start):
                    raise ValueError(f"{what} “{code}” của {start} không phải mã của một cơ quan khác")
                passed = {start}
                while code is not None:
                    if code in passed:
                        raise ValueError(f"{what} của {start} đi thành vòng tròn qua {code}")
                    passed.add(code)
                    code = above.get(code)
        if self.secretariat not in {agency.code for agency in self.agencies}:
            raise ValueError(f"secretariat “{self.secretariat}” không phải mã của cơ quan nào trong danh sách")
        return self
