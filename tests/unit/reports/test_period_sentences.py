"""The sentences of a period's report: what is a result, whose words a cause is, what is only planned."""

from datetime import date

from reports.entries import Entry
from reports.period.compose import compose
from reports.period.content import PeriodReport
from reports.period.facts import OwnersWord, period_facts
from reports.period.sheets import period_sheets
from reports.samples import sample_period
from reports.spreadsheet import Table
from tasks_registry.states import WorkState
from tests.unit.reports.hoa_mai import OFFICE
from tests.unit.reports.test_period_facts import facts, task

DONE = {"work_state": WorkState.DONE, "completed_on": date(2024, 6, 13), "due": date(2024, 6, 15)}
LATE = {"due": date(2024, 6, 10)}


def report(*args: object, **changes: object) -> PeriodReport:
    return compose(facts(*args, **changes), OFFICE)  # type: ignore[arg-type]


def test_the_head_names_both_periods_and_the_day_of_the_figures() -> None:
    """The draft is dated on the day that it is written; its figures hold for the cut-off."""
    said = report([task()], today=date(2024, 6, 24))
    assert said.subject == (
        "tình hình thực hiện nhiệm vụ quý II/2024,",
        "phương hướng, nhiệm vụ trọng tâm quý III/2024",
    )
    assert said.opening == (
        "Đảng ủy xã Hòa Mai báo cáo tình hình thực hiện nhiệm vụ quý II/2024, số liệu tính đến ngày 20/6/2024, như sau:"
    )
    assert (said.head.place_and_day, said.head.draft) == ("Hòa Mai, ngày 24 tháng 6 năm 2024", True)
    assert (said.period, said.next_period) == ("QUÝ II/2024", "QUÝ III/2024")


def test_the_overview_tells_where_tasks_came_from_and_how_they_stand() -> None:
    """In all, both rates, what enters no figure, and that what waits for review is no result."""
    tasks = [
        task(1, **DONE),
        task(2, **LATE),
        task(3, work_state=WorkState.SUBMITTED),
        task(4, work_state=WorkState.WITHDRAWN),
    ]
    assert report(tasks, carrying_on={2}).overview == (
        "Tổng số nhiệm vụ của quý II/2024 là 04, gồm 03 nhiệm vụ mới, 01 nhiệm vụ chuyển tiếp từ kỳ trước. Tính đến "
        "ngày 20/6/2024, trong 03 nhiệm vụ theo dõi, đã hoàn thành 01 (đúng hạn 01, quá hạn 00); chưa hoàn thành 02 "
        "(trong hạn 01, quá hạn 01).",
        "Tỷ lệ hoàn thành đạt 33,3% tổng số nhiệm vụ (01/03); nếu không tính nhiệm vụ còn trong hạn thì đạt 50% "
        "(01/02).",
        "Không tính vào số liệu: 01 nhiệm vụ rút.",
        "Kết quả nêu dưới đây chỉ gồm nhiệm vụ đã được thẩm định, xác nhận hoàn thành; 01 nhiệm vụ đã nộp kết quả, "
        "đang chờ thẩm định, chưa tính là hoàn thành.",
    )


def test_before_the_cutoff_the_report_says_that_figures_will_change() -> None:
    """Nobody signs it by mistake."""
    said = report([task()], as_of=date(2024, 6, 3), today=date(2024, 6, 3))
    assert said.overview[-1] == "Kỳ chưa đến ngày chốt số liệu (20/6/2024); số liệu còn thay đổi."


def test_a_result_names_who_and_by_which_document() -> None:
    """A task without proof asks for it; of a secret one not even the document's number is said."""
    said = report(
        [
            task(1, evidence="45-BC/UBND", heading_text="Kinh tế", **DONE),
            task(2, evidence=None, heading_text="Kinh tế", **DONE),
            task(3, evidence="9-BC/UBKT", secret=True, heading_text="Kinh tế", **DONE),
            task(4, heading_text="Dân vận"),
        ]
    )
    (field,) = said.results
    assert field.heading == "Kinh tế (hoàn thành 03/03 nhiệm vụ)"
    when = "hoàn thành đúng hạn ngày 13/6/2024)."
    assert field.entries == (
        f"Tổng kết công tác xây dựng Đảng nhiệm kỳ (Ban Xây dựng Đảng; kết quả: 45-BC/UBND; {when}",
        f"Tổng kết công tác xây dựng Đảng nhiệm kỳ (Ban Xây dựng Đảng; chưa ghi văn bản, minh chứng; {when}",
        f"Nhiệm vụ mật (mã 2024-Q2-003) (Ban Xây dựng Đảng; {when}",
    )
    assert said.without_results == "Lĩnh vực chưa có nhiệm vụ hoàn thành: Dân vận."


def test_without_fields_the_results_are_those_of_the_tasks() -> None:
    """“Other fields” would be other than nothing."""
    said = report([task(1, **DONE)], following_now=[task(2)])
    assert said.results[0].heading == "Các nhiệm vụ trọng tâm (hoàn thành 01/01 nhiệm vụ)"
    assert said.appendix[0].heading == "I. Các nhiệm vụ trọng tâm (01)"
    assert said.coming[0].heading == "Nhiệm vụ mới (01 nhiệm vụ)"


def test_what_came_since_is_counted_and_named() -> None:
    """Under a heading of its own, after the results, out of the figures."""
    tasks = [task(1, **DONE), task(2), task(3)]
    now = [tasks[0], task(2, evidence="50-BC/UBND", **DONE), task(3, work_state=WorkState.WITHDRAWN)]
    said = report(tasks, now=now, today=date(2024, 6, 27))
    assert said.since_heading == "Sau ngày chốt số liệu"
    assert said.since == (
        "Từ sau ngày 20/6/2024 đến ngày 27/6/2024 có 01 nhiệm vụ được xác nhận hoàn thành và 01 nhiệm vụ rút, không "
        "theo dõi tiếp; không tính vào số liệu của báo cáo này."
    )
    assert said.since_done == (
        "Tổng kết công tác xây dựng Đảng nhiệm kỳ (Ban Xây dựng Đảng; kết quả: 50-BC/UBND; hoàn thành đúng hạn ngày "
        "13/6/2024).",
    )
    assert said.figures.done == 1


def test_causes_are_quoted_with_their_day_and_silence_is_counted() -> None:
    """An owner's words stand in quotes; a secret task is not quoted, and was not silent either."""
    late = [task(1, **LATE), task(2, **LATE), task(3, secret=True, **LATE)]
    words = {1: OwnersWord(date(2024, 6, 12), "Chờ\nsố liệu"), 3: OwnersWord(date(2024, 6, 12), "Tên người")}
    said = report(late, reported=words)
    assert said.causes == (
        Entry(
            "Ban Xây dựng Đảng – Tổng kết công tác xây dựng Đảng nhiệm kỳ",
            "“Chờ số liệu” (báo cáo ngày 12/6/2024).",
        ),
    )
    assert said.causes_missing == "01 nhiệm vụ quá hạn chưa có báo cáo nguyên nhân."
    assert (said.shortcomings_heading, said.causes_heading) == ("Tồn tại, hạn chế", "Nguyên nhân")


def test_without_overdue_tasks_part_two_is_one_sentence() -> None:
    """No headings over nothing."""
    said = report([task(1, **DONE)])
    assert (said.overdue_opening, said.shortcomings_heading, said.causes_heading) == (
        "Không có nhiệm vụ quá hạn.",
        "",
        "",
    )
    assert (said.silent_opening, said.without_lead, said.causes_missing) == ("", "", "")


def test_a_task_finished_since_is_still_named_as_late() -> None:
    """With the day on which it was finished."""
    late = task(1, **LATE)
    now = [task(1, work_state=WorkState.DONE, completed_on=date(2024, 6, 22), **LATE)]
    (entry,) = report([late], now=now, today=date(2024, 6, 27)).overdue
    assert entry.text.endswith("Đã hoàn thành ngày 22/6/2024, sau ngày chốt số liệu.")


def test_tasks_that_nobody_leads_or_reports_of_are_named() -> None:
    """After the overdue ones."""
    said = report([task(1, None, reported_at=None)])
    assert said.without_lead == "Có 01 nhiệm vụ chưa xác định cơ quan chủ trì."
    assert said.silent == ("Chưa xác định cơ quan chủ trì (01): Tổng kết công tác xây dựng Đảng nhiệm kỳ.",)


def test_the_comparison_gives_rates_at_both_cutoffs_and_what_went_over() -> None:
    """The rate of the period before is the one that its own report had."""
    june = date(2024, 3, 15)
    former = [
        task(101, work_state=WorkState.DONE, due=june, completed_on=june, code="2024-Q1-001"),
        task(102, work_state=WorkState.CARRIED_OVER, due=june, successor_id=1, code="2024-Q1-002"),
    ]
    at_cutoff = [former[0], task(102, due=june, code="2024-Q1-002")]
    said = report([task(1, **LATE), task(2)], former_then=former, former_at_cutoff=at_cutoff)
    assert said.comparison == (
        "Đến ngày 20/6/2024, tỷ lệ hoàn thành trên tổng số đạt 0%; quý I/2024 tại ngày chốt số liệu (20/3/2024) đạt "
        "50% (giảm 50 điểm phần trăm). Nếu không tính nhiệm vụ còn trong hạn, các tỷ lệ là 0% và 50% (giảm 50 điểm "
        "phần trăm).",
        "Quý I/2024 có 01 nhiệm vụ chuyển kỳ sau, trong đó 01 nhiệm vụ tiếp tục thực hiện trong quý II/2024.",
    )
    assert [(one.name, one.former, one.later, one.change) for one in said.compared][:2] == [
        ("Tổng số nhiệm vụ", "2", "2", "0"),
        ("Hoàn thành đúng hạn", "1", "0", "-1"),
    ]
    assert said.compared_agencies[-1].name == "Cộng"


def test_rates_that_one_period_lacks_are_not_compared() -> None:
    """A period whose tasks were all withdrawn, one in which nothing has fallen due."""
    dropped = [task(101, work_state=WorkState.WITHDRAWN, code="2024-Q1-001")]
    assert report([task(1)], former_then=dropped, former_at_cutoff=dropped).comparison == ()
    open_one = [task(101, due=date(2024, 3, 29), code="2024-Q1-001")]
    sentence, left = report([task(1)], former_then=open_one, former_at_cutoff=open_one).comparison
    assert sentence.endswith("đạt 0% (không thay đổi).")
    assert left == "Quý I/2024 còn 01 nhiệm vụ chưa hoàn thành, chưa chuyển kỳ (quá hạn 01)."


def test_the_first_period_is_compared_with_nothing() -> None:
    """No heading, no table."""
    said = report([task(1)])
    assert (said.comparison_heading, said.compared, said.compared_agencies) == ("", (), ())


def test_a_plan_names_lead_support_product_and_day() -> None:
    """What is carried over is marked, also before it is; a task without a lead says so."""
    coming = [
        task(11, due=date(2024, 9, 20), support_names=("Phòng Kinh tế",), heading_text="Kinh tế"),
        task(12, None, due=None, deadline_text="Khi có vốn", product=None, heading_text="Kinh tế"),
        task(13, due=date(2024, 9, 30)),
    ]
    waiting = [task(1, due=date(2024, 6, 10)), task(2, due=None, deadline_rule=None, deadline_text="cũ")]
    said = report(waiting, to_carry={"2024-Q2-001", "2024-Q2-002"}, following_now=coming, following_carrying_on={13})
    assert said.coming_opening == (
        "Quý III/2024 có 05 nhiệm vụ, gồm 03 nhiệm vụ chuyển tiếp và 02 nhiệm vụ mới (cập nhật ngày 20 tháng 6 năm "
        "2024):"
    )
    carried, economy = said.coming
    assert carried.heading == "Nhiệm vụ chuyển tiếp (03 nhiệm vụ)"
    title, product = "Tổng kết công tác xây dựng Đảng nhiệm kỳ", "sản phẩm: Báo cáo tổng kết"
    lead = f"chủ trì: Ban Xây dựng Đảng; {product}"
    assert carried.entries == (
        f"{title} ({lead}; hạn 30/9/2024).",
        f"{title} ({lead}; hạn: trong quý III/2024; dự kiến chuyển tiếp khi chốt kỳ).",
        f"{title} ({lead}; hạn: chưa xác định; dự kiến chuyển tiếp khi chốt kỳ).",
    )
    assert (economy.heading, economy.entries) == (
        "Kinh tế (02 nhiệm vụ)",
        (
            f"{title} (chủ trì: Ban Xây dựng Đảng; phối hợp: Phòng Kinh tế; {product}; hạn 20/9/2024).",
            f"{title} (chưa xác định cơ quan chủ trì; hạn: khi có vốn).",
        ),
    )
    assert [(row.order, row.remarks) for group in said.coming_rows for row in group.rows] == [
        (1, "Chuyển tiếp"),
        (2, "Dự kiến chuyển tiếp"),
        (3, "Dự kiến chuyển tiếp"),
        (4, ""),
        (5, ""),
    ]


def test_an_empty_registry_gives_a_report_that_says_so() -> None:
    """Three parts, a sentence each."""
    said = report()
    assert said.overview == ("Trong quý II/2024 chưa có nhiệm vụ nào được giao để theo dõi.",)
    assert said.coming_opening == "Chưa ghi nhận nhiệm vụ nào của quý III/2024 (cập nhật ngày 20 tháng 6 năm 2024)."
    assert (said.overview_heading, said.results, said.coming, said.appendix) == ("", (), (), ())


def test_the_appendix_numbers_every_confirmed_task_with_what_became_of_it() -> None:
    """The dropped one with its reason, and no word of time where none runs."""
    said = report([task(1, **LATE), task(2, work_state=WorkState.WITHDRAWN, note="Không còn phù hợp")])
    rows = [row for group in said.appendix for row in group.rows]
    assert [(row.order, row.progress) for row in rows] == [(1, "Đang thực hiện; quá hạn 10 ngày"), (2, "Rút")]
    assert rows[1].remarks == "Không còn phù hợp"


def test_every_figure_of_the_workbook_can_be_opened() -> None:
    """Rows of the comparison that name no agency or field are named all the same."""
    sample = facts([task(1, None), task(2)], former_then=[task(103, None, code="2024-Q1-103")])
    sheets = {sheet.title: sheet for sheet in period_sheets(sample, "Đảng ủy") if isinstance(sheet, Table)}
    opened = [tuple(row) for row in sheets["Mở số liệu"].rows]
    assert ("Tất cả", "Tất cả", "2024-Q2", "mới", 2, "2024-Q2-001, 2024-Q2-002") in opened
    assert ("Cơ quan", "Chưa xác định cơ quan chủ trì", "2024-Q1", "chưa hoàn thành, trong hạn", 1, "2024-Q1-103") in (
        opened
    )
    compared = sheets["So sánh hai kỳ"]
    assert all(len(row) == len(compared.columns) for row in compared.rows)


def test_the_sample_has_something_of_everything() -> None:
    """A template is tried out with it."""
    said = compose(period_facts(sample_period(), due_soon_days=14), OFFICE)
    assert said.results
    assert said.since
    assert said.compared
    assert said.overdue
    assert said.silent
    assert said.causes
    assert said.without_lead
    assert len(said.coming) == 2
