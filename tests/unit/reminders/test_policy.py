"""The reminder policy of rhythm.yaml: what an office may write, and what it is told when it cannot be read."""

from datetime import datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.errors import OfficeFileError
from config.office_files import config_folder, default_text, load_office_files
from config.reminders import Hours, ReminderPolicy, RungTo, Settings, Weekday, WeekdayMark

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 9, 7, 8, tzinfo=HANOI)


def policy_of(home: Path, text: str) -> ReminderPolicy:
    config_folder(home).mkdir(parents=True, exist_ok=True)
    (config_folder(home) / "rhythm.yaml").write_text(f"reminders:\n  {text}\n", "utf-8")
    return load_office_files(home, HANOI, NOW).rhythm.reminders


def test_the_bundled_file_says_what_holds_without_it(tmp_path: Path) -> None:
    """Every setting stands in it, with its default."""
    assert load_office_files(tmp_path, HANOI, NOW).rhythm.reminders == ReminderPolicy()
    text = default_text("rhythm.yaml")
    for name in (*ReminderPolicy.model_fields, "deadline", "meeting_papers", "meeting", "discreet_words"):
        assert f"  {name}:" in text, name


def test_every_setting_is_documented() -> None:
    """In the table of docs/settings.md."""
    text = (Path(__file__).parents[3] / "docs" / "settings.md").read_text("utf-8")
    for name in ReminderPolicy.model_fields:
        assert f"`{name}" in text, name


def test_milestones_are_days_or_words(tmp_path: Path) -> None:
    """As offices say them, in any case."""
    found = policy_of(tmp_path, 'milestones: {deadline: [10, "Sáng hôm đó", "trước  một tuần", "thứ Hai tuần đó"]}')
    assert found.milestones.deadline == (10, 0, 7, WeekdayMark(weekday=Weekday.MONDAY))
    assert found.milestones.meeting == (3, 1, 0)
    before = policy_of(tmp_path, 'milestones: {meeting: ["chủ nhật tuần trước"]}').milestones.meeting
    assert before == (WeekdayMark(weekday=Weekday.SUNDAY, weeks_before=1),)


def test_hours_may_run_over_midnight_and_need_no_quotes(tmp_path: Path) -> None:
    """YAML makes a number of 07:30 without quotes."""
    found = policy_of(tmp_path, 'digest_hour: 07:30\n  quiet_hours: {zalo: {from: 21:00, to: "06:30"}}')
    assert found.digest_hour == time(7, 30)
    night = found.quiet_hours.of("zalo")
    assert night is not None
    assert [night.hold(time(hour)) for hour in (20, 21, 23, 0, 6, 7)] == [False, True, True, True, True, False]
    assert found.quiet_hours.of("email") is None
    assert found.quiet_hours.of("zalo-group") is not None
    noon = Hours(**{"from": time(12), "to": time(13)})
    assert [noon.hold(time(hour)) for hour in (11, 12, 13)] == [False, True, False]


def test_the_ladder_holds_back_what_goes_to_leaders(tmp_path: Path) -> None:
    """Unless the office decides otherwise for a rung."""
    found = policy_of(
        tmp_path,
        "escalation: [{to: head, after_working_days: 1, approval: true}, {to: leader, after_working_days: 9}, "
        "{to: leader, after_working_days: 1, approval: false}]",
    )
    assert [(rung.to, rung.held) for rung in found.escalation] == [
        (RungTo.HEAD, True),
        (RungTo.LEADER, True),
        (RungTo.LEADER, False),
    ]


def test_the_narrower_circle_wins() -> None:
    """A person over a kind of task, that over the committee; what is not set stays."""
    policy = ReminderPolicy(
        overdue_every_days=7,
        by_committee={"DU-HOAMAI": Settings(overdue_every_days=5, digest_hour=time(8))},
        by_kind={"standing": Settings(overdue_every_days=30)},
        by_person={"an@hoamai.example": Settings(overdue_every_days=1, escalation=())},
    )
    assert policy.of() is policy
    assert policy.of(committee="DU-HOAMAI").overdue_every_days == 5
    both = policy.of(committee="DU-HOAMAI", kind="standing")
    assert (both.overdue_every_days, both.digest_hour) == (30, time(8))
    own = policy.of(committee="DU-HOAMAI", kind="standing", email="an@hoamai.example")
    assert (own.overdue_every_days, own.digest_hour, own.escalation) == (1, time(8), ())
    assert policy.of(kind="direction", email="nobody@hoamai.example") is policy


def test_the_reach_of_all_circles_is_known(tmp_path: Path) -> None:
    """So that a run reads far enough ahead for the one person who wants to hear early."""
    found = policy_of(tmp_path, "by_person: {an@hoamai.example: {milestones: {deadline: [60], meeting: [20]}}}")
    assert 60 in found.marks_of_tasks
    assert {14, 7} <= set(found.marks_of_tasks)
    assert set(found.marks_of_meetings) == {3, 1, 0, 20}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('milestones: {deadline: ["thứ Tám tuần đó"]}', "không hiểu mốc “thứ Tám tuần đó”"),
        ("milestones: {deadline: [-1]}", "milestones.deadline"),
        ('digest_hour: "25:00"', "“25:00” không phải giờ"),
        ("limits: {messages_per_day: 0}", "limits.messages_per_day: giá trị “0”"),
        ("escalation: [{to: boss, after_working_days: 1}]", "escalation.1.to: giá trị “boss”"),
        ("escalation: [{to: head}]", "escalation.1.after_working_days: thiếu mục này"),
        ("weekly_summary: {weekday: thu-hai}", "weekly_summary.weekday: giá trị “thu-hai”"),
        ("channels: [sms]", "channels.1: giá trị “sms”"),
        ('by_kind: {standing: {digest_hour: "08:00"}}', "by_kind.standing: không đặt riêng “digest_hour”"),
        ("by_person: {An@hoamai.example: {silent: true}}", "bằng chữ thường"),
        ("by_committee: {DU-HOAMAI: {hold_after_import: false}}", "hold_after_import: không có mục nào tên như vậy"),
    ],
)
def test_a_fault_is_told_with_its_place(tmp_path: Path, text: str, told: str) -> None:
    """One sentence says which entry and what may stand there."""
    with pytest.raises(OfficeFileError) as refusal:
        policy_of(tmp_path, text)
    assert "rhythm.yaml" in str(refusal.value)
    assert told in str(refusal.value)
