"""Assignment tables of the fictional commune Hòa Mai, in the shapes that offices give them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks_registry.errors import NoTasksFound
from tasks_registry.reading.model import DeadlineRule, Kind, TaskProposal
from tasks_registry.reading.reader import read_text
from tasks_registry.reading.table_columns import Column, column_of, read_header
from tasks_registry.reading.table_rows import place_cells
from tasks_registry.reading.text_file import TextReader
from tests.unit.reading.commune import AGENCIES

HEAD = "KẾ HOẠCH\n\nKiểm tra, giám sát năm 2026\n\n"


def tasks(table: str, head: str = HEAD) -> tuple[TaskProposal, ...]:
    """Return the tasks of a document with a Markdown table."""
    return read_text(TextReader().read((head + table).encode(), "ke-hoach.md").text, AGENCIES).tasks


def web(*rows: str) -> str:
    """Return a table as web pages are exported: bars in lines of their own, ``;`` between the cells given."""
    return "".join("|\n" + "".join(f"{cell}\n|\n" for cell in row.split(";")) for row in rows)


def told(task: TaskProposal) -> tuple[str | None, str, tuple[str, ...], tuple[str, ...], date | None]:
    """Return what a table says of a task."""
    return task.number, task.text, task.lead, task.support, task.deadline.to if task.deadline else None


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("STT", Column.NUMBER),
        ("Số TT", Column.NUMBER),
        ("Nội dung, nhiệm vụ", Column.TASK),
        ("NHIỆM VỤ CỤ THỂ", Column.TASK),
        ("Tên đề án", Column.TASK),
        ("Nội dung phối hợp", Column.TASK),
        ("Nội dung chỉ đạo", Column.TASK),
        ("Nội dung chi", Column.OTHER),
        ("Văn bản giao nhiệm vụ", Column.OTHER),
        ("Cơ quan trình", Column.LEAD),
        ("Dự kiến kết quả", Column.PRODUCT),
        ("Cơ quan chủ trì", Column.LEAD),
        ("Cơ quan chủ trì, phối hợp", Column.LEAD),
        ("Đơn vị thực hiện", Column.LEAD),
        ("Phân công", Column.LEAD),
        ("Cơ quan, đơn vị phối hợp", Column.SUPPORT),
        ("Thời gian dự kiến hoàn thành", Column.TIME),
        ("Hạn hoàn thành", Column.TIME),
        ("Tiến độ thực hiện", Column.TIME),
        ("Quý III", Column.TIME),
        ("Thời gian bắt đầu", Column.OTHER),
        ("Sản phẩm dự kiến", Column.PRODUCT),
        ("Kết quả đầu ra", Column.PRODUCT),
        ("Kết quả thực hiện", Column.OUTCOME),
        ("Ghi chú", Column.OTHER),
        ("Cấp trình", Column.OTHER),
        ("Lãnh đạo phụ trách", Column.OTHER),
        ("Hàng hóa", Column.OTHER),
        ("Nội dung " + "rất dài " * 20, Column.OTHER),
    ],
)
def test_a_title_tells_what_its_column_holds(title: str, column: Column) -> None:
    """Whatever the office calls it."""
    assert column_of(title) is column


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [{0: "STT", 1: "Họ và tên", 2: "Nhiệm vụ", 3: "Đơn vị"}],
        [{0: "STT", 1: "Chỉ tiêu", 2: "Kế hoạch"}],
        [{0: "STT", 1: "Nội dung", 2: "Sản phẩm"}],
        [{0: "STT", 1: "Chủ trì", 2: "Sản phẩm", 3: "Ghi chú"}],
    ],
)
def test_tables_that_assign_nothing_have_no_header(rows: list[dict[int, str]]) -> None:
    """Figures, people, contents."""
    assert read_header(rows) is None


def test_columns_stand_in_any_order() -> None:
    """The titles tell; a table without numbers and with the time first is one too."""
    table = (
        "| Hạn | Việc cần làm | Sản phẩm | Phối hợp | Chủ trì |\n|---|---|---|---|---|\n"
        "| Trước 15/5 | **Lập** danh mục | Danh mục | Công an xã; Phòng Kinh tế | UBKT |\n"
    )
    (task,) = tasks(table.replace("Việc cần làm", "Nội dung"))
    assert told(task) == (None, "Lập danh mục", ("UBKT",), ("Công an xã", "Phòng Kinh tế"), date(2026, 5, 15))
    assert (task.product, task.rule, task.lead_proposed) == ("Danh mục", "row", "UBKT")
    assert task.deadline is not None
    assert task.deadline.rule is DeadlineRule.TEXT


def test_rows_of_one_title_are_headings() -> None:
    """Roman, capital, bold, or numbers over deeper numbers; a heading that is an agency gives the lead."""
    made = tasks(
        "| TT | Nhiệm vụ | Đơn vị chủ trì | Thời gian |\n|---|---|---|---|\n"
        "| A | KHỐI ĐẢNG | | |\n"
        "| I | Văn phòng Đảng ủy | | |\n"
        "| 1 | Ban hành quy chế | | Quý I |\n"
        "| **Ủy ban Kiểm tra Đảng ủy** | | | |\n"
        "| 2 | Chuyển đổi số | | |\n"
        "| 2.1 | Số hóa hồ sơ | Công an xã | T6/2026 |\n"
        "| 3 | Cải cách | | |\n"
        "| a | Rà soát thủ tục | | Trong năm 2026 |\n"
        "| | Việc chung | | |\n"
        "| 4 | Công tác khác: | | |\n"
        "| 5 | Lập báo cáo | Phòng Kinh tế | 2026 |\n"
        "| II. Công an xã | | | |\n"
        "| 6 | Tuần tra | | Quý II |\n"
    )
    assert [(task.number, task.heading, task.heading_text, task.lead) for task in made] == [
        ("1", "I", "Văn phòng Đảng ủy", ("Văn phòng Đảng ủy",)),
        ("2.1", "I.2", "Chuyển đổi số", ("Công an xã",)),
        ("a", "I.3", "Cải cách", ("Ủy ban Kiểm tra Đảng ủy",)),
        ("5", "I.4", "Công tác khác", ("Phòng Kinh tế",)),
        ("6", "II", "Công an xã", ("Công an xã",)),
    ]


def test_titles_in_two_rows_are_one_header() -> None:
    """Merged cells repeated (Word, Excel) or missing (web)."""
    body = "| 1 | Lập kế hoạch | UBKT | Công an xã | 15/5/2026 |\n"
    repeated = tasks(
        "| STT | Nội dung | Phân công | | Thời gian |\n|---|---|---|---|---|\n"
        "| STT | Nội dung | Chủ trì | Phối hợp | Thời gian |\n" + body
    )
    missing = tasks(
        web("STT;Nội dung;Phân công;Thời gian", "Chủ trì;Phối hợp", "1;Lập kế hoạch;UBKT;Công an xã;15/5/2026")
    )
    expected = [("1", "Lập kế hoạch", ("UBKT",), ("Công an xã",), date(2026, 5, 15))]
    assert list(map(told, repeated)) == expected
    assert list(map(told, missing)) == expected


def test_cells_missing_because_they_are_merged_are_told_by_what_they_say() -> None:
    """The row below has no number, no time, no product."""
    made = tasks(
        web(
            "STT;Nội dung;Chủ trì;Phối hợp;Thời gian;Sản phẩm",
            "1;Lập kế hoạch;UBKT;Công an xã;Quý II;Kế hoạch",
            "Theo dõi việc thực hiện.;Văn phòng Đảng ủy",
            "2;Sơ kết công tác;Quý III",
            "3;Rà soát quy chế;UBKT;Báo cáo rà soát",
        )
    )
    assert list(map(told, made)) == [
        ("1", "Lập kế hoạch", ("UBKT",), ("Công an xã",), date(2026, 6, 30)),
        (None, "Theo dõi việc thực hiện.", ("Văn phòng Đảng ủy",), (), None),
        ("2", "Sơ kết công tác", (), (), date(2026, 9, 30)),
        ("3", "Rà soát quy chế", ("UBKT",), (), None),
    ]
    assert [task.product for task in made][3] == "Báo cáo rà soát"


def test_an_empty_cell_that_breaks_a_web_row_in_two_is_mended() -> None:
    """Two bars without a line between them are an empty cell or the end of a row."""
    table = web("STT;Nội dung;Chủ trì;Phối hợp;Thời gian;Sản phẩm") + (
        "|\n1\n|\nLập kế hoạch\n|\nUBKT\n|\n|\nQuý II\n|\nKế hoạch\n|\n|\n2\n|\nSơ kết\n|\nUBKT\n|\n"
    )
    first, second = tasks(table)
    assert (told(first), first.product) == (("1", "Lập kế hoạch", ("UBKT",), (), date(2026, 6, 30)), "Kế hoạch")
    assert told(second)[:2] == ("2", "Sơ kết")


def test_tasks_set_below_each_other_in_one_row_are_told_apart() -> None:
    """When their agencies are, too; else the cell is one task."""
    head = "| STT | Nội dung | Chủ trì | Thời gian |\n|---|---|---|---|\n"
    both = tasks(head + "| 1 | Lập kế hoạch.<br>Sơ kết kế hoạch. | UBKT<br>Văn phòng Đảng ủy | Quý II |\n")
    assert [(task.text, task.lead) for task in both] == [
        ("Lập kế hoạch.", ("UBKT",)),
        ("Sơ kết kế hoạch.", ("Văn phòng Đảng ủy",)),
    ]
    joined = tasks(head + "| 1 | Lập kế hoạch.<br>Sơ kết kế hoạch. | Công an xã Văn phòng Đảng ủy | Quý II |\n")
    assert [task.lead for task in joined] == [("Công an xã",), ("Văn phòng Đảng ủy",)]
    lines = (
        "| STT | Nội dung | Chủ trì | Phối hợp |\n|---|---|---|---|\n"
        "| 1 | Lập kế hoạch. Sơ kết kế hoạch. | Công an xã Phòng Kinh tế | Phòng Kinh tế Công an xã |\n"
    )
    assert [(task.text, task.lead, task.support) for task in tasks(lines)] == [
        ("Lập kế hoạch.", ("Công an xã",), ("Phòng Kinh tế",)),
        ("Sơ kết kế hoạch.", ("Phòng Kinh tế",), ("Công an xã",)),
    ]
    (one,) = tasks(head + "| 1 | Lập kế hoạch:<br>- Khảo sát;<br>- Lấy ý kiến. | UBKT | Quý II |\n")
    assert (one.text, one.lead) == ("Lập kế hoạch: - Khảo sát; - Lấy ý kiến.", ("UBKT",))


def test_the_place_of_a_task_of_several_paragraphs_is_kept() -> None:
    """Review shows it in the text."""
    source = TextReader().read(
        (HEAD + "| Nội dung | Chủ trì |\n|---|---|\n| Lập:<br>- Khảo sát | UBKT |\n").encode(), "a.md"
    )
    (task,) = read_text(source.text, AGENCIES).tasks
    assert source.text[task.source.start : task.source.end] == "Lập:\n- Khảo sát"


def test_both_roles_in_one_cell_are_parted() -> None:
    """Labelled or in a sentence; dashes and agencies open a new one."""
    made = tasks(
        "| STT | Nội dung | Cơ quan chủ trì, phối hợp | Thời gian |\n|---|---|---|---|\n"
        "| 1 | Việc một | Chủ trì: UBKT; Phối hợp: Công an xã | Quý I |\n"
        "| 2 | Việc hai | UBKT chủ trì, phối hợp với Công an xã | Quý I |\n"
        "| 3 | Việc ba | - UBKT<br>- Công an xã | Quý I |\n"
        "| 4 | Việc bốn | UBKT,<br>Công an xã | Quý I |\n"
        "| 5 | Việc năm | Có phối hợp | Quý I |\n"
    )
    assert [(task.lead, task.support) for task in made] == [
        (("UBKT",), ("Công an xã",)),
        (("UBKT",), ("Công an xã",)),
        (("UBKT", "Công an xã"), ()),
        (("UBKT", "Công an xã"), ()),
        (("Có phối hợp",), ()),
    ]


def test_ditto_repeats_the_row_above() -> None:
    """Over a heading, too; at the top it says nothing."""
    made = tasks(
        "| STT | Nội dung | Chủ trì | Thời gian |\n|---|---|---|---|\n"
        "| 1 | Việc một | -nt- | Quý I |\n| 2 | Việc hai | UBKT | -nt- |\n| II | KHỐI HAI | | |\n"
        "| 3 | Việc ba | Như trên | nt |\n"
    )
    assert [(task.lead, task.deadline and task.deadline.to) for task in made] == [
        ((), date(2026, 3, 31)),
        (("UBKT",), date(2026, 3, 31)),
        (("UBKT",), date(2026, 3, 31)),
    ]


def test_a_task_merged_over_several_rows_is_one_task() -> None:
    """Its leads and supporters add up; with a time of its own a row is another task."""
    made = tasks(
        "| STT | Nội dung | Chủ trì | Phối hợp | Thời gian |\n|---|---|---|---|---|\n"
        "| 1 | Lập kế hoạch | UBKT | Phòng Kinh tế | Quý I |\n"
        "| 1 | Lập kế hoạch | Công an xã | Phòng Kinh tế | Quý I |\n"
        "| 1 | Lập kế hoạch | UBKT | | Quý II |\n"
    )
    assert [(task.lead, task.support, task.deadline and task.deadline.to) for task in made] == [
        (("UBKT", "Công an xã"), ("Phòng Kinh tế",), date(2026, 3, 31)),
        (("UBKT",), (), date(2026, 6, 30)),
    ]


def test_ticked_quarters_give_the_time() -> None:
    """The last tick ends the task."""
    made = tasks(
        "| STT | Nội dung | Chủ trì | Quý I | Quý II | Quý III |\n|---|---|---|---|---|---|\n"
        "| 1 | Việc một | UBKT | x | | |\n| 2 | Việc hai | UBKT | | X | x |\n"
    )
    assert [task.deadline and task.deadline.to for task in made] == [date(2026, 3, 31), date(2026, 9, 30)]


def test_months_over_the_rows_of_a_programme_complete_their_days() -> None:
    """A mere week belongs to the month above; a row without time has the month from its heading."""
    made = tasks(
        "| Thời gian | Nội dung | Thực hiện |\n|---|---|---|\n| Tháng 5 | | |\n"
        "| Tuần 2 | Hội nghị sơ kết | UBKT |\n| | Lập kế hoạch | UBKT |\n| Ngày 20 | Tổng kết | UBKT |\n".replace(
            "Thực hiện", "Đơn vị thực hiện"
        )
    )
    assert [(task.deadline.to, task.deadline.rule) for task in made if task.deadline] == [
        (date(2026, 5, 10), DeadlineRule.TEXT),
        (date(2026, 5, 31), DeadlineRule.HEADING),
        (date(2026, 5, 20), DeadlineRule.TEXT),
    ]


def test_an_item_that_introduces_a_table_is_no_task() -> None:
    """It is the heading over the rows; a column of numbers needs no title."""
    head = HEAD + "Số 3-KH/ĐU\n\n1. Lập kế hoạch trong quý I.\n\n2. Các nhiệm vụ cụ thể:\n\n"
    made = tasks("| | Nội dung | Chủ trì |\n|---|---|---|\n| a | Sơ kết | UBKT |\n| b | Tổng kết | UBKT |\n", head)
    assert [(task.number, task.text, task.heading) for task in made] == [
        ("1", "Lập kế hoạch trong quý I.", None),
        ("a", "Sơ kết", "2"),
        ("b", "Tổng kết", "2"),
    ]


def test_standing_duties_are_told_by_their_time() -> None:
    """``Thường xuyên`` is no deadline."""
    (task,) = tasks("| Nội dung | Chủ trì | Thời gian |\n|---|---|---|\n| Ban hành văn bản | UBKT | Thường xuyên |\n")
    assert (task.kind, task.deadline) == (Kind.STANDING, None)


def test_a_table_goes_on_without_its_titles_on_the_next_page() -> None:
    """Repeated titles and rows that count the columns are no tasks."""
    head = "| STT | Nội dung | Chủ trì |\n|---|---|---|\n| (1) | (2) | (3) |\n| 1 | Lập kế hoạch | UBKT |\n"
    made = tasks(head + "| STT | Nội dung | Chủ trì |\n| 2 | Sơ kết | UBKT |\n\n\n\n| 3 | Tổng kết | UBKT |\n")
    assert [task.number for task in made] == ["1", "2", "3"]
    apart = tasks(head + "\n\nSau bảng là một câu.\n\n| 3 | Tổng kết | UBKT |\n")
    assert [task.number for task in apart] == ["1"]
    other = tasks(head + "\n\n\n| a | b | c | d | e |\n")
    assert [task.number for task in other] == ["1"]


def test_signatures_below_a_table_are_no_tasks() -> None:
    """They stand in the cells of worksheets."""
    made = tasks(
        "| STT | Nội dung | Chủ trì |\n|---|---|---|\n| 1 | Lập kế hoạch | UBKT |\n"
        "| Nơi nhận: | | T/M BAN THƯỜNG VỤ |\n| | | Trần Văn Bình |\n"
    )
    assert [task.number for task in made] == ["1"]


@pytest.mark.parametrize(
    "table",
    [
        "| STT | Nhiệm vụ | Chủ trì | Kết quả thực hiện |\n|---|---|---|---|\n| 1 | Lập kế hoạch | UBKT | Đã xong |\n",
        "| Thời gian | Nội dung | Người thực hiện |\n|---|---|---|\n| 8h00 - 8h15 | Khai mạc | Chủ tịch |\n",
        "| STT | Chỉ tiêu | Kế hoạch |\n|---|---|---|\n| 1 | Thu ngân sách | 5 tỷ |\n",
        "| STT | Nội dung | Chủ trì |\n|---|---|---|\n",
    ],
)
def test_tables_of_results_agendas_and_figures_hold_no_tasks(table: str) -> None:
    """Nothing is proposed from them."""
    with pytest.raises(NoTasksFound):
        tasks(table, "BÁO CÁO\n\nTình hình quý I\n\n")


def test_a_table_in_a_section_that_looks_back_holds_no_tasks() -> None:
    """The section on coming tasks has its own."""
    table = "| STT | Nội dung | Chủ trì |\n|---|---|---|\n| 1 | {} | UBKT |\n\n"
    past, coming = table.format("Việc cũ"), table.format("Việc mới")
    made = tasks(f"I. KẾT QUẢ CÔNG TÁC QUÝ I\n\n{past}II. NHIỆM VỤ TRỌNG TÂM QUÝ II\n\n{coming}", "BÁO CÁO\n\n")
    assert [task.text for task in made] == ["Việc mới"]


def test_an_annex_has_the_day_of_its_paper() -> None:
    """Its months have no year of their own."""
    head = "PHỤ LỤC\n\nPhân công nhiệm vụ\n\n(Kèm theo Kế hoạch số 12-KH/ĐU, ngày 12/01/2026 của Đảng ủy)\n\n"
    (task,) = tasks("| Nội dung | Chủ trì | Thời gian |\n|---|---|---|\n| Sơ kết | UBKT | Tháng 6 |\n", head)
    assert told(task)[4] == date(2026, 6, 30)


@given(
    st.lists(st.sampled_from(list(Column)), min_size=1, max_size=8),
    st.dictionaries(
        st.integers(0, 9), st.sampled_from(["1", "II", "", "Lập kế hoạch", "Công an xã", "Quý II", "Báo cáo quý"])
    ),
)
def test_cells_are_placed_once_and_in_order(columns: list[Column], cells: dict[int, str]) -> None:
    """However ragged the row is."""
    places = place_cells(columns, cells)
    assert list(places) == sorted(places)
    assert list(places.values()) == sorted(set(places.values()))
    assert all(cells[at] for at in places.values())
    assert len(places) == min(len(columns), sum(map(bool, cells.values())))


@given(
    st.lists(
        st.lists(
            st.sampled_from(["", "1", "a", "STT", "Nội dung", "Chủ trì", "Hạn", "Quý II", "UBKT", "x", "-nt-", "Lập"])
        ),
        max_size=8,
    )
)
def test_any_table_is_read_or_refused(rows: list[list[str]]) -> None:
    """Never anything else."""
    try:
        made = tasks("".join("|" + "|".join(row) + "|\n" for row in rows))
    except NoTasksFound:
        return
    assert all(task.text and task.rule for task in made)


@pytest.mark.parametrize(
    ("time", "to"),
    [
        ("15-20/3/2026", date(2026, 3, 20)),
        ("Từ ngày 15/3 đến ngày 20/3", date(2026, 3, 20)),
        ("15-3-2026", date(2026, 3, 15)),
        ("Quý I - II/2026", date(2026, 6, 30)),
        ("Tháng 3, 6, 9", date(2026, 9, 30)),
        ("Tháng 11/2026 đến tháng 3/2027", date(2027, 3, 31)),
        ("T.8/2026", date(2026, 8, 31)),
        ("Trong năm 2026", date(2026, 12, 31)),
        ("2026-2030", date(2030, 12, 31)),
        ("Dự kiến tháng 8", date(2026, 8, 31)),
        ("Theo tiến độ", None),
    ],
)
def test_times_are_read_as_cells_write_them(time: str, to: date | None) -> None:
    """Short, without words of limit, the year left out."""
    (task,) = tasks(f"| Nội dung | Chủ trì | Thời gian |\n|---|---|---|\n| Sơ kết | UBKT | {time} |\n")
    assert told(task)[4] == to
