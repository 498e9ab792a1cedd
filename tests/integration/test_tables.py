"""Tables of tasks in and out: what goes out comes back equal, faults are named, all or nothing."""

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from sqlmodel import select

from config.database import reading
from tasks_registry import store
from tasks_registry.errors import Refused, UnreadableDocument
from tasks_registry.history import first_break
from tasks_registry.installation import Installation
from tasks_registry.models import Agency, History, Meeting, Person, SourceDocument, Task, TaskWords
from tasks_registry.reading.text import clean, fold
from tasks_registry.states import WorkState
from tasks_registry.tables import export, runs
from tasks_registry.tables.insertion import Insertion
from tasks_registry.tables.runs import Choices, TableImport
from tasks_registry.tables.stored import StoredTask
from tests.conftest import Open

CONTRACT = export.COLUMNS
Save = Callable[[str], Path]


@pytest.fixture
def saved(tmp_path: Path) -> Save:
    """Saves the text of a .csv in a file of its own."""
    numbers = iter(range(1000))

    def save(text: str) -> Path:
        path = tmp_path / f"bang-{next(numbers)}.csv"
        path.write_text(text, "utf-8")
        return path

    return save


def stored(here: Installation) -> list[StoredTask]:
    with reading(here.engine) as session:
        return list(store.table_rows(session, here.committee))


def only(here: Installation) -> StoredTask:
    (task,) = stored(here)
    return task


def exported(here: Installation) -> list[dict[str, str]]:
    stream = io.StringIO(newline="")
    with reading(here.engine) as session:
        tasks = export.listing(session, here.committee, None, today=here.today, due_soon_days=14)
        export.write_csv(tasks, stream)
    return list(csv.DictReader(io.StringIO(stream.getvalue(), newline="")))


def write(here: Installation, path: Path) -> Path:
    with reading(here.engine) as session:
        tasks = export.listing(session, here.committee, None, today=here.today, due_soon_days=14)
        if path.name.startswith("contract"):
            with path.open("w", encoding="utf-8", newline="") as stream:
                export.write_csv(tasks, stream)
        else:
            export.write_file(tasks, path)
    return path


def import_(here: Installation, path: Path, **choices: Any) -> TableImport:
    return runs.import_table(here, path, Choices(**choices))


def add_meeting(here: Installation, name: str, day: date | None = None) -> int:
    with here.writing() as session:
        meeting = Meeting(committee_id=here.committee, identity=f"{name}{day}", name=name, body="BTV", day=day)
        session.add(meeting)
        session.flush()
        return meeting.id or 0


def rows_of(here: Installation, model: Any) -> list[Any]:
    with reading(here.engine) as session:
        return list(session.exec(select(model).order_by(model.id)).all())


# --- round trip ------------------------------------------------------------------------------------------------------

NASTY = st.one_of(
    st.sampled_from(
        [
            "=1+1", "+84", "-5", "@SUM(A1)", "'", "'=x", "''", "a;b,c\td", 'nói "rằng"', "dòng 1\ndòng 2",
            "Đảng uỷ xã 🙂",
            "=HYPERLINK(\"http://x\")", "x" * 5000, "18/9/2026", "1", "_x0041_", "<b>&amp;", "#N/A", "TRUE", "'-'",
        ]
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co")), min_size=1, max_size=60),
    st.text("aàđ=+-@'\"\n;,", min_size=1, max_size=12),
).map(lambda text: clean(text).strip()).filter(bool)  # fmt: skip
LEADS = ["PKT", "UBKT", "VPĐU"]
TASK = st.fixed_dictionaries(
    {
        "title": NASTY,
        "text": NASTY,
        "lead": st.sampled_from([None, *LEADS]),
        "support": st.sets(st.sampled_from(LEADS)),
        "officer": st.sampled_from([None, "bang.dinhcong@hoamai.example"]),
        "due": st.one_of(st.none(), st.dates(date(2020, 1, 1), date(2035, 12, 31))),
        "meeting": st.sampled_from([None, "Hội nghị =BTV; tháng 9", "Kỳ họp"]),
        "product": st.one_of(st.none(), NASTY),
        "priority": st.integers(0, 999),
        "state": st.sampled_from(WorkState),
        "source": st.sampled_from([None, "12-BC/ĐU", "41/TB-UBND", "Báo cáo quý"]),
    }
)


def put(here: Installation, tasks: list[dict[str, Any]]) -> None:
    """Write tasks as other parts of the registry leave them."""
    with here.writing() as session:
        known = store.load_known(session, here.committee)
        meetings = {meeting.name: meeting.id for meeting in known.meetings.values()}
        for number, one in enumerate(tasks, 1):
            document = None
            if one["source"]:
                named = store.named_documents(session, here.committee)
                if one["source"] not in named:
                    session.add(
                        SourceDocument(
                            committee_id=here.committee, content_hash=one["source"], file_name="a.docx",
                            number=one["source"] if "/" in one["source"] else None, title=one["source"],
                            imported_at=here.now, imported_by="An",
                        )
                    )  # fmt: skip
                    session.flush()
                    named = store.named_documents(session, here.committee)
                document = named[one["source"]]
            task = Task(
                committee_id=here.committee, code=f"2026-Q3-{number:03d}", document_id=document, title=one["title"],
                text=one["text"], kind="deliverable", product=one["product"], priority=one["priority"],
                lead_agency_id=known.agencies[one["lead"]].id if one["lead"] else None,
                officer_id=known.people[one["officer"]].id if one["officer"] else None, due=one["due"],
                meeting_id=meetings.get(one["meeting"]), work_state=one["state"].value, created_at=here.now,
            )  # fmt: skip
            session.add(task)
            session.flush()
            for code in sorted(one["support"] - {one["lead"]}):
                session.connection().execute(
                    sa.text("INSERT INTO task_support (task_id, agency_id) VALUES (:task, :agency)"),
                    {"task": task.id, "agency": known.agencies[code].id},
                )


def empty(here: Installation) -> None:
    """Take all tasks, documents and numbers away again."""
    with here.writing() as session:
        for table in ("task_words", "task_support", "task", "source_document", "task_number"):
            session.connection().execute(sa.text(f"DELETE FROM {table}"))


@pytest.fixture
def here(open_at: Open) -> Installation:
    """An installation with two meetings."""
    here = open_at()
    add_meeting(here, "Hội nghị =BTV; tháng 9")
    add_meeting(here, "Kỳ họp")
    return here


@pytest.mark.parametrize("name", ["contract.csv", "bang.csv", "bang.xlsx"])
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tasks=st.lists(TASK, min_size=1, max_size=5))
def test_what_is_exported_comes_back_equal(
    here: Installation, tmp_path: Path, name: str, tasks: list[dict[str, Any]]
) -> None:
    """Every contract column survives the way out and in; the same table again changes nothing, under any name."""
    empty(here)
    put(here, tasks)
    other = "bang-2.csv" if name.startswith("contract") else "contract-2.csv"
    before = exported(here)
    path = write(here, tmp_path / name)
    unchanged = import_(here, path)
    assert (unchanged.outcome.added, unchanged.outcome.updated) == (0, 0)
    empty(here)
    first = import_(here, path)
    assert first.table is not None
    assert first.table.errors == ()
    assert exported(here) == before
    assert first.outcome.added == len(tasks)
    assert import_(here, path).known
    again = import_(here, write(here, tmp_path / other))
    assert (again.outcome.added, again.outcome.updated, again.outcome.unchanged) == (0, 0, len(tasks))
    assert exported(here) == before


# --- reading ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("delimiter", "encoding"),
    [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-16"), (";", "utf-16-le"), (",", "cp1258"), ("\t", "utf-8")],
)
def test_a_csv_is_read_however_it_was_saved(open_at: Open, tmp_path: Path, delimiter: str, encoding: str) -> None:
    """Delimiter and encoding are told from the file; the old Windows code page is mentioned."""
    here = open_at()
    path = tmp_path / "bang.csv"
    title = "Rà soát; đánh giá, tổng kết\tmột lần"
    fields = delimiter.join(['"Nhiệm vụ"', "Hạn", "Chủ trì"]) + "\r\n"
    text = fields + delimiter.join([f'"{title}"', "18/9/2026", "Phòng Kinh tế"]) + "\r\n"
    if encoding == "cp1258":  # the code page writes tones as marks behind their letters
        marks = {"ệ": "ê\u0323", "ụ": "u\u0323", "ạ": "a\u0323", "ủ": "u\u0309", "ì": "i\u0300", "ế": "ê\u0301",
                 "ộ": "ô\u0323", "ò": "o\u0300", "ầ": "â\u0300", "ổ": "ô\u0309"}  # fmt: skip
        text = "".join(marks.get(letter, letter) for letter in text)
    path.write_bytes(text.encode(encoding))
    run = import_(here, path)
    assert only(here).title == clean(title)
    assert (only(here).due, run.outcome.added) == (date(2026, 9, 18), 1)
    assert run.table is not None
    assert any("Windows-1258" in remark for remark in run.table.remarks) is (encoding == "cp1258")


def test_a_workbook_with_a_merged_title_real_dates_and_numbers_is_read(open_at: Open, tmp_path: Path) -> None:
    """Rows above the header are passed over; numbers stay whole; a month shown as such is a month."""
    here = open_at()
    book = Workbook()
    book.create_sheet("Số liệu").append(["Tổng", 3])
    sheet = book.worksheets[0]
    sheet.append(["BẢNG PHÂN CÔNG NHIỆM VỤ QUÝ III"])
    sheet.merge_cells("A1:D1")
    sheet.append([])
    sheet.append(["STT", "NHIỆM VỤ", "Cơ quan chủ trì", "Thời hạn", "Ưu tiên", "Ghi chú riêng"])
    sheet.append([1, "Việc một", "PKT", datetime(2026, 9, 20), 2.0, "x"])
    sheet.append([])
    sheet.append([2, "Việc hai", "ủy ban kiểm tra", datetime(2026, 9, 1)])
    sheet.cell(6, 4).number_format = "mm/yyyy"
    path = tmp_path / "bang.xlsx"
    book.save(path)
    run = import_(here, path)
    first, second = stored(here)
    assert (first.title, first.due, first.priority) == ("Việc một", date(2026, 9, 20), 2)
    assert (second.title, second.due, second.deadline_text) == ("Việc hai", date(2026, 9, 30), "tháng 09/2026")
    assert run.table is not None
    assert "Không dùng cột “Ghi chú riêng”." in run.table.remarks
    with reading(here.engine) as session:
        assert [row.reason for row in session.exec(select(History).where(History.action == "task.import_table"))] == [
            "bang.xlsx, hàng 4",
            "bang.xlsx, hàng 6",
        ]


def test_deadlines_are_read_as_offices_write_them(open_at: Open, saved: Save) -> None:
    """A day stands as given; a period ends on its last working day; a meeting gives a day of its own."""
    here = open_at()
    meeting = add_meeting(here, "Hội nghị Ban Thường vụ tháng 9", date(2026, 9, 25))
    lines = ["18/9/2026,", "2026-09-20,", "tháng 6/2024,", "quý III/2026,", "Thường xuyên,", f",{meeting}"]
    text = "Nhiệm vụ,Hạn,Hội nghị\n" + "".join(f"Việc {n},{line}\n" for n, line in enumerate(lines))
    import_(here, saved(text), period="2026-Q3")
    tasks = {task.title: task for task in stored(here)}
    papers = here.files.rhythm.body("BTV").papers_days_before
    assert [tasks[f"Việc {n}"].due for n in range(6)] == [
        date(2026, 9, 18),
        date(2026, 9, 20),
        date(2024, 6, 28),
        date(2026, 9, 30),
        None,
        here.calendar.roll_back(date(2026, 9, 25 - papers)),
    ]
    assert tasks["Việc 4"].deadline_text == "Thường xuyên"
    kept = {task.title: task for task in rows_of(here, Task)}
    assert kept["Việc 0"].original_due == date(2026, 9, 18)
    assert (kept["Việc 3"].deadline_text, kept["Việc 3"].deadline_rule) == ("quý III/2026", "text")


def test_a_title_and_a_text_stand_for_each_other(open_at: Open, saved: Save) -> None:
    """A missing title is the shortened text, a missing text the title."""
    here = open_at()
    long = "Hoàn thành " + "rất nhiều việc " * 20
    import_(here, saved(f"title,text\n,{long}\nTên gọn,\n"))
    first, second = stored(here)
    assert len(first.title) <= 120
    assert first.title.endswith("…")
    assert (second.title, second.text) == ("Tên gọn", "Tên gọn")


# --- faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "row", "said"),
    [
        ("Nhiệm vụ,Chủ trì", ",PKT", "Hàng 2, cột “Nhiệm vụ”: hàng này không có nhiệm vụ nào."),
        ("Nhiệm vụ,Chủ trì", "a,Sở Nọ Kia", "Hàng 2, cột “Chủ trì”: “Sở Nọ Kia” không có trong danh bạ cơ quan."),
        ("Nhiệm vụ,Chủ trì", "a,Phòng Kinh tê xa hội", "Có phải “Phòng Kinh tế” (mã PKT)?"),
        ("Nhiệm vụ,Phối hợp", "a,PKT; Hội X", "Hàng 2, cột “Phối hợp”: “Hội X” không có"),
        ("Nhiệm vụ,Email", "a,la@hoamai.example", "không có trong danh bạ cán bộ"),
        ("Nhiệm vụ,Email", "a,ông Ba", "“ông Ba” không phải địa chỉ thư điện tử"),
        ("Nhiệm vụ,Hạn", "a,31/02/2026", "“31/02/2026” là ngày không có thật"),
        ("Nhiệm vụ,Hạn", "a,2626-09-18", "“2626-09-18” là ngày không có thật"),
        ("Nhiệm vụ,Hạn", "a,theo điểm 7", "“theo điểm 7” không hiểu được là hạn nào"),
        ("Nhiệm vụ,Hội nghị", "a,99", "“99” không có trong sổ"),
        ("Nhiệm vụ,Hội nghị", "a,hội nghị trùng tên", "là tên của nhiều hội nghị"),
        ("Nhiệm vụ,Ưu tiên", "a,cao", "“cao” không phải số nguyên"),
        ("Nhiệm vụ,Trạng thái", "a,xong rồi", "“xong rồi” không phải trạng thái nào"),
        ("Nhiệm vụ,Mã", "a,mã có dấu cách", "không dùng làm mã được"),
    ],
)
def test_each_fault_of_a_row_is_named_with_what_to_do(
    open_at: Open, saved: Save, header: str, row: str, said: str
) -> None:
    """Row number, column, value and the mend stand in one sentence; nothing is written."""
    here = open_at()
    add_meeting(here, "Hội nghị trùng tên", date(2026, 9, 1))
    add_meeting(here, "Hội nghị trùng tên", date(2026, 9, 2))
    run = import_(here, saved(f"{header}\n{row}\n"))
    assert run.refused
    assert run.table is not None
    (error,) = run.table.errors
    assert said in error.sentence
    assert " Hãy " in error.sentence or "?" in error.sentence
    assert error.row == 2
    assert stored(here) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Nhiệm vụ,Tên nhiệm vụ\na,b\n", "hai cột “Nhiệm vụ” và “Tên nhiệm vụ”"),
        ("Chủ trì,Hạn\nPKT,18/9/2026\n", "thiếu cột “Nhiệm vụ”"),
        ("a,b\nc,d\n", "không có hàng tên cột"),
        ("Nhiệm vụ,Hạn\n", "không có nhiệm vụ nào"),
    ],
)
def test_a_header_that_is_not_understood_is_refused(open_at: Open, saved: Save, text: str, said: str) -> None:
    """Which column is missing or doubled is said."""
    with pytest.raises(Refused, match=said):
        import_(open_at(), saved(text))


def test_a_file_that_is_no_table_is_refused(open_at: Open, tmp_path: Path) -> None:
    """Missing, empty, of another kind, or not what its suffix says."""
    here = open_at()
    for name, content in (("a.docx", b"x"), ("a.csv", b""), ("a.xlsx", b"PK\x03\x04"), ("b.xlsx", b"x")):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(UnreadableDocument):
            import_(here, tmp_path / name)
    with pytest.raises(UnreadableDocument, match="Không có tệp"):
        import_(here, tmp_path / "none.csv")


def test_one_bad_row_keeps_everything_out_unless_bad_rows_are_skipped(open_at: Open, saved: Save) -> None:
    """All or nothing; with ``skip_bad`` the good rows come in and every fault is still told."""
    here = open_at()
    path = saved("Mã,Nhiệm vụ,Hạn,Chủ trì\nA-1,a,,\nA-2,b,31/02/2026,X\nA-1,c,,\nA-3,d,,\n")
    run = import_(here, path)
    assert run.refused
    assert run.table is not None
    assert [error.column for error in run.table.errors] == ["lead", "deadline", "code"]
    assert run.table.bad_rows == 2
    assert stored(here) == []
    assert import_(here, path, dry_run=True, skip_bad=True).outcome.added == 2
    assert stored(here) == []
    assert import_(here, path, skip_bad=True).outcome.added == 2
    assert [task.code for task in stored(here)] == ["A-1", "A-3"]


def test_an_import_that_breaks_off_leaves_nothing(open_at: Open, saved: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    """One transaction: a crash in the second batch takes the first one back, numbers and history too."""
    here = open_at()
    batches: list[int] = []
    add = Insertion.add

    def breaks(self: Insertion, rows: Any) -> list[str]:
        batches.append(len(rows))
        if len(batches) == 2:
            raise ZeroDivisionError
        return add(self, rows)

    path = saved("Nhiệm vụ\n" + "".join(f"Việc {n}\n" for n in range(1500)))
    history = len(rows_of(here, History))
    with monkeypatch.context() as patch:
        patch.setattr(Insertion, "add", breaks)
        with pytest.raises(ZeroDivisionError):
            import_(here, path)
    assert batches == [1000, 500]
    assert (stored(here), rows_of(here, SourceDocument), len(rows_of(here, History))) == ([], [], history)
    assert import_(here, path).outcome.first_code == "2026-Q3-001"
    with reading(here.engine) as session:
        assert first_break(session, here.committee) is None


# --- what is there ---------------------------------------------------------------------------------------------------


def test_a_known_code_is_updated_and_only_what_the_table_names(open_at: Open, saved: Save) -> None:
    """Differences are written with history and a new version; columns that the table lacks stay as they are."""
    here = open_at()
    import_(here, saved("Mã,Nhiệm vụ,Chủ trì,Hạn,Phối hợp,Sản phẩm\nA-007,Cũ,PKT,18/9/2026,UBKT,Báo cáo\n"))
    run = import_(here, saved("Mã,Nhiệm vụ,Phối hợp,Trạng thái\nA-007,Mới,VPĐU,hoàn thành\nA-008,Khác,,\n"))
    assert (run.outcome.added, run.outcome.updated) == (1, 1)
    task, other = stored(here)
    assert (task.title, task.text, task.due, task.product) == ("Mới", "Mới", date(2026, 9, 18), "Báo cáo")
    assert (task.work_state, task.completed_on) == (WorkState.DONE, here.today)
    assert other.work_state is WorkState.ASSIGNED
    assert exported(here)[0]["support"] == "VPĐU"
    kept = rows_of(here, Task)[0]
    assert kept.version == 2
    with reading(here.engine) as session:
        edits = session.exec(select(History).where(History.action == "task.edit_table").order_by(History.id)).all()  # type: ignore[arg-type]
        words = session.exec(select(TaskWords.words).where(TaskWords.task_id == kept.id)).one()
    assert (edits[0].before["title"], edits[0].after["title"]) == ("Cũ", "Mới")
    assert len(edits) == 2
    assert words == fold("A-007 Mới Báo cáo PKT")


def test_a_code_of_the_table_is_never_given_to_another_row(open_at: Open, saved: Save) -> None:
    """Numbers run on behind the highest one that the table itself names, above or below."""
    here = open_at()
    import_(here, saved("Mã,Nhiệm vụ\n,a\n2026-Q3-002,b\n,c\n"), period="2026-Q3")
    assert [(task.code, task.title) for task in stored(here)] == [
        ("2026-Q3-002", "b"),
        ("2026-Q3-003", "a"),
        ("2026-Q3-004", "c"),
    ]


def test_a_dry_run_writes_nothing(open_at: Open, saved: Save) -> None:
    """It counts what would be added, also what would have to be created first."""
    here = open_at()
    history = len(rows_of(here, History))
    path = saved("Nhiệm vụ,Chủ trì\na,Hội Mới\nb,PKT\n")
    run = import_(here, path, dry_run=True, create_missing=True)
    assert run.table is not None
    assert [agency.name for agency in run.table.new_agencies] == ["Hội Mới"]
    assert (run.outcome.added, stored(here), len(rows_of(here, History))) == (2, [], history)


def test_what_a_table_created_survives_the_next_opening(open_at: Open, saved: Save) -> None:
    """Agencies and people that agencies.yaml never named are not retired with those that left it."""
    here = open_at()
    path = saved("Nhiệm vụ,Chủ trì,Email,Phối hợp\na,Hội Đồng Y,Moi@hoamai.example,PKT\nb,hội đồng y,,Hội Khác\n")
    assert import_(here, path).refused
    run = import_(here, path, create_missing=True)
    assert (run.outcome.added, run.refused) == (2, False)
    again = open_at("2026-07-02T08:00")
    created = {one.code: one for one in rows_of(again, Agency) if one.origin == "table"}
    assert {(one.code, one.name, one.active) for one in created.values()} == {
        ("HĐY", "Hội Đồng Y", True),
        ("HK", "Hội Khác", True),
    }
    (person,) = [one for one in rows_of(again, Person) if one.origin == "table"]
    assert (person.email, person.agency_id, person.role, person.active) == (
        "moi@hoamai.example",
        created["HĐY"].id,
        "officer",
        True,
    )
    assert [row["lead"] for row in exported(again)] == ["HĐY", "HĐY"]
    actions = [row.action for row in rows_of(again, History)]
    assert actions.count("agency.add") == len(here.files.directory.agencies) + 2
    assert "agency.change" not in actions


def test_an_agency_s_officer_may_not_import(open_at: Open, saved: Save) -> None:
    """Assigning tasks is the office's and the leaders' business."""
    here = open_at(actor="bang.dinhcong@hoamai.example")
    with pytest.raises(Refused, match="quyền"):
        import_(here, saved("Nhiệm vụ\na\n"))


# --- export ----------------------------------------------------------------------------------------------------------


def test_no_exported_cell_is_a_formula(open_at: Open, saved: Save, tmp_path: Path) -> None:
    """In .csv an apostrophe stands before the sign; in .xlsx the cell is text and stays text in Excel."""
    here = open_at()
    import_(here, saved('text,product,priority,deadline\n"=HYPERLINK(""x"")",@SUM(1),3,2026-09-18\n\'=y,-1,,\n'))
    first, second = exported(here)
    assert (first["text"], first["product"]) == ('\'=HYPERLINK("x")', "'@SUM(1)")
    assert (second["text"], second["product"]) == ("'=y", "'-1")
    plain = write(here, tmp_path / "bang.csv").read_bytes()
    assert plain.startswith(b"\xef\xbb\xbfM\xc3\xa3,")
    sheet = load_workbook(write(here, tmp_path / "bang.xlsx")).worksheets[0]
    cells = {str(sheet.cell(1, place).value): sheet.cell(2, place) for place in range(1, len(CONTRACT) + 1)}
    assert (cells["Nội dung"].value, cells["Nội dung"].data_type) == ('=HYPERLINK("x")', "s")
    assert cells["Nội dung"].quotePrefix
    assert cells["Hạn"].is_date
    assert (cells["Ưu tiên"].value, sheet.freeze_panes, sheet.auto_filter.ref) == (3, "B2", "A1:M3")


def test_an_export_that_cannot_be_written_leaves_the_former_file(open_at: Open, saved: Save, tmp_path: Path) -> None:
    """A text longer than Excel's cells is named, not cut; the file that was there stays."""
    here = open_at()
    import_(here, saved("Mã,text\nA-1," + "x" * 40_000 + "\n"))
    path = tmp_path / "bang.xlsx"
    path.write_bytes(b"former")
    with pytest.raises(Refused, match=r"Nhiệm vụ A-1: nội dung dài hơn"):
        write(here, path)
    assert path.read_bytes() == b"former"
    with pytest.raises(Refused, match=r"đuôi \.csv hoặc \.xlsx"):
        write(here, tmp_path / "bang.pdf")
    with pytest.raises(Refused, match="Không ghi được"):
        write(here, tmp_path / "không-có" / "bang.csv")
