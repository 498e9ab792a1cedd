"""What a person does with what was read, on both databases."""

from datetime import date

import pytest
from sqlmodel import select

from config.database import reading as reading_session
from config.database import unit_of_work
from tasks_registry import intake, runs, store
from tasks_registry.errors import NotInRegistry, Refused
from tasks_registry.installation import Installation
from tasks_registry.models import History, SourceDocument, TaskCitation
from tasks_registry.reading.model import Citation, Reading
from tasks_registry.review import Edit
from tasks_registry.states import Act, WorkState
from tasks_registry.view import TaskView
from tests.conftest import Open
from tests.support.cast import AN
from tests.support.readings import proposal, reading

CITED = Citation("KL", "226-KL/TW", date(2025, 12, 11), "Kết luận số 226-KL/TW")
FIRST = reading(
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=date(2026, 9, 4), support=["UBND xã"]),
    proposal("Trình phương án sử dụng trụ sở dôi dư", due=date(2026, 9, 11), lead="UBND", citations=[CITED]),
    proposal("Mở lớp bồi dưỡng đảng viên mới", lead="TTCT"),
    proposal("Tổng kết chiến dịch tình nguyện hè", due=date(2026, 8, 28), lead="ĐTN"),
)
CORRECTED = reading(
    proposal("Hoàn thành hồ sơ công nhận sản phẩm OCOP", due=date(2026, 9, 4), support=["UBND xã"]),
    proposal("Trình phương án sử dụng trụ sở dôi dư sau sắp xếp", due=date(2026, 9, 18), lead="UBND"),
    proposal("Tổng kết chiến dịch tình nguyện hè", due=date(2026, 8, 28), lead="ĐTN"),
    proposal("Ra mắt tổ công nghệ số cộng đồng", lead="PVHXH"),
)


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


def views(here: Installation) -> dict[str, TaskView]:
    with reading_session(here.engine) as session:
        return {view.code[-3:]: view for view in store.task_views(session, here.committee)}


@pytest.fixture
def drafts(open_at: Open) -> Installation:
    """Four drafts of one report."""
    here = open_at()
    store_reading(here, FIRST)
    return here


def test_drafts_are_confirmed_one_by_one_or_all(drafts: Installation) -> None:
    """From then on they are tracked."""
    with runs.reviewing(drafts) as review:
        assert review.accept(["2026-Q3-002"]) == ["2026-Q3-002"]
        assert len(review.accept([])) == 3
    assert {view.work_state for view in views(drafts).values()} == {WorkState.ASSIGNED}
    with pytest.raises(Refused, match="đã giao"), runs.reviewing(drafts) as review:
        review.accept(["2026-Q3-002"])


def test_an_edit_changes_what_it_names_and_nothing_else(drafts: Installation) -> None:
    """Agencies by code, name or alias; the first confirmed day is kept for ever."""
    with runs.reviewing(drafts) as review:
        review.accept([])
        review.edit(
            "2026-Q3-003",
            Edit(
                title="Mở lớp đảng viên mới",
                lead="Ban Xây dựng Đảng",
                support=("TTCT", "Đoàn TN xã"),
                due=date(2026, 9, 25),
            ),
        )
        review.edit("2026-Q3-003", Edit(due=date(2026, 9, 30), officer_email="QUYNH.buinhat@hoamai.example"))
    task = views(drafts)["003"]
    assert (task.title, task.lead_code, task.due) == ("Mở lớp đảng viên mới", "BXDĐ", date(2026, 9, 30))
    assert task.original_due == date(2026, 9, 25)
    assert set(task.support_names) == {"Trung tâm Chính trị xã", "Đoàn Thanh niên Cộng sản Hồ Chí Minh xã"}
    assert task.officer is not None
    assert task.officer.name == "Bùi Nhật Quỳnh"
    assert task.text == "Mở lớp bồi dưỡng đảng viên mới."


@pytest.mark.parametrize("edit", [Edit(lead="Sở Tài chính tỉnh bạn"), Edit(officer_email="la@x.example")])
def test_an_unknown_agency_or_person_is_told_and_nothing_changes(drafts: Installation, edit: Edit) -> None:
    """The sentence says where to add them."""
    with pytest.raises(NotInRegistry, match=r"agencies\.yaml"), runs.reviewing(drafts) as review:
        review.edit("2026-Q3-001", edit)
    assert views(drafts)["001"].lead_code == "PKT"


def test_merged_tasks_become_one_with_everything_of_both(drafts: Installation) -> None:
    """Texts, citations, supporting agencies, the earliest day; the other is withdrawn with its reason."""
    with runs.reviewing(drafts) as review:
        review.merge(["2026-Q3-001", "2026-Q3-002"])
    kept, gone = views(drafts)["001"], views(drafts)["002"]
    assert "OCOP" in kept.text
    assert "trụ sở" in kept.text
    assert (kept.due, gone.work_state, gone.note) == (date(2026, 9, 4), WorkState.WITHDRAWN, "Gộp vào 2026-Q3-001")
    with reading_session(drafts.engine) as session:
        assert session.exec(select(TaskCitation.task_id)).one() == kept.id
    with pytest.raises(Refused, match="ít nhất hai"), runs.reviewing(drafts) as review:
        review.merge(["2026-Q3-001", "2026-Q3-001"])


def test_a_split_task_shares_agencies_and_deadline(drafts: Installation) -> None:
    """Each part is a task of its own from then on."""
    with runs.reviewing(drafts) as review:
        tasks = review.split("2026-Q3-001", ["Rà soát hồ sơ OCOP.", "Trình công nhận sản phẩm OCOP."])
    assert [task.code for task in tasks] == ["2026-Q3-001", "2026-Q3-005"]
    first, second = views(drafts)["001"], views(drafts)["005"]
    assert (first.title, second.title) == ("Rà soát hồ sơ OCOP", "Trình công nhận sản phẩm OCOP")
    assert (second.lead_code, second.due, second.support_names) == ("PKT", date(2026, 9, 4), first.support_names)
    with pytest.raises(Refused, match="--part"), runs.reviewing(drafts) as review:
        review.split("2026-Q3-001", ["Một phần", " "])


def test_every_act_of_the_review_leaves_history(drafts: Installation) -> None:
    """Who, what, from what to what."""
    with runs.reviewing(drafts) as review:
        review.edit("2026-Q3-001", Edit(product="Hồ sơ"))
        review.merge(["2026-Q3-003", "2026-Q3-004"])
    with reading_session(drafts.engine) as session:
        actions = set(session.exec(select(History.action).where(History.entity == "task")).all())
    assert {"task.edit", "task.merge", "task.withdraw"} <= actions


def test_a_corrected_version_changes_drafts_and_doubles_nothing(drafts: Installation) -> None:
    """Added, changed, gone: exactly the differences."""
    result = store_reading(drafts, CORRECTED)
    assert result.corrects is not None
    assert (result.same, result.codes) == (2, ("2026-Q3-005",))
    assert [(change.code, change.applied) for change in result.changed] == [("2026-Q3-002", True)]
    assert [(gone.code, gone.withdrawn) for gone in result.gone] == [("2026-Q3-003", True)]
    after = views(drafts)
    assert (after["002"].due, after["003"].work_state) == (date(2026, 9, 18), WorkState.WITHDRAWN)
    assert store_reading(drafts, CORRECTED).known is True
    with reading_session(drafts.engine) as session:
        assert len(session.exec(select(SourceDocument)).all()) == 2


@pytest.mark.parametrize("accept", [False, True])
def test_tasks_that_people_work_on_change_only_when_confirmed(drafts: Installation, accept: bool) -> None:
    """Without --accept the differences are only shown; what is gone is never dropped by itself."""
    with runs.reviewing(drafts) as review:
        review.accept([])
    result = store_reading(drafts, CORRECTED, accept=accept)
    assert [change.applied for change in result.changed] == [accept]
    assert [gone.withdrawn for gone in result.gone] == [False]
    changed = views(drafts)["002"]
    assert changed.due == (date(2026, 9, 18) if accept else date(2026, 9, 11))
    assert changed.original_due == date(2026, 9, 11)
    assert views(drafts)["005"].work_state is (WorkState.ASSIGNED if accept else WorkState.DRAFT)


def test_another_document_of_the_same_period_is_no_correction(drafts: Installation) -> None:
    """Few words in common: both stand."""
    other = reading(proposal("Khám sức khỏe định kỳ cho cán bộ"), proposal("Tổ chức giải bóng chuyền"))
    result = store_reading(drafts, other)
    assert (result.corrects, result.tasks) == (None, 2)


def test_a_document_with_another_number_is_no_correction(open_at: Open) -> None:
    """Two reports with numbers of their own are two reports."""
    here = open_at()
    for number in ("12-BC/ĐU", "15-BC/ĐU"):
        numbered = Reading(
            document=type(FIRST.document)(kind="BC", issuer="ĐU", number=number, period="2026-Q3"),
            tasks=FIRST.tasks,
            text=number,
        )
        result = store_reading(here, numbered)
        assert (result.corrects, result.tasks) == (None, 4)


def test_a_dropped_draft_has_its_reason(drafts: Installation) -> None:
    """Nothing disappears in silence."""
    runs.perform(drafts, "2026-Q3-004", Act.WITHDRAW, reason="đã làm xong từ quý trước")
    assert views(drafts)["004"].note == "đã làm xong từ quý trước"
