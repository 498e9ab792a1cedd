"""Documents by their numbers, files kept once, attachments; on both databases."""

import hashlib
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import Session, select

from cli.main import invoke
from config.agencies import Access
from config.database import reading as reading_session
from config.database import unit_of_work
from tasks_registry import intake, runs, store
from tasks_registry.access import Actor
from tasks_registry.checks import check_files
from tasks_registry.documents import attachments, files
from tasks_registry.documents.files import place_of
from tasks_registry.documents.resting import document_tasks, list_documents
from tasks_registry.documents.runs import attach_file, fetch_file
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.installation import Installation
from tasks_registry.models import Attachment, History, Person, SourceDocument, StoredFile
from tasks_registry.reading.model import Citation, Reading, TaskProposal
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.processes import attach_in_parallel
from tests.support.readings import proposal, reading

PDF = b"%PDF-1.7 minh chung"
SAMPLE = Path(__file__).parents[2] / "cli" / "demo" / "sample" / "bao-cao-quy-2-2026.docx"


def numbered(number: str | None, issued_on: date | None, *tasks: TaskProposal, text: str | None = None) -> Reading:
    """Return a report with a number."""
    document = reading(*tasks, text=text)
    return replace(document, document=replace(document.document, number=number, issued_on=issued_on, draft=False))


def store_reading(here: Installation, document: Reading, *, accept: bool = False) -> intake.ImportResult:
    with unit_of_work(here.engine) as session:
        return intake.import_reading(
            session,
            document,
            file_name="bao-cao.docx",
            accept=accept,
            files=here.files,
            calendar=here.calendar,
            actor=AN,
            now=here.now,
        )


def cites(number: str, day: date | None, title: str = "Sơ kết nghị quyết") -> TaskProposal:
    return proposal(title, citations=[Citation("NQ", number, day, number)])


# --- identity ----------------------------------------------------------------------------------------------------


def test_the_same_number_with_other_words_is_a_new_version(open_at: Open) -> None:
    """Even when hardly a word of the former one is left."""
    here = open_at()
    first = store_reading(here, numbered("12-BC/ĐU", date(2026, 3, 2), proposal("Trồng rừng phòng hộ ven hồ")))
    second = store_reading(here, numbered("12 - BC/ĐU", date(2026, 3, 9), proposal("Mở lớp bồi dưỡng chi ủy viên")))
    assert second.corrects == first.document_id
    assert [gone.title for gone in second.gone] == ["Trồng rừng phòng hộ ven hồ"]
    with reading_session(here.engine) as session:
        identities = set(session.exec(select(SourceDocument.identity)).all())
    assert identities == {"party|BC|12|ĐU|2025-2030"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("12-BC/ĐU", date(2024, 3, 2)), ("12-BC/ĐU", date(2026, 3, 2))),
        (("12/BC-UBND", date(2025, 12, 2)), ("12/BC-UBND", date(2026, 3, 2))),
        (("12-BC/ĐU", date(2026, 3, 2)), ("13-BC/ĐU", date(2026, 3, 2))),
    ],
)
def test_another_term_year_or_number_is_another_document(
    open_at: Open, one: tuple[str, date], other: tuple[str, date]
) -> None:
    """Whatever the words say."""
    here = open_at()
    task = proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP")
    store_reading(here, numbered(*one, task, text="bản một"))
    again = store_reading(here, numbered(*other, task, text="bản hai"))
    assert (again.corrects, again.tasks) == (None, 1)


def test_a_draft_becomes_the_numbered_document(open_at: Open) -> None:
    """Where no number decides, the words do."""
    here = open_at()
    task = proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP")
    draft = store_reading(here, numbered(None, None, task, text="dự thảo"))
    final = store_reading(here, numbered("12-BC/ĐU", date(2026, 3, 2), task, text="bản ký"))
    assert (final.corrects, final.tasks) == (draft.document_id, 0)


def test_the_tasks_that_rest_on_a_document_are_found_by_its_number(open_at: Open) -> None:
    """In any form of the number; another term's number is another document, a number without a day may be it."""
    here = open_at()
    store_reading(
        here,
        numbered(
            "46-NQ/ĐU",
            date(2026, 3, 2),
            cites("46-NQ/TW", date(2023, 12, 20), "Sơ kết nghị quyết của Trung ương"),
            cites("46/NQ-TW", None, "Quán triệt nghị quyết"),
            cites("46-NQ/TW", date(2018, 5, 19), "Rà soát nghị quyết khóa trước"),
            cites("46-NQ/TU", date(2023, 12, 20), "Thực hiện nghị quyết tỉnh"),
        ),
        accept=True,
    )
    store_reading(here, numbered(None, None, cites("46-NQ/ĐU", date(2026, 3, 2)), text="khác"), accept=True)
    with reading_session(here.engine) as session:

        def citing(asked: str) -> list[str]:
            return [hit.code[-3:] for hit in document_tasks(session, here.committee, asked, None, AN).citing]

        assert citing("số 46-NQ/TW ngày 20/12/2023") == ["001", "002"]
        assert citing("46-NQ/TW ngày 19/5/2018") == ["002", "003"]
        assert citing("46-NQ/TƯ") == ["001", "002", "003"]
        own = document_tasks(session, here.committee, "46-NQ/ĐU", None, AN)
        assert (len(own.read), [hit.code[-3:] for hit in own.citing]) == (4, ["005"])
        listed = list_documents(session, here.committee, None, AN)
        assert [(one.document.number, one.document.tasks, one.citing) for one in listed] == [
            (None, 1, 0),
            ("46-NQ/ĐU", 4, 1),
        ]
        with pytest.raises(NotInRegistry, match="99-NQ/TW"):
            citing("99-NQ/TW")
        with pytest.raises(NotInRegistry, match="không phải số văn bản"):
            citing("nghị quyết")
        with pytest.raises(NotInRegistry, match="dondoc documents"):
            citing("99999999999")


# --- files -------------------------------------------------------------------------------------------------------


@pytest.fixture
def here(open_at: Open) -> Installation:
    """Two tracked tasks of Phòng Kinh tế and of UBKT."""
    here = open_at()
    two = reading(proposal("Hoàn thành hồ sơ OCOP", support=["UBND xã"]), proposal("Báo cáo kiểm tra", lead="UBKT"))
    store_reading(here, two, accept=True)
    return here


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "biên bản.pdf"
    path.write_bytes(PDF)
    return path


def officer(here: Installation, code: str) -> Installation:
    """Let somebody of agency ``code`` with that agency's access act."""
    with reading_session(here.engine) as session:
        agency = store.load_directory(session, here.committee).agency_ids[code]
        person = session.exec(select(Person).where(Person.agency_id == agency)).first()
        assert person is not None
    return replace(here, actor=Actor(person.name, Access.AGENCY, person.id, agency))


def kept(here: Installation) -> list[Path]:
    return [path for path in (here.settings.home / "files").rglob("*") if path.is_file()]


def test_the_same_content_is_one_file_under_many_names(here: Installation, pdf: Path) -> None:
    """And the same file at the same place is one attachment."""
    first = attach_file(here, "2026-Q3-001", pdf)
    again = attach_file(here, "2026-Q3-001", pdf, name="khác.pdf")
    other = attach_file(here, "2026-Q3-002", pdf, name="tên khác.pdf")
    assert first == again
    assert (first.name, other.name) == ("biên bản.pdf", "tên khác.pdf")
    digest = hashlib.sha256(PDF).hexdigest()
    assert kept(here) == [here.settings.home / "files" / digest[:2] / digest]
    with reading_session(here.engine) as session:
        assert len(session.exec(select(StoredFile)).all()) == 1
        assert len(session.exec(select(Attachment)).all()) == 2
        assert len(session.exec(select(History).where(History.action == "task.attach")).all()) == 2


def test_meetings_and_documents_take_files_too(here: Installation, pdf: Path) -> None:
    """Named by their numbers in the lists; what is not there is told."""
    attach_file(here, "meeting:1", pdf)
    attach_file(here, "document:1", pdf)
    with reading_session(here.engine) as session:
        for target in ("meeting:1", "document:1"):
            assert len(attachments.attachments_of(session, here.committee, target, AN)) == 1
    for target in ("meeting:99", "document:x", "document:99999999999", "2026-Q3-999"):
        with pytest.raises(NotInRegistry):
            attach_file(here, target, pdf)
    with pytest.raises(Refused, match="--evidence"):
        attach_file(here, "meeting:1", pdf, evidence=True)


def test_an_attachment_can_prove_the_result(here: Installation, pdf: Path) -> None:
    """The task names the file as its evidence, with history."""
    attach_file(here, "2026-Q3-001", pdf, evidence=True)
    attach_file(here, "2026-Q3-001", pdf, evidence=True)
    with reading_session(here.engine) as session:
        task = store.get_task(session, here.committee, "2026-Q3-001")
        actions = [row.action for row in store.history_of(session, "task", task.id or 0)]
    assert task.evidence == "biên bản.pdf"
    assert actions[-2:] == ["task.attach", "task.evidence"]


def test_an_agency_touches_and_sees_only_its_own(here: Installation, pdf: Path) -> None:
    """A supporting agency sees the files, an outsider nothing; an inspector sees all and adds nothing."""
    economy, supporting, outsider = (officer(here, code) for code in ("PKT", "UBND", "UBKT"))
    attached = attach_file(economy, "2026-Q3-001", pdf)
    for actor in (supporting, outsider):
        with pytest.raises(Refused, match="chủ trì"):
            attach_file(actor, "2026-Q3-001", pdf)
    with pytest.raises(Refused):
        attach_file(economy, "document:1", pdf)
    inspector = replace(here, actor=Actor("Kiểm", Access.INSPECTOR))
    with pytest.raises(Refused, match="kiểm tra"):
        attach_file(inspector, "2026-Q3-001", pdf)
    with reading_session(here.engine) as session:
        for reader in (economy, supporting, inspector):
            assert attachments.attachments_of(session, here.committee, "2026-Q3-001", reader.actor) == [attached]
        with pytest.raises(Refused, match="không được xem"):
            attachments.attachments_of(session, here.committee, "2026-Q3-001", outsider.actor)
        with pytest.raises(Refused, match="không được xem"):
            attachments.fetch(session, here.settings.home, here.committee, attached.id, outsider.actor)
        with pytest.raises(Refused, match="văn phòng"):
            list_documents(session, here.committee, None, outsider.actor)


def test_a_file_comes_back_as_it_was_and_a_damaged_one_is_told(here: Installation, pdf: Path, tmp_path: Path) -> None:
    """The check at start-up sees the size; the content is proved when read; the original mends it."""
    attached = attach_file(here, "2026-Q3-001", pdf)
    assert fetch_file(here, attached.id, tmp_path / "ra.pdf") == attached
    assert (tmp_path / "ra.pdf").read_bytes() == PDF
    with pytest.raises(Refused, match="ghi đè"):
        fetch_file(here, attached.id, tmp_path / "ra.pdf")
    place = place_of(here.settings.home, hashlib.sha256(PDF).hexdigest())
    place.write_bytes(PDF[::-1])
    with pytest.raises(Refused, match="mất hoặc hỏng"):
        fetch_file(here, attached.id, tmp_path / "hỏng.pdf")
    assert not (tmp_path / "hỏng.pdf").exists()
    attach_file(here, "2026-Q3-002", pdf)
    assert place.read_bytes() == PDF
    assert [finding.level.value for finding in check_files(here.settings, here.now)] == ["ok"]
    place.unlink()
    (finding,) = check_files(here.settings, here.now)
    assert (finding.id, finding.level.value) == ("C009", "failure")
    with pytest.raises(NotInRegistry):
        fetch_file(here, 99, tmp_path / "x.pdf")


def test_a_file_that_is_not_taken_leaves_nothing(here: Installation, tmp_path: Path) -> None:
    """Neither on the disk nor in the registry; a missing one and a folder are told."""
    bad = tmp_path / "a.pdf"
    bad.write_bytes(b"MZ")
    for path in (bad, tmp_path / "không có.pdf", tmp_path):
        with pytest.raises(Refused):
            attach_file(here, "2026-Q3-001", path)
    large = tmp_path / "b.txt"
    large.write_bytes(b"x" * (25 * 1024 * 1024 + 1))
    with pytest.raises(Refused, match="25 MB"):
        attach_file(here, "2026-Q3-001", large)
    assert kept(here) == []
    with reading_session(here.engine) as session:
        assert session.exec(select(StoredFile)).all() == []


@pytest.mark.parametrize("name", ["../../etc/a.pdf", "C:\\x\\a.pdf", "a\n.pdf", "  a.pdf "])
def test_a_name_is_only_a_name(here: Installation, pdf: Path, name: str) -> None:
    """No folder, no line end comes with it."""
    assert attach_file(here, "2026-Q3-001", pdf, name=name).name in {"a.pdf", "a .pdf"}


def test_a_crash_between_file_and_row_leaves_only_an_orphan(
    here: Installation, pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next store of the same content takes it over, and no half file is left."""

    def fail(*_: object) -> None:
        raise RuntimeError("mất điện")

    with monkeypatch.context() as crash:
        crash.setattr(Session, "add", fail)
        with pytest.raises(RuntimeError):
            attach_file(here, "2026-Q3-001", pdf)
    with monkeypatch.context() as crash:
        crash.setattr(Path, "replace", fail)
        (orphan,) = kept(here)
        orphan.unlink()
        with pytest.raises(RuntimeError):
            attach_file(here, "2026-Q3-001", pdf)
    assert kept(here) == []
    attach_file(here, "2026-Q3-001", pdf)
    assert len(kept(here)) == 1


def test_two_at_once_keep_one_file(here: Installation, pdf: Path) -> None:
    """Three processes attach the same content to the same and to another task."""
    attach_in_parallel(here, ["2026-Q3-001", "2026-Q3-001", "2026-Q3-002"], pdf)
    assert len(kept(here)) == 1
    with reading_session(here.engine) as session:
        assert len(session.exec(select(StoredFile)).all()) == 1
        assert len(session.exec(select(Attachment)).all()) == 2


def test_an_import_keeps_the_original(open_at: Open) -> None:
    """Once, however often it is imported; a document that is there without one gets it."""
    here = open_at()
    first = runs.import_file(here, SAMPLE, accept=False).result
    assert runs.import_file(here, SAMPLE, accept=False).result.known
    with reading_session(here.engine) as session:
        document = session.exec(select(SourceDocument)).one()
        stored = session.get_one(StoredFile, document.stored_file_id)
        assert files.read_file(here.settings.home, stored) == SAMPLE.read_bytes()
    with unit_of_work(here.engine) as session:
        session.get_one(SourceDocument, first.document_id).stored_file_id = None
    runs.import_file(here, SAMPLE, accept=False)
    with reading_session(here.engine) as session:
        assert session.exec(select(SourceDocument.stored_file_id)).one() == stored.id


# --- the command line --------------------------------------------------------------------------------------------


def test_the_commands_speak_and_print_json(
    here: Installation, pdf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Attach, list, fetch, documents, one document, search – in words and as JSON; failures in one sentence."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", here.settings.database_address)
    store_reading(here, numbered("7-BC/ĐU", date(2026, 3, 2), cites("46-NQ/TW", date(2023, 12, 20)), text="bảy"))

    def run(*words: str, code: int = 0) -> str:
        assert invoke([*words, "--home", str(here.settings.home)]) == code
        out, err = capsys.readouterr()
        return err if code else out

    assert "số 1" in run("attach", "2026-Q3-001", str(pdf), "--evidence")
    assert "biên bản.pdf" in run("attachments", "2026-Q3-001")
    (attached,) = json.loads(run("attachments", "2026-Q3-001", "--json"))
    assert (attached["name"], attached["size"]) == ("biên bản.pdf", len(PDF))
    run("attachment", "1", "--out", str(tmp_path / "ra.pdf"))
    assert (tmp_path / "ra.pdf").read_bytes() == PDF
    assert "mất hoặc hỏng" not in run("attachment", "9", "--out", str(tmp_path / "x.pdf"), code=1)
    assert "7-BC/ĐU" in run("documents")
    assert [one["number"] for one in json.loads(run("documents", "--json"))] == ["7-BC/ĐU", None]
    assert "chưa được nhập" in run("document", "46-NQ/TW")
    found = json.loads(run("document", "7-BC/ĐU", "--json"))
    assert (found["document"]["number"], [task["code"] for task in found["tasks"]]) == ("7-BC/ĐU", ["2026-Q3-003"])
    assert "«hồ» «sơ»" in run("search", "ho so")
    hits = json.loads(run("search", "việc liên quan đến 46-NQ/TW", "--json"))
    assert (hits["total"], hits["tasks"][0]["code"], hits["tasks"][0]["state"]) == (1, "2026-Q3-003", "draft")
    assert "Không tìm thấy" in run("search", "vắng mặt")
    assert "chữ hay số" in run("search", "…", code=1)
    log = (here.settings.home / "logs" / "dondoc.log").read_text("utf-8")
    assert "file.attached" in log
    assert "biên bản" not in log


def test_a_search_shows_an_agency_only_its_own(
    here: Installation, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither the hits nor their number tell of others."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", here.settings.database_address)
    monkeypatch.setenv("DONDOC_ACTOR", "bang.dinhcong@hoamai.example")
    assert invoke(["search", "2026-Q3", "--json", "--home", str(here.settings.home)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["total"], [task["code"] for task in found["tasks"]]) == (1, ["2026-Q3-001"])
