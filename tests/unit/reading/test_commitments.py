"""Commitments with all that a person needs to confirm them."""

from dataclasses import replace
from datetime import date

import pytest

from tasks_registry.reading.commitments import CommitmentReader, confidence
from tasks_registry.reading.directory import Directory
from tasks_registry.reading.model import DeadlineProposal, DeadlineRule, Kind, Span, TaskProposal
from tasks_registry.reading.paragraphs import read_paragraphs
from tasks_registry.reading.periods import find_periods
from tasks_registry.reading.phrases import Bearings
from tasks_registry.reading.sources import SourceText
from tasks_registry.reading.structure import outline
from tests.unit.reading.commune import AGENCIES

[(QUARTER, _)] = find_periods("quý II/2026")
BEARINGS = Bearings(QUARTER, date(2026, 3, 20))


def reader(bearings: Bearings = BEARINGS) -> CommitmentReader:
    return CommitmentReader(bearings, Directory(AGENCIES))


def tasks(*lines: str, bearings: Bearings = BEARINGS) -> list[TaskProposal]:
    text = "\n\n".join(lines)
    found = reader(bearings).read(outline(read_paragraphs(SourceText(text)).paragraphs))
    assert all(text[task.source.start : task.source.end] for task in found)
    return found


def one(*lines: str, bearings: Bearings = BEARINGS) -> TaskProposal:
    [task] = tasks(*lines, bearings=bearings)
    return task


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["Lập kế hoạch. Tổ chức hội nghị."], [("Lập kế hoạch.", "sentence"), ("Tổ chức hội nghị.", "sentence")]),
        (["Lập kế hoạch."], [("Lập kế hoạch.", "paragraph")]),
        (["- Lập kế hoạch. Kịp thời báo cáo."], [("Lập kế hoạch. Kịp thời báo cáo.", "item")]),
        (
            ["- Lập kế hoạch. Phòng Kinh tế trình đề án."],
            [("Lập kế hoạch.", "item"), ("Phòng Kinh tế trình đề án.", "item")],
        ),
        (
            ["- Lập kế hoạch. Tổ chức hội nghị đối thoại với nông dân trong tháng 5."],
            [("Lập kế hoạch.", "item"), ("Tổ chức hội nghị đối thoại với nông dân trong tháng 5.", "item")],
        ),
        (["- Lập kế hoạch. Hoàn thành trước ngày 10/5."], [("Lập kế hoạch. Hoàn thành trước ngày 10/5.", "item")]),
        (
            ["- Lập kế hoạch. Đồng thời Phòng Kinh tế trình đề án."],
            [("Lập kế hoạch. Đồng thời Phòng Kinh tế trình đề án.", "item")],
        ),
        (
            ["Phòng Kinh tế lập dự toán; Công an xã tuần tra; rà soát."],
            [("Phòng Kinh tế lập dự toán; Công an xã tuần tra; rà soát.", "paragraph")],
        ),
        (
            ["Phòng Kinh tế lập dự toán; Công an xã rà soát địa bàn; kịp thời."],
            [("Phòng Kinh tế lập dự toán;", "paragraph"), ("Công an xã rà soát địa bàn; kịp thời.", "clause")],
        ),
        (
            ["Lập dự toán; trình Đảng ủy xem xét, quyết định trước ngày 15/5."],
            [("Lập dự toán;", "paragraph"), ("trình Đảng ủy xem xét, quyết định trước ngày 15/5.", "clause")],
        ),
        (
            ["Lập dự toán; phối hợp với Công an xã rà soát."],
            [("Lập dự toán;", "paragraph"), ("phối hợp với Công an xã rà soát.", "clause")],
        ),
        (
            ["Đề nghị Trưởng Trạm Y tế; Phòng Kinh tế rà soát địa bàn."],
            [("Đề nghị Trưởng Trạm Y tế; Phòng Kinh tế rà soát địa bàn.", "paragraph")],
        ),
    ],
)
def test_commitments_are_cut_where_another_agency_or_time_begins(
    lines: list[str], expected: list[tuple[str, str]]
) -> None:
    """Sentences of plain text, whole items, and clauses with their own agency or day."""
    assert [(task.text, task.rule) for task in tasks("II. NHIỆM VỤ", *lines)] == expected


def test_a_commitment_knows_where_it_stands() -> None:
    """Its place in the source, its number and its headings."""
    text = "II. NHIỆM VỤ\n\n1. Công tác Đảng\n\na) Lập kế hoạch¹ bồi dưỡng;\n\n¹ Kế hoạch số 12-KH/ĐU."
    [task] = reader().read(outline(read_paragraphs(SourceText(text)).paragraphs))
    assert text[task.source.start : task.source.end] == "Lập kế hoạch¹ bồi dưỡng;"
    assert (task.number, task.heading, task.heading_text) == ("1.a", "II.1", "Công tác Đảng")
    assert task.title == "Lập kế hoạch bồi dưỡng"
    assert task.notes == ("Kế hoạch số 12-KH/ĐU.",)


def test_text_and_citations_are_kept_as_written() -> None:
    """Reading settles the spelling for itself; the person sees the document's own."""
    task = one("Thực hiện Kế hoạch số 12-KH/ĐU ngày 01/3/2026 của Đảng uỷ xã.")
    assert task.text.endswith("Đảng uỷ xã.")
    assert [(cited.number, cited.text) for cited in task.citations] == [("12-KH/ĐU", "12-KH/ĐU ngày 01/3/2026")]


class TestParties:
    """Who leads and supports."""

    def test_the_heading_gives_the_lead_to_those_below_it(self) -> None:
        """Unless they name their own."""
        first, second = tasks(
            "II. NHIỆM VỤ", "Giao Phòng Kinh tế thực hiện các việc sau:", "- Lập đề án.", "- Công an xã rà soát."
        )
        assert (first.lead, first.lead_proposed) == (("Phòng Kinh tế",), "PKT")
        assert (second.lead, second.lead_proposed) == (("Công an xã",), "CA")

    def test_a_later_sentence_of_an_item_keeps_its_agencies(self) -> None:
        """`Phòng Kinh tế … Trình … trước ngày …` is still the same agency."""
        _, second = tasks(
            "- Phòng Kinh tế chủ trì, phối hợp với Công an xã lập đề án. "
            "Tổ chức hội nghị đối thoại với nông dân trong tháng 5."
        )
        assert (second.lead, second.support) == (("Phòng Kinh tế",), ("Công an xã",))

    def test_a_clause_keeps_the_lead_and_not_the_support(self) -> None:
        """Those worked with are named for one clause."""
        _, second = tasks(
            "Phòng Kinh tế chủ trì, phối hợp với Công an xã lập đề án; "
            "trình Đảng ủy xã xem xét, quyết định trước ngày 15/5."
        )
        assert (second.lead, second.support) == (("Phòng Kinh tế",), ())

    def test_without_words_the_function_proposes(self) -> None:
        """The written lead stays empty: a person decides."""
        task = one("II. NHIỆM VỤ", "1. Công tác kiểm tra", "Lập kế hoạch năm.")
        assert (task.lead, task.lead_proposed) == ((), "UBKT")


class TestLabels:
    """Labelled lines under a commitment."""

    def test_labels_complete_the_commitments_above_them(self) -> None:
        """Lead, support, time and product of the item before, and of that one only."""
        first, second = tasks(
            "II. NHIỆM VỤ",
            "1. Lập đề án sản xuất.",
            "Đơn vị chủ trì: Phòng Kinh tế.",
            "Đơn vị phối hợp: Công an xã, Văn phòng Đảng ủy.",
            "Thời gian hoàn thành: Tháng 6/2026.",
            "Sản phẩm: Đề án được duyệt.",
            "2. Lập đề án thủy lợi.",
            "Đơn vị chủ trì: Văn phòng Đảng ủy.",
        )
        assert first.lead == ("Phòng Kinh tế",)
        assert first.support == ("Công an xã", "Văn phòng Đảng ủy")
        assert first.product == "Đề án được duyệt"
        assert first.deadline is not None
        assert (first.deadline.rule, first.deadline.to) == (DeadlineRule.TEXT, date(2026, 6, 30))
        assert (second.lead, second.support) == (("Văn phòng Đảng ủy",), ())

    def test_labels_hold_for_all_items_since_the_last_ones(self) -> None:
        """One line of labels may close a whole list; a higher heading starts a new one."""
        made = tasks(
            "II. NHIỆM VỤ", "1. Thủy lợi", "- Lập đề án.", "- Lập dự toán.", "Chủ trì: Phòng Kinh tế",
            "2. An ninh", "- Lập phương án.", "III. KHÁC", "- Lập danh sách.", "Chủ trì: Công an xã",
        )  # fmt: skip
        assert [task.lead for task in made] == [("Phòng Kinh tế",), ("Phòng Kinh tế",), (), ("Công an xã",)]

    def test_a_label_inside_a_paragraph_is_no_commitment(self) -> None:
        """`… Thời gian thực hiện: quý II.` belongs to the sentence before."""
        task = one("Lập đề án sản xuất. Thời gian thực hiện: Tháng 5/2026.")
        assert task.text == "Lập đề án sản xuất."
        assert task.deadline is not None
        assert task.deadline.to == date(2026, 5, 31)

    def test_a_standing_label_takes_the_default_away(self) -> None:
        """`Thời gian: Thường xuyên` is no deadline, and does not fall back on the period's end as a written one."""
        task = one("1. Lập báo cáo.", "Thời gian: Thường xuyên")
        assert task.deadline is None or task.deadline.rule is DeadlineRule.PERIOD


class TestDeadlines:
    """The commitment's own words, then its heading, then a default."""

    def test_own_words_come_first(self) -> None:
        """Nearer than the heading."""
        task = one("II. NHIỆM VỤ", "1. Các việc hoàn thành trong tháng 6:", "- Lập đề án trước ngày 15/5.")
        assert task.deadline is not None
        assert (task.deadline.rule, task.deadline.to) == (DeadlineRule.TEXT, date(2026, 5, 15))

    def test_the_heading_comes_next(self) -> None:
        """For every kind of commitment."""
        task = one("II. NHIỆM VỤ", "1. Các việc hoàn thành trong tháng 6:", "- Tiếp tục rà soát.")
        assert task.deadline is not None
        assert (task.deadline.rule, task.deadline.to) == (DeadlineRule.HEADING, date(2026, 6, 30))

    def test_a_meeting_s_window_gives_its_papers_a_time(self) -> None:
        """The tasks under it go to it, and count from it while the day is open."""
        made = reader()
        text = (
            "II. NHIỆM VỤ\n\n1. Hội nghị Đảng ủy lần thứ 5: Tháng 6 năm 2026\n\n1.1. Báo cáo sơ kết.\n\n1.2. Tờ trình."
        )
        first, second = made.read(outline(read_paragraphs(SourceText(text)).paragraphs))
        assert first.meeting == second.meeting == "Hội nghị Đảng ủy lần thứ 5"
        assert first.deadline is not None
        assert (first.deadline.rule, first.deadline.to) == (DeadlineRule.HEADING, date(2026, 6, 30))
        assert first.lead == ()
        assert [meeting.window_to for meeting in made.meetings] == [date(2026, 6, 30)]

    def test_a_task_put_before_a_meeting_counts_back_from_it(self) -> None:
        """Without a window there is no day yet."""
        task = one("Trình Hội nghị Đảng ủy lần thứ 5 đề án sản xuất.")
        assert task.meeting == "Hội nghị Đảng ủy lần thứ 5"
        assert task.deadline == DeadlineProposal(
            "tính lùi từ Hội nghị Đảng ủy lần thứ 5", DeadlineRule.MEETING, waits_for="Hội nghị Đảng ủy lần thứ 5"
        )

    @pytest.mark.parametrize(
        ("text", "timed"),
        [
            ("Lập đề án.", True),
            ("Tiếp tục rà soát.", False),
            ("Tăng cường quản lý.", False),
            ("Bố trí vốn (nếu có).", False),
        ],
    )
    def test_only_deliverables_end_with_the_period_by_default(self, text: str, timed: bool) -> None:
        """Standing duties, directions and conditions are not timed."""
        task = one(text)
        assert (task.deadline is not None) is timed
        if task.deadline is not None:
            assert (task.deadline.rule, task.deadline.to) == (DeadlineRule.PERIOD, date(2026, 6, 30))
            assert "30/06/2026" in task.deadline.text

    def test_without_a_period_there_is_no_default(self) -> None:
        """Nothing is guessed."""
        assert one("Lập đề án.", bearings=Bearings()).deadline is None

    def test_the_dates_of_cited_documents_are_never_taken(self) -> None:
        """In the text and in the heading."""
        task = one(
            "II. NHIỆM VỤ",
            "1. Thực hiện Kế hoạch số 12-KH/ĐU, ngày 01/6/2026:",
            "- Lập đề án theo Nghị quyết số 5-NQ/ĐU ngày 02/5/2026.",
        )
        assert task.deadline is not None
        assert task.deadline.rule is DeadlineRule.PERIOD


class TestConfidence:
    """How much was really read."""

    BARE = TaskProposal("Lập đề án.", "Lập đề án", Kind.DELIVERABLE, Span(0, 10), "Lập", "sentence", 0.0)
    WRITTEN = DeadlineProposal("trước ngày 15/5", DeadlineRule.TEXT, None, date(2026, 5, 15))

    @pytest.mark.parametrize(
        ("task", "sure", "expected"),
        [
            (BARE, False, 0.35),
            (BARE, True, 0.5),
            (replace(BARE, lead_proposed="PKT"), True, 0.6),
            (replace(BARE, lead=("Trạm Y tế",)), True, 0.65),
            (replace(BARE, lead=("Phòng Kinh tế",), lead_proposed="PKT"), True, 0.7),
            (replace(BARE, deadline=WRITTEN), True, 0.7),
            (replace(BARE, deadline=replace(WRITTEN, ambiguous=True)), True, 0.6),
            (replace(BARE, deadline=replace(WRITTEN, rule=DeadlineRule.PERIOD)), True, 0.55),
            (replace(BARE, product="đề án"), True, 0.6),
            (replace(BARE, kind=Kind.STANDING), True, 0.6),
            (replace(BARE, text="Lập đề án. Trình Đảng ủy."), True, 0.4),
            (replace(BARE, text="Lập đề án " + "rất dài " * 100), True, 0.4),
            (replace(BARE, lead=("A",), lead_proposed="PKT", deadline=WRITTEN, product="x"), True, 0.99),
        ],
    )
    def test_it_adds_up_what_was_found(self, task: TaskProposal, sure: bool, expected: float) -> None:
        """The sums of the docstring, within bounds."""
        assert confidence(task, sure_of_kind=sure) == min(expected, 0.99)
