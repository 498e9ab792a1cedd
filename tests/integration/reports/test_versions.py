"""Versions of the status report, on both databases: one a lead day, by hand only what is new, files that stay."""

from collections.abc import Callable
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import sqlalchemy as sa
from docx import Document
from sqlmodel import select

from config.database import reading, unit_of_work
from notifications.models import Message
from reports.agenda import runs as agenda_runs
from reports.errors import ReportError
from reports.kinds import DocumentKind
from reports.meeting import runs as meeting_runs
from reports.period import runs as period_runs
from reports.templates_in_use import templates_of
from reports.versions import making, runs
from reports.versions.differences import What
from tasks_registry import runs as registry
from tasks_registry.documents.files import place_of, read_content
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.installation import Installation
from tasks_registry.meetings.runs import fix_day
from tasks_registry.models import Meeting, ReportVersion, StoredFile
from tasks_registry.states import Act
from tests.conftest import Open
from tests.support.conference import AGENDA, FIRST, OCOP, SECOND, conference
from tests.support.processes import plan_in_parallel


@pytest.fixture
def meeting(open_at: Open) -> int:
    """The number of the conference, fixed for 25 September."""
    return conference(open_at("2026-07-01T08:00"))


def numbers(here: Installation, meeting: int) -> list[tuple[int, date | None, str]]:
    return [(one.number, one.lead_day, one.made_by) for one in runs.versions_of(here, meeting)]


def test_each_lead_day_has_its_version_and_only_one(open_at: Open, meeting: int) -> None:
    """Three days before and one day before; nothing earlier, nothing twice, one that was missed is made up for."""
    assert runs.make_due(open_at("2026-09-21T07:00")).made == ()
    (first,) = runs.make_due(open_at(FIRST)).made
    assert first.new
    assert [path.suffix for path in first.paths.values()] == [".docx", ".xlsx"]
    assert runs.make_due(open_at(FIRST)).made == ()
    assert runs.make_due(open_at("2026-09-23T07:00")).made == ()
    # The machine was off on the 24th.
    late = open_at("2026-09-25T07:00")
    (second,) = runs.make_due(late).made
    assert runs.make_due(open_at("2026-09-26T07:00")).made == ()
    assert numbers(late, meeting) == [
        (1, date(2026, 9, 22), "Đôn Đốc"),
        (2, date(2026, 9, 24), "Đôn Đốc"),
    ]
    assert (first.version.as_of, second.version.as_of) == (date(2026, 9, 22), date(2026, 9, 25))


OUTSIDER = "bang.dinhcong@hoamai.example"


def test_an_agency_gets_no_report_of_the_whole_committee(open_at: Open, meeting: int) -> None:
    """It sees only its own tasks; nothing is kept in its officer's name, and its own lists stay open to it."""
    here, outsider = open_at(FIRST), open_at(FIRST, actor=OUTSIDER)
    runs.make_due(here)
    attempts: list[Callable[[], object]] = [
        lambda: meeting_runs.gather(outsider, meeting),
        lambda: meeting_runs.figures_of(outsider, meeting),
        lambda: agenda_runs.gather(outsider, meeting),
        lambda: period_runs.gather(outsider, "2026-Q3"),
        lambda: runs.make_by_hand(outsider, meeting),
        lambda: runs.versions_of(outsider, meeting),
        lambda: runs.differences_of(outsider, meeting),
        lambda: runs.titles_of(outsider, [OCOP]),
    ]
    for attempt in attempts:
        with pytest.raises(Refused, match="có quyền “cơ quan” nên không được"):
            attempt()
    assert [made_by for _, _, made_by in numbers(here, meeting)] == ["Đôn Đốc"]


def test_processes_at_once_make_one_version_and_one_message_a_person(open_at: Open, meeting: int) -> None:
    """The key decides, not luck; the files are those of whoever was first."""
    here = open_at(FIRST)
    plan_in_parallel(here, "reports", 3)
    assert numbers(here, meeting) == [(1, date(2026, 9, 22), "Đôn Đốc")]
    (version,) = runs.versions_of(here, meeting)
    with reading(here.engine) as session:
        people = session.exec(select(Message.person_id)).all()
    assert len(people) == len(set(people)) == 2
    for file in version.files:
        assert (Path(version.folder) / file.name).read_bytes() == read_content(here.settings.home, file.sha256)


def test_the_database_itself_refuses_a_second_version_of_a_lead_day(open_at: Open, meeting: int) -> None:
    """Should ever two runs get past the lock."""
    here = open_at(FIRST)
    runs.make_due(here)

    def again(number: int, lead_day: date | None) -> None:
        with unit_of_work(here.engine) as session:
            known = session.exec(select(ReportVersion)).first()
            assert known is not None
            values = known.model_dump(exclude={"id"})
            session.add(ReportVersion(**{**values, "number": number, "lead_day": lead_day}))

    with pytest.raises(sa.exc.IntegrityError):
        again(2, date(2026, 9, 22))
    with pytest.raises(sa.exc.IntegrityError):
        again(1, None)
    again(2, None)
    again(3, None)


def test_a_person_gets_a_new_version_only_when_it_would_read_differently(open_at: Open, meeting: int) -> None:
    """Asked twice: the same files. Something happened, or another day is printed: a new version."""
    here = open_at(FIRST)
    first = runs.make_by_hand(here, meeting)
    again = runs.make_by_hand(open_at("2026-09-22T15:00"), meeting)
    assert (first.new, again.new) == (True, False)
    assert again.paths == first.paths
    registry.perform(here, OCOP, Act.CONFIRM, evidence="12-QĐ/ĐU")
    second = runs.make_by_hand(here, meeting)
    third = runs.make_by_hand(open_at("2026-09-23T08:00"), meeting)
    assert (second.version.number, third.version.number) == (2, 3)
    assert second.paths["docx"].name.endswith("2026-09-22-ban-2.docx")
    assert numbers(here, meeting) == [(1, None, "Văn phòng"), (2, None, "Văn phòng"), (3, None, "Văn phòng")]


def test_another_template_makes_another_version(open_at: Open, meeting: int) -> None:
    """Whoever mends the template asks again to see what it makes of the same facts."""
    here = open_at(FIRST)
    first = runs.make_by_hand(here, meeting)
    templates = templates_of(here.settings.home)
    document = Document(str(templates.in_use(DocumentKind.STATUS)))
    document.paragraphs[0].runs[0].text = "BÁO CÁO NHANH"
    edited = BytesIO()
    document.save(edited)
    templates.install(DocumentKind.STATUS, edited.getvalue())
    second = runs.make_by_hand(here, meeting)
    assert (first.version.number, second.version.number) == (1, 2)
    assert Document(str(second.paths["docx"])).paragraphs[0].text == "BÁO CÁO NHANH"


def test_a_version_keeps_its_files_whatever_happens_to_the_copies(open_at: Open, meeting: int, tmp_path: Path) -> None:
    """A copy that was edited is left alone, what is missing comes back once, another folder gets its own."""
    here = open_at(FIRST)
    made = runs.make_by_hand(here, meeting)
    docx, xlsx = made.paths["docx"], made.paths["xlsx"]
    original = docx.read_bytes()
    docx.write_bytes(b"edited by hand")
    xlsx.unlink()
    for _ in range(3):
        brought = runs.make_by_hand(here, meeting)
        assert not brought.new
        assert brought.paths == {"docx": docx.with_stem(f"{docx.stem}-tep-2"), "xlsx": xlsx}
        assert brought.paths["docx"].read_bytes() == original
    assert docx.read_bytes() == b"edited by hand"
    assert len(list(docx.parent.iterdir())) == 3
    elsewhere = runs.make_by_hand(here, meeting, tmp_path / "usb")
    assert not elsewhere.new
    assert elsewhere.paths["docx"] == tmp_path / "usb" / docx.name
    assert elsewhere.paths["docx"].read_bytes() == original


def test_a_copy_in_another_folder_is_that_of_its_own_version(open_at: Open, meeting: int, tmp_path: Path) -> None:
    """The first version lies there, the second was made elsewhere: asked for, it stands beside the first."""
    here = open_at(FIRST)
    first = runs.make_by_hand(here, meeting, tmp_path / "A")
    registry.perform(here, OCOP, Act.CONFIRM, evidence="12-QĐ/ĐU")
    second = runs.make_by_hand(here, meeting, tmp_path / "B")
    again = runs.make_by_hand(here, meeting, tmp_path / "A")
    assert (again.version.number, again.paths["docx"].parent) == (2, tmp_path / "A")
    assert again.paths["docx"].name == second.paths["docx"].name
    assert again.paths["docx"].name.endswith("2026-09-22-ban-2.docx")
    assert again.paths["docx"].read_bytes() == second.paths["docx"].read_bytes()
    assert first.paths["docx"].read_bytes() != second.paths["docx"].read_bytes()


def test_a_former_version_comes_back_on_any_day(open_at: Open, meeting: int, tmp_path: Path) -> None:
    """Under its own names, as it was made, without a new version; a number that there is none of is told."""
    here = open_at(FIRST)
    made = runs.make_by_hand(here, meeting)
    originals = {path: path.read_bytes() for path in made.paths.values()}
    for path in originals:
        path.unlink()
    later = open_at("2026-09-23T08:00")
    brought = runs.copy_again(later, meeting, 1)
    assert (brought.new, brought.paths) == (False, made.paths)
    assert {path: path.read_bytes() for path in brought.paths.values()} == originals
    assert runs.copy_again(later, meeting, 1, tmp_path / "usb").paths["docx"].parent == tmp_path / "usb"
    assert len(runs.versions_of(later, meeting)) == 1
    with pytest.raises(NotInRegistry, match="không có bản số 2"):
        runs.copy_again(later, meeting, 2)


def test_a_kept_file_that_is_lost_is_told(open_at: Open, meeting: int) -> None:
    """Rather than handing out something else under its name."""
    here = open_at(FIRST)
    made = runs.make_by_hand(here, meeting)
    for file in made.version.files:
        place_of(here.settings.home, file.sha256).unlink()
        (Path(made.version.folder) / file.name).unlink()
    with pytest.raises(ReportError, match=r"bản số 1 trong kho đã mất hoặc hỏng"):
        runs.make_by_hand(here, meeting)


def test_a_crash_before_the_version_is_kept_leaves_no_version(
    open_at: Open, meeting: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next run makes it; copies that were left behind are not written over."""
    here = open_at(FIRST)

    def fail(*_: object, **__: object) -> int:
        raise RuntimeError("power cut")

    with monkeypatch.context() as patched:
        patched.setattr(making.store, "add_report_version", fail)
        (error,) = runs.make_due(here).failed
        assert str(error) == "power cut"
    assert numbers(here, meeting) == []
    with reading(here.engine) as session:
        assert session.exec(select(StoredFile)).all() == []
    (made,) = runs.make_due(here).made
    assert made.version.number == 1
    assert made.paths["docx"].name.endswith("2026-09-22-tep-2.docx")


@pytest.mark.parametrize("error", [ReportError("Không dùng được mẫu báo cáo."), ValueError("nobody foresaw it")])
def test_a_meeting_that_fails_stops_no_other(
    open_at: Open, meeting: int, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """The failure comes back with what was made; the same for what has changed since."""
    here = open_at(FIRST)
    with unit_of_work(here.engine) as session:
        other = Meeting(
            committee_id=here.committee, identity="BTV|2026-09", name="Hội nghị BTV", body="BTV", day=date(2026, 9, 24)
        )
        session.add(other)
        session.flush()
        refused = other.id
    real = runs.gather

    def gather(here: Installation, meeting_id: int) -> object:
        if meeting_id == refused:
            raise error
        return real(here, meeting_id)

    with monkeypatch.context() as patched:
        patched.setattr(runs, "gather", gather)
        run = runs.make_due(here)
    assert [made.version.meeting_id for made in run.made] == [meeting]
    assert run.failed == (error,)
    runs.make_due(here)
    later = open_at("2026-09-23T07:00")
    registry.perform(later, OCOP, Act.CONFIRM, evidence="12-QĐ/ĐU")
    monkeypatch.setattr(runs, "gather", gather)
    misled = runs.misleading(later)
    assert [told.meeting.id for told in misled.told] == [meeting]
    assert misled.failed == (error,)


def test_a_meeting_that_moves_gets_the_versions_of_its_new_day(open_at: Open, meeting: int) -> None:
    """The lead days are counted from the day that holds."""
    here = open_at(FIRST)
    runs.make_due(here)
    fix_day(here, meeting, date(2026, 10, 2))
    assert runs.make_due(open_at(SECOND)).made == ()
    assert len(runs.make_due(open_at("2026-09-29T07:00")).made) == 1
    assert [lead for _, lead, _ in numbers(here, meeting)] == [date(2026, 9, 22), date(2026, 9, 29)]


def test_versions_are_compared_with_each_other_and_with_today(open_at: Open, meeting: int) -> None:
    """By default the last one with today; a number that no version has is told."""
    here = open_at(FIRST)
    with pytest.raises(NotInRegistry, match="chưa có bản báo cáo nào"):
        runs.differences_of(here, meeting)
    with pytest.raises(NotInRegistry, match="Không có hội nghị số 99"):
        runs.versions_of(here, 99)
    runs.make_due(here)
    later = open_at(SECOND)
    registry.perform(later, AGENDA, Act.SUBMIT, evidence="5-BC/UBKT")
    before, after, found = runs.differences_of(later, meeting)
    assert (before.number, after) == (1, None)
    assert [(one.code, one.what) for one in found.tasks] == [(OCOP, What.OVERDUE), (AGENDA, What.FILED)]
    runs.make_due(later)
    before, after, same = runs.differences_of(later, meeting, later=2)
    assert (before.number, after and after.number) == (1, 2)
    assert same == found
    assert not runs.differences_of(later, meeting)[2]
    assert runs.differences_of(later, meeting, earlier=1)[2] == found
    with pytest.raises(NotInRegistry, match="có từ bản số 1 đến bản số 2"):
        runs.differences_of(later, meeting, earlier=7)


def test_a_report_of_a_meeting_that_is_over_is_not_sent_any_more(open_at: Open, meeting: int) -> None:
    """Nobody prepares for it."""
    runs.make_due(open_at(FIRST))
    assert runs.to_send_by_hand(open_at(SECOND), meeting).version.number == 1
    with pytest.raises(Refused, match="đã họp"):
        runs.to_send_by_hand(open_at("2026-09-26T07:00"), meeting)
