"""The sentences of the report: exact, polite, and nothing said that the facts do not hold."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from config.rhythm import JudgedBy
from reports import task_words
from reports.comparison import compare
from reports.letterhead import Issue
from reports.meeting.background import Background, PeriodComparison
from reports.meeting.compose import compose
from reports.meeting.content import StatusReport
from reports.task_facts import TaskFact, task_fact
from tasks_registry.meetings.between import Interval
from tasks_registry.meetings.states import AgendaState
from tasks_registry.states import WorkState
from tasks_registry.view import TaskView
from tests.unit.reports.hoa_mai import (
    MEETING,
    OFFICE,
    TODAY,
    agenda_item,
    background,
    facts,
    officer,
    quarter,
    task,
    whole_facts,
)


def _report(tasks: list[TaskView] | None = None) -> StatusReport:
    return compose(facts(tasks), OFFICE)


def _agenda(*numbered: TaskView) -> list[TaskView]:
    return [replace(one, meeting_id=MEETING.id) for one in numbered]


def test_the_summary_tells_the_figures_of_the_quarter() -> None:
    """Totals and both rates over the table; what is open, extended and left out below it."""
    assert _report().situation == (
        "Tổng số nhiệm vụ theo dõi là 25. Đã hoàn thành 09 nhiệm vụ (đúng hạn 07, quá hạn 02), trong đó từ ngày "
        "01/4/2024 đến nay hoàn thành 08. Chưa hoàn thành 16 nhiệm vụ (trong hạn 10, quá hạn 06).",
        "Tỷ lệ hoàn thành đạt 36% tổng số nhiệm vụ (09/25); nếu không tính nhiệm vụ còn trong hạn thì đạt 60% (09/15).",
    )
    assert _report().details == (
        "Trong số chưa hoàn thành, có 03 nhiệm vụ đã nộp kết quả, chờ thẩm định, 01 nhiệm vụ văn phòng trả lại để hoàn "
        "chỉnh, 04 nhiệm vụ chưa có báo cáo của cơ quan chủ trì, 01 nhiệm vụ chưa xác định hạn và 01 nhiệm vụ chưa xác "
        "định cơ quan chủ trì.",
        "Trong tổng số, có 01 nhiệm vụ đã được gia hạn.",
        "Không tính vào số liệu: 01 nhiệm vụ tạm dừng, 01 nhiệm vụ chuyển kỳ sau và 01 nhiệm vụ rút.",
    )


def test_the_opening_names_meeting_day_and_date_of_the_figures() -> None:
    """Each report says for which meeting and as of which day its figures hold."""
    assert _report().opening == (
        "Để phục vụ Hội nghị Đảng ủy lần thứ 17, khóa II (ngày 28/6/2024), Đảng ủy xã Hòa Mai báo cáo tình hình thực "
        "hiện các nhiệm vụ trọng tâm, số liệu tính đến ngày 20/6/2024, như sau:"
    )


def test_an_overdue_entry_says_whose_and_since_when() -> None:
    """Lead, comrade in charge, support, deadline, extension, days and where it stands."""
    entries = {entry.title: entry.text for entry in _report().overdue}
    assert entries["Hoàn thành giải phóng mặt bằng tuyến đường Hòa Mai – Tân Lập"] == (
        "Trách nhiệm: Ủy ban nhân dân xã (đồng chí Nguyễn Hữu Phước phụ trách), phối hợp: MTTQ xã; Công an xã. "
        "Hạn 31/5/2024, quá hạn 20 ngày; đang thực hiện."
    )
    assert entries["Kiểm tra việc thực hiện Quy chế dân chủ ở cơ sở"].endswith(
        "Hạn 17/6/2024 (hạn ban đầu 30/5/2024), quá hạn 03 ngày; đang thực hiện."
    )
    assert entries["Kiểm tra công tác phòng cháy, chữa cháy tại chợ trung tâm"].endswith("đã nộp, chờ thẩm định.")
    assert entries["Rà soát, cập nhật quy hoạch cán bộ giai đoạn 2025 - 2030"] == (
        "Trách nhiệm: Chưa xác định cơ quan chủ trì. Hạn 18/6/2024, quá hạn 02 ngày; "
        "chưa có báo cáo của cơ quan chủ trì."
    )


def test_parts_with_nothing_to_say_are_empty() -> None:
    """One finished task: three plain parts, nothing to follow up, no causes, no proposals."""
    report = _report([task(work_state=WorkState.DONE, completed_on=date(2024, 6, 1))])
    assert (report.between, report.follow_up, report.causes, report.proposals) == ((), (), (), ())
    assert report.overdue_opening == "Không có nhiệm vụ quá hạn."
    assert report.agenda_opening == "Chưa có nhiệm vụ nào được xác định trình Hội nghị này."


def test_no_task_at_all_is_one_plain_sentence() -> None:
    """No rates, no table of zeros."""
    assert _report([]).situation == ("Đến nay chưa có nhiệm vụ nào được giao để theo dõi.",)


def test_before_anything_fell_due_there_is_only_one_rate() -> None:
    """Done ÷ (done + overdue) does not exist yet and is not called 0%."""
    assert _report([task()]).situation[1] == (
        "Tỷ lệ hoàn thành đạt 0% tổng số nhiệm vụ (00/01); chưa có nhiệm vụ nào đến hạn."
    )


def test_a_quiet_quarter_says_nothing_of_open_kinds() -> None:
    """Nobody silent, nothing waiting: the sentence on open tasks is left out."""
    assert _report([task()]).details == ()


def test_the_agenda_says_what_to_do_with_each_item() -> None:
    """Reviewed: present. Filed: review. Missing: urge, also past its own due day, until the papers' day has come."""
    tasks = _agenda(
        task(1, work_state=WorkState.DONE),
        task(2, work_state=WorkState.SUBMITTED),
        task(3, work_state=WorkState.RETURNED),
        task(4, due=date(2024, 6, 1)),
    )
    report = _report(tasks)
    assert [(row.paper, row.proposal) for row in report.agenda] == [
        ("Đã thẩm định", "Trình"),
        ("Đã nộp, chờ thẩm định", "Thẩm định, trình"),
        ("Trả lại để hoàn chỉnh", "Đôn đốc nộp"),
        ("Chưa nộp", "Đôn đốc nộp"),
    ]
    assert report.agenda_opening == (
        "Có 04 nội dung trình Hội nghị; 02 nội dung đã nộp tài liệu, trong đó 01 nội dung đã thẩm định xong."
    )


def test_the_follow_up_lists_only_what_there_is() -> None:
    """A list that is empty has no heading."""
    assert [group.heading for group in _report().follow_up] == [
        "Đến hạn trước hoặc trong ngày Hội nghị (05 nhiệm vụ)",
        "Các nhiệm vụ khác đến hạn trong 14 ngày tới (01 nhiệm vụ)",
        "Đã nộp kết quả, chờ thẩm định (03 nhiệm vụ)",
        "Văn phòng trả lại để hoàn chỉnh (01 nhiệm vụ)",
        "Chưa có báo cáo của cơ quan chủ trì (04 nhiệm vụ)",
        "Đã được gia hạn (01 nhiệm vụ)",
        "Chưa xác định cơ quan chủ trì (01 nhiệm vụ)",
    ]
    assert [group.heading for group in _report([task(due=date(2024, 7, 1))]).follow_up] == [
        "Đến hạn trong 14 ngày tới (01 nhiệm vụ)"
    ]


def test_silent_agencies_are_named_once_with_their_tasks() -> None:
    """The clerk calls an agency once for all its tasks."""
    tasks = [task(place, "MTTQ", title=f"Việc {place}", due=date(2024, 9, 1), reported_at=None) for place in (1, 2)]
    (group,) = _report(tasks).follow_up
    assert group.entries == ("Ủy ban Mặt trận Tổ quốc Việt Nam xã (02): “Việc 1”; “Việc 2”.",)


def test_causes_are_the_owners_own_words() -> None:
    """Quoted; a note on a task of which the owner never reported is the office's and no explanation."""
    late = date(2024, 6, 1)
    tasks = [
        task(1, title="Việc một", due=late, note="Thiếu kinh phí"),
        task(2, title="Việc hai", due=late, note="Đã nhắc hai lần", reported_at=None),
        task(3, title="Việc ba", due=late),
    ]
    assert [(entry.title, entry.text) for entry in _report(tasks).causes] == [
        ("Ban Xây dựng Đảng – Việc một", "“Thiếu kinh phí”.")
    ]


def test_proposals_follow_from_the_facts() -> None:
    """What needs direction first, agencies with the longest delay leading; then papers, leads, reports, review."""
    assert _report().proposals == (
        "Đề nghị Thường trực Đảng ủy xã Hòa Mai chỉ đạo các cơ quan chủ trì hoàn thành dứt điểm nhiệm vụ quá hạn và "
        "báo cáo kết quả tại Hội nghị: Ủy ban nhân dân xã (02 nhiệm vụ, lâu nhất 20 ngày); Ủy ban Mặt trận Tổ quốc "
        "Việt Nam xã (01 nhiệm vụ, quá hạn 10 ngày); Ban Xây dựng Đảng (01 nhiệm vụ, quá hạn 03 ngày).",
        "Đề nghị Ủy ban nhân dân xã và Ban Xây dựng Đảng nộp tài liệu 02 nội dung trình Hội nghị: “Tờ trình điều "
        "chỉnh danh mục đầu tư công trung hạn & nguồn vốn < 05 tỷ đồng”; “Đề án sắp xếp chi bộ trực thuộc theo mô "
        "hình mới”.",
        "Đề nghị Thường trực Đảng ủy xã Hòa Mai xác định cơ quan chủ trì đối với 01 nhiệm vụ: “Rà soát, cập nhật "
        "quy hoạch cán bộ giai đoạn 2025 - 2030”.",
        "Đề nghị Ban Xây dựng Đảng hoàn chỉnh, nộp lại kết quả 01 nhiệm vụ văn phòng đã trả lại.",
        "Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã, Ban Chỉ huy Quân sự xã và Ban Xây dựng Đảng báo cáo về Văn "
        "phòng Đảng ủy xã Hòa Mai tiến độ 03 nhiệm vụ chưa có báo cáo.",
        "Giao Văn phòng Đảng ủy xã Hòa Mai thẩm định xong 03 nhiệm vụ đã nộp kết quả, ưu tiên 01 nhiệm vụ đã quá hạn.",
    )


def test_review_in_time_has_no_priority() -> None:
    """The office is asked to review; nothing is called overdue that is not."""
    assert _report([task(work_state=WorkState.SUBMITTED)]).proposals == (
        "Giao Văn phòng Đảng ủy xã Hòa Mai thẩm định xong 01 nhiệm vụ đã nộp kết quả.",
    )


def test_what_was_handed_back_is_asked_of_the_office_alone() -> None:
    """Assigned anew by the office; its former lead is not urged."""
    back = task(1, work_state=WorkState.HANDED_BACK, due=date(2024, 5, 1), reported_at=None, title="Rà soát quy hoạch")
    assert _report([back]).proposals == (
        "Giao Văn phòng Đảng ủy xã Hòa Mai tham mưu giao lại 01 nhiệm vụ cơ quan chủ trì đã trả lại nơi giao: “Rà "
        "soát quy hoạch”.",
    )


def test_a_draft_has_a_blank_number_and_a_final_report_its_own() -> None:
    """``Số       -BC/ĐU`` with “Dự thảo” until the number is known."""
    draft, final = compose(facts(), OFFICE), compose(facts(), OFFICE, Issue(41))
    assert (draft.head.number, draft.head.draft) == ("Số       -BC/ĐU", True)
    assert (final.head.number, final.head.draft) == ("Số 41-BC/ĐU", False)
    assert final.appendix_of == "(kèm theo Báo cáo số 41-BC/ĐU, ngày 20 tháng 6 năm 2024 của Đảng ủy xã Hòa Mai)"


def test_the_copy_for_signature_has_a_blank_number_and_no_mark_of_a_draft() -> None:
    """The clerk who registers it writes the number in; nobody retypes a page."""
    signed = compose(facts(), OFFICE, Issue(final=True))
    assert (signed.head.number, signed.head.draft) == ("Số       -BC/ĐU", False)


def test_recipients_end_with_the_file_copy() -> None:
    """Commas between, a full stop last; the office's copy is added when the list forgot it."""
    assert _report().head.recipients[0] == "- Thường trực Tỉnh ủy Sơn Lam (b/c),"
    assert _report().head.recipients[-1] == "- Lưu Văn phòng Đảng ủy."
    bare = OFFICE.model_copy(update={"recipients": ("Các cơ quan chủ trì;",)})
    assert compose(facts(), bare).head.recipients == ("- Các cơ quan chủ trì,", "- Lưu Văn phòng Đảng ủy xã Hòa Mai.")


def test_the_appendix_is_lettered_and_numbered_through() -> None:
    """Three groups, 25 rows, numbers 1 to 25; a group without tasks takes no letter."""
    groups = _report().appendix
    assert [group.heading for group in groups] == [
        "A. Nhiệm vụ quá hạn (06)",
        "B. Nội dung trình Hội nghị (03)",
        "C. Các nhiệm vụ khác (16)",
    ]
    assert [row.order for group in groups for row in group.rows] == list(range(1, 26))
    assert [group.heading for group in _report([task()]).appendix] == ["A. Các nhiệm vụ khác (01)"]


def test_nothing_of_a_secret_task_is_printed_but_code_lead_and_dates() -> None:
    """The report goes to everybody under “Nơi nhận”."""
    hidden = {"title": "Xác minh đơn tố cáo", "product": "Kết luận xác minh", "note": "Đã làm việc với người tố cáo"}
    secret = task(
        7,
        "UBKT",
        due=date(2024, 6, 1),
        secret=True,
        evidence="Báo cáo 9-BC/UBKT",
        meeting_id=MEETING.id,
        work_state=WorkState.RETURNED,
        **hidden,
    )
    printed = str(_report([secret]))
    assert "Nhiệm vụ mật (mã 2024-Q2-007)" in printed
    assert "Ủy ban Kiểm tra Đảng ủy" in printed
    assert not any(text in printed for text in (*hidden.values(), "9-BC/UBKT"))


def test_a_secret_task_tells_neither_who_else_works_on_it_nor_what_its_deadline_waits_for() -> None:
    """Both can tell the matter; the due day itself is printed."""
    person = officer("UBKT")
    hidden = {
        "support_names": ("Thanh tra huyện",),
        "deadline_text": "sau khi có kết luận thanh tra đối với ông Hồ Thất",
    }
    waiting = task(7, "UBKT", due=None, original_due=None, secret=True, **hidden)
    late = task(8, "UBKT", due=date(2024, 6, 1), original_due=date(2024, 6, 1), secret=True, **hidden)
    printed = str(_report([waiting, late]))
    assert not any(text in printed for text in ("Hồ Thất", "Thanh tra huyện", person.name))
    assert task_words.deadline(waiting) == "theo văn bản giao việc"
    assert task_words.deadline(late) == "01/6/2024"
    assert task_words.deadline(replace(waiting, deadline_text=None)) == task_words.NO_DEADLINE
    assert task_words.deadline(replace(waiting, secret=False)) == hidden["deadline_text"]


def test_remarks_tell_extension_silence_and_evidence() -> None:
    """The cell “ghi chú” holds what a leader would ask next."""
    extended = task(due=date(2024, 7, 1), original_due=date(2024, 6, 1), note="Chờ ý kiến", reported_at=None)
    assert task_words.remarks(facts([extended]).appendix[0]) == ("Hạn ban đầu 01/6/2024. Chưa có báo cáo. Chờ ý kiến")
    filed = task(work_state=WorkState.SUBMITTED, evidence="Tờ trình số 8-TTr/ĐU")
    assert task_words.remarks(facts([filed]).appendix[0]) == "Kết quả: Tờ trình số 8-TTr/ĐU"


def test_progress_joins_both_axes() -> None:
    """What people said of a task, then where it stands; a finished one needs only the latter."""
    tasks = [
        task(1, due=date(2024, 6, 18)),
        task(2, due=date(2024, 9, 1), work_state=WorkState.RECEIVED),
        task(3, due=date(2024, 6, 1), work_state=WorkState.DONE, completed_on=date(2024, 6, 3)),
        task(4, due=None, work_state=WorkState.DONE, completed_on=None),
    ]
    progress = {fact.task.id: task_words.progress(fact) for fact in facts(tasks).appendix}
    assert progress == {
        1: "Đang thực hiện; quá hạn 02 ngày",
        2: "Đã tiếp nhận; trong hạn",
        3: "Hoàn thành quá hạn ngày 03/6/2024",
        4: "Hoàn thành đúng hạn",
    }


def test_a_task_without_a_day_shows_the_phrase_that_stands_for_it() -> None:
    """“khi đủ số lượng học viên” says more than an empty cell."""
    waiting = next(one for one in quarter() if one.due is None)
    assert task_words.deadline(waiting) == "khi đủ số lượng học viên"
    assert task_words.deadline(replace(waiting, deadline_text=None)) == "Chưa xác định"


def test_a_returned_task_is_told_as_such() -> None:
    """“trả lại” alone would not say who has it now."""
    fact = facts([task(work_state=WorkState.RETURNED)]).appendix[0]
    assert task_words.situation(fact) == "đã trả lại để hoàn chỉnh"


def _whole() -> StatusReport:
    return compose(whole_facts(), OFFICE)


def test_what_was_done_since_the_last_session_is_said() -> None:
    """The members met on 29 March; of the nine done tasks one was finished before."""
    assert _whole().details[0] == (
        "Từ sau Hội nghị Đảng ủy lần thứ 16, khóa II (ngày 29/3/2024) đến nay đã hoàn thành 08 nhiệm vụ."
    )


def test_tasks_from_a_former_period_and_extended_ones_are_counted_out_loud() -> None:
    """Both are parts of the total, and the sentence says so."""
    assert _whole().details[2] == (
        "Trong tổng số, có 01 nhiệm vụ chuyển tiếp từ kỳ trước và 01 nhiệm vụ đã được gia hạn."
    )


def test_the_period_is_compared_with_the_one_before() -> None:
    """9 of 26 beside 3 of 4; the suspended and the withdrawn one are named because they are below no line."""
    assert _whole().details[3] == (
        "Riêng 26 nhiệm vụ của quý II/2024 (không kể 02 nhiệm vụ tạm dừng, rút, có 01 chuyển từ quý I/2024) đến nay "
        "hoàn thành 09, đạt 34,6%, giảm 40,4 điểm phần trăm so với quý I/2024 (03/04 nhiệm vụ, 75%)."
    )


def test_fields_are_set_side_by_side_only_when_there_are_two() -> None:
    """A table of one row would repeat the figures above it."""
    assert [row.name for row in _report().fields] == [
        "Công tác xây dựng Đảng",
        "Công tác kiểm tra, giám sát",
        "Công tác dân vận",
        "Kinh tế, văn hóa - xã hội",
        "Quốc phòng, an ninh",
        "Lĩnh vực khác",
    ]
    assert _report([task(1), task(2)]).fields == ()


def test_items_of_the_agenda_and_tasks_due_for_the_meeting_stand_once() -> None:
    """Items in their order with an untracked one among them, then the tasks that nobody put on the agenda."""
    report = _whole()
    assert [(row.title, row.paper, row.proposal) for row in report.agenda] == [
        ("Báo cáo tổng kết công tác xây dựng Đảng nhiệm kỳ", "Đã nộp, chờ thẩm định", "Thẩm định, trình"),
        (
            "Tờ trình điều chỉnh danh mục đầu tư công trung hạn & nguồn vốn < 05 tỷ đồng",
            "Chưa nộp",
            "Đôn đốc nộp",
        ),
        ("Chất vấn và trả lời chất vấn", "Không gắn nhiệm vụ", "Xác nhận tài liệu"),
        ("Báo cáo kết quả kiểm tra, giám sát 6 tháng đầu năm", "Đã thẩm định", "Trình"),
        ("Đề án sắp xếp chi bộ trực thuộc theo mô hình mới", "Trả lại để hoàn chỉnh", "Đôn đốc nộp"),
    ]
    assert (report.agenda[2].lead, report.agenda[2].deadline) == ("Văn phòng Đảng ủy", "21/6/2024")
    assert report.agenda_opening == (
        "Có 05 nội dung trình Hội nghị; 02 nội dung đã nộp tài liệu, trong đó 01 nội dung đã thẩm định xong. So với "
        "chương trình ban đầu: lùi kỳ sau 01 nội dung."
    )


def test_an_item_whose_paper_is_missing_on_the_day_is_proposed_for_postponing() -> None:
    """And for withdrawal when it was carried twice, or when its task is followed no more – named once, as secret."""
    items = (
        agenda_item(1, "Việc một", "2024-Q2-001", task_state=WorkState.IN_PROGRESS),
        agenda_item(2, "Việc hai", "2024-Q2-002", task_state=WorkState.IN_PROGRESS, times_carried=2),
        agenda_item(3, "Đơn tố cáo", "2024-Q2-003", task_state=WorkState.WITHDRAWN, secret=True),
        agenda_item(4, "Không rõ ai", None),
    )
    tasks = [task(1, title="Việc một"), task(2, title="Việc hai")]
    around = Background(items=items, papers_due=TODAY)
    report = compose(facts(tasks, background=around), OFFICE)
    assert [(row.title, row.lead, row.proposal) for row in report.agenda] == [
        ("Việc một", "Ban Xây dựng Đảng", "Lùi: hết hạn nộp ngày 20/6/2024, tài liệu chưa nộp"),
        ("Việc hai", "Ban Xây dựng Đảng", "Rút: đã lùi 02 lần, đến nay tài liệu chưa nộp"),
        ("Nhiệm vụ mật (mã 2024-Q2-003)", "Chưa xác định cơ quan chủ trì", "Rút: nhiệm vụ không còn theo dõi"),
        ("Không rõ ai", "Chưa xác định cơ quan chủ trì", "Xác nhận tài liệu"),
    ]
    assert report.proposals[0] == (
        "Đề nghị Thường trực Đảng ủy xã Hòa Mai xem xét, quyết định: lùi nội dung “Việc một” (Ban Xây dựng Đảng): hết "
        "hạn nộp ngày 20/6/2024, tài liệu chưa nộp; rút nội dung “Việc hai” (Ban Xây dựng Đảng): đã lùi 02 lần, đến "
        "nay tài liệu chưa nộp; rút nội dung “Nhiệm vụ mật (mã 2024-Q2-003)” (Chưa xác định cơ quan chủ trì): nhiệm vụ "
        "không còn theo dõi."
    )
    assert not any("nộp tài liệu" in proposal for proposal in report.proposals)
    bare = compose(facts([], background=replace(around, papers_due=None, items=items[3:])), OFFICE)
    assert bare.agenda[0].deadline == "Khi ấn định ngày họp"


def test_an_agenda_that_lost_its_items_says_so() -> None:
    """Withdrawn and carried: nothing is left, and the members hear what was taken off."""
    items = (
        agenda_item(1, "Một", state=AgendaState.WITHDRAWN),
        agenda_item(2, "Hai", state=AgendaState.CARRIED),
    )
    assert compose(facts([], background=Background(items=items)), OFFICE).agenda_opening == (
        "Chưa có nhiệm vụ nào được xác định trình Hội nghị này. So với chương trình ban đầu: lùi kỳ sau 01 nội dung "
        "và rút 01 nội dung."
    )


def test_what_the_standing_committee_settled_is_a_part_of_its_own() -> None:
    """With the interval, how often it met, and each task: whose, since when, how far."""
    report = _whole()
    assert report.between
    assert report.between_opening == (
        "Từ sau Hội nghị Đảng ủy lần thứ 16, khóa II (ngày 29/3/2024) đến ngày 20/6/2024, Ban Thường vụ, Thường trực "
        "Đảng ủy xã Hòa Mai đã họp 01 cuộc, chỉ đạo, giải quyết 02 nhiệm vụ, trong đó 01 nhiệm vụ đã hoàn thành:"
    )
    assert [(entry.title, entry.text) for entry in report.between] == [
        (
            "Hoàn thành giải phóng mặt bằng tuyến đường Hòa Mai – Tân Lập",
            "Ủy ban nhân dân xã; giao ngày 10/4/2024; đang thực hiện; quá hạn 20 ngày.",
        ),
        (
            "Giám sát chuyên đề đối với Chi bộ Trường tiểu học",
            "Ủy ban Kiểm tra Đảng ủy; giao ngày 15/5/2024; hoàn thành quá hạn ngày 20/5/2024.",
        ),
    ]


def test_before_the_first_session_that_is_known_the_interval_begins_with_the_quarter() -> None:
    """No meeting held and none before; a withdrawn task is told by its state alone."""
    around = background()
    assert around.between is not None
    quarter = Interval(None, date(2024, 3, 31), TODAY)
    early = replace(around.between, interval=quarter, meetings=(), tasks=around.between.tasks[:1])
    tasks = [replace(task(5, title="Việc đã rút"), work_state=WorkState.WITHDRAWN)]
    report = compose(facts(tasks, background=Background(between=early)), OFFICE)
    assert report.between_opening == (
        "Từ sau ngày 31/3/2024 đến ngày 20/6/2024, Ban Thường vụ, Thường trực Đảng ủy xã Hòa Mai đã chỉ đạo, giải "
        "quyết 01 nhiệm vụ, trong đó 00 nhiệm vụ đã hoàn thành:"
    )
    assert report.between[0].text == "Ban Xây dựng Đảng; giao ngày 10/4/2024; rút."


def test_an_owner_who_fell_silent_is_named_with_the_day_of_the_last_report() -> None:
    """The day is the office's: 23:30 UTC of 9 May is 10 May in Việt Nam."""
    quiet = task(1, title="Việc im lặng", due=date(2024, 9, 1), reported_at=datetime(2024, 5, 9, 23, 30, tzinfo=UTC))
    report = _report([quiet])
    (group,) = report.follow_up
    assert group.heading == "Quá 30 ngày không có báo cáo mới (01 nhiệm vụ)"
    assert group.entries == (
        "Việc im lặng – Ban Xây dựng Đảng (đồng chí Lê Thị Nhàn phụ trách); hạn 01/9/2024, báo cáo gần nhất ngày "
        "10/5/2024.",
    )
    assert report.details == ("Trong số chưa hoàn thành, có 01 nhiệm vụ quá 30 ngày không có báo cáo mới.",)
    assert report.proposals == (
        "Đề nghị Ban Xây dựng Đảng báo cáo về Văn phòng Đảng ủy xã Hòa Mai tiến độ 01 nhiệm vụ quá 30 ngày không có "
        "báo cáo mới.",
    )


def test_nobodys_returned_or_silent_task_is_asked_of_nobody() -> None:
    """Without a lead there is nobody to be asked; that one must be named is the proposal."""
    long_ago = datetime(2024, 4, 1, tzinfo=UTC)
    tasks = [
        task(1, None, work_state=WorkState.RETURNED, due=TODAY + timedelta(days=90)),
        task(2, None, due=TODAY + timedelta(days=90), reported_at=long_ago),
    ]
    assert len(_report(tasks).proposals) == 1


def test_an_extended_task_tells_its_first_day_and_how_often() -> None:
    """Once or several times; the first day is on record for ever."""
    once = task(1, due=date(2024, 7, 1), original_due=date(2024, 6, 1), extensions=1)
    assert task_words.extension(once) == "hạn ban đầu 01/6/2024, gia hạn đến 01/7/2024"
    assert task_words.extension(replace(once, extensions=3)) == "hạn ban đầu 01/6/2024, gia hạn 03 lần đến 01/7/2024"
    assert task_words.extension(replace(once, original_due=None)) == "gia hạn đến 01/7/2024"


def test_many_tasks_are_named_by_their_numbers_in_the_appendix() -> None:
    """Four titles would bury the sentence; the reader finds them in the table, and so do the proposals."""
    tasks = [task(n, None, due=date(2024, 9, n), reported_at=None) for n in (4, 3, 2, 1)]
    report = _report(tasks)
    assert [row.order for group in report.appendix for row in group.rows] == [1, 2, 3, 4]
    assert report.follow_up[0].entries == (
        "Chưa xác định cơ quan chủ trì (04): số thứ tự 1, 2, 3, 4 Phụ lục 1 của Báo cáo.",
    )
    assert report.proposals == (
        "Đề nghị Thường trực Đảng ủy xã Hòa Mai xác định cơ quan chủ trì đối với 04 nhiệm vụ: số thứ tự 1, 2, 3, 4 "
        "Phụ lục 1 của Báo cáo.",
    )


def test_a_long_title_is_cut_in_lists_and_whole_in_the_appendix() -> None:
    """The cut is marked so that the sentence still ends well."""
    title = "Chỉ đạo kiểm tra tiến độ " + "các dự án, công trình " * 10 + "trên địa bàn"
    report = _report([task(title=title, due=date(2024, 6, 27))])
    (entry,) = report.follow_up[0].entries
    assert entry.startswith("Chỉ đạo kiểm tra tiến độ các dự án")
    assert " (…) – Ban Xây dựng Đảng" in entry
    assert len(entry) < 240
    assert report.appendix[0].rows[0].title == title


def test_a_task_without_any_deadline_says_so_once() -> None:
    """Neither a day nor a phrase: only that the deadline is not set."""
    report = _report([task(1, None, due=None, deadline_text=None)])
    assert report.follow_up[0].entries == (
        "Tổng kết công tác xây dựng Đảng nhiệm kỳ – Chưa xác định cơ quan chủ trì; chưa xác định hạn.",
    )


def test_a_rise_a_fall_and_no_change_are_worded_apart() -> None:
    """Half done in the former period; all, none and half of this one. Drafts alone are no period to compare."""

    def compared(*states: WorkState) -> list[str]:
        def counted(views: list[TaskView]) -> list[TaskFact]:
            return [task_fact(view, TODAY, 14, JudgedBy.CURRENT) for view in views]

        former = counted([task(101, work_state=WorkState.DONE), task(102)])
        later = [task(n, work_state=state) for n, state in enumerate(states, 1)]
        around = Background(comparison=PeriodComparison("quý I/2024", "quý II/2024", compare(former, counted(later))))
        details = compose(facts([task(1)], background=around), OFFICE).details
        return [found for said in details if (found := said.partition("đạt ")[2])]

    done, busy = WorkState.DONE, WorkState.IN_PROGRESS
    assert compared(done) == ["100%, tăng 50 điểm phần trăm so với quý I/2024 (01/02 nhiệm vụ, 50%)."]
    assert compared(busy) == ["0%, giảm 50 điểm phần trăm so với quý I/2024 (01/02 nhiệm vụ, 50%)."]
    assert compared(done, busy) == ["50%, không thay đổi so với quý I/2024 (01/02 nhiệm vụ, 50%)."]
    assert compared(WorkState.DRAFT) == []


def test_a_period_after_one_that_was_dropped_whole_stands_alone() -> None:
    """Nothing was promised before: there is no rate to compare with."""
    dropped = task_fact(task(101, work_state=WorkState.WITHDRAWN), TODAY, 14, JudgedBy.CURRENT)
    done = task_fact(task(1, work_state=WorkState.DONE), TODAY, 14, JudgedBy.CURRENT)
    around = Background(comparison=PeriodComparison("quý I/2024", "quý II/2024", compare([dropped], [done])))
    assert compose(facts([task(1)], background=around), OFFICE).details == (
        "Riêng 01 nhiệm vụ của quý II/2024 đến nay hoàn thành 01, đạt 100%.",
    )
