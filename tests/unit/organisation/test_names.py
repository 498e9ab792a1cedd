"""Each name in agencies.yaml leads to one agency, and circles are told."""

from importlib.resources import files

import pytest
import yaml
from pydantic import ValidationError

from config.agencies import AgencyList
from config.errors import OfficeFileError
from config.office_files import default_text
from tasks_registry.organisation.names import require_distinct_names
from tasks_registry.reading.directory import Directory


def listed(*agencies: dict[str, object]) -> AgencyList:
    return AgencyList.model_validate({"secretariat": agencies[0]["code"], "agencies": agencies})


PEOPLE_S = {"code": "UB1", "name": "Ủy ban nhân dân xã", "aliases": ["UBND xã"]}


@pytest.mark.parametrize(
    "other",
    [
        {"code": "UB2", "name": "UỶ BAN  nhân dân xã"},
        {"code": "UB2", "name": "B", "abbreviation": "UBND Xã"},
        {"code": "UB2", "name": "B", "aliases": ["Uỷ ban Nhân dân xã"]},
    ],
    ids=["name", "abbreviation", "alias"],
)
def test_two_agencies_called_the_same_are_named_both(other: dict[str, object]) -> None:
    """Compared as documents are read: accents, case and the place of the tone mark do not make a difference."""
    with pytest.raises(OfficeFileError, match=r"UB1.*UB2"):
        require_distinct_names(listed(PEOPLE_S, other).agencies)


def test_an_agency_may_repeat_its_own_names() -> None:
    """Many files give the abbreviation as an alias as well."""
    require_distinct_names(listed({**PEOPLE_S, "abbreviation": "UBND xã"}).agencies)


def test_a_successor_may_take_the_name_over() -> None:
    """Directly or in turn: after a merger the new agency is often called like one of the old."""
    chain = listed(
        {"code": "AA", "name": "Ban Dân vận", "successor": "BB"},
        {"code": "BB", "name": "Ban Tuyên giáo và Dân vận", "successor": "CC"},
        {"code": "CC", "name": "Ban Dân vận"},
    )
    require_distinct_names(chain.agencies)


def test_the_files_that_come_with_the_program_have_distinct_names() -> None:
    """Those of an empty installation and of the sample commune."""
    sample = files("cli.demo").joinpath("sample", "agencies.yaml").read_text("utf-8")
    for text in (default_text("agencies.yaml"), sample):
        require_distinct_names(AgencyList.model_validate(yaml.safe_load(text)).agencies)


@pytest.mark.parametrize("what", ["parent", "successor"])
def test_a_circle_of_agencies_is_told(what: str) -> None:
    """A successor of its own successor would never be found."""
    with pytest.raises(ValidationError, match="vòng tròn"):
        listed({"code": "AA", "name": "A", what: "BB"}, {"code": "BB", "name": "B", what: "AA"})


def test_an_abbreviation_is_a_name_in_documents() -> None:
    """“Giao BTGDV chủ trì” finds the agency that has this abbreviation."""
    agency = {"code": "TG", "name": "Ban Tuyên giáo và Dân vận", "abbreviation": "BTGDV"}
    assert Directory(listed(agency).agencies).code_of("BTGDV Đảng ủy") == "TG"
