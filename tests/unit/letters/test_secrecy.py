"""What may be said of a task: secret ones and discreet matters by code, due day and link only."""

import unicodedata
from dataclasses import replace

import pytest

from config.reminders import SecrecyRules
from notifications.secrecy import UNSAID, Sayable, Secrecy
from tasks_registry.meetings.states import MeetingState
from tasks_registry.view import MeetingView
from tests.support.cast import task

RULES = Secrecy.of(SecrecyRules())


def test_an_ordinary_task_is_said_in_full() -> None:
    """Reminders must be useful to their reader."""
    said = RULES.of_task(task(1, meeting="Hội nghị Đảng ủy lần thứ 6"))
    assert said == Sayable(
        discreet=False,
        title="Hoàn thành hồ sơ công nhận sản phẩm OCOP",
        meeting="Hội nghị Đảng ủy lần thứ 6",
        product="Hồ sơ",
        agency="Phòng Kinh tế",
    )


def test_of_a_secret_task_nothing_is_said() -> None:
    """Not its title, meeting, product or agency."""
    assert RULES.of_task(task(1, secret=True, meeting="Hội nghị kín")) == Sayable(discreet=True, title=UNSAID)


@pytest.mark.parametrize(
    "title",
    [
        "Xem xét kỷ luật đảng viên",
        "XEM XÉT KỈ LUẬT ĐẢNG VIÊN",
        "Xem xet ky luat dang vien",
        unicodedata.normalize("NFD", "Giải quyết tố cáo của công dân"),
        "Giải quyết khiếu\u00a0nại",
        "Chuẩn bị nhân\n   sự đại hội",
        "Chuẩn bị nh\u200bân sự đại hội",
        "Kiểm tra khi có dấu hiệu vi phạm",
        "Rà soát quy hoạch cán bộ",
    ],
)
def test_a_discreet_matter_is_known_however_it_is_written(title: str) -> None:
    """Accents, case, kỉ/kỷ, decomposed letters, odd spaces and invisible characters make no difference."""
    assert RULES.hides(task(1, title=title))


@pytest.mark.parametrize("field", ["title", "text", "heading", "product"])
def test_a_discreet_word_anywhere_in_the_task_counts(field: str) -> None:
    """Many titles are harmless where the text is not."""
    assert RULES.hides(replace(task(1), **{field: "Công tác nhân sự"}))


def test_words_count_whole() -> None:
    """`tố cáo` is not in `tốc áo`: an office would soon switch off a rule that hides everything."""
    assert not RULES.hides(task(1, title="Mua sắm tốc áo, bổ nhiệt kế"))


def test_the_name_of_a_discreet_meeting_is_dropped_alone() -> None:
    """The task itself may be named."""
    said = RULES.of_task(task(1, meeting="Hội nghị về công tác nhân sự"))
    assert (said.discreet, said.meeting) == (False, None)


def test_a_meeting_about_a_discreet_matter_has_no_name() -> None:
    """Its day is enough for those who are invited."""
    meeting = MeetingView(1, "Họp xét kỷ luật", "TT", None, None, None, None, None, state=MeetingState.DRAFT)
    assert RULES.of_meeting(meeting) is None
    assert RULES.of_meeting(replace(meeting, name="Họp giao ban")) == "Họp giao ban"


def test_an_office_can_have_words_of_its_own() -> None:
    """The list is a setting; an empty one leaves the marked tasks."""
    own = Secrecy.of(SecrecyRules(discreet_words=("đất đai",)))
    assert own.hides(task(2, title="Giải phóng ĐẤT ĐAI"))
    assert not own.hides(task(1, title="Xem xét kỷ luật"))
    assert Secrecy.of(SecrecyRules(discreet_words=())).hides(task(1, secret=True))
