"""The outline of a document, and the part of it that looks forward."""

from dataclasses import replace

import pytest

from tasks_registry.reading.paragraphs import read_paragraphs
from tasks_registry.reading.sources import SourceText
from tasks_registry.reading.structure import Entry, forward_part, looks_forward, outline


def entries(text: str) -> list[Entry]:
    return outline(read_paragraphs(SourceText("\n\n".join(text.strip().split("\n")))).paragraphs)


def shape(text: str) -> list[tuple[str, str | None, bool]]:
    return [(entry.text, entry.path, entry.is_heading) for entry in entries(text)]


def forward(text: str, kind: str | None = "BC") -> list[str]:
    return [entry.text for entry in forward_part(entries(text), kind) if not entry.is_heading]


def test_headings_jump_without_losing_the_outline() -> None:
    """`4.5.` is followed by `5.`, a sibling of `4.`; the path counts from the part down."""
    made = shape(
        """III. NHIỆM VỤ
4. Công tác Đảng
4.5. Công tác kiểm tra
Kiểm tra chi bộ thôn.
5. Dân vận
a) Lập đề án;
1) Mục một có hai câu. Câu hai.
- Gạch đầu dòng.
Đoạn sau."""
    )
    assert made == [
        ("NHIỆM VỤ", "III", True),
        ("Công tác Đảng", "III.4", True),
        ("Công tác kiểm tra", "III.4.5", True),
        ("Kiểm tra chi bộ thôn.", "III.4.5", False),
        ("Dân vận", "III.5", True),
        ("Lập đề án;", "III.5.a", False),
        ("Mục một có hai câu. Câu hai.", "III.5.1", False),
        ("Gạch đầu dòng.", "III.5.1", False),
        ("Đoạn sau.", "III.5.1", False),
    ]


def test_headings_without_numbers_stand_by_their_look() -> None:
    """Titles, capitals and bold lines hold what follows."""
    made = entries("BÁO CÁO\nKẾT QUẢ\n**Công tác Đảng**\nLập kế hoạch.\n**Không phải tiêu đề.**\nTRỌNG TÂM\nBan hành.")
    assert [(entry.text, [above.text for above in entry.above]) for entry in made if not entry.is_heading] == [
        ("Lập kế hoạch.", ["BÁO CÁO", "KẾT QUẢ", "Công tác Đảng"]),
        ("Không phải tiêu đề.", ["BÁO CÁO", "KẾT QUẢ", "Công tác Đảng"]),
        ("Ban hành.", ["BÁO CÁO", "TRỌNG TÂM"]),
    ]


def test_an_introducing_sentence_holds_its_list_and_nothing_after_it() -> None:
    """`… như sau:` says who acts in the list, not in the paragraph behind it."""
    made = entries("II. NHIỆM VỤ\nGiao Phòng Kinh tế các việc sau:\n- Lập đề án.\n- Lập dự toán.\nVăn phòng tổng hợp.")
    assert [[above.introduces for above in entry.above] for entry in made] == [
        [],
        [False],
        [False, True],
        [False, True],
        [False],
    ]


@pytest.mark.parametrize(
    ("text", "headings"),
    [
        ("1. Công tác Đảng\nLập kế hoạch.", ["Công tác Đảng"]),
        ("1. Công tác Đảng:\n- Lập kế hoạch.", ["Công tác Đảng:"]),
        ("1. Lập kế hoạch.\n2. Trình.", []),
        ("1. Thực hiện các việc.\n1.1. Lập kế hoạch.", ["Thực hiện các việc."]),
        ("1. Lập kế hoạch. Trình Đảng ủy.\n- Kịp thời.", []),
        ("1. Lập kế hoạch;\nĐoạn thường.", []),
        ("- Việc gạch\nĐoạn thường.", []),
        ("- Các việc:\n+ Lập kế hoạch.", ["Các việc:"]),
        ("**1. Lập kế hoạch!**\nĐoạn thường.", ["Lập kế hoạch!"]),
        ("1. Lập kế hoạch\nĐơn vị chủ trì: Phòng Kinh tế", []),
        ("1. Lập kế hoạch", []),
        ("Giao các việc:\nĐoạn thường.", []),
    ],
)
def test_a_numbered_line_is_a_heading_by_what_stands_below(text: str, headings: list[str]) -> None:
    """It only introduces when something deeper follows; labelled lines make a task of it."""
    assert [entry.text for entry in entries(text) if entry.is_heading] == headings


@pytest.mark.parametrize(
    "closing",
    [
        "Nơi nhận:",
        "T/M ĐẢNG ỦY",
        "KT. CHỦ TỊCH",
        "TL. CHÁNH VĂN PHÒNG",
        "K/T BÍ THƯ",
        "Trên đây là báo cáo của Đảng ủy.",
        "Văn phòng trân trọng thông báo.",
    ],
)
def test_the_closing_of_a_paper_holds_no_tasks(closing: str) -> None:
    """Addressees and signatures end the body."""
    assert forward(f"II. NHIỆM VỤ TRỌNG TÂM\nLập kế hoạch.\n{closing}\n- Tỉnh ủy báo cáo.") == ["Lập kế hoạch."]


@pytest.mark.parametrize(
    "item", ["- Đại diện các chi bộ dự họp.", "KT-XH tiếp tục ổn định.", "1. Tl các nhóm việc.", "- KT kho quỹ."]
)
def test_items_that_sound_like_a_closing_close_nothing(item: str) -> None:
    """Else every task behind them would be lost without a word."""
    assert forward(f"II. NHIỆM VỤ TRỌNG TÂM\n{item}\nLập kế hoạch.")[-1] == "Lập kế hoạch."


def test_an_appendix_opens_again_what_a_signature_closed() -> None:
    """And `./.` closes behind itself."""
    text = "II. NHIỆM VỤ TRỌNG TÂM\nLập kế hoạch./.\nBí thư\nPHỤ LỤC\nIII. NHIỆM VỤ QUÝ II\nBan hành."
    assert forward(text) == ["Lập kế hoạch./.", "Ban hành."]


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("NHIỆM VỤ TRỌNG TÂM QUÝ II/2026", True),
        ("Phương hướng, nhiệm vụ thời gian tới", True),
        ("Chương trình công tác tháng 6", True),
        ("Kết quả thực hiện nhiệm vụ trọng tâm", False),
        ("Đánh giá kết quả và phương hướng", True),
        ("Tình hình chung", False),
    ],
)
def test_titles_tell_what_is_coming(title: str, expected: bool) -> None:
    """A result of the tasks is no task."""
    assert looks_forward(title) is expected


class TestForwardPart:
    """What is read for commitments, by kind of document."""

    REPORT = """BÁO CÁO
I. KẾT QUẢ
1. Công tác Đảng
Đã lập kế hoạch.
II. NHIỆM VỤ TRỌNG TÂM QUÝ II
1. Công tác Đảng
Lập kế hoạch."""

    def test_a_report_looks_forward_in_its_section(self) -> None:
        """Results are left alone."""
        assert forward(self.REPORT) == ["Lập kế hoạch."]

    def test_a_report_without_such_a_section_holds_nothing(self) -> None:
        """Nothing is guessed."""
        assert forward("I. KẾT QUẢ\nĐã lập kế hoạch.") == []

    def test_a_section_inside_results_counts_when_it_is_the_only_one(self) -> None:
        """The outermost forward-looking headings decide."""
        assert forward("I. ĐẢNG\n1. Kết quả\nĐã làm.\n2. Nhiệm vụ trọng tâm\nSẽ làm.\nII. DÂN VẬN\nKhác.") == [
            "Sẽ làm."
        ]

    def test_a_plan_looks_forward_in_its_whole_body(self) -> None:
        """But for purposes, goals, scope and money."""
        text = """KẾ HOẠCH
Căn cứ nghị quyết.
I. MỤC ĐÍCH, YÊU CẦU
Nâng cao nhận thức.
II. NHIỆM VỤ
Lập danh sách.
III. YÊU CẦU VÀ TỔ CHỨC THỰC HIỆN
Văn phòng theo dõi."""
        assert forward(text, "KH") == ["Lập danh sách.", "Văn phòng theo dõi."]

    def test_conclusions_without_sections_give_their_items(self) -> None:
        """Numbered items and what stands under headings; the opening paragraph is none."""
        opening = "Ngày 5/5, Thường trực họp.\nThường trực kết luận:\n"
        text = opening + "1. Giao Văn phòng lập kế hoạch.\n2. Giao Công an rà soát."
        assert forward(text, "TB") == ["Giao Văn phòng lập kế hoạch.", "Giao Công an rà soát."]
        assert forward(text, None) == forward(text, "TB")

    def test_a_paper_of_no_kind_that_orders_nothing_holds_nothing(self) -> None:
        """An article is not a plan."""
        assert forward("Bài viết về mùa xuân:\n1. Hoa đào.\n2. Hoa mai.", None) == []

    @pytest.mark.parametrize(
        ("section", "read"), [("KẾT QUẢ", False), ("KẾT QUẢ VÀ PHƯƠNG HƯỚNG", True), ("PHÂN CÔNG", True)]
    )
    def test_rows_of_a_table_are_read_wherever_they_stand_but_in_results(self, section: str, read: bool) -> None:
        """An assignment table needs no title that announces it."""
        made = entries(f"I. {section}\nLập đề án.")
        row = replace(made[-1], columns={})
        assert (row in forward_part([*made, row], "BC")) is read
