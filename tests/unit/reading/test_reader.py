"""The whole way from a file or a text to a reading, and the reading as JSON."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.errors import NoTasksFound, UnreadableDocument
from tasks_registry.reading.contract import as_json
from tasks_registry.reading.model import DeadlineRule, Kind, TaskProposal
from tasks_registry.reading.reader import document_files, read_document, read_text
from tests.unit.reading.commune import AGENCIES, REPORT
from tests.unit.reading.word_parts import (
    cell,
    levels,
    note_mark,
    notes,
    numbering,
    paragraph,
    table,
    word_file,
)


def test_a_report_is_read_as_a_clerk_reads_it() -> None:
    """Head, tasks with owner and time, meetings, nothing of the results."""
    reading = read_text(REPORT, AGENCIES)
    head = reading.document
    assert (head.kind, head.number, head.issued_on, head.period) == ("BC", "35-BC/ĐU", date(2026, 3, 20), "2026-Q2")
    assert head.title == "BÁO CÁO Kết quả công tác quý I và nhiệm vụ trọng tâm quý II năm 2026"
    assert [
        (task.heading, task.kind, task.lead_proposed, task.deadline and task.deadline.rule) for task in reading.tasks
    ] == [
        ("II.1", Kind.DELIVERABLE, "BXDĐ", DeadlineRule.TEXT),
        ("II.1", Kind.STANDING, None, None),
        ("II.2", Kind.DELIVERABLE, "UBKT", DeadlineRule.TEXT),
        ("II.2", Kind.DIRECTION, "UBKT", None),
        ("II.3", Kind.DELIVERABLE, "PKT", DeadlineRule.HEADING),
    ]
    [meeting] = reading.meetings
    assert (meeting.name, meeting.body, meeting.window_to) == ("Hội nghị Đảng ủy lần thứ 5", "BCH", date(2026, 6, 30))
    assert reading.warnings == ()
    assert all(reading.text[task.source.start : task.source.end] == task.text for task in reading.tasks)


def test_reading_twice_gives_the_same() -> None:
    """Nothing is remembered between documents."""
    assert read_text(REPORT, AGENCIES) == read_text(REPORT, AGENCIES)


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_line_ends_change_nothing(tmp_path: Path, ends: str) -> None:
    """Nor do file and encoding."""
    path = tmp_path / "bao-cao.txt"
    path.write_bytes(REPORT.replace("\n", ends).encode("utf-16"))
    assert read_document(path, AGENCIES) == read_text(REPORT, AGENCIES)


def test_a_word_file_gives_the_same_tasks_with_numbers_that_word_counts(tmp_path: Path) -> None:
    """Head in a table, list numbers, a real footnote inside a sentence, an assignment apart."""
    outline = levels(("upperRoman", "%1."), ("decimal", "%2."), ("bullet", ""))
    data = word_file(
        table(
            ["ĐẢNG ỦY XÃ HÒA MAI", cell(paragraph("ĐẢNG CỘNG SẢN VIỆT NAM"))],
            ["Số -BC/ĐU", "Hòa Mai, ngày  tháng 3 năm 2026"],
        ),
        paragraph("BÁO CÁO", bold=True),
        paragraph("Kết quả quý I, nhiệm vụ quý II năm 2026", bold=True),
        paragraph("KẾT QUẢ", num="1", level=0),
        paragraph("Đã lập kế hoạch."),
        paragraph("NHIỆM VỤ TRỌNG TÂM QUÝ II", num="1", level=0),
        paragraph("Công tác Đảng", num="1", level=1),
        paragraph("Phòng Kinh tế lập đề án", note_mark(1), " trước ngày 15/5.", num="1", level=2),
        numbering=numbering({"1": outline}),
        footnotes=notes(n1="Theo thông báo của xã."),
    )
    path = tmp_path / "bao-cao.docx"
    path.write_bytes(data)
    reading = read_document(path, AGENCIES)
    [task] = reading.tasks
    assert (task.heading, task.lead, task.notes) == ("II.1", ("Phòng Kinh tế",), ("Theo thông báo của xã.",))
    assert task.deadline is not None
    assert task.deadline.to == date(2026, 5, 15)
    assert (reading.document.number, reading.document.issuer, reading.document.period) == (None, "ĐU", "2026-Q2")


@pytest.mark.parametrize(
    "text", ["", "Bài viết về mùa xuân.", "BÁO CÁO\n\nI. KẾT QUẢ\n\nĐã làm.", "II. NHIỆM VỤ TRỌNG TÂM"]
)
def test_a_document_without_coming_tasks_says_so(text: str) -> None:
    """With its name and with what was looked for."""
    with pytest.raises(NoTasksFound, match=r"mua-xuan\.txt.*Nhiệm vụ trọng tâm"):
        read_text(text, AGENCIES, name="mua-xuan.txt")


def test_an_empty_word_file_holds_no_tasks(tmp_path: Path) -> None:
    """It is readable; there is only nothing in it."""
    path = tmp_path / "trang.docx"
    path.write_bytes(word_file())
    with pytest.raises(NoTasksFound, match=r"trang\.docx"):
        read_document(path, AGENCIES)


def test_a_folder_gives_its_documents_and_no_lock_files(tmp_path: Path) -> None:
    """Sorted, from below too; a named file is taken as it is."""
    for name in ("b.docx", "a.TXT", "~$b.docx", ".an.txt", "nhac.mp3", "con/c.txt"):
        path = tmp_path / "van-ban" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    folder = tmp_path / "van-ban"
    named = tmp_path / "khong-co.mp3"
    assert document_files([named, folder]) == [named, folder / "a.TXT", folder / "b.docx", folder / "con" / "c.txt"]
    (folder / "con" / "c.txt").unlink()
    with pytest.raises(UnreadableDocument, match="con không có văn bản nào"):
        document_files([folder / "con"])


def test_wrong_dates_and_codes_are_warned_about() -> None:
    """Not swallowed, and not taken for deadlines."""
    reading = read_text(REPORT.replace("trước ngày 15/5.", "trước ngày 31/6/2026."), AGENCIES)
    assert [warning.code for warning in reading.warnings] == ["impossible-date"]
    assert reading.tasks[0].deadline is not None
    assert reading.tasks[0].deadline.rule is DeadlineRule.PERIOD


class TestContract:
    """The reading as the JSON of ``dondoc read --json``."""

    def test_it_holds_everything_that_was_read_in_plain_json(self) -> None:
        """Days are ISO dates, kinds and rules their stable names, places numbers."""
        due = date(2026, 5, 15)
        made = as_json(read_text(REPORT, AGENCIES), lambda task: due if task.deadline else None)
        assert json.loads(json.dumps(made)) == made
        assert made["document"] == {
            "kind": "BC",
            "number": "35-BC/ĐU",
            "issuer": "ĐU",
            "date": "2026-03-20",
            "draft": False,
            "title": "BÁO CÁO Kết quả công tác quý I và nhiệm vụ trọng tâm quý II năm 2026",
            "period": "2026-Q2",
        }
        assert made["meetings"] == [
            {
                "name": "Hội nghị Đảng ủy lần thứ 5",
                "body": "BCH",
                "ordinal": 5,
                "term": None,
                "date_text": "Tháng 6 năm 2026",
                "from": "2026-06-01",
                "to": "2026-06-30",
            }
        ]
        first, second, *_ = made["tasks"]
        assert first["deadline"] == {
            "text": "trước ngày 15/5",
            "rule": "text",
            "from": None,
            "to": "2026-05-15",
            "due": "2026-05-15",
            "before": True,
            "recurring": None,
            "waits_for": None,
        }
        assert (first["lead"], first["support"], first["kind"]) == (
            ["Ban Xây dựng Đảng"],
            ["Văn phòng Đảng ủy"],
            "deliverable",
        )
        assert second["deadline"] is None
        assert second["citations"] == [
            {"kind": "NQ", "number": "08-NQ/ĐU", "date": "2026-01-12", "text": "08-NQ/ĐU ngày 12/01/2026"}
        ]
        place = first["source"]
        assert REPORT[place["start"] : place["end"]] == first["text"]

    def test_warnings_stand_with_code_text_and_place(self) -> None:
        """For whoever shows them beside the document."""
        made = as_json(read_text(REPORT.replace("15/5.", "31/6."), AGENCIES), lambda task: None)
        [warning] = made["warnings"]
        assert warning["code"] == "impossible-date"
        assert warning["source"]["start"] < warning["source"]["end"]

    def test_the_due_day_is_asked_for_each_task(self) -> None:
        """The calendar belongs to the office, not to the reading."""
        asked: list[TaskProposal] = []
        reading = read_text(REPORT, AGENCIES)
        as_json(reading, lambda task: asked.append(task))
        assert asked == list(reading.tasks)


FRAGMENTS = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "\n", "\n\n", " ", "; ", ". ", ": ", "|", "\n|\n", "“", "”", "(", ")", "./.", "¹", "[1]",
                "\n¹ Chú thích", "1. ", "1.1. ", "a) ", "- ", "+ ", "1) ", "Điều 5. ", "Phần I. ", "**Đậm**",
                "I. KẾT QUẢ", "Nơi nhận:", "BÁO CÁO", "KẾ HOẠCH", "PHỤ LỤC", "Số 12-KH/ĐU", "lập đề án",
                "II. NHIỆM VỤ TRỌNG TÂM QUÝ II/2026", "Giao Phòng Kinh tế chủ trì", ", phối hợp với Công an xã",
                "Đơn vị chủ trì: Văn phòng", "(nếu có)", " trước ngày 31/02", " trước ngày 15/5/2026",
                "Thời gian: hằng năm", "tuần thứ 3 tháng 5", "hằng tháng", "STT", "Nhiệm vụ", "Cơ quan chủ trì",
                "Thời gian", "theo Nghị quyết số 5-NQ/ĐU ngày 99/99/2026",
                "Hội nghị Đảng ủy lần thứ 5: Tháng 6 năm 2026",
            ]
        ),
        st.text(max_size=8),
    ),
    max_size=40,
)  # fmt: skip


@pytest.mark.parametrize("rows", ["", "|\n\n|\n\n|\n\n|\n", "|\n1\n|\n\n|\nVăn phòng\n|\n", "|\n1\n|\n"])
def test_an_assignment_table_without_tasks_adds_none(rows: str) -> None:
    """Titles alone, empty rows, an agency without a task, a row that breaks off."""
    titles = "\n\n|\nSTT\n|\nNhiệm vụ\n|\nCơ quan chủ trì\n|\n"
    reading = read_text(f"II. NHIỆM VỤ TRỌNG TÂM QUÝ II/2026\n\nLập đề án.{titles}{rows}", AGENCIES)
    assert [task.text for task in reading.tasks] == ["Lập đề án."]


TITLES = "\n|\nSTT\n|\nNhiệm vụ\n|\nCơ quan chủ trì\n|\nThời gian hoàn thành\n|\n"


@given(
    FRAGMENTS,
    st.lists(
        st.lists(
            st.sampled_from(
                [
                    "",
                    "1",
                    "a",
                    "Lập đề án",
                    "Phòng Kinh tế",
                    "quý II",
                    "x",
                    "Thường xuyên",
                    "31/02",
                    "nt",
                    "Nhiệm vụ",
                    "**CÔNG TÁC**",
                    "- Một\n- Hai",
                ]
            ),
            max_size=6,
        ),
        max_size=5,
    ),
)
def test_arbitrary_rows_of_a_table_never_raise(fragments: list[str], rows: list[list[str]]) -> None:
    """Too few cells, too many, none at all, and text that is no table behind them."""
    table_text = TITLES + "".join("|\n" + "".join(f"{one}\n|\n" for one in row) for row in rows)
    try:
        reading = read_text("II. NHIỆM VỤ TRỌNG TÂM QUÝ II/2026\n" + table_text + "\n".join(fragments), AGENCIES)
    except NoTasksFound:
        return
    for task in reading.tasks:
        assert 0 <= task.source.start < task.source.end <= len(reading.text)


@given(FRAGMENTS)
def test_arbitrary_text_gives_tasks_in_place_or_none(fragments: list[str]) -> None:
    """Nothing but ``NoTasksFound`` is raised, every place lies in the text, and JSON can be made of it."""
    try:
        reading = read_text("II. NHIỆM VỤ TRỌNG TÂM QUÝ II/2026\n\n" + "".join(fragments), AGENCIES)
    except NoTasksFound:
        return
    json.dumps(as_json(reading, lambda task: None))
    for task in reading.tasks:
        assert 0 <= task.source.start < task.source.end <= len(reading.text)
        assert 0 < task.confidence < 1
        assert task.text.strip()
    for warning in reading.warnings:
        assert 0 <= warning.source.start < warning.source.end <= len(reading.text)


@given(st.text(max_size=300))
def test_text_of_any_letters_at_all_never_raises_anything_else(text: str) -> None:
    """Other scripts, lone accents, control characters."""
    try:
        read_text(text, AGENCIES)
    except NoTasksFound:
        return


def test_spoken_and_bracketed_numbers_hold_commitments() -> None:
    """Một là, (1), (i), a): each is an item; a whole sentence with a time is no mere heading of what follows."""
    reading = read_text(
        "THÔNG BÁO\n\nkết luận của Ban Thường vụ Đảng ủy\n\n"
        "Một là, giao Phòng Kinh tế chủ trì xây dựng dự thảo phương án trước ngày 20/8/2026, "
        "trình Ban Thường vụ trước ngày 05/9/2026.\n\n"
        "Hai là, Văn phòng Đảng ủy tham mưu kế hoạch kiểm tra. Thời gian hoàn thành: trước ngày 15/9/2026.\n\n"
        "(1) Ủy ban Kiểm tra báo cáo kết quả trước ngày 25/9/2026.\n\n"
        "(i) Công an xã báo cáo tình hình trước ngày 26/9/2026.\n",
        [],
    )
    found = [
        (task.number, task.lead, task.deadline.to.day if task.deadline and task.deadline.to else None)
        for task in reading.tasks
    ]
    assert found == [
        ("1", ("Phòng Kinh tế",), 5),
        ("2", ("Văn phòng Đảng ủy",), 15),
        ("2.1", ("Ủy ban Kiểm tra",), 25),
        ("2.1.i", ("Công an xã",), 26),
    ]
