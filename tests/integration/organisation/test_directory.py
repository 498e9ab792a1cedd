"""The file and the registry agree on agencies, people and committees, opening after opening, on both databases."""

from datetime import date

import pytest
import yaml
from sqlmodel import select

from config.database import reading as reading_session
from config.errors import OfficeFileError
from config.office_files import config_folder
from tasks_registry import intake, store
from tasks_registry.history import first_break
from tasks_registry.installation import Installation
from tasks_registry.models import Agency, Committee, History, Person
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.organisation import Entries, edit_agencies
from tests.support.readings import proposal, reading


def agency(here: Installation, code: str) -> Agency:
    with reading_session(here.engine) as session:
        return session.exec(select(Agency).where(Agency.code == code)).one()


def rows_of_history(here: Installation) -> int:
    with reading_session(here.engine) as session:
        assert first_break(session, here.committee) is None
        return len(session.exec(select(History.id)).all())


def mobilise(entries: Entries) -> None:
    """Ban Dân vận goes over into Ban Xây dựng Đảng at the end of June; the economy office belongs to the UBND."""
    entries["BDV"] = {
        "code": "BDV",
        "name": "Ban Dân vận Đảng ủy",
        "abbreviation": "BDVĐU",
        "valid_from": "2020-01-01",
        "valid_to": "2026-06-30",
        "successor": "BXDĐ",
    }
    entries["PKT"]["parent"] = "UBND"
    entries["PKT"]["people"][0]["access"] = "leader"


def test_every_field_of_the_file_comes_in_and_comes_in_once(open_at: Open) -> None:
    """Abbreviation, validity, superior, successor, access and rank; the next opening leaves no further row."""
    here = open_at()
    edit_agencies(here, mobilise)
    again = open_at("2026-07-02T08:00")
    ended, economy = agency(again, "BDV"), agency(again, "PKT")
    assert (ended.abbreviation, ended.valid_from, ended.valid_to) == ("BDVĐU", date(2020, 1, 1), date(2026, 6, 30))
    assert ended.successor_id == agency(again, "BXDĐ").id
    assert economy.parent_id == agency(again, "UBND").id
    with reading_session(again.engine) as session:
        people = session.exec(select(Person).where(Person.agency_id == economy.id).order_by(Person.place)).all()
    assert [(person.role, person.place, person.access) for person in people] == [
        ("head", 0, "leader"),
        ("deputy", 1, "agency"),
        ("officer", 2, "agency"),
    ]
    written = rows_of_history(again)
    assert rows_of_history(open_at("2026-07-03T08:00")) == written


def test_what_the_file_takes_back_is_taken_back(open_at: Open) -> None:
    """A successor written by mistake must not swallow an agency's tasks for ever."""
    edit_agencies(open_at(), mobilise)
    open_at("2026-07-02T08:00")

    def correct(entries: Entries) -> None:
        del entries["BDV"]["successor"], entries["BDV"]["valid_to"], entries["PKT"]["parent"]

    edit_agencies(open_at("2026-07-02T08:00"), correct)
    again = open_at("2026-07-03T08:00")
    kept = agency(again, "BDV")
    assert (kept.active, kept.valid_to, kept.successor_id) == (True, None, None)
    assert agency(again, "PKT").parent_id is None


def test_two_agencies_of_one_name_are_refused(open_at: Open) -> None:
    """The sentence names both; nothing of the file is taken over."""
    here = open_at()
    edit_agencies(here, lambda entries: entries["TYT"].update(name="Phòng Kinh tế mới", aliases=["UỶ BAN KIỂM TRA"]))
    with pytest.raises(OfficeFileError, match=r"UBKT.*TYT"):
        open_at()
    assert agency(here, "TYT").name == "Trạm Y tế xã"


def test_a_document_that_names_an_ended_agency_gives_its_task_to_the_successor(open_at: Open) -> None:
    """Lead and support; on the agency's last day it still gets the task itself."""
    edit_agencies(open_at(), mobilise)
    days = (
        ("2026-06-30T09:00", "BDV", "Sơ kết công tác dân vận", "Họp mặt hội viên"),
        ("2026-07-01T09:00", "BXDĐ", "Đối thoại với Nhân dân", "Giải ngân vốn đầu tư công"),
    )
    for day, lead, first, second in days:
        here = open_at(day)
        document = reading(
            proposal(first, lead="BDV", due=date(2026, 9, 5)),
            proposal(second, lead="PKT", support=["BDVĐU"], due=date(2026, 9, 5)),
        )
        with here.writing() as session:
            intake.import_reading(
                session,
                document,
                file_name=f"{lead}.docx",
                accept=True,
                files=here.files,
                calendar=here.calendar,
                actor=AN,
                now=here.now,
                today=here.today,
            )
        with reading_session(here.engine) as session:
            led, supported = store.task_views(session, here.committee)[-2:]
        assert led.lead_code == lead
        assert supported.support_names == (agency(here, lead).name,)


def test_the_superior_is_added_and_committees_form_a_tree(open_at: Open) -> None:
    """A superior that stands below is refused; taking the entry out of the file takes the committee out of the tree."""
    here = open_at()
    path = config_folder(here.settings.home) / "office.yaml"
    office = yaml.safe_load(path.read_text("utf-8"))

    def reopen(superior: dict[str, str] | None) -> dict[str, str | None]:
        path.write_text(yaml.safe_dump({**office, "superior": superior}, allow_unicode=True), "utf-8")
        with reading_session(open_at("2026-07-02T08:00").engine) as session:
            committees = session.exec(select(Committee)).all()
        codes = {committee.id: committee.code for committee in committees}
        return {committee.code: codes.get(committee.parent_id) for committee in committees}

    province = {"code": "TU-ANDINH", "name": "Tỉnh ủy An Định", "level": "tỉnh"}
    assert reopen(province) == {"DU-HOAMAI": "TU-ANDINH", "TU-ANDINH": None}
    written = rows_of_history(here)
    assert reopen(province) == {"DU-HOAMAI": "TU-ANDINH", "TU-ANDINH": None}
    assert rows_of_history(here) == written
    assert reopen(None) == {"DU-HOAMAI": None, "TU-ANDINH": None}
    with pytest.raises(OfficeFileError, match="cấp trên"):
        reopen({**province, "code": "DU-HOAMAI"})
    with here.writing() as session:
        superior = session.exec(select(Committee).where(Committee.code == "TU-ANDINH")).one()
        superior.parent_id = here.committee
        session.add(superior)
    with pytest.raises(OfficeFileError, match="cấp trên"):
        reopen(province)
