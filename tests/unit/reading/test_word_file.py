"""What stands in a Word file: text in reading order, notes at their marks, bold lines, cells between bars."""

from typing import ClassVar

import pytest

from tasks_registry.reading.paragraphs import read_paragraphs
from tests.unit.reading.word_parts import (
    cell,
    lines,
    note_mark,
    notes,
    paragraph,
    read,
    run,
    table,
    text_box,
)


def cells(*blocks: str) -> list[tuple[str, tuple[int, int, int] | None]]:
    """Return the paragraphs that the blocks amount to, each with its cell."""
    return [(one.text, one.cell) for one in read_paragraphs(read(*blocks)).paragraphs]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ((run("Đảng "), run("ủy")), "Đảng ủy"),
        ((run("một"), "<w:r><w:tab/></w:r>", run("hai")), "một hai"),
        ((run("một"), "<w:r><w:br/><w:cr/></w:r>", run("hai")), "một  hai"),
        ((run("16"), "<w:r><w:noBreakHyphen/></w:r>", run("QC/HU")), "16-QC/HU"),
        ((run("nhiệm"), "<w:r><w:softHyphen/></w:r>", run(" vụ")), "nhiệm vụ"),
        (("<w:hyperlink>" + run("liên kết") + "</w:hyperlink>",), "liên kết"),
        ((run("giữ "), "<w:ins>" + run("thêm") + "</w:ins>"), "giữ thêm"),
        ((run("giữ"), "<w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del>"), "giữ"),
        ((run("giữ"), "<w:del>" + run("bỏ") + "</w:del>"), "giữ"),
        ((run("giữ"), "<w:moveFrom>" + run("đi") + "</w:moveFrom><w:moveTo>" + run(" đến") + "</w:moveTo>"), "giữ đến"),
        (("<w:sdt><w:sdtContent>" + run("ngày 15/5") + "</w:sdtContent></w:sdt>",), "ngày 15/5"),
        (("<w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r>", run("3")), "3"),
        (("<!-- ghi chú --><?lệnh x?>", run("chữ")), "chữ"),
        (("<w:r><w:t/></w:r>", run("chữ")), "chữ"),
        ((run("Hoà\u00a0Mai\u200b"),), "Hoà Mai"),
    ],
)
def test_runs_are_read_as_they_would_be_printed(content: tuple[str, ...], expected: str) -> None:
    """Tracked changes count as accepted; fields, comments and markup leave no trace."""
    assert lines(paragraph(*content)) == [expected]


def test_blocks_in_wrappers_are_read_in_their_place() -> None:
    """Content controls, custom XML and inserted blocks hold paragraphs; deleted blocks and section marks do not."""
    made = lines(
        "<w:sdt><w:sdtPr/><w:sdtContent>" + paragraph("một") + "</w:sdtContent></w:sdt>",
        "<w:customXml>" + paragraph("hai") + "</w:customXml>",
        "<w:ins>" + paragraph("ba") + "</w:ins>",
        "<w:del>" + paragraph("bỏ") + "</w:del>",
        "<w:sectPr/>",
    )
    assert made == ["một", "hai", "ba"]


@pytest.mark.parametrize(
    ("content", "bold"),
    [
        ([run("Công tác Đảng", bold=True)], True),
        ([run("Công tác", bold=True), run(" "), run("Đảng", bold=True)], True),
        ([run("Công tác", bold=True), run(" Đảng")], False),
        ([run("Công tác Đảng").replace("<w:r>", '<w:r><w:rPr><w:b w:val="false"/></w:rPr>')], False),
        ([run("Công tác Đảng").replace("<w:r>", '<w:r><w:rPr><w:b w:val="1"/></w:rPr>')], True),
        ([run("   ", bold=True)], False),
        ([], False),
    ],
)
def test_a_line_is_bold_when_all_its_words_are(content: list[str], bold: bool) -> None:
    """Bold lines without a number are headings; one bold word in a sentence makes none."""
    source = read(paragraph("Mở đầu."), paragraph(*content))
    assert source.bold_at == (frozenset({len("Mở đầu.\n\n")}) if bold else frozenset())


class TestNotes:
    """Real footnotes and endnotes."""

    PARTS: ClassVar = {
        "footnotes": notes(n1="Theo thông báo.", n2="Của xã."),
        "endnotes": notes("endnote", n1="Cuối bài."),
    }

    def test_a_note_stands_where_its_mark_stood(self) -> None:
        """The mark may stand inside a sentence; the sentence stays whole."""
        source = read(
            paragraph("Mở đầu."),
            paragraph("Lập dự toán", note_mark(1), " và trình", note_mark(2), note_mark(1, "endnote"), "."),
            **self.PARTS,
        )
        assert [(source.text[: note.at].rsplit("\n")[-1], note.text) for note in source.notes] == [
            ("Lập dự toán", "Theo thông báo."),
            ("Lập dự toán và trình", "Của xã."),
            ("Lập dự toán và trình", "Cuối bài."),
        ]

    def test_a_mark_without_its_note_is_nothing(self) -> None:
        """A note that was deleted, or a separator, which is no note."""
        assert read(paragraph("Việc", note_mark(9), note_mark(-1)), **self.PARTS).notes == ()
        assert read(paragraph("Việc", note_mark(1))).notes == ()

    def test_a_note_that_says_it_is_normal_is_a_note(self) -> None:
        """Some programs write out the default type."""
        part = notes(n1="Theo thông báo.").replace('w:id="1"', 'w:type="normal" w:id="1"')
        assert [note.text for note in read(paragraph("Việc", note_mark(1)), footnotes=part).notes] == [
            "Theo thông báo."
        ]

    def test_a_note_of_several_paragraphs_is_one_text(self) -> None:
        """Empty paragraphs between them fall away."""
        part = notes(n1="Một.").replace(
            "</w:p></w:footnote></w:footnotes>", "</w:p><w:p/>" + paragraph("Hai.") + "</w:footnote></w:footnotes>"
        )
        assert [note.text for note in read(paragraph("Việc", note_mark(1)), footnotes=part).notes] == ["Một. Hai."]


class TestTables:
    """Cells between bars, whatever is in them."""

    def test_cells_are_read_row_by_row(self) -> None:
        """Each paragraph knows its table, row and column, and text behind the table stands outside."""
        made = cells(table(["Việc", "Hạn"], ["Lập kế hoạch", "15/5"]), paragraph("Sau bảng."), table(["Khác"]))
        assert made == [
            ("Việc", (1, 0, 0)),
            ("Hạn", (1, 0, 1)),
            ("Lập kế hoạch", (1, 1, 0)),
            ("15/5", (1, 1, 1)),
            ("Sau bảng.", None),
            ("Khác", (2, 0, 0)),
        ]

    def test_empty_and_wide_cells_keep_the_columns_of_the_others(self) -> None:
        """A cell without text still counts, and one over two columns counts twice."""
        made = cells(table(["1", cell(), "x", "y"], [cell(), cell(paragraph("rộng"), span=2), "z"]), paragraph("Hết."))
        assert made == [
            ("1", (1, 0, 0)),
            ("x", (1, 0, 2)),
            ("y", (1, 0, 3)),
            ("rộng", (1, 1, 1)),
            ("z", (1, 1, 3)),
            ("Hết.", None),
        ]

    def test_a_cell_merged_with_the_one_above_repeats_it(self) -> None:
        """Who leads three rows is written once and holds for each of them."""
        made = cells(
            table(
                [cell(paragraph(), span=2), cell(paragraph("Văn phòng"))],
                ["1", "a", cell(paragraph(), merged=True)],
                ["2", "b", cell(paragraph("Công an"), merged=True)],
                [cell(), cell(), cell(), cell(merged=True)],
            )
        )
        assert [one for one in made if one[1] and one[1][2] == 2] == [
            ("Văn phòng", (1, 0, 2)),
            ("Văn phòng", (1, 1, 2)),
            ("Công an", (1, 2, 2)),
        ]

    @pytest.mark.parametrize("span", ["0", "x", "-3", "999999999", "9" * 5000, ""])
    def test_a_width_that_is_none_counts_as_one_column(self, span: str) -> None:
        """A hostile width does not fill the memory."""
        made = cells(table([cell(paragraph("a")).replace('w:val="1"', f'w:val="{span}"'), "b"]))
        assert made[0] == ("a", (1, 0, 0))
        assert made[1][0] == "b"

    @pytest.mark.parametrize("head", ["", run(""), run("  ")])
    def test_an_empty_line_at_the_head_of_a_cell_does_not_end_the_table(self, head: str) -> None:
        """Offices centre text in cells with empty paragraphs."""
        empty = paragraph(head) if head else paragraph()
        made = cells(table([cell(empty, empty, paragraph("Việc")), "Hạn"]), paragraph("Hết."))
        assert made == [("Việc", (1, 0, 0)), ("Hạn", (1, 0, 1)), ("Hết.", None)]

    def test_a_cell_of_several_paragraphs_is_one_cell(self) -> None:
        """Paragraphs stay apart; empty ones between them fall away."""
        made = cells(table([cell(paragraph("Một."), paragraph(), paragraph("Hai.")), "x"]))
        assert made == [("Một.", (1, 0, 0)), ("Hai.", (1, 0, 0)), ("x", (1, 0, 1))]

    def test_a_table_inside_a_cell_belongs_to_the_cell(self) -> None:
        """What follows the inner table is still in the outer cell, and columns are those of the outer table."""
        inner = table(["a", cell(), "b"], [cell(paragraph(), table(["sâu"])), "c"])
        made = cells(table([cell(paragraph("Trước"), inner, paragraph("Sau")), "Hạn"]), paragraph("Hết."))
        assert made == [
            *((text, (1, 0, 0)) for text in ("Trước", "a", "b", "sâu", "c", "Sau")),
            ("Hạn", (1, 0, 1)),
            ("Hết.", None),
        ]

    def test_a_cell_that_opens_with_a_table_keeps_it(self) -> None:
        """Nothing stands between the outer bar and the inner table."""
        made = cells(table([cell(table(["a"]), paragraph()), "Hạn"]), paragraph("Hết."))
        assert made == [("a", (1, 0, 0)), ("Hạn", (1, 0, 1)), ("Hết.", None)]

    def test_rows_and_cells_in_content_controls_are_read(self) -> None:
        """Forms wrap them."""
        wrapped = table(["Việc", "Hạn"]).replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>")
        wrapped = wrapped.replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>")
        one, two = cell(paragraph("Lập")), cell(paragraph("15/5"))
        form = table([one, two]).replace(two, f"<w:sdt><w:sdtContent>{two}</w:sdtContent></w:sdt>")
        assert cells(wrapped) == [("Việc", (1, 0, 0)), ("Hạn", (1, 0, 1))]
        assert cells(form) == [("Lập", (1, 0, 0)), ("15/5", (1, 0, 1))]

    def test_a_table_without_rows_is_nothing(self) -> None:
        """It neither prints nor opens a table."""
        assert cells("<w:tbl/>", paragraph("Hết.")) == [("Hết.", None)]


class TestTextBoxes:
    """Text in frames stands behind the paragraph that anchors it."""

    def test_a_box_is_read_once(self) -> None:
        """Word writes its text twice, for old and new programs."""
        assert lines(paragraph("Trước", text_box(paragraph("Dự thảo")), " sau"), paragraph("Hết.")) == [
            "Trước sau",
            "Dự thảo",
            "Hết.",
        ]

    def test_a_box_in_an_empty_paragraph_of_a_cell_is_read(self) -> None:
        """The paragraph prints nothing, its box does."""
        assert cells(table([cell(paragraph(text_box(paragraph("Khung")))), "x"])) == [
            ("Khung", (1, 0, 0)),
            ("x", (1, 0, 1)),
        ]

    def test_boxes_inside_boxes_are_read_once_each(self) -> None:
        """Thirty of them would be read a thousand million times if each level read all below it."""
        inner = paragraph("trong cùng")
        for _ in range(30):
            inner = paragraph("<w:r><w:txbxContent>" + inner + "</w:txbxContent></w:r>")
        assert lines(inner) == ["trong cùng"]

    def test_a_deleted_box_is_gone(self) -> None:
        """As deleted words are."""
        assert lines(paragraph("Giữ", "<w:del>" + text_box(paragraph("bỏ")) + "</w:del>")) == ["Giữ"]
