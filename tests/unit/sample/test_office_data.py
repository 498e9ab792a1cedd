"""The data files that come with the program: the defaults of an installation, and the fictional commune."""

import re
import shutil
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import yaml

from config.agencies import AgencyList
from config.office_files import FILE_NAMES, OfficeFiles, config_folder, load_office_files
from tasks_registry.calendar import WorkingCalendar

ROOT = Path(__file__).resolve().parents[3]
SAMPLE = ROOT / "cli" / "demo" / "sample"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 6, 18, 8, 0, tzinfo=ZONE)


@pytest.fixture
def defaults(tmp_path: Path) -> OfficeFiles:
    """What an installation without files of its own works with."""
    return load_office_files(tmp_path / "new", ZONE, NOW)


@pytest.fixture
def commune(tmp_path: Path) -> OfficeFiles:
    """The files of xã Hòa Mai, in place."""
    home = tmp_path / "hoamai"
    folder = config_folder(home)
    folder.mkdir(parents=True)
    for name in FILE_NAMES:
        shutil.copy(SAMPLE / name, folder)
    return load_office_files(home, ZONE, NOW)


def test_the_defaults_are_usable_and_name_nobody(defaults: OfficeFiles) -> None:
    """A new installation starts with agencies but sends nobody anything."""
    assert defaults.directory.agencies
    assert not any(agency.people for agency in defaults.directory.agencies)


def test_the_defaults_ask_to_be_edited(defaults: OfficeFiles) -> None:
    """Every value that only the office knows stands in brackets."""
    office = defaults.office
    for value in (office.name, office.place, office.party_organization, office.signature.name):
        assert re.search(r"\(.+\)", value)


def test_every_person_of_the_commune_has_a_mailbox_that_cannot_exist(commune: OfficeFiles) -> None:
    """``.example`` never resolves (RFC 2606), so a demonstration reaches nobody by mistake."""
    for agency in commune.directory.agencies:
        assert agency.people, agency.name
        assert all(person.email.endswith("@hoamai.example") for person in agency.people)


def test_the_commune_has_the_agencies_of_the_defaults(commune: OfficeFiles, defaults: OfficeFiles) -> None:
    """The two lists differ in people only, so that the sample shows what a new office gets."""
    without_people = [agency.model_copy(update={"people": ()}) for agency in commune.directory.agencies]
    assert without_people == list(defaults.directory.agencies)


def test_no_words_point_to_two_agencies(defaults: OfficeFiles) -> None:
    """Names, aliases and function phrases each lead to one agency."""
    for words in (_names(defaults.directory), _functions(defaults.directory)):
        assert len(words) == len(set(words))


def test_every_lead_that_the_report_names_is_in_the_directory(commune: OfficeFiles) -> None:
    """``Giao A chủ trì`` and ``A chủ trì`` name agencies of the commune."""
    report = yaml.safe_load((ROOT / "tools" / "sample_report.yaml").read_text("utf-8"))
    texts = [text for block in report["body"] for text in block.values()]
    leads = [lead for text in texts for lead in re.findall(r"(?:^|\. |Giao )([A-ZĐỦ][^.;,]*?) chủ trì", text)]
    assert len(leads) == 7
    assert {lead.removeprefix("Giao ").casefold() for lead in leads} <= set(_names(commune.directory))


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        ("2024-04-29", "2024-05-04"),
        ("2025-05-02", "2025-04-26"),
        ("2026-01-02", "2026-01-10"),
        ("2026-08-31", "2026-08-22"),
    ],
)
def test_swapped_days_are_known(defaults: OfficeFiles, off: str, worked: str) -> None:
    """The day off of each exchange is off and its Saturday is worked."""
    calendar = WorkingCalendar.from_file(defaults.calendar)
    assert not calendar.is_working(date.fromisoformat(off))
    assert calendar.is_working(date.fromisoformat(worked))


def _names(directory: AgencyList) -> list[str]:
    return [word.casefold() for agency in directory.agencies for word in (agency.name, *agency.aliases)]


def _functions(directory: AgencyList) -> list[str]:
    return [word.casefold() for agency in directory.agencies for word in agency.functions]
