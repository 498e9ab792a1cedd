"""How the documents of an office look and who signs them: the part of ``office.yaml`` that paper follows."""

from typing import Annotated, Literal

from pydantic import Field

from config.parts import NonEmpty, Part


class Signature(Part):
    """Who signs a document, in which capacity (``T/M ĐẢNG ỦY``, ``K/T BÍ THƯ``)."""

    on_behalf: NonEmpty
    capacity: NonEmpty
    name: NonEmpty


class Layout(Part):
    """Word layout: of party documents (HD 36-HD/VPTW 2018, HD 05-HD/VPTW 2026), of the state (NĐ 30/2020/NĐ-CP)."""

    profile: Literal["HD36-2018", "HD05-2026", "ND30-2020"] = "HD05-2026"
    line_spacing_pt: Annotated[int, Field(ge=18, le=20)] = 18
    kind_pt: Annotated[int, Field(ge=13, le=16)] | None = None
    """Points of the kind of document (``BÁO CÁO``); None leaves those of the profile."""
    subject_pt: Annotated[int, Field(ge=13, le=15)] | None = None
    """Points of the subject; None leaves those of the profile."""
    spelling: Literal["ủy", "uỷ"] = "ủy"
    """How the office writes the word: both are in use, no guide decides."""


DocumentName = Literal["agenda", "assignment", "period", "status", "urge"]
"""Documents that carry a number and are signed, by the names of their templates."""


class OwnDocument(Part):
    """What one kind of document has of its own; what is left out is that of the office."""

    signature: Signature | None = None
    recipients: tuple[NonEmpty, ...] | None = None
