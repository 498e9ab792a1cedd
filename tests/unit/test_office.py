"""The office's own files: errors name file, place and reason."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from config.errors import OfficeFileError
from config.office_files import OfficeFiles, config_folder, default_text, load_office_files
from config.rhythm import ReportSending

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
NOW = datetime(2026, 9, 7, 8, tzinfo=HANOI)


def load(home: Path) -> OfficeFiles:
    return load_office_files(home, HANOI, NOW)


def write(home: Path, name: str, text: str) -> None:
    config_folder(home).mkdir(parents=True, exist_ok=True)
    (config_folder(home) / name).write_text(text, "utf-8")


def test_without_own_files_the_bundled_ones_serve(tmp_path: Path) -> None:
    """Reading a document needs no installation."""
    files = load(tmp_path)
    assert files.directory.secretariat in {agency.code for agency in files.directory.agencies}
    assert files.rhythm.body("BCH").papers_days_before == 5


def test_a_body_that_the_file_does_not_name_has_the_default_lead_time(tmp_path: Path) -> None:
    """Five days, as the model regulation says."""
    write(tmp_path, "rhythm.yaml", "reminders: {due_soon_days: 7}\n")
    assert load(tmp_path).rhythm.body("BTV").papers_days_before == 5


@pytest.mark.parametrize(
    ("name", "text", "place"),
    [
        ("rhythm.yaml", "remindres: {}\n", "remindres: không có mục nào"),
        ("rhythm.yaml", "reminders: {overdue_every_days: 0}\n", "reminders.overdue_every_days: giá trị “0”"),
        ("rhythm.yaml", 'schedules: {check_status: "0 0 31 2 *"}\n', "schedules.check_status: Lịch chạy"),
        ("rhythm.yaml", "meeting_report_sending: {to: [lanh-dao]}\n", "to.1: “lanh-dao” không phải địa chỉ thư"),
        ("office.yaml", "name: Đảng ủy xã\n", "code: thiếu mục này"),
        ("agencies.yaml", "secretariat: VP\nagencies: []\n", "secretariat “VP”"),
        (
            "agencies.yaml",
            "secretariat: VP\nagencies:\n- {code: VP, name: A}\n- {code: VP, name: B}\n",
            "mã cơ quan “VP” có hai lần",
        ),
        ("calendar.yaml", "days_off:\n- {day: 2026-02-30, name: x}\n", "days_off.1.day"),
        ("calendar.yaml", "days_off: []\ndays_off: []\n", "gần dòng 2"),
        ("calendar.yaml", "days_off: [\n", "gần dòng"),
    ],
)
def test_a_fault_is_told_with_file_and_place(tmp_path: Path, name: str, text: str, place: str) -> None:
    """One sentence says which file, which entry and what is wrong with it."""
    write(tmp_path, name, text)
    with pytest.raises(OfficeFileError) as refusal:
        load(tmp_path)
    assert name in str(refusal.value)
    assert place in str(refusal.value)


def test_reports_go_to_groups_and_addresses(tmp_path: Path) -> None:
    """In any case of letters; the bundled file says what holds without it."""
    home = tmp_path / "home"
    config_folder(home).mkdir(parents=True)
    rhythm = config_folder(home) / "rhythm.yaml"
    assert load_office_files(tmp_path, HANOI, NOW).rhythm.meeting_report_sending == ReportSending()
    rhythm.write_text("meeting_report_sending: {to: [leader, An@HoaMai.example], attach: false}", "utf-8")
    sending = load_office_files(home, HANOI, NOW).rhythm.meeting_report_sending
    assert (sending.to, sending.attach, sending.tell_changes) == (("leader", "an@hoamai.example"), False, True)


def test_every_setting_of_sending_reports_is_documented() -> None:
    """In docs/settings.md and in the bundled file."""
    text = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
    for name in ReportSending.model_fields:
        assert f"`meeting_report_sending.{name}`" in text, name
        assert f"{name}:" in default_text("rhythm.yaml"), name


def test_a_file_in_another_encoding_is_told(tmp_path: Path) -> None:
    """Old editors save Vietnamese in code pages."""
    write(tmp_path, "office.yaml", "")
    (config_folder(tmp_path) / "office.yaml").write_bytes("name: Đảng ủy".encode("utf-16"))
    with pytest.raises(OfficeFileError, match="UTF-8"):
        load(tmp_path)


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A folder in the place of a file stands for any unreadable one."""
    (config_folder(tmp_path) / "office.yaml").mkdir(parents=True)
    with pytest.raises(OfficeFileError, match="quyền đọc"):
        load(tmp_path)


def test_defaults_are_written_for_people() -> None:
    """Each default file explains itself in Vietnamese comments."""
    assert "#" in default_text("rhythm.yaml")
    assert "#" in default_text("office.yaml")
