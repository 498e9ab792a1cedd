"""Whom a letter urges, for which tasks, and in which words."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml

from config.letterhead import Layout, OwnDocument, Signature
from config.office import Contact
from config.office_files import default_text
from config.rhythm import JudgedBy, UrgingRules
from reports.urging.facts import Told, Urging, overdue_facts, urging
from reports.urging.letter import UrgingLetter, urging_letter
from reports.urging.sheets import urging_sheets
from tasks_registry.states import ExtensionState, WorkState
from tasks_registry.view import Assignment, ExtensionView, TaskView
from tests.unit.reports.hoa_mai import OFFICE, TODAY, quarter, task

GIVEN = Assignment(
    given_on=date(2024, 4, 8),
    director=None,
    director_position="",
    authority=None,
    measure=None,
    waits_for=None,
    citations=(),
    document_kind="BC",
    document_number="12-BC/ĐU",
    document_issued_on=date(2024, 3, 25),
    document_title="Báo cáo quý I",
)
REPLY_BY = date(2024, 6, 27)
ASKED = ExtensionView(
    code="2024-Q2-001",
    title="",
    secret=False,
    state=ExtensionState.PENDING,
    due_before=date(2024, 6, 3),
    due_asked=date(2024, 7, 5),
    reason="thiếu số liệu",
    asked_by="Bằng",
    asked_at=datetime(2024, 6, 10, tzinfo=UTC),
    due_granted=None,
    answer=None,
    answered_by=None,
    answered_at=None,
)


def found(
    tasks: list[TaskView],
    *,
    days: int = 1,
    judged_by: JudgedBy = JudgedBy.CURRENT,
    asked: dict[str, ExtensionView] | None = None,
    told: dict[int, Told] | None = None,
) -> Urging:
    return urging(
        overdue_facts(tasks, today=TODAY, overdue_days=days, judged_by=judged_by),
        today=TODAY,
        overdue_days=days,
        reply_by=REPLY_BY,
        given={one.id: GIVEN for one in tasks},
        reported_on={one.id: date(2024, 6, 12) for one in tasks if one.reported_at},
        asked=asked or {},
        told=told or {},
    )


def letter(*tasks: TaskView, **changes: object) -> UrgingLetter:
    urged = found(list(tasks), **changes)  # type: ignore[arg-type]
    return urging_letter(urged.agencies[0], urged, OFFICE)


# --- whom ------------------------------------------------------------------------------------------------------------


def test_an_agency_is_urged_for_what_it_has_to_move_itself() -> None:
    """Handed in, handed back, done, suspended: the next move is not the lead agency's."""
    late = date(2024, 6, 3)
    tasks = [task(place, work_state=state, due=late) for place, state in enumerate(WorkState, 1)]
    (agency,) = found(tasks).agencies
    assert {one.task.work_state for one in agency.tasks} == {
        WorkState.ASSIGNED,
        WorkState.RECEIVED,
        WorkState.IN_PROGRESS,
        WorkState.RETURNED,
    }


@pytest.mark.parametrize(("days", "urged"), [(7, 2), (8, 1), (9, 0), (0, 3)])
def test_tasks_count_from_the_days_that_the_office_allows(days: int, urged: int) -> None:
    """Seven days past the deadline is seven; a task due today is never late."""
    dues = (date(2024, 6, 12), date(2024, 6, 13), date(2024, 6, 19), TODAY)
    tasks = [task(place, due=due) for place, due in enumerate(dues, 1)]
    assert sum(len(agency.tasks) for agency in found(tasks, days=days).agencies) == urged


def test_an_office_that_judges_by_the_first_due_day_urges_by_it() -> None:
    """An extension then excuses nobody."""
    extended = task(due=date(2024, 6, 28), original_due=date(2024, 6, 3))
    assert not found([extended]).agencies
    (agency,) = found([extended], judged_by=JudgedBy.ORIGINAL).agencies
    assert agency.longest == 17


def test_every_late_task_stands_in_one_letter_or_among_those_without_a_lead() -> None:
    """Nothing is lost between the agencies; the agency with most of them comes first."""
    urged = found(quarter())
    per_agency = [[late.task.code for late in agency.tasks] for agency in urged.agencies]
    assert [len(codes) for codes in per_agency] == [2, 1, 1]
    everything = [code for codes in per_agency for code in codes] + [fact.task.code for fact in urged.without_lead]
    late = {
        fact.task.code for fact in overdue_facts(quarter(), today=TODAY, overdue_days=1, judged_by=JudgedBy.CURRENT)
    }
    assert sorted(everything) == sorted(late)
    assert urged.agencies[0].tasks[0].fact.days_overdue == urged.agencies[0].longest == 20


def test_what_an_office_may_set_is_documented_and_written_out() -> None:
    """In docs/settings.md, and in the bundled files with its default."""
    documented = (Path(__file__).parents[3] / "docs" / "settings.md").read_text("utf-8")
    for name in UrgingRules.model_fields:
        assert f"`urging.{name}`" in documented, name
    assert UrgingRules.model_validate(yaml.safe_load(default_text("rhythm.yaml"))["urging"]) == UrgingRules()


# --- words -----------------------------------------------------------------------------------------------------------


def test_the_letter_is_addressed_numbered_and_signed_as_a_letter() -> None:
    """No kind of document: the subject stands under the number; copies and signer are those set for it."""
    office = OFFICE.model_copy(
        update={
            "documents": {
                "urge": OwnDocument(
                    signature=Signature(on_behalf="T/L BAN THƯỜNG VỤ", capacity="CHÁNH VĂN PHÒNG", name="Hồ Văn Sáng"),
                    recipients=("Thường trực Đảng ủy (b/c)",),
                )
            }
        }
    )
    urged = found([task(due=date(2024, 6, 3))])
    head = urging_letter(urged.agencies[0], urged, office).head
    assert head.number == "Số       -CV/ĐU"
    assert head.about == "V/v đôn đốc thực hiện nhiệm vụ quá hạn"
    assert head.draft
    assert head.recipients == ("- Như trên,", "- Thường trực Đảng ủy (b/c),", "- Lưu Văn phòng Đảng ủy xã Hòa Mai.")
    assert (head.on_behalf, head.signer) == ("T/L BAN THƯỜNG VỤ", "Hồ Văn Sáng")
    assert letter(task(due=date(2024, 6, 3))).head.signer == OFFICE.signature.name


def test_it_says_what_was_given_when_and_how_late_it_is() -> None:
    """One row a task; the sentence counts them."""
    said = letter(
        task(1, "UBND", title="Bàn giao mặt bằng", due=date(2024, 5, 31)),
        task(
            2, "UBND", title="Trình danh mục", due=date(2024, 6, 14), original_due=date(2024, 5, 20), reported_at=None
        ),
        told={2: Told(4, date(2024, 6, 17))},
    )
    assert said.addressee == "Kính gửi: Ủy ban nhân dân xã"
    assert said.opening == (
        "Qua theo dõi, đến ngày 20/6/2024, Ủy ban nhân dân xã còn 02 nhiệm vụ do Đảng ủy xã Hòa Mai giao chủ trì (Báo "
        "cáo số 12-BC/ĐU ngày 25/3/2024; giao ngày 08/4/2024) đã quá hạn mà chưa hoàn thành (lâu nhất 20 ngày; 01 "
        "nhiệm vụ chưa có báo cáo), cụ thể như sau:"
    )
    assert not said.given_apart
    first, second = said.rows
    assert (first.title, first.given) == (
        "Bàn giao mặt bằng",
        "Báo cáo số 12-BC/ĐU ngày 25/3/2024; giao ngày 08/4/2024",
    )
    assert (first.deadline, first.days) == ("31/5/2024", "20")
    assert first.situation == "Báo cáo ngày 12/6/2024: đang thực hiện."
    assert second.deadline == "14/6/2024 (hạn ban đầu 20/5/2024)"
    assert second.situation == "Chưa có báo cáo. Đã nhắc 04 lần, gần nhất ngày 17/6/2024."


def test_it_asks_for_an_answer_by_a_day() -> None:
    """With whom to call; what is asked fits one task or several."""
    said = letter(task(due=date(2024, 6, 3)))
    assert len(said.asked) == 3
    assert "hoàn thành dứt điểm nhiệm vụ nêu trên" in said.asked[0]
    assert said.asked[1].endswith("thời gian hoàn thành nhiệm vụ, chậm nhất ngày 27/6/2024.")
    assert "cần gia hạn, có văn bản đề nghị" in said.asked[2]
    office = OFFICE.model_copy(update={"contact": Contact(name="Trịnh Thị Hoài An", phone="0200 555 0123")})
    urged = found([task(1, due=date(2024, 6, 3)), task(2, due=date(2024, 6, 4))])
    asked = urging_letter(urged.agencies[0], urged, office).asked
    assert "từng nhiệm vụ, chậm nhất ngày 27/6/2024 (đầu mối: Trịnh Thị Hoài An; điện thoại 0200 555 0123)." in asked[1]


def test_an_agency_that_waits_for_an_answer_is_not_told_to_ask() -> None:
    """The office itself is the one that owes something; the row says so."""
    said = letter(task(due=date(2024, 6, 3), note="Chờ số liệu."), asked={"2024-Q2-001": ASKED})
    assert said.rows[0].situation == (
        "Báo cáo ngày 12/6/2024: Chờ số liệu. Xin gia hạn đến ngày 05/7/2024, chờ trả lời."
    )
    assert said.asked[2] == "Trong khi đề nghị gia hạn chưa được trả lời, tiếp tục thực hiện theo hạn đã giao."


def test_a_secret_task_stands_by_its_code_only() -> None:
    """Neither title, note nor document; a letter lies open on many tables."""
    said = letter(task(7, title="Đơn tố cáo", note="người bị tố cáo", secret=True, due=date(2024, 6, 3)))
    (row,) = said.rows
    assert (row.title, row.given) == ("Nhiệm vụ mật (mã 2024-Q2-007)", "Giao ngày 08/4/2024")
    assert row.situation == "Báo cáo ngày 12/6/2024: đang thực hiện."


def test_a_long_note_is_cut_and_a_document_without_a_number_is_called_by_its_title() -> None:
    """A cell is narrow; nothing is invented."""
    late = task(due=date(2024, 6, 3), note="rất " * 99)
    urged = found([late])
    one = replace(
        urged.agencies[0].tasks[0],
        given=replace(GIVEN, document_number=None, document_issued_on=None, given_on=None),
    )
    agency = replace(urged.agencies[0], tasks=(one, replace(one, given=replace(one.given, document_title=None))))
    written = urging_letter(agency, urged, OFFICE)
    rows = written.rows
    assert written.given_apart
    assert "giao chủ trì đã quá hạn" in written.opening
    assert rows[0].situation.endswith("rất…")
    assert [row.given for row in rows] == ["Báo cáo quý I", ""]


def test_the_text_of_the_state_ends_with_its_sign() -> None:
    """NĐ 30/2020, Phụ lục I."""
    urged = found([task(due=date(2024, 6, 3))])
    state = OFFICE.model_copy(update={"layout": Layout(profile="ND30-2020")})
    assert urging_letter(urged.agencies[0], urged, state).asked[-1].endswith("./.")
    assert urging_letter(urged.agencies[0], urged, OFFICE).asked[-1].endswith("thời hạn.")


def test_the_workbook_has_every_late_task_and_every_letter() -> None:
    """Days stay days; the letter's file stands beside its agency."""
    urged = found(quarter(), told={2: Told(3, date(2024, 6, 17))})
    tasks, letters = urging_sheets(urged, {"UBND": "cong-van.docx"})
    assert len(tasks.rows) == 4
    assert [row[7] for row in tasks.rows][:2] == [20, 6]
    assert tasks.rows[1][8:11] == [date(2024, 6, 12), 3, date(2024, 6, 17)]
    assert [row[1:] for row in letters.rows][:1] == [
        ["Ủy ban nhân dân xã", 2, 20, 0, REPLY_BY, "cong-van.docx"],
    ]
    assert letters.rows[2][-1] is None
